"""Angles + steps -> together: whether the thighs swing against each other, in time."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.kinematics.geometry import wrap_series_deg
from aqvision.kinematics.harmonics import HarmonicFit
from aqvision.kinematics.metrics.metric import (
    Evidence,
    Grade,
    Metric,
    Need,
    Pillar,
    needs,
)
from aqvision.kinematics.metrics.strides import Angles, fit_stride, phase_between_deg
from aqvision.kinematics.metrics.variation import PART, PHASE
from aqvision.kinematics.signals import between
from aqvision.kinematics.steps import Step

TOGETHER = (
    Metric(
        name="thigh_thigh_phase_deg", label=_("Left thigh against right"), unit="deg",
        pillar=Pillar.TOGETHER,
        definition=_("Phase between the thighs; 180 = exactly against each other."),
        source="lamoth-2002", evidence=Evidence.FOUND, mdc_60hz=12.0, mdc_240hz=8.0, main=True,
        sided=False,
        variation=PHASE,
    ),
    Metric(
        name="thigh_antiphase_share_frac", label=_("Thighs moving against each other"), unit="",
        pillar=Pillar.TOGETHER,
        definition=_(
            "Part of the stride in which the thighs turn in opposite directions at like speed."
        ),
        source="bayne-2020", evidence=Evidence.FOUND, mdc_60hz=0.1,
        mdc_240hz=0.08, best=Grade.B, sided=False, grows_with_noise=True,
        variation=PART,
    ),
    Metric(
        name="thigh_coupling_variability_deg", label=_("Thigh coupling from stride to stride"),
        unit="deg", pillar=Pillar.TOGETHER,
        definition=_("How much the interplay of the thighs differs from one stride to the next."),
        source="lenthall-2024", evidence=Evidence.FOUND, mdc_60hz=8.0,
        mdc_240hz=6.0, needs=needs(Need.THREE_STRIDES), best=Grade.C, sided=False,
        grows_with_noise=True,
        variation=PHASE,
    ),
)  # fmt: skip

_MIN_TURN_DPS = 60.0
_HALF_BIN_DEG = 22.5
_MIN_FRAMES = 5
_MIN_KNOWN = 0.75
_THIGH_HARMONICS = 3
_N_PARTS = 100
_NAN = float("nan")
_Thighs = tuple[HarmonicFit, HarmonicFit]


def measure_together(angles: Angles, steps: tuple[Step, ...], near_side: Side) -> pd.DataFrame:
    """Measure how the thighs work together, over the near foot's strides.

    Parameters
    ----------
    angles
        T values of each angle in degrees, the columns of ``measure_angles``.
    steps
        N steps in order of time.
    near_side
        The side of the body that faces the camera.

    Returns
    -------
    DataFrame
        N rows, a column for each of ``TOGETHER``; NaN in the rows of the far foot.
        ``thigh_thigh_phase_deg`` in [0, 360): 180 = exactly against each other.
        ``thigh_antiphase_share_frac``: part of the stride in which they turn in opposite
        directions by vector coding. ``thigh_coupling_variability_deg``: how much their coupling
        angle differs between this stride and the next.
        Source: lamoth-2002, bayne-2020, lenthall-2024.
    """
    fits = [_fit_thighs(angles, step) if step.side == near_side else None for step in steps]
    later = dict(enumerate(fits[2:]))
    rows = [
        {
            **_row(angles, step, fit),
            "thigh_coupling_variability_deg": _variability(
                fit, later.get(i) if step.stride_end is not None else None
            ),
        }
        for i, (step, fit) in enumerate(zip(steps, fits, strict=True))
    ]
    return pd.DataFrame(rows)


def _fit_thighs(angles: Angles, step: Step) -> _Thighs | None:
    left, right = (
        fit_stride(angles, f"{side}_thigh_deg", step, _THIGH_HARMONICS) for side in SIDES
    )
    return None if left is None or right is None else (left, right)


def _row(angles: Angles, step: Step, fits: _Thighs | None) -> dict[str, float]:
    if fits is None or step.stride_end is None:
        return {"thigh_thigh_phase_deg": _NAN, "thigh_antiphase_share_frac": _NAN}
    time = angles["time_s"]
    window = between(time, step.contact.touchdown_s, step.stride_end.touchdown_s)
    left, right = (angles[f"{side}_thigh_deg"][window] for side in SIDES)
    return {
        "thigh_thigh_phase_deg": phase_between_deg(*fits) % 360,
        "thigh_antiphase_share_frac": antiphase_share(time[window], left, right),
    }


def _variability(first: _Thighs | None, second: _Thighs | None) -> float:
    """Spread of the thighs' coupling angle between two strides, at the same part of the stride.

    Two strides differ by sqrt(2) of the SD of one. Instants at which both thighs turn slower
    than 60 degrees/s are left out. Source: lenthall-2024.
    """
    if first is None or second is None:
        return _NAN
    turns = [np.stack([fit.rates(_N_PARTS) for fit in fits]) for fits in (first, second)]
    moving = np.all([np.hypot(*turn) > _MIN_TURN_DPS for turn in turns], axis=0)
    if moving.mean() < _MIN_KNOWN:
        return _NAN
    one, other = (np.degrees(np.arctan2(turn[1], turn[0])) for turn in turns)
    apart = wrap_series_deg(other - one)[moving]
    return float(np.sqrt(np.mean(apart**2) / 2))


def antiphase_share(time_s: FloatArray, first: FloatArray, second: FloatArray) -> float:
    """Give the part of the frames whose coupling angle lies within 22.5 degrees of anti-phase.

    Parameters
    ----------
    time_s
        (T,) times.
    first, second
        (T,) angles of two segments in degrees.

    Returns
    -------
    float
        Share from 0 to 1, without frames in which both segments turn slower than 60 degrees/s;
        NaN when a quarter of the frames, or more, is missing. Source: bayne-2020.
    """
    turn_first, turn_second = (np.diff(angle) / np.diff(time_s) for angle in (first, second))
    turn = np.hypot(turn_first, turn_second)
    with np.errstate(invalid="ignore"):
        moving = turn > _MIN_TURN_DPS
    if moving.sum() < _MIN_FRAMES or np.isfinite(turn).mean() < _MIN_KNOWN:
        return _NAN
    coupling = np.degrees(np.arctan2(turn_second[moving], turn_first[moving])) % 180
    return float(np.mean(np.abs(coupling - 135) <= _HALF_BIN_DEG))
