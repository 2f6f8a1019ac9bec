"""PoseSequence -> PoseSequence with the hips moved to where the thighs turn.

The network's hip often lies some centimetres ahead of or behind the joint, which tilts trunk and
thigh by degrees, differently in each clip. But a thigh has one length: seen from the true centre
the knee keeps its distance through the whole stride. So each hip is shifted along the line across
the trunk until the thigh's length varies least, held back by how far off a hip can plausibly be.
The place along the trunk is left alone: strides say too little about it. Source: pose-findings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, SIDES, Side
from aqvision.core.types import FloatArray

# In thigh lengths: how far a hip may plausibly lie off, how much the thigh's length scatters.
_OFFSET_SD = 0.11
_LENGTH_SD = 0.035
# Errors of neighbouring frames are alike: this many count as one.
_FRAMES_PER_OBSERVATION = 8.0
_MIN_FRAMES = 24
_UP = np.array([1.0, -1.0])


@dataclass(frozen=True, slots=True, eq=False)
class HipShift:
    """How far each hip was moved, (T, 2) pixels of the picture; zero where not known."""

    left: FloatArray
    right: FloatArray


def find_hip_shift(pose: PoseSequence) -> HipShift:
    """Find the shift of each hip that keeps its thigh at one length.

    Parameters
    ----------
    pose
        Filtered points with every limb on its own side.
    """
    across = _across_trunk(pose)
    return HipShift(*(_shift(pose, side, across) for side in SIDES))


def move_hips(pose: PoseSequence, shift: HipShift) -> PoseSequence:
    """Apply a shift of the hips."""
    xy = pose.xy_px.copy()
    for side, moved in (("left", shift.left), ("right", shift.right)):
        xy[:, INDEX[f"{side}_hip"]] += moved
    return replace(pose, xy_px=xy)


def _across_trunk(pose: PoseSequence) -> FloatArray:
    """Give unit vectors across the trunk, (T, 2), in pixels of the picture."""
    along = (pose.middle("shoulder") - pose.middle("hip")) * _UP
    along = along / np.linalg.norm(along, axis=1, keepdims=True)
    return np.asarray(np.stack([along[:, 1], -along[:, 0]], axis=1) * _UP)


def _shift(pose: PoseSequence, side: Side, across: FloatArray) -> FloatArray:
    thigh = pose.point(f"{side}_knee") - pose.point(f"{side}_hip")
    known = np.asarray(np.isfinite(thigh).all(axis=1) & np.isfinite(across).all(axis=1))
    if known.sum() < _MIN_FRAMES:
        return np.zeros_like(thigh)
    length_px = float(np.median(np.linalg.norm(thigh[known], axis=1)))
    offset = _best_offset(thigh[known] / length_px, across[known])
    return np.where(known[:, None], offset * length_px * across, 0.0)


def _best_offset(thigh: npt.NDArray[np.float64], across: FloatArray) -> float:
    """Offset across the trunk, in thigh lengths, by robust least squares with a prior."""
    weight = 1 / (_LENGTH_SD * np.sqrt(_FRAMES_PER_OBSERVATION))

    def residuals(unknown: FloatArray) -> FloatArray:
        offset, length = unknown
        off = weight * (np.linalg.norm(thigh - offset * across, axis=1) - length)
        robust = np.sign(off) * np.sqrt(2 * (np.sqrt(1 + off**2) - 1))
        return np.append(robust, offset / _OFFSET_SD)

    return float(least_squares(residuals, [0.0, 1.0]).x[0])
