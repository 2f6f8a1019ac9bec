"""Where the camera stands -> pixels: a still pinhole camera beside the track."""

from dataclasses import dataclass

import numpy as np

from samples.generator.curves import Array


@dataclass(frozen=True, slots=True)
class SideCamera:
    """A level camera that looks across the track, square to it unless it is turned.

    Pixel coordinates count from the upper left corner of the image, so the middle of the first
    pixel is at (0.5, 0.5).

    Attributes
    ----------
    position_m : (x, y, z)
        Seen from the athlete's right when y is negative: the run goes left to right. With y
        positive the run goes right to left.
    yaw_deg
        How far it is turned to its right.
    """

    position_m: tuple[float, float, float]
    focal_px: float
    width_px: int = 1920
    height_px: int = 1080
    yaw_deg: float = 0.0

    @property
    def rotation(self) -> Array:
        """Rows: the image's right, down, and the viewing direction, in world axes."""
        ahead = -1.0 if self.position_m[1] > 0.0 else 1.0
        square = np.array([[ahead, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, ahead, 0.0]])
        cos, sin = np.cos(np.radians(self.yaw_deg)), np.sin(np.radians(self.yaw_deg))
        turn = np.array([[cos, 0.0, -sin], [0.0, 1.0, 0.0], [sin, 0.0, cos]])
        return np.asarray(turn @ square)

    def depth_m(self, points_m: Array) -> Array:
        """Distance of points (..., 3) along the viewing direction."""
        return np.asarray((points_m - np.array(self.position_m)) @ self.rotation[2])

    def project(self, points_m: Array) -> Array:
        """Pixels (..., 2) of world points (..., 3)."""
        seen_m = (points_m - np.array(self.position_m)) @ self.rotation.T
        centre_px = np.array([self.width_px, self.height_px]) / 2.0
        return np.asarray(self.focal_px * seen_m[..., :2] / seen_m[..., 2:] + centre_px)

    def ray_directions(self) -> Array:
        """World direction through the middle of each pixel, (height, width, 3), unit depth."""
        across = (np.arange(self.width_px) + 0.5 - self.width_px / 2.0) / self.focal_px
        down = (np.arange(self.height_px) + 0.5 - self.height_px / 2.0) / self.focal_px
        right, below = np.meshgrid(across, down)
        return np.stack([right, below, np.ones_like(right)], axis=-1) @ self.rotation
