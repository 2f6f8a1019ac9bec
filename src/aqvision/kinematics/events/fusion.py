"""Two paths of one end -> the one instant that explains both.

What stands moves in no direction: a contact begins with the last path to come to rest and ends with
the first to move. So what one path tells may lie on the far side of the contact's end, in the
motion (a dragged toe hardly rises, a foot comes to rest along the track before it lands). Toe and
heel need not land together: what the later one tells lies on the near side, in the rest, as a toe
does that rolls.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.events.onset import GRID_S, Instant

_LAG_S = 0.025
"""How far from the contact's end a path begins to move that does not move with it.

Half a normal curve of this spread, 20 ms on average; one that falls off at once would draw
every unsure instant to it.
"""


@dataclass(frozen=True, slots=True)
class Reliance:
    """How far a path is believed.

    ``model_s`` is the standard deviation from foot to foot, by its own way of landing and leaving.
    ``late_frac`` is how often it moves only outside the contact, ``rolling_frac`` how often it
    still moves inside it, ``stray_frac`` how often it tells nothing.
    """

    model_s: float
    late_frac: float
    stray_frac: float
    rolling_frac: float = 0.0


def mixed(first: Reliance, second: Reliance, share: float) -> Reliance:
    """Mix two kinds of reliance, with this share of the second; nothing jumps on the way."""
    pairs = zip(astuple(first), astuple(second), strict=True)
    return Reliance(*((1 - share) * a + share * b for a, b in pairs))


def agreed_instant(
    first: Instant | None, second: Instant | None, rely_first: Reliance, rely_second: Reliance
) -> Instant | None:
    """Find the instant of both paths together.

    Parameters
    ----------
    first, second
        What each path tells about the same end; without the first there is no instant, without the
        second the first alone tells it.
    rely_first, rely_second
        How far each is believed.
    """
    if first is None or second is None:
        return first
    chance = _blurred(first, rely_first) * _blurred(second, rely_second)
    chance = chance / chance.sum()
    at_s = float(chance @ first.times_s)
    se_s = float(np.sqrt(chance @ (first.times_s - at_s) ** 2))
    return Instant(at_s, max(se_s, GRID_S / 2), first.misfit, first.times_s, chance)


def _blurred(seen: Instant, rely: Reliance) -> FloatArray:
    """Chance of each instant of the contact's end, given when a path was seen to move."""
    n = len(seen.chance)
    ahead_s = GRID_S * np.arange(1 - n, n)
    near = np.exp(-0.5 * (ahead_s / rely.model_s) ** 2)
    outside = np.where(ahead_s <= 0, np.exp(-0.5 * (ahead_s / _LAG_S) ** 2), 0.0)
    share = np.array([1 - rely.late_frac - rely.rolling_frac, rely.late_frac, rely.rolling_frac])
    kernel = share @ [near / near.sum(), outside / outside.sum(), outside[::-1] / outside.sum()]
    spread = np.convolve(seen.chance, kernel)[n - 1 : 2 * n - 1]
    return np.asarray((1 - rely.stray_frac) * spread / spread.sum() + rely.stray_frac / n)
