"""Cleaned points and truth -> mean absolute errors of the angles of the legs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import Side, opposite
from aqvision.core.types import FloatArray
from aqvision.kinematics.geometry import segment_angle_deg, wrap_series_deg
from validation.rendered_clips import Truth

ANGLES = ("near thigh", "near knee", "far thigh", "far knee")


def angle_errors_deg(
    pose: PoseSequence, truth: Truth, frames: npt.NDArray[np.int_]
) -> dict[str, FloatArray]:
    """Give the error of each angle in the frames that show the whole body, NaN where unknown.

    Parameters
    ----------
    frames
        (T,) number of each frame of the pose in the clip.
    """
    sides = {"near": truth.near_side, "far": opposite(truth.near_side)}
    seen = truth.wholly_in_view()[frames]
    errors = {}
    for angle in ANGLES:
        place, segment = angle.split()
        off = _found_deg(pose, truth, sides[place], segment)
        off = wrap_series_deg(off - truth.angle(sides[place], segment)[frames])
        errors[angle] = np.where(seen, off, np.nan)
    return errors


def mean_errors_deg(errors: FloatArray) -> tuple[float, float]:
    """Give the mean absolute error, and that about the mean error of the clip."""
    known = errors[np.isfinite(errors)]
    return float(np.abs(known).mean()), float(np.abs(known - known.mean()).mean())


def _found_deg(pose: PoseSequence, truth: Truth, side: Side, segment: str) -> FloatArray:
    turn = np.array([truth.direction, -1.0])  # running direction and up
    hip, knee, ankle = (pose.point(f"{side}_{joint}") * turn for joint in ("hip", "knee", "ankle"))
    thigh = segment_angle_deg(hip, knee)
    if segment == "thigh":
        return thigh
    return 180 - wrap_series_deg(thigh - segment_angle_deg(knee, ankle))
