"""Angles + steps -> timing and balance: how even the steps are and when the thighs switch."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.skeleton import Side
from aqvision.core.wording import _
from aqvision.kinematics.metrics.metric import Evidence, Grade, Metric, Need, Pillar, needs
from aqvision.kinematics.metrics.strides import (
    TURN_HARMONICS,
    Angles,
    fit_swing_thigh,
    fit_thigh_separation,
)
from aqvision.kinematics.metrics.variation import LAG, PART
from aqvision.kinematics.steps import Step, contact_time_s

BALANCE = (
    Metric(
        name="step_time_variation_frac", label=_("Step time variation"), unit="",
        pillar=Pillar.BALANCE,
        definition=_(
            "How much a foot's step time differs from its next, as a coefficient of variation."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=0.03, mdc_240hz=0.015,
        needs=needs(Need.TIMING, Need.FINE_TIMING), best=Grade.C, main=True, sided=False,
        variation=PART,
    ),
    Metric(
        name="step_time_difference_s", label=_("Step time, left against right"), unit="s",
        pillar=Pillar.BALANCE,
        definition=_(
            "Step time from the left foot's touchdown minus that from the right foot's; positive = "
            "the left foot's step lasts longer."
        ),
        source="exell-2017", evidence=Evidence.FOUND, mdc_60hz=0.012, mdc_240hz=0.006,
        needs=needs(Need.TIMING), best=Grade.B, sided=False, compares_sides=True,
        variation=LAG,
    ),
    Metric(
        name="step_time_symmetry_angle_frac", label=_("Step time symmetry angle"), unit="",
        pillar=Pillar.BALANCE,
        definition=_(
            "Left against right step time on a scale where 0 = equal and 5 % of difference is 1.6 "
            "%; positive = left longer."
        ),
        source="exell-2017", evidence=Evidence.FOUND, mdc_60hz=0.016, mdc_240hz=0.008,
        needs=needs(Need.TIMING), best=Grade.B, sided=False, compares_sides=True,
        variation=PART, repeats="step_time_difference_s",
    ),
    Metric(
        name="contact_time_symmetry_angle_frac", label=_("Contact time symmetry angle"), unit="",
        pillar=Pillar.BALANCE,
        definition=_("Left against right contact time on the same scale; positive = left longer."),
        source="exell-2017", evidence=Evidence.FOUND, mdc_60hz=0.03, mdc_240hz=0.015,
        needs=needs(Need.TIMING), best=Grade.B, sided=False, compares_sides=True,
        variation=PART,
    ),
    Metric(
        name="switch_time_frac", label=_("Switch of the thighs"), unit="", pillar=Pillar.BALANCE,
        definition=_(
            "When the swinging thigh passes the standing one, as a part of the contact; 0 = at "
            "touchdown, 1 = at toe-off."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=0.12, mdc_240hz=0.08,
        needs=needs(Need.TIMING), best=Grade.B,
        variation=PART,
    ),
    Metric(
        name="toeoff_to_thigh_peak_s", label=_("Thigh lift after the other's toe-off"), unit="s",
        pillar=Pillar.BALANCE,
        definition=_(
            "Time from one foot's toe-off to the highest lift of the other thigh; negative = "
            "before toe-off."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=0.015, mdc_240hz=0.01,
        needs=needs(Need.TIMING), best=Grade.B,
        variation=LAG,
    ),
)  # fmt: skip

_NAN = float("nan")
# The mean distance of two draws from a normal distribution is 2 / sqrt(pi) of its SD.
_SD_PER_DISTANCE = np.sqrt(np.pi) / 2
_SYMMETRY = (
    "step_time_difference_s",
    "step_time_symmetry_angle_frac",
    "contact_time_symmetry_angle_frac",
)


def measure_balance(angles: Angles, steps: tuple[Step, ...], near_side: Side) -> pd.DataFrame:
    """Measure how even the steps are and when the thighs switch.

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
        N rows, a column for each of ``BALANCE``. Left is set against right within the near foot's
        strides, so the spread over the rows is that within the limbs; NaN in the rows of the far
        foot and where a stride was not in view. Source: exell-2012, exell-2017.
    """
    variation = _variation(steps)
    rows = [
        {
            "step_time_variation_frac": varied,
            **_symmetry(step, near_side),
            **_switch(angles, step),
        }
        for step, varied in zip(steps, variation, strict=True)
    ]
    return pd.DataFrame(rows)


def symmetry_angle_frac(left: float, right: float) -> float:
    """Give the symmetry angle of two positive values; the published one has the opposite sign.

    Parameters
    ----------
    left, right
        Values of the sides in one unit.

    Returns
    -------
    float
        0 = equal, positive = left larger, 0.5 at most. Source: exell-2017.

    Examples
    --------
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
    contacts = (contact_time_s(step.contact), contact_time_s(step.next))
    order = 1 if near_side == "left" else -1
    (left_s, right_s), both = times[::order], contacts[::order]
    values = (left_s - right_s, symmetry_angle_frac(left_s, right_s), symmetry_angle_frac(*both))
    return dict(zip(_SYMMETRY, values, strict=True))


def _switch(angles: Angles, step: Step) -> dict[str, float]:
    """When the swinging thigh passes the standing one, and when it is lifted highest."""
    passed, lifted, other = _NAN, _NAN, step.between
    if other is not None:
        apart = fit_thigh_separation(angles, step)
        turns = fit_swing_thigh(angles, step, TURN_HARMONICS)
        if apart is not None:
            passed = (apart.crossing() - other.touchdown_s) / other.duration_s
        if turns is not None:
            lifted = turns.turn()[0] - other.toeoff_s
    return {"switch_time_frac": passed, "toeoff_to_thigh_peak_s": lifted}
