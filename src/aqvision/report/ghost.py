"""Two pictures of one moment -> the first athlete's outline, laid over the second picture.

Hips lie on hips, the size of the body and the running direction are made the same: what still
differs is posture.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray

_OUTLINE = (
    ("left_shoulder", "right_shoulder"),
    ("left_hip", "right_hip"),
    *(
        (f"{side}_{a}", f"{side}_{b}")
        for side in SIDES
        for a, b in (("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"))
    ),
)
"""Trunk and legs: with arms and feet two bodies over each other are a tangle."""
_SIZE_BONES = tuple(
    (f"{side}_{a}", f"{side}_{b}")
    for side in ("left", "right")
    for a, b in (("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"))
)


def body_size_px(pictures: Sequence[FloatArray]) -> float:
    """Measure trunk, thigh and shank as drawn, over the pictures of one scale.

    Parameters
    ----------
    pictures
        (33, 2) points of each.

    Returns
    -------
    float
        Sum of the longest that each looks, the mean of both sides; NaN where one is never known.
        The longest, because what is turned out of the picture looks short.
    """
    points = np.stack(pictures)
    with np.errstate(invalid="ignore"):
        lengths = [np.hypot(*(points[:, INDEX[a]] - points[:, INDEX[b]]).T) for a, b in _SIZE_BONES]
    longest = [np.max(of[np.isfinite(of)], initial=-np.inf) for of in lengths]
    size = float(np.sum(longest)) / 2
    return size if np.isfinite(size) else float("nan")


def ghost(
    joints_px: FloatArray, onto_px: FloatArray, scale: float, *, mirrored: bool
) -> FloatArray:
    """Bring the points of one picture onto those of another.

    Parameters
    ----------
    joints_px
        (33, 2) points of the one.
    onto_px
        (33, 2) points of the other.
    scale
        Size of the body in the other, by its size in the one.
    mirrored
        Whether the athletes run in different directions.

    Returns
    -------
    array
        (33, 2) points in the other picture.
    """
    about = joints_px - _hips(joints_px)
    turned = about * np.array([-1.0 if mirrored else 1.0, 1.0])
    return np.asarray(_hips(onto_px) + scale * turned)


def outline(joints_px: FloatArray) -> str:
    """Write trunk and legs as a path of SVG; a bone of which an end is not known is left out.

    Parameters
    ----------
    joints_px
        (33, 2) points.
    """
    ends = ((joints_px[INDEX[a]], joints_px[INDEX[b]]) for a, b in _OUTLINE)
    return " ".join(
        f"M{a[0]:.1f} {a[1]:.1f} L{b[0]:.1f} {b[1]:.1f}"
        for a, b in ends
        if np.isfinite([a, b]).all()
    )


def _hips(joints_px: FloatArray) -> FloatArray:
    return np.asarray((joints_px[INDEX["left_hip"]] + joints_px[INDEX["right_hip"]]) / 2)
