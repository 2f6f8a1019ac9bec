"""Contacts with gaps among them -> the same, with what a second, more lenient look finds there.

A foot that slides in the picture, or lies too high because shoe and ground look alike, is on the
ground for none of the usual tests. Where two contacts of one foot follow each other, the other foot
stood between them: so there, and only there, less is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from aqvision.core.settings import EventSettings
from aqvision.core.skeleton import opposite
from aqvision.kinematics.events.contacts import Contact, find_contacts
from aqvision.kinematics.events.ground import Ground
from aqvision.kinematics.motion import Motion

# Chosen: a foot may slide or hover three times as much as usual, up to half the running speed.
_LENIENT, _MOST_SPEED_FRAC, _MOST_HEIGHT_FRAC = 3.0, 0.5, 0.2
# Feet land unevenly in turn by a few hundredths of a stride, contacts differ by a fifth.
_OFF_MIDDLE_FRAC = 0.12
_DURATIONS = (0.6, 1.6)
_LONG_STEP = 1.6
# On feet lifted or moved by a tenth to a half of a leg, ends were found up to 30 ms off.
_UNSURE_S = 0.02


def look_again(
    motion: Motion, settings: EventSettings, ground: Ground | None, found: tuple[Contact, ...]
) -> tuple[Contact, ...]:
    """Look for contacts of the other foot between two contacts of one foot.

    Parameters
    ----------
    motion
        The athlete in leg lengths.
    settings
        Thresholds and limits of contact times, as they held for ``found``.
    ground
        How the ground moves and runs.
    found
        Contacts in order of time.

    Returns
    -------
    tuple of Contact
        In order of time, those of ``found`` among them; what was added knows its times to no better
        than 20 ms.
    """
    if not any(a.side == b.side for a, b in pairwise(found)):
        return found
    lenient = find_contacts(motion, _asking_less(settings), ground)
    usual_s = float(np.median([c.duration_s for c in found]))
    added = [
        _as_unsure(candidate)
        for before, after in pairwise(found)
        for candidate in lenient
        if _stood_between(candidate, before, after, usual_s)
    ]
    return tuple(sorted((*found, *added), key=lambda c: c.touchdown_s))


def count_missing(contacts: tuple[Contact, ...]) -> int:
    """Count the contacts that must have been between those that were found.

    Parameters
    ----------
    contacts
        In order of time.

    Returns
    -------
    int
        By the usual step: the shortest time between contacts that alternate, or half a stride.
    """
    steps = list(_step_times(contacts))
    if not steps:
        return 0
    usual_s = float(np.median(sorted(steps)[: (len(steps) + 1) // 2]))
    missing = 0
    for before, after in pairwise(contacts):
        n_steps = (after.touchdown_s - before.touchdown_s) / usual_s
        if before.side == after.side or n_steps > _LONG_STEP:
            missing += max(1, round(n_steps) - 1)
    return missing


def _step_times(contacts: tuple[Contact, ...]) -> Iterator[float]:
    for before, after in pairwise(contacts):
        lasted_s = after.touchdown_s - before.touchdown_s
        yield lasted_s / 2 if before.side == after.side else lasted_s


def _asking_less(settings: EventSettings) -> EventSettings:
    speed, height = settings.max_ground_speed_frac, settings.max_ground_height_frac
    return replace(
        settings,
        max_ground_speed_frac=max(speed, min(_LENIENT * speed, _MOST_SPEED_FRAC)),
        max_ground_height_frac=max(height, min(_LENIENT * height, _MOST_HEIGHT_FRAC)),
    )


def _stood_between(contact: Contact, before: Contact, after: Contact, usual_s: float) -> bool:
    """Tell whether a contact is what the other foot of a stride must have done."""
    if before.side != after.side or contact.side != opposite(before.side):
        return False
    stride_s = after.touchdown_s - before.touchdown_s
    part = (contact.touchdown_s - before.touchdown_s) / stride_s
    clear = before.toeoff_s < contact.touchdown_s and contact.toeoff_s < after.touchdown_s
    alike = _DURATIONS[0] < contact.duration_s / usual_s < _DURATIONS[1]
    return clear and alike and abs(part - 0.5) < _OFF_MIDDLE_FRAC


def _as_unsure(contact: Contact) -> Contact:
    return replace(
        contact,
        touchdown_se_s=max(contact.touchdown_se_s, _UNSURE_S),
        toeoff_se_s=max(contact.toeoff_se_s, _UNSURE_S),
    )
