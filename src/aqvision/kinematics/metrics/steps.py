"""Contacts + motion -> steps and speed: times, length, speed and what follows from them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.types import View
from aqvision.core.wording import _
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.metrics.metric import (
    Evidence,
    Grade,
    Metric,
    Need,
    Pillar,
    needs,
)
from aqvision.kinematics.metrics.variation import CONTACT, PACE, SUPPORT
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.steps import MAX_TIMING_SE_S, Step, contact_time_s

STEPS = (
    Metric(
        name="contact_time_s", label=_("Contact time"), unit="s", pillar=Pillar.STEPS,
        definition=_(
            "Time from touchdown to toe-off of one foot, as a force plate tells it at 50 N; "
            "optical gates read 12 to 14 ms more."
        ),
        source="handsaker-2016", evidence=Evidence.FOUND, mdc_60hz=0.009,
        mdc_240hz=0.005, needs=needs(Need.TIMING), best=Grade.B, main=True,
        variation=CONTACT,
    ),
    Metric(
        name="flight_time_s", label=_("Flight time"), unit="s", pillar=Pillar.STEPS,
        definition=_("Time from toe-off of one foot to touchdown of the other."),
        source="handsaker-2016", evidence=Evidence.FOUND, mdc_60hz=0.009, mdc_240hz=0.005,
        needs=needs(Need.TIMING), best=Grade.B,
        variation=CONTACT,
    ),
    Metric(
        name="step_time_s", label=_("Step time"), unit="s", pillar=Pillar.STEPS,
        definition=_("Time from touchdown of one foot to touchdown of the other."),
        source="dennison-2026", evidence=Evidence.FOUND, mdc_60hz=0.006, mdc_240hz=0.004,
        needs=needs(Need.TIMING),
        variation=PACE, repeats="step_frequency_hz",
    ),
    Metric(
        name="step_frequency_hz", label=_("Step frequency"), unit="Hz", pillar=Pillar.STEPS,
        definition=_("Steps per second: one over the step time."),
        source="dennison-2026", evidence=Evidence.FOUND, mdc_60hz=0.06, mdc_240hz=0.04,
        main=True, views=frozenset(View),
        variation=PACE,
    ),
    Metric(
        name="step_length_m", label=_("Step length"), unit="m", pillar=Pillar.STEPS,
        definition=_("Distance along the track from one foot's stand to the other's."),
        source="dennison-2026", evidence=Evidence.FOUND, mdc_60hz=0.03, mdc_240hz=0.02,
        needs=needs(Need.SCALE, Need.STILL_GROUND), best=Grade.B, main=True,
        variation=PACE,
    ),
    Metric(
        name="speed_mps", label=_("Speed"), unit="m/s", pillar=Pillar.STEPS,
        definition=_("Step length over step time."),
        source="dennison-2026", evidence=Evidence.FOUND,
        mdc_60hz=0.2, mdc_240hz=0.15, needs=needs(Need.SCALE, Need.STILL_GROUND), best=Grade.B,
        main=True,
        variation=PACE,
    ),
    Metric(
        name="duty_factor_frac", label=_("Duty factor"), unit="", pillar=Pillar.STEPS,
        definition=_(
            "Contact time as a part of two step times: how much of a stride each foot is down."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=0.02, mdc_240hz=0.011,
        needs=needs(Need.TIMING), best=Grade.B,
        variation=SUPPORT, repeats="contact_time_s",
    ),
    Metric(
        name="stance_force_bw", label=_("Mean stance force"), unit="BW", pillar=Pillar.STEPS,
        definition=_(
            "Mean vertical push on the ground during contact, in body weights, from the times "
            "alone: contact plus flight over contact."
        ),
        source="morin-2005", evidence=Evidence.REMEMBERED, mdc_60hz=0.09, mdc_240hz=0.05,
        needs=needs(Need.TIMING), best=Grade.B, relative=True,
        variation=SUPPORT, repeats="contact_time_s",
    ),
)  # fmt: skip

_COLUMNS = (
    "side",
    "touchdown_s",
    "touchdown_se_s",
    "touchdown_shared_s",
    "toeoff_s",
    "toeoff_se_s",
    "toeoff_shared_s",
    *(metric.name for metric in STEPS),
)


def measure_steps(motion: Motion, steps: tuple[Step, ...]) -> pd.DataFrame:
    """Measure times, length and speed.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths.
    steps
        N steps in order of time.

    Returns
    -------
    DataFrame
        N rows: ``side touchdown_s touchdown_se_s touchdown_shared_s toeoff_s toeoff_se_s
        toeoff_shared_s`` and a column for each of ``STEPS``; NaN where not in view or where there
        is no scale. What rests on contact or flight time is NaN as well where one of their ends is
        uncertain by more than 12 ms.
        Source: handsaker-2016, dennison-2026.
    """
    return pd.DataFrame([_row(motion, step) for step in steps], columns=list(_COLUMNS))


def _row(motion: Motion, step: Step) -> dict[str, object]:
    contact, after = step.contact, step.next
    contact_s, step_s = contact_time_s(contact), step.step_s
    length_m = _length_m(motion, step)
    return {
        "side": contact.side,
        "touchdown_s": contact.touchdown_s,
        "touchdown_se_s": contact.touchdown_se_s,
        "touchdown_shared_s": contact.touchdown_shared_s,
        "toeoff_s": contact.toeoff_s,
        "toeoff_se_s": contact.toeoff_se_s,
        "toeoff_shared_s": contact.toeoff_shared_s,
        "contact_time_s": contact_s,
        "flight_time_s": _flight_s(contact, after),
        "step_time_s": step_s,
        "step_frequency_hz": 1 / step_s,
        "step_length_m": length_m,
        "speed_mps": length_m / step_s,
        "duty_factor_frac": contact_s / (2 * step_s),
        # over a step the body neither rises nor falls, so contact carries contact plus flight
        "stance_force_bw": step_s / contact_s,
    }


def _length_m(motion: Motion, step: Step) -> float:
    """Distance from stand to stand; on a treadmill of known speed, how far the belt went."""
    if np.isfinite(motion.belt_mps):
        return motion.belt_mps * step.step_s
    if step.next is None:
        return float("nan")
    return (step.next.foot_x_leg - step.contact.foot_x_leg) * motion.metres_per_leg


def _flight_s(contact: Contact, after: Contact | None) -> float:
    if after is None or max(contact.toeoff_se_s, after.touchdown_se_s) > MAX_TIMING_SE_S:
        return float("nan")
    return after.touchdown_s - contact.toeoff_s
