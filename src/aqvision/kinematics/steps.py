"""Contacts -> steps: each contact linked with those around it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median_low

from aqvision.core.skeleton import Side, opposite
from aqvision.kinematics.events.contacts import Contact

_MAX_STEP_S = 0.75
MAX_TIMING_SE_S = 0.012
"""Contact and flight times with an end less sure than this are left out.

Chosen: one end alone then errs by an eighth of a contact of 0.1 s.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A contact together with the contacts around it, as far as they were seen.

    Parameters
    ----------
    contact
        The contact that begins the step.
    next, stride_end
        The other foot's contact that follows directly, and the next one of the same foot.
    previous, between
        The same foot's contact before, and the other foot's on the way. All None where not in view.
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
    """Link each contact with its neighbours in time.

    Parameters
    ----------
    contacts
        N contacts in order of time.

    Returns
    -------
    tuple of Step
        N steps. A step longer than 0.75 s, or than twice the usual one, hides a contact that was
        not seen: no link leads over it.
    """
    longest_s = _longest_step_s(contacts)
    steps = []
    for i, contact in enumerate(contacts):
        stride, swing = contacts[i : i + 3], contacts[max(0, i - 2) : i + 1]
        whole = len(swing) == 3 and _in_turn(swing, longest_s)
        previous, between = swing[:2] if whole else (None, None)
        end = stride[2] if len(stride) == 3 and _in_turn(stride, longest_s) else None
        after = stride[1] if _in_turn(stride[:2], longest_s) else None
        steps.append(
            Step(contact=contact, next=after, stride_end=end, previous=previous, between=between)
        )
    return tuple(steps)


def contact_time_s(contact: Contact) -> float:
    """Give a contact's duration where both its ends are sure.

    Parameters
    ----------
    contact
        The contact.

    Returns
    -------
    float
        Seconds; NaN where one end is uncertain by more than 12 ms.
    """
    known = max(contact.touchdown_se_s, contact.toeoff_se_s) <= MAX_TIMING_SE_S
    return contact.duration_s if known else float("nan")


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
