"""Changes -> small bars on one scale: the change, what is likely, what is too small to matter.

The scale is the smallest change worth telling, so that different units lie under one another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from aqvision.comparison.compare import Change
from aqvision.comparison.interval import Difference

_FARTHEST = 6.0
_ROOM = 1.12
_HALF = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Places along a bar of 100, zero change at 50.

    ``low`` to ``high`` is what is likely, cut at the ends of the bar; ``band`` is how far from the
    middle a change is too small to be worth telling; ``cut_low`` and ``cut_high`` tell whether it
    goes on beyond an end; ``clear`` tells whether the verdict calls it a change.
    """

    at: float
    low: float
    high: float
    band: float
    cut_low: bool
    cut_high: bool
    clear: bool


def interval_bars(changes: Sequence[Change]) -> list[Bar | None]:
    """Draw changes on one scale.

    Parameters
    ----------
    changes
        In the order in which they stand under one another.

    Returns
    -------
    list of Bar or None
        None where a change has no interval or nothing says what is worth telling.
    """
    scaled = [_scaled(change) for change in changes]
    reach = max((max(abs(of.value), of.at_most) for of in scaled if of), default=1.0)
    limit = _ROOM * min(max(reach, 1.0), _FARTHEST)
    return [
        None if of is None else bar_of(of, 1.0, limit, clear=change.verdict.is_change)
        for of, change in zip(scaled, changes, strict=True)
    ]


def _scaled(change: Change) -> Difference | None:
    """Give a change and its interval in smallest changes worth telling."""
    found = change.difference
    parts = (found.value, found.low, found.high, change.minimal_detectable_change)
    if not all(map(math.isfinite, parts)) or change.minimal_detectable_change <= 0:
        return None
    return Difference(*(part / change.minimal_detectable_change for part in parts[:3]))


def bar_of(found: Difference, worthwhile: float, limit: float, *, clear: bool) -> Bar:
    """Draw one change on a scale.

    Parameters
    ----------
    found, worthwhile
        A change, and what is worth telling.
    limit
        The change at the ends of the bar, in the same unit.
    clear
        Whether the verdict calls it a change.
    """
    return Bar(
        at=place_of(found.value, limit),
        low=place_of(found.low, limit),
        high=place_of(found.high, limit),
        band=round(_HALF * worthwhile / limit, 2),
        cut_low=found.low < -limit,
        cut_high=found.high > limit,
        clear=clear,
    )


def place_of(value: float, limit: float) -> float:
    """Give the place of a change along a bar, at an end of it where the change lies beyond.

    Parameters
    ----------
    value, limit
        The change, and that at the ends of the bar.

    >>> place_of(1.0, 2.0), place_of(-5.0, 2.0)
    (75.0, 0.0)
    """
    return round(_HALF + _HALF * max(-1.0, min(1.0, value / limit)), 2)
