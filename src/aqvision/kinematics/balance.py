"""Angles + steps -> timing and balance: how even the steps are and when the thighs switch."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.skeleton import Side
from aqvision.core.types import FloatArray
from aqvision.kinematics.steps import Step, timed_s
from aqvision.kinematics.thighs import fit_apart, fit_turns

_NAN = float("nan")
# The mean distance of two draws from a normal distribution is 2 / sqrt(pi) of its SD.
_SD_PER_DISTANCE = np.sqrt(np.pi) / 2
_SYMMETRY = (
    "step_time_difference_s",
    "step_time_symmetry_angle_frac",
    "contact_time_symmetry_angle_frac",
)


def measure_balance(angles: pd.DataFrame, steps: tuple[Step, ...], near_side: Side) -> pd.DataFrame:
    """Measure how even the steps are and when the thighs switch, a row a step.

    Returns
    -------
    DataFrame
        The balance columns of the metric registry. Left is set against right within the near
        foot's strides, so the spread over the rows is that within the limbs; NaN in the rows of
        the far foot and where a stride was not in view.
        Source: biomechanics-notes, exell-2012.
    """
    time = angles["time_s"].to_numpy()
    variation = _variation(steps)
    rows = [
        {
            "step_time_variation_frac": varied,
            **_symmetry(step, near_side),
            **_switch(time, angles, step),
        }
        for step, varied in zip(steps, variation, strict=True)
    ]
    return pd.DataFrame(rows)


def symmetry_angle_frac(left: float, right: float) -> float:
    """Symmetry angle of two positive values: 0 = equal, positive = left larger, 0.5 at most.

    The published angle has the opposite sign. Source: exell-2017.

    >>> symmetry_angle_frac(1.0, 1.0), round(symmetry_angle_frac(1.05, 1.0), 4)
    (0.0, 0.0155)
    """
    return float((np.degrees(np.arctan2(left, right)) - 45) / 90)


def _variation(steps: tuple[Step, ...]) -> list[float]:
    """Difference of each step's time from the same foot's next, as a coefficient of variation.

    Successive steps are compared, so that a steady change of speed adds little.
    """
    found = [_NAN] * len(steps)
    for i, (step, later) in enumerate(zip(steps, steps[2:], strict=False)):
        if step.stride_end is later.contact:
            one, other = step.step_s, later.step_s
            found[i] = abs(one - other) * _SD_PER_DISTANCE / ((one + other) / 2)
    return found


def _symmetry(step: Step, near_side: Side) -> dict[str, float]:
    """Left against right in the two steps of a near stride."""
    if step.side != near_side or step.next is None or step.stride_end is None:
        return dict.fromkeys(_SYMMETRY, _NAN)
    times = (step.step_s, step.stride_s - step.step_s)
    contacts = (timed_s(step.contact), timed_s(step.next))
    order = 1 if near_side == "left" else -1
    (left_s, right_s), both = times[::order], contacts[::order]
    values = (left_s - right_s, symmetry_angle_frac(left_s, right_s), symmetry_angle_frac(*both))
    return dict(zip(_SYMMETRY, values, strict=True))


def _switch(time_s: FloatArray, angles: pd.DataFrame, step: Step) -> dict[str, float]:
    """When the swinging thigh passes the standing one, and when it is lifted highest."""
    passed, lifted, other = _NAN, _NAN, step.between
    if other is not None:
        apart, turns = fit_apart(time_s, angles, step), fit_turns(time_s, angles, step)
        if apart is not None:
            passed = (apart.crossing() - other.touchdown_s) / other.duration_s
        if turns is not None:
            lifted = turns.turn()[0] - other.toeoff_s
    return {"switch_time_frac": passed, "toeoff_to_thigh_peak_s": lifted}
