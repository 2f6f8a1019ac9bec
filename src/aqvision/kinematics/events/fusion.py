"""Two paths of one end of a contact -> the one time that explains both.

What stands moves in no direction: a contact begins with the last path to come to rest and ends with
the first to move. So what one path tells may lie on the far side of the contact's end, in the
motion (a dragged toe hardly lifts, a foot comes to rest along the track before it lands). Toe and
heel need not land together: what the later one tells lies on the near side, in the rest, as a toe
does that rolls.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.events.onset import GRID_S, EventTime

_LAG_S = 0.025
"""How far from the contact's end a path begins to move that does not move with it.

Half a normal curve of this spread, 20 ms on average; one that falls off at once would draw
every unsure time to it.
"""


@dataclass(frozen=True, slots=True)
class PathError:
    """How what a path tells may depart from the contact's end.

    Parameters
    ----------
    model_s
        Standard deviation from foot to foot, by its own way of landing and leaving.
    late_frac
        How often the path moves only outside the contact, 0 to 1.
    stray_frac
        How often it tells nothing.
    rolling_frac
        How often it still moves inside the contact.
    """

    model_s: float
    late_frac: float
    stray_frac: float
    rolling_frac: float = 0.0


def blend_errors(first: PathError, second: PathError, share: float) -> PathError:
    """Blend two kinds of error, so that nothing jumps on the way from one to the other.

    Parameters
    ----------
    first, second
        The kinds.
    share
        Part of the second, 0 to 1.

    Returns
    -------
    PathError
        The weighted mean of each field.

    Examples
    --------
    >>> blend_errors(PathError(0.002, 0.0, 0.0), PathError(0.004, 0.5, 0.0), 0.5)
    PathError(model_s=0.003, late_frac=0.25, stray_frac=0.0, rolling_frac=0.0)
    """
    pairs = zip(astuple(first), astuple(second), strict=True)
    return PathError(*((1 - share) * a + share * b for a, b in pairs))


def fuse_events(
    first: EventTime | None,
    second: EventTime | None,
    first_error: PathError,
    second_error: PathError,
) -> EventTime | None:
    """Find the time of an event from two paths together.

    Parameters
    ----------
    first, second
        What each path tells about the same event, with probabilities on one grid of times.
    first_error, second_error
        How each may depart from the event.

    Returns
    -------
    EventTime or None
        None without the first; the first alone without the second.
    """
    if first is None or second is None:
        return first
    probability = _blurred(first, first_error) * _blurred(second, second_error)
    probability = probability / probability.sum()
    at_s = float(probability @ first.times_s)
    se_s = float(np.sqrt(probability @ (first.times_s - at_s) ** 2))
    return EventTime(
        at_s=at_s,
        se_s=max(se_s, GRID_S / 2),
        misfit=first.misfit,
        times_s=first.times_s,
        probability=probability,
    )


def _blurred(seen: EventTime, error: PathError) -> FloatArray:
    """Probability of each time of the contact's end, given when a path was seen to move."""
    n = len(seen.probability)
    ahead_s = GRID_S * np.arange(1 - n, n)
    near = np.exp(-0.5 * (ahead_s / error.model_s) ** 2)
    outside = np.where(ahead_s <= 0, np.exp(-0.5 * (ahead_s / _LAG_S) ** 2), 0.0)
    at_end = 1 - error.late_frac - error.rolling_frac
    share = np.array([at_end, error.late_frac, error.rolling_frac])
    kernel = share @ [near / near.sum(), outside / outside.sum(), outside[::-1] / outside.sum()]
    spread = np.convolve(seen.probability, kernel)[n - 1 : 2 * n - 1]
    return np.asarray((1 - error.stray_frac) * spread / spread.sum() + error.stray_frac / n)
