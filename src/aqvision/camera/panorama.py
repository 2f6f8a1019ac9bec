"""CameraPath + PoseSequence -> Panorama: one picture for all frames, and how it lies to the lane.

A turning camera sees a body at the edge of its sweep smaller and narrower than in the middle, and
a picture that is laid square to the lane undoes just that. Where square is, the body's own size
tells: in a picture laid askew by an angle e it changes along the run, in proportion to
1 - x tan(e) / focal length.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from aqvision.camera.body_size import size_slope
from aqvision.camera.path import CameraPath
from aqvision.core.sequence import PoseSequence, middle_of
from aqvision.core.types import FloatArray

# People film about square to the middle of the run.
_USUAL_SKEW_RAD = float(np.radians(15.0))
_LARGEST_SKEW_RAD = float(np.radians(45.0))
_NEAR_UPRIGHT = 0.7
_N_PASSES = 10


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Panorama:
    """The picture that a camera of ``focal_px`` would take from the same place, standing still.

    ``turn`` (T, 3, 3) brings each frame's lines of sight into those of the panorama, NaN where
    the path is not known; ``lens`` (T, 3, 3) its pixels into lines of sight. ``axis`` is what the
    camera turned about, ``swept_deg`` how far it turned while it saw the athlete.
    """

    turn: FloatArray
    lens: FloatArray
    axis: FloatArray
    focal_px: float
    swept_deg: float

    def to_still(self, skew_rad: float = 0.0) -> FloatArray:
        """Give (T, 3, 3) homographies into the panorama, turned about its axis by an angle.

        The origin is where the panorama is looked at squarely.

        Parameters
        ----------
        skew_rad
            How far the panorama is turned, in radians.
        """
        back = Rotation.from_rotvec(-skew_rad * self.axis).as_matrix()
        return np.diag([self.focal_px, self.focal_px, 1.0]) @ back @ self.turn @ self.lens

    def azimuth_rad(self, still: FloatArray) -> FloatArray:
        """Tell how far from square the hips of (T, 33, 2) points are seen, (T,).

        Parameters
        ----------
        still
            (T, 33, 2) points in the panorama, in pixels.
        """
        return np.asarray(np.arctan(middle_of(still, "hip")[:, 0] / self.focal_px))


def find_panorama(pose: PoseSequence, path: CameraPath) -> Panorama:
    """Lay a picture out around the middle of what the camera saw of the athlete.

    Parameters
    ----------
    pose
        Points in the frames of the video.
    path
        How the camera turned, frame by frame.

    Returns
    -------
    Panorama
        As wide as the camera's middle zoom shows it.

    Raises
    ------
    ValueError
        The path is known in no frame that shows the athlete.
    """
    known, seen = path.known, path.known & pose.detected
    turns = Rotation.from_rotvec(path.turn[seen])
    to_middle = turns.mean().inv()
    turn = np.full((len(pose), 3, 3), np.nan)
    turn[known] = (to_middle * Rotation.from_rotvec(path.turn[known])).as_matrix()
    axis = _axis((to_middle * turns).as_rotvec())
    usual = float(np.median(path.zoom[seen])) * path.focal_px
    lens = np.zeros((len(pose), 3, 3))
    focal = path.focal_px * path.zoom
    lens[:, 0, 0] = lens[:, 1, 1] = 1 / focal
    lens[:, 0, 2] = -(pose.width_px - 1) / 2 / focal
    lens[:, 1, 2] = -(pose.height_px - 1) / 2 / focal
    lens[:, 2, 2] = 1.0
    return Panorama(
        turn=turn, lens=lens, axis=axis, focal_px=usual, swept_deg=_swept_deg(turn[seen], axis)
    )


def _axis(turns: FloatArray) -> FloatArray:
    """Find what most turns go about: the vertical, as the tripod or the person stands."""
    _, vectors = np.linalg.eigh(turns.T @ turns)
    axis = vectors[:, -1] * np.sign(vectors[1, -1])
    return axis if axis[1] > _NEAR_UPRIGHT else np.array([0.0, 1.0, 0.0])


def _swept_deg(turn: FloatArray, axis: FloatArray) -> float:
    """How far the optical axis went round, of (K, 3, 3) turns."""
    sight = turn @ [0.0, 0.0, 1.0]
    angle = np.degrees(np.arctan2(sight @ np.cross(axis, [0.0, 0.0, 1.0]), sight[:, 2]))
    return float(angle.max() - angle.min())


def find_skew(panorama: Panorama, pose: PoseSequence) -> tuple[float, float]:
    """Find the angle by which the panorama has to turn to lie square, and its standard error.

    Parameters
    ----------
    panorama
        The picture that is to be turned.
    pose
        Points in the frames of the video.

    Returns
    -------
    tuple of float
        Angle and standard error in radians.
    """
    xy_px = pose.xy_px
    hips = panorama.azimuth_rad(mapped(panorama.to_still(), xy_px))
    low, high = np.nanquantile(hips, [0.05, 0.95])
    usual = float(low + high) / 2
    skew, se = usual, _USUAL_SKEW_RAD
    for _ in range(_N_PASSES):
        askew, se = _askew(panorama, mapped(panorama.to_still(skew), xy_px), pose.rate_hz)
        weight = 1 / (1 + (se / _USUAL_SKEW_RAD) ** 2)
        aim = usual + weight * (skew + askew - usual)
        skew = float(np.clip(aim, usual - _LARGEST_SKEW_RAD, usual + _LARGEST_SKEW_RAD))
    return skew, float(1 / np.hypot(1 / se, 1 / _USUAL_SKEW_RAD))


def _askew(panorama: Panorama, still: FloatArray, rate_hz: float) -> tuple[float, float]:
    """Tell by which angle a picture lies askew, from how sizes change along it, with its error."""
    x = middle_of(still, "hip")[:, 0] / panorama.focal_px
    slope, se = size_slope(still, x, rate_hz)
    return float(np.arctan(slope)), se


def mapped(homographies: FloatArray, xy: FloatArray) -> FloatArray:
    """Map points (T, ..., 2), each frame by its own of (T, 3, 3) homographies.

    Parameters
    ----------
    homographies
        (T, 3, 3), one a frame.
    xy
        (T, ..., 2) points in pixels.

    Returns
    -------
    FloatArray
        (T, ..., 2) where they come to lie.
    """
    flat = xy.reshape(len(xy), -1, 2)
    moved = np.concatenate([flat, np.ones_like(flat[..., :1])], axis=2)
    moved = moved @ homographies.transpose(0, 2, 1)
    return np.asarray((moved[..., :2] / moved[..., 2:]).reshape(xy.shape))
