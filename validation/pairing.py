"""Contacts as found and as they truly were -> pairs, their errors, and which are missed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from aqvision.kinematics.events.contacts import Contact
from samples.generator import Contact as TrueContact

Array = NDArray[np.float64]
Pairs = list[tuple[Contact, TrueContact]]
_MATCH_S = 0.06
_AROUND_S = 0.06


def pair_contacts(found: Sequence[Contact], true: Sequence[TrueContact]) -> Pairs:
    """Pair each true contact with the found one of its foot nearest in time, if near."""
    pairs = []
    for t in true:
        of_foot = [f for f in found if f.side == t.side]
        nearest = min(of_foot, key=lambda f: abs(f.touchdown_s - t.touchdown_s), default=None)
        if nearest is not None and abs(nearest.touchdown_s - t.touchdown_s) < _MATCH_S:
            pairs.append((nearest, t))
    return pairs


def errors_ms(pairs: Pairs) -> Array:
    """Errors of touchdown and toe-off of pairs, (K, 2), late ones positive."""
    off = [[f.touchdown_s - t.touchdown_s, f.toeoff_s - t.toeoff_s] for f, t in pairs]
    return 1e3 * np.array(off).reshape(-1, 2)


def stated_ms(pairs: Pairs) -> Array:
    """Stated standard errors of touchdown and toe-off of pairs, (K, 2)."""
    stated = [[f.touchdown_se_s, f.toeoff_se_s] for f, _ in pairs]
    return 1e3 * np.array(stated).reshape(-1, 2)


def missed_contacts(
    pairs: Pairs,
    true: Sequence[TrueContact],
    span_s: tuple[float, float],
) -> int:
    """Count the true contacts that are wholly seen and have no pair."""
    return sum(is_wholly_seen(c, span_s) and all(t is not c for _, t in pairs) for c in true)


def is_wholly_seen(contact: TrueContact, span_s: tuple[float, float]) -> bool:
    """Tell whether enough of the motion around a contact is in view to time it."""
    start_s, stop_s = span_s
    return contact.touchdown_s - _AROUND_S >= start_s and contact.toeoff_s + _AROUND_S <= stop_s
