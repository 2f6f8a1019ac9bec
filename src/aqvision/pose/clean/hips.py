"""PoseSequence -> where the hips are: the joints, and the places that keep the thighs' lengths.

The network's hips lie ahead of the joints, by much the same part of the trunk on every body, which
tilts trunk and thigh by degrees. The joints lie that part behind them, across the trunk.

Seen from some place near the hip, the knee keeps its distance through the whole stride. Of all
places across the trunk that one is found, held back by how far off it can plausibly be. It is no
joint: on real runs, whose pelvis turns and tilts, it lies twice as far back (found
once: docs/sources.md). But seen from there a change of length is an error of the knee.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.pose.clean.segments import leg_segments

# In trunk lengths: how far the network's hips lie ahead of the joints, across the trunk.
_AHEAD = 0.04
_MIN_FRAMES = 24
# In thigh lengths: how far a steady place may plausibly lie off, how much the length scatters.
_OFFSET_SD = 0.11
_LENGTH_SD = 0.035
# Errors of neighbouring frames are alike: this many count as one.
_FRAMES_PER_OBSERVATION = 8.0


def joint_shift_px(pose: PoseSequence) -> FloatArray:
    """Tell how the hips are to be moved to lie where the thighs turn.

    Parameters
    ----------
    pose
        Filtered points over T frames, with every limb on its own side.

    Returns
    -------
    ndarray
        (T, 2, 2) pixels for the left and the right hip; zero where not known, and for points of
        another program, whose hips may be taught otherwise.
    """
    shift = np.zeros((len(pose), 2, 2))
    if pose.evidence is not None:
        shift -= _AHEAD * facing(pose) * _across_trunk(pose)[:, None]
    return np.nan_to_num(shift)


def steady_shift_px(pose: PoseSequence) -> FloatArray:
    """Tell how the hips are to be moved so that each thigh keeps its length best.

    Parameters
    ----------
    pose
        Filtered points over T frames, with every limb on its own side.

    Returns
    -------
    ndarray
        (T, 2, 2) pixels for the left and the right hip; zero where not known.
    """
    return np.stack([_steady_shift(pose, side) for side in SIDES], axis=1)


def move_hips(pose: PoseSequence, shift_px: FloatArray) -> PoseSequence:
    """Move the hips.

    Parameters
    ----------
    pose
        Points over T frames.
    shift_px
        By how much, (T, 2, 2) for the left and the right hip.

    Returns
    -------
    PoseSequence
        The same points with other hips.
    """
    xy = pose.xy_px.copy()
    xy[:, [INDEX[f"{side}_hip"] for side in SIDES]] += shift_px
    return replace(pose, xy_px=xy)


def facing(pose: PoseSequence) -> int:
    """Tell where the athlete faces, from the way the knees bend.

    Parameters
    ----------
    pose
        Points over time.

    Returns
    -------
    int
        1 to the right of the picture, -1 to the left, 0 where no knee is seen.
    """
    return int(np.sign(sum(np.nansum(knee_bend_deg(pose, side)) for side in SIDES)))


def knee_bend_deg(pose: PoseSequence, side: Side) -> FloatArray:
    """Measure the angle from thigh to shank in the picture.

    Parameters
    ----------
    pose
        Points over T frames.
    side
        Which leg.

    Returns
    -------
    ndarray
        (T,) degrees, -180 to 180; positive for a bent knee that faces to the right.
    """
    thigh, shank = leg_segments(pose, side)
    cross = thigh[:, 0] * shank[:, 1] - thigh[:, 1] * shank[:, 0]
    return np.asarray(np.degrees(np.arctan2(cross, np.sum(thigh * shank, axis=1))))


def _across_trunk(pose: PoseSequence) -> FloatArray:
    """Turn the trunk to the right of the picture, (T, 2) pixels: as long, and across it."""
    trunk = pose.middle("shoulder") - pose.middle("hip")
    return np.stack([-trunk[:, 1], trunk[:, 0]], axis=1)


def _steady_shift(pose: PoseSequence, side: Side) -> FloatArray:
    (thigh, _shank), across = leg_segments(pose, side), _across_trunk(pose)
    across = across / np.linalg.norm(across, axis=1, keepdims=True)
    known = np.asarray(np.isfinite(thigh).all(axis=1) & np.isfinite(across).all(axis=1))
    if known.sum() < _MIN_FRAMES:
        return np.zeros_like(thigh)
    length_px = float(np.median(np.linalg.norm(thigh[known], axis=1)))
    offset = _best_offset(thigh[known] / length_px, across[known])
    return np.where(known[:, None], offset * length_px * across, 0.0)


def _best_offset(thigh: FloatArray, across: FloatArray) -> float:
    """Offset across the trunk, in thigh lengths, by robust least squares with a prior."""
    from scipy.optimize import least_squares  # slow to load, see core.loading

    weight = 1 / (_LENGTH_SD * np.sqrt(_FRAMES_PER_OBSERVATION))

    def residuals(unknown: FloatArray) -> FloatArray:
        offset, length = unknown
        off = weight * (np.linalg.norm(thigh - offset * across, axis=1) - length)
        robust = np.sign(off) * np.sqrt(2 * (np.sqrt(1 + off**2) - 1))
        return np.append(robust, offset / _OFFSET_SD)

    return float(least_squares(residuals, [0.0, 1.0]).x[0])
