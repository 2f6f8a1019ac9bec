"""Changes -> small bars on one scale: the change, what is likely, what is too small to matter.

The scale is the smallest change worth telling, so that different units lie under one another.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from aqvision.comparison.compare import Change

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
    reach = max((max(map(abs, of)) for of in scaled if of), default=1.0)
    limit = _ROOM * min(max(reach, 1.0), _FARTHEST)
    return [
        None if of is None else _bar(*of, limit, clear=change.verdict.is_change)
        for of, change in zip(scaled, changes, strict=True)
    ]


def _scaled(change: Change) -> tuple[float, float, float] | None:
    """Give a change and the ends of its interval in smallest changes worth telling."""
    found = change.difference
    parts = (found.value, found.low, found.high, change.minimal_detectable_change)
    if not all(map(math.isfinite, parts)) or change.minimal_detectable_change <= 0:
        return None
    value, low, high = (part / change.minimal_detectable_change for part in parts[:3])
    return value, low, high


def _bar(value: float, low: float, high: float, limit: float, *, clear: bool) -> Bar:
    def place(of: float) -> float:
        return round(_HALF + _HALF * max(-1.0, min(1.0, of / limit)), 2)

    return Bar(
        at=place(value),
        low=place(low),
        high=place(high),
        band=round(_HALF / limit, 2),
        cut_low=low < -limit,
        cut_high=high > limit,
        clear=clear,
    )
