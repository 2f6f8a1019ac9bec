"""Points of a body -> where its head is in a picture, generously; for pictures without faces."""

from __future__ import annotations

import numpy as np

from aqvision.core.sequence import middle_of
from aqvision.core.skeleton import INDEX, LANDMARKS
from aqvision.core.types import FloatArray

_FACE = [i for i, name in enumerate(LANDMARKS) if i < INDEX["left_shoulder"]]
# Parts of the trunk's length: how far above the shoulders the middle of a head is, and half of a
# head with hair and with room for points that are off. A trunk is 0.29 of a body's height, a head
# 0.13 (winter-2009), so this is half as wide again.
_ABOVE_SHOULDERS = 0.45
_RADIUS_TRUNKS = 0.36
# The same as a part of the whole body's extent, where a trunk is seen from its end.
_RADIUS_BODIES = 0.1
# How far beyond the points of a face its head reaches, as a multiple of their extent.
_AROUND_FACE = 1.6


def head_circles(xy_px: FloatArray) -> FloatArray:
    """Give circles that hold the head of one body: about the face's points, and above the trunk.

    Parameters
    ----------
    xy_px
        (33, 2) points in the picture; NaN where unknown.

    Returns
    -------
    ndarray
        (N, 3) x, y and radius in pixels; none where neither face nor trunk is known.
    """
    shoulders, hips = middle_of(xy_px, "shoulder"), middle_of(xy_px, "hip")
    trunk_px = float(np.linalg.norm(shoulders - hips))
    known = xy_px[np.isfinite(xy_px).all(axis=1)]
    extent_px = float(np.ptp(known, axis=0).max()) if len(known) else 0.0
    radius_px = max(_RADIUS_BODIES * extent_px, _RADIUS_TRUNKS * np.nan_to_num(trunk_px))
    face = xy_px[_FACE][np.isfinite(xy_px[_FACE]).all(axis=1)]
    circles = []
    if len(face):
        middle = (face.min(axis=0) + face.max(axis=0)) / 2
        reach_px = float(np.linalg.norm(face - middle, axis=1).max())
        circles.append([*middle, max(radius_px, _AROUND_FACE * reach_px)])
    if trunk_px > 0:
        circles.append([*(shoulders + _ABOVE_SHOULDERS * (shoulders - hips)), radius_px])
    return np.array(circles).reshape(-1, 3)
