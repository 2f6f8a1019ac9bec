"""PoseSequence -> by how much the body's size changes along a picture, and the scale with it."""

from __future__ import annotations

import numpy as np

from aqvision.core.fitting import robust_fit
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.core.types import FloatArray

RUN_QUANTILES = (0.05, 0.95)
"""Between which of the hips' places, in order along the run, it counts as seen."""

# Bones that lean along the lane change by more than upright ones: by this part at 20 degrees.
_BONES_LEAN = 0.15
# A body's size in the picture swings with its stride, so frames err alike for about a step.
_ALIKE_S = 0.2
_MIN_FRAMES = 9
_LEAST_SPREAD = 0.01
_N_PASSES = 10
_HIPS = [INDEX[f"{side}_hip"] for side in SIDES]
_SHOULDERS = [INDEX[f"{side}_shoulder"] for side in SIDES]
_NOSE = [INDEX["nose"]]
_BONES = [
    *((_SHOULDERS, _HIPS), (_NOSE, _HIPS)),
    *(
        ([INDEX[f"{side}_{upper}"]], [INDEX[f"{side}_{lower}"]])
        for side in SIDES
        for upper, lower in (("hip", "knee"), ("knee", "ankle"))
    ),
]


def measure_perspective(pose: PoseSequence) -> tuple[float, float]:
    """Tell by how much the scale along the lane changes over a run, by the body's own size.

    A body's height in the picture goes with one over its distance, a metre along the lane with
    one over the square of it.

    Parameters
    ----------
    pose
        Points in the still picture.

    Returns
    -------
    tuple of float
        Relative change from the left end to the right, and its standard error; NaN where too
        little is seen.
    """
    x = pose.middle("hip")[:, 0]
    slope, se = size_slope(pose.xy_px, x, pose.rate_hz)
    if not np.isfinite(se):
        return float("nan"), float("nan")
    reach = float(np.ptp(np.nanquantile(x, RUN_QUANTILES)))
    change = 2 * slope * reach
    return change, float(np.hypot(2 * se * reach, _BONES_LEAN * change))


def size_slope(points: FloatArray, x: FloatArray, rate_hz: float) -> tuple[float, float]:
    """Tell by what part of itself a body grows along a picture, with its error.

    Parameters
    ----------
    points
        (T, 33, 2) in the picture.
    x
        (T,) where along it the body is; what is told is the growth for each 1 of it.
    rate_hz
        Frames a second: frames of a fifth of a second err alike.

    Returns
    -------
    tuple of float
        Zero with an infinite error where too little is seen.
    """
    alike = max(1.0, _ALIKE_S * rate_hz)
    slopes, weights = [], []
    for upper, lower in _BONES:
        bone = points[:, upper].mean(axis=1) - points[:, lower].mean(axis=1)
        size = np.log(np.hypot(bone[:, 0], bone[:, 1]))
        known = np.isfinite(size) & np.isfinite(x)
        if known.sum() < _MIN_FRAMES:
            continue
        slope, se = _robust_slope(x[known], size[known])
        slopes.append(slope)
        weights.append(1 / (alike * se**2))
    if not slopes:
        return 0.0, float("inf")
    return float(np.average(slopes, weights=weights)), float(sum(weights) ** -0.5)


def _robust_slope(x: FloatArray, y: FloatArray) -> tuple[float, float]:
    """Slope of a line through points, outlying ones weighted less, and its standard error."""
    design = np.column_stack([np.ones_like(x), x - x.mean()])
    fit, spread = robust_fit(design, y, _N_PASSES, _LEAST_SPREAD)
    reach = float(np.linalg.norm(design[:, 1]))
    return float(fit[1]), spread / max(reach, 1e-9)
