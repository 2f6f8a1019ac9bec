"""Points and truth -> errors of the angles of legs and trunk."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import Side, opposite
from aqvision.core.types import FloatArray
from aqvision.kinematics.geometry import segment_angle_deg, wrap_series_deg
from validation.rendered_clips import Truth

ANGLES = ("near thigh", "near knee", "far thigh", "far knee")
"""Those of the legs; "trunk" is known too."""


def angle_error_deg(
    pose: PoseSequence, truth: Truth, angle: str, frames: npt.NDArray[np.int_] | slice
) -> FloatArray:
    """Give the error in the frames that show the whole body, (T,), NaN where unknown.

    Parameters
    ----------
    frames
        (T,) number of each frame of the pose in the clip.
    """
    off = wrap_series_deg(_found_deg(pose, truth, angle) - true_deg(truth, angle)[frames])
    return np.where(truth.wholly_in_view()[frames], off, np.nan)


def mean_errors_deg(errors: FloatArray) -> tuple[float, float]:
    """Give the mean absolute error, and that about the mean error of the clip."""
    known = errors[np.isfinite(errors)]
    return float(np.abs(known).mean()), float(np.abs(known - known.mean()).mean())


def true_deg(truth: Truth, angle: str) -> FloatArray:
    """Give the true angle of every frame of the clip."""
    if angle == "trunk":
        return truth.trunk_lean_deg()
    side, segment = _which(truth, angle)
    return truth.angle(side, segment)


def _found_deg(pose: PoseSequence, truth: Truth, angle: str) -> FloatArray:
    turn = np.array([truth.direction, -1.0])  # running direction and up
    if angle == "trunk":
        hips, shoulders = (
            (pose.point(f"left_{joint}") + pose.point(f"right_{joint}")) / 2 * turn
            for joint in ("hip", "shoulder")
        )
        return -segment_angle_deg(shoulders, hips)
    side, segment = _which(truth, angle)
    hip, knee, ankle = (pose.point(f"{side}_{joint}") * turn for joint in ("hip", "knee", "ankle"))
    thigh = segment_angle_deg(hip, knee)
    if segment == "thigh":
        return thigh
    return 180 - wrap_series_deg(thigh - segment_angle_deg(knee, ankle))


def _which(truth: Truth, angle: str) -> tuple[Side, str]:
    place, segment = angle.split()
    return truth.near_side if place == "near" else opposite(truth.near_side), segment
