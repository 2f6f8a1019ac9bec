"""Angles + steps -> together: whether the thighs swing against each other, in time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.kinematics.arms import fit_stride, phase_between_deg
from aqvision.kinematics.signals import between
from aqvision.kinematics.steps import Step
from aqvision.pose.sequence import FloatArray
from aqvision.pose.skeleton import Side

_MIN_TURN_DPS = 60.0
_HALF_BIN_DEG = 22.5
_MIN_FRAMES = 5
_MIN_KNOWN = 0.75
_NAN = float("nan")


def measure_coordination(
    angles: pd.DataFrame, steps: tuple[Step, ...], near_side: Side
) -> pd.DataFrame:
    """Measure how the thighs work together, over the near foot's strides.

    Returns
    -------
    DataFrame
        ``thigh_thigh_phase_deg`` in [0, 360): 180 = exactly against each other.
        ``thigh_antiphase_share_frac``: part of the stride in which they turn in opposite
        directions by vector coding. NaN in the rows of the far foot.
        Source: lamoth-2002, bayne-2020.
    """
    return pd.DataFrame([_row(angles, step, near_side) for step in steps])


def _row(angles: pd.DataFrame, step: Step, near_side: Side) -> dict[str, float]:
    if step.side != near_side or step.stride_end is None:
        return {"thigh_thigh_phase_deg": _NAN, "thigh_antiphase_share_frac": _NAN}
    left, right = (fit_stride(angles, f"{s}_thigh_deg", step) for s in ("left", "right"))
    time = angles["time_s"].to_numpy()
    window = between(time, step.contact.touchdown_s, step.stride_end.touchdown_s)
    return {
        "thigh_thigh_phase_deg": phase_between_deg(left, right) % 360,
        "thigh_antiphase_share_frac": antiphase_share(
            time[window],
            angles["left_thigh_deg"].to_numpy()[window],
            angles["right_thigh_deg"].to_numpy()[window],
        ),
    }


def antiphase_share(time_s: FloatArray, first: FloatArray, second: FloatArray) -> float:
    """Part of the frames whose coupling angle lies within 22.5 degrees of anti-phase.

    Frames in which both segments turn slower than 60 degrees/s are left out. NaN when a quarter
    of the frames, or more, is missing.
    """
    turn_first, turn_second = (np.diff(angle) / np.diff(time_s) for angle in (first, second))
    turn = np.hypot(turn_first, turn_second)
    with np.errstate(invalid="ignore"):
        moving = turn > _MIN_TURN_DPS
    if moving.sum() < _MIN_FRAMES or np.isfinite(turn).mean() < _MIN_KNOWN:
        return _NAN
    coupling = np.degrees(np.arctan2(turn_second[moving], turn_first[moving])) % 180
    return float(np.mean(np.abs(coupling - 135) <= _HALF_BIN_DEG))
