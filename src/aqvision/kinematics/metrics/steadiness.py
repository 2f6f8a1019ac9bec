"""Table of steps and its errors -> how steady arms and legs are, and how a step answers the last.

These belong to a clip as a whole: no step has them, and what measuring adds is taken out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from aqvision.core.skeleton import Side
from aqvision.core.types import FloatArray
from aqvision.core.wording import _, as_recorded
from aqvision.kinematics.coordination.phases import MIN_STRIDES, find_phase_spread
from aqvision.kinematics.coordination.recovery import (
    MIN_STEPS,
    Recovery,
    RunOfSteps,
    errors_of_intervals,
    find_recovery,
)
from aqvision.kinematics.metrics.metric import Evidence, Grade, Metric, Need, Pillar, needs
from aqvision.kinematics.metrics.variation import CARRY_OVER, STEADINESS_DEG

STEADINESS = (
    Metric(
        name="arm_thigh_phase_sd_deg", label=_("Arm timing from stride to stride"), unit="deg",
        pillar=Pillar.TOGETHER,
        definition=_(
            "How far the near arm strays from its usual timing against the opposite thigh from one "
            "stride to the next, less what measuring adds."
        ),
        source="lamoth-2002", evidence=Evidence.DEFINED, mdc_60hz=2.5, mdc_240hz=2.0,
        needs=needs(Need.ARMS_TOO, Need.FAST_JOINT), best=Grade.C, sided=False, of_clip=True,
        variation=STEADINESS_DEG,
    ),
    Metric(
        name="step_time_recovery", label=_("Step time carried on"), unit="",
        pillar=Pillar.TOGETHER,
        definition=_(
            "How much of a step that is too long or too short the next one carries on: 0 = it is "
            "made good at once, below 0 = it is answered by the opposite."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=0.3, mdc_240hz=0.3,
        needs=needs(Need.TIMING, Need.FINE_TIMING), best=Grade.C, sided=False, of_clip=True,
        variation=CARRY_OVER,
    ),
    Metric(
        name="thigh_separation_recovery", label=_("Thighs apart carried on"), unit="",
        pillar=Pillar.TOGETHER,
        definition=_(
            "The same of the thighs' distance at touchdown: how much of a step's deviation the "
            "next one carries on."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=0.3, mdc_240hz=0.3,
        needs=needs(Need.INSTANTS), best=Grade.C, sided=False, of_clip=True,
        variation=CARRY_OVER,
    ),
)  # fmt: skip

_PHASE, _STEP, _SEPARATION = "arm_leg_phase_deg", "step_time_s", "thigh_separation_touchdown_deg"
# Errors of points come again at the same posture of each stride. On rendered runs this part of
# their variance does not, and makes one stride differ from the next (validation/network_noise.py).
OWN_ERROR_OF_A_STRIDE = 0.4
_MOST_SE = 0.35
_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class OfClip:
    """One number of a whole clip: value, standard error, how many steps, or why there is none."""

    value: float
    se: float
    n: int
    reason: str = ""


def measure_steadiness(
    name: str, steps: pd.DataFrame, errors: pd.DataFrame, near_side: Side
) -> OfClip:
    """Measure one of ``STEADINESS`` over a clip.

    Parameters
    ----------
    name
        Name of the metric.
    steps
        N rows in order of time, with touchdowns and what is measured of each step.
    errors
        The same rows: what measuring errs by.
    near_side
        The side of the body that faces the camera.
    """
    if not {"touchdown_s", "touchdown_se_s"} <= set(steps):
        return OfClip(_NAN, _NAN, 0, as_recorded("the times of the touchdowns are not known"))
    if name == "arm_thigh_phase_sd_deg":
        return _spread_of_phase(steps, errors, near_side)
    runs = recovery_runs(steps, errors)[name]
    return _recovered(find_recovery([runs]))


def recovery_runs(steps: pd.DataFrame, errors: pd.DataFrame) -> dict[str, RunOfSteps]:
    """Give the step times and the thighs' distances of one run, for ``find_recovery``.

    Parameters
    ----------
    steps, errors
        The steps of one run in order of time, and what measuring errs by.

    Returns
    -------
    dict
        By ``step_time_recovery`` and ``thigh_separation_recovery``.
    """
    number = step_numbers(steps["touchdown_s"].to_numpy(dtype=np.float64))
    touchdown_se = steps["touchdown_se_s"].to_numpy(dtype=np.float64)
    ends = np.stack([touchdown_se, np.append(touchdown_se[1:], _NAN)], axis=1)
    times = steps[_STEP].to_numpy(dtype=np.float64)
    known = np.isfinite(times) & np.isfinite(ends).all(axis=1)
    of_times = RunOfSteps(
        number=number[known],
        values=times[known],
        error=errors_of_intervals(number[known], ends[known]),
    )
    apart, off = (t[_SEPARATION].to_numpy(dtype=np.float64) for t in (steps, errors))
    known = np.isfinite(apart) & np.isfinite(off)
    of_thighs = RunOfSteps(
        number=number[known],
        values=apart[known],
        error=np.diag(OWN_ERROR_OF_A_STRIDE * off[known] ** 2),
    )
    return {"step_time_recovery": of_times, "thigh_separation_recovery": of_thighs}


def step_numbers(touchdown_s: FloatArray) -> FloatArray:
    """Give steps numbers by their touchdowns, so that one that was not seen leaves its number out.

    Parameters
    ----------
    touchdown_s
        (n,) times, rising.

    Returns
    -------
    ndarray
        (n,) whole numbers from 0 on.

    Examples
    --------
    >>> step_numbers(np.array([0.1, 0.35, 0.6, 1.1])).tolist()
    [0.0, 1.0, 2.0, 4.0]
    """
    if len(touchdown_s) < 2:
        return np.zeros(len(touchdown_s))
    apart = np.diff(touchdown_s)
    return np.asarray(np.append(0.0, np.cumsum(np.round(apart / np.median(apart)))))


def _spread_of_phase(steps: pd.DataFrame, errors: pd.DataFrame, near_side: Side) -> OfClip:
    near = (steps["side"] == near_side).to_numpy()
    phase, off = (t.loc[near, _PHASE].to_numpy(dtype=np.float64) for t in (steps, errors))
    number = step_numbers(steps["touchdown_s"].to_numpy(dtype=np.float64))[near] / 2
    known = np.isfinite(phase) & np.isfinite(off)
    own = float(np.sqrt(OWN_ERROR_OF_A_STRIDE * np.mean(off[known] ** 2))) if known.any() else _NAN
    spread = find_phase_spread(number[known], phase[known], own)
    if spread.n < MIN_STRIDES:
        why = as_recorded(
            "it takes {n_needed} strides of the near foot in a row, and {n} are in view"
        )
        return OfClip(_NAN, _NAN, spread.n, why.format(n_needed=MIN_STRIDES, n=spread.n))
    if not np.isfinite(spread.value):
        why = as_recorded(
            "strides differ by {spread_deg:.1f} degrees, hardly more than measuring alone makes"
        )
        return OfClip(_NAN, _NAN, spread.n, why.format(spread_deg=spread.seen))
    return OfClip(spread.value, spread.se, spread.n)


def _recovered(found: Recovery) -> OfClip:
    if found.n < MIN_STEPS:
        why = as_recorded("it takes {n_needed} steps, and {n} are in view")
        return OfClip(_NAN, _NAN, found.n, why.format(n_needed=MIN_STEPS, n=found.n))
    if not found.se <= _MOST_SE:
        return OfClip(
            _NAN, _NAN, found.n, as_recorded("measuring errs by as much as the steps differ")
        )
    return OfClip(found.value, found.se, found.n)
