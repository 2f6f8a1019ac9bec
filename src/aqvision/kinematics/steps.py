"""Contacts -> steps: one row a step, with its times, length and speed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

import numpy as np
import pandas as pd

from aqvision.core.skeleton import Side, opposite
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.motion import Motion

_MAX_STEP_S = 0.75
MAX_INSTANT_SE_S = 0.012


@dataclass(frozen=True, slots=True)
class Step:
    """A contact together with the contacts around it, as far as they were seen.

    ``next`` is the contact of the other foot that follows directly; ``stride_end`` the next one
    of the same foot; ``previous`` the one of the same foot before, and ``between`` that of the
    other foot on the way. None where not in view.
    """

    contact: Contact
    next: Contact | None
    stride_end: Contact | None
    previous: Contact | None
    between: Contact | None

    @property
    def side(self) -> Side:
        """Foot on the ground."""
        return self.contact.side

    @property
    def step_s(self) -> float:
        """Touchdown to the other foot's next touchdown; NaN where not in view."""
        return (
            float("nan")
            if self.next is None
            else (self.next.touchdown_s - self.contact.touchdown_s)
        )

    @property
    def stride_s(self) -> float:
        """Touchdown to the same foot's next touchdown; NaN where not in view."""
        if self.stride_end is None:
            return float("nan")
        return self.stride_end.touchdown_s - self.contact.touchdown_s


def find_steps(contacts: tuple[Contact, ...]) -> tuple[Step, ...]:
    """Link each contact with its neighbours in time."""
    longest_s = _longest_step_s(contacts)
    steps = []
    for i, contact in enumerate(contacts):
        stride, swing = contacts[i : i + 3], contacts[max(0, i - 2) : i + 1]
        whole = len(swing) == 3 and _in_turn(swing, longest_s)
        previous, between = swing[:2] if whole else (None, None)
        end = stride[2] if len(stride) == 3 and _in_turn(stride, longest_s) else None
        after = stride[1] if _in_turn(stride[:2], longest_s) else None
        steps.append(Step(contact, after, end, previous, between))
    return tuple(steps)


def measure_steps(motion: Motion, steps: tuple[Step, ...]) -> pd.DataFrame:
    """Measure times, length and speed, a row a step.

    Returns
    -------
    DataFrame
        ``side touchdown_s touchdown_se_s toeoff_s toeoff_se_s`` and the columns of steps and
        speed of the metric registry; NaN where not in view or where there is no scale. What rests
        on contact or flight time is NaN as well where one of their ends is uncertain by more than
        12 ms. Source: biomechanics-notes.
    """
    return pd.DataFrame([_row(motion, step) for step in steps], columns=list(_COLUMNS))


_COLUMNS = (
    "side",
    "touchdown_s",
    "touchdown_se_s",
    "toeoff_s",
    "toeoff_se_s",
    "contact_time_s",
    "flight_time_s",
    "step_time_s",
    "step_frequency_hz",
    "step_length_m",
    "speed_mps",
    "duty_factor_frac",
    "stance_force_bw",
)


def _row(motion: Motion, step: Step) -> dict[str, object]:
    contact, after = step.contact, step.next
    contact_s, step_s = timed_s(contact), step.step_s
    length_m = _length_m(motion, step)
    return {
        "side": contact.side,
        "touchdown_s": contact.touchdown_s,
        "touchdown_se_s": contact.touchdown_se_s,
        "toeoff_s": contact.toeoff_s,
        "toeoff_se_s": contact.toeoff_se_s,
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


def timed_s(contact: Contact) -> float:
    """Contact time; NaN where one of its ends is uncertain by more than 12 ms."""
    known = max(contact.touchdown_se_s, contact.toeoff_se_s) <= MAX_INSTANT_SE_S
    return contact.duration_s if known else float("nan")


def _flight_s(contact: Contact, after: Contact | None) -> float:
    if after is None or max(contact.toeoff_se_s, after.touchdown_se_s) > MAX_INSTANT_SE_S:
        return float("nan")
    return after.touchdown_s - contact.toeoff_s


def _longest_step_s(contacts: tuple[Contact, ...]) -> float:
    """Twice the usual step: in a longer one there were contacts that nobody saw."""
    steps = [b.touchdown_s - a.touchdown_s for a, b in pairwise(contacts) if a.side != b.side]
    return min(_MAX_STEP_S, 2 * median_low(steps)) if steps else _MAX_STEP_S


def _in_turn(chain: tuple[Contact, ...], longest_s: float) -> bool:
    """Tell whether these are contacts of alternating feet with none missed between."""
    return len(chain) > 1 and all(
        b.side == opposite(a.side) and b.touchdown_s - a.touchdown_s < longest_s
        for a, b in pairwise(chain)
    )
