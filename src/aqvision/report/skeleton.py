"""Picture and joints -> the picture with the athlete's skeleton drawn over it."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from aqvision.core.skeleton import BONES, LANDMARKS, Side
from aqvision.core.types import FloatArray, Image

Colour = tuple[int, int, int]
NEAR_RGB: Colour = (255, 214, 0)
FAR_RGB: Colour = (86, 214, 255)
TRUNK_RGB: Colour = (255, 255, 255)
_HALO_RGB: Colour = (16, 24, 32)
_SHIFT = 4
_LINE_FRAC = 1 / 190
_JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")


def draw_skeleton(
    rgb: Image, xy_px: FloatArray, near_side: Side, *, body_px: float | None = None
) -> Image:
    """Draw the joints of one athlete over a picture.

    Parameters
    ----------
    rgb
        (height, width, 3) picture; it is left as it is.
    xy_px
        (33, 2) joints in its pixels; a joint that is NaN is left out with its bones.
    near_side
        Side towards the camera: drawn last, in ``NEAR_RGB``; the other in ``FAR_RGB``.
    body_px
        Height of the body, by which lines are as thick as they are; the picture's if left out.
    """
    canvas = np.ascontiguousarray(rgb).copy()
    points = dict(zip(LANDMARKS, xy_px, strict=True))
    width = max(1, round((body_px or canvas.shape[0]) * _LINE_FRAC))
    bones = sorted(BONES, key=lambda bone: _depth(bone, near_side))
    for grow, halo in ((2, True), (0, False)):  # a dark line below, so that light ones stand out
        for bone in bones:
            colour = _HALO_RGB if halo else _colour(bone, near_side)
            _line(canvas, points[bone[0]], points[bone[1]], colour, width + grow)
    for joint in _JOINTS:
        for side in ("left", "right"):
            _dot(
                canvas, points[f"{side}_{joint}"], _colour((f"{side}_knee",) * 2, near_side), width
            )
    return canvas


def body_height_px(points: FloatArray) -> float:
    """Tell how tall a body is in pictures, from its highest joint to its lowest, in the median.

    Parameters
    ----------
    points
        (T, 33, 2) joints in pixels, known in one frame at least.
    """
    known: npt.NDArray[np.bool_] = np.isfinite(points[..., 1])
    y = points[known.any(axis=1), :, 1]
    return float(np.median(np.nanmax(y, axis=1) - np.nanmin(y, axis=1)))


def _is_trunk(bone: tuple[str, str]) -> bool:
    return all(end.endswith(("shoulder", "hip")) for end in bone)


def _depth(bone: tuple[str, str], near_side: Side) -> int:
    """Order of drawing: far limbs, trunk, near limbs."""
    if _is_trunk(bone):
        return 1
    return 2 if bone[0].startswith(near_side) else 0


def _colour(bone: tuple[str, str], near_side: Side) -> Colour:
    return (FAR_RGB, TRUNK_RGB, NEAR_RGB)[_depth(bone, near_side)]


def _fixed(point: FloatArray) -> tuple[int, int]:
    """Give a point in the fixed-point numbers that draw below one pixel."""
    return round(float(point[0]) * 2**_SHIFT), round(float(point[1]) * 2**_SHIFT)


def _line(canvas: Image, a: FloatArray, b: FloatArray, colour: Colour, width: int) -> None:
    if np.isfinite(a).all() and np.isfinite(b).all():
        cv2.line(canvas, _fixed(a), _fixed(b), colour, width, cv2.LINE_AA, _SHIFT)


def _dot(canvas: Image, point: FloatArray, colour: Colour, width: int) -> None:
    if np.isfinite(point).all():
        radius = round((width + 0.6) * 2**_SHIFT)
        cv2.circle(canvas, _fixed(point), radius + 2**_SHIFT, _HALO_RGB, -1, cv2.LINE_AA, _SHIFT)
        cv2.circle(canvas, _fixed(point), radius, colour, -1, cv2.LINE_AA, _SHIFT)
