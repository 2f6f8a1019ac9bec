"""A camera that turns on the spot, exactly: what it sees of points and of a wall with a pattern."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from aqvision.camera.panorama import mapped
from aqvision.camera.path import CameraPath
from aqvision.core.sequence import PoseSequence

Array = NDArray[np.float64]
Image = NDArray[np.uint8]
WIDTH, HEIGHT = 480, 270
FOCAL = 720.0
_WALL_FOCAL = 700.0
_WALL_WIDTH, _WALL_HEIGHT = 3600, 900


def lens(focal_px: float, width_px: float, height_px: float) -> Array:
    """Camera matrix with the middle of the picture on its axis."""
    middle = ((width_px - 1) / 2, (height_px - 1) / 2)
    return np.array([[focal_px, 0, middle[0]], [0, focal_px, middle[1]], [0, 0, 1.0]])


@cache
def wall() -> Image:
    """Paint a wall with blurred noise, coarse and fine."""
    random = np.random.default_rng(5)
    painted: Array = np.zeros((_WALL_HEIGHT, _WALL_WIDTH))
    for blur_px in (2.5, 8.0):
        noise = cv2.GaussianBlur(random.normal(size=painted.shape), (0, 0), blur_px)
        painted += noise / noise.std()
    return np.asarray(np.clip(128 + 40 * painted, 0, 255), dtype=np.uint8)


def view_of_wall(turn_deg: tuple[float, float, float], zoom: float = 1.0) -> Image:
    """Look at the wall from one place."""
    turn = Rotation.from_rotvec(np.radians(turn_deg)).as_matrix()
    to_wall = lens(_WALL_FOCAL, _WALL_WIDTH, _WALL_HEIGHT) @ turn
    from_wall = np.linalg.inv(to_wall @ np.linalg.inv(lens(FOCAL * zoom, WIDTH, HEIGHT)))
    seen = cv2.warpPerspective(wall(), from_wall, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
    return np.asarray(seen, dtype=np.uint8)


def seen_turned(
    pose: PoseSequence, turn_deg: Array, focal_px: float, zoom: Array | None = None
) -> tuple[PoseSequence, CameraPath]:
    """Turn the still camera that saw a pose; with the path of that turn against its first frame.

    Points may leave the picture, which is taken to be large enough.
    """
    zoom = np.ones(len(pose)) if zoom is None else zoom
    turns = Rotation.from_rotvec(np.radians(turn_deg))
    still = lens(focal_px, pose.width_px + 1, pose.height_px + 1)
    size = (pose.width_px + 2000, pose.height_px + 2000)
    picture = np.stack([lens(focal_px * z, *size) for z in zoom])
    to_frame = picture @ turns.inv().as_matrix() @ np.linalg.inv(still)
    points = mapped(to_frame, pose.xy_px)
    moved = replace(pose, xy_px=points, width_px=size[0], height_px=size[1])
    from_first = (turns[0].inv() * turns).as_rotvec()
    path = CameraPath(
        turn=from_first,
        zoom=zoom / zoom[0],
        focal_px=focal_px * float(zoom[0]),
        focal_se_frac=0.01,
        residual_px=np.full(len(pose), 0.2),
        drift_px=0.3,
    )
    return moved, path
