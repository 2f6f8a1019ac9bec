"""Changes of athletes and of their group -> a forest plot: a bar each on the scale of one metric.

Places are parts of a hundred along the bar, zero change at 50.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.comparison.interval import Difference
from aqvision.report.interval_bars import Bar, bar_of, place_of
from aqvision.report.numbers import show_bare, shown_values
from aqvision.report.svg_axes import round_step

_ROOM = 1.12
_INSIDE = 0.92
# A single wide interval must not press all others together: it is cut at so many of the rest.
_WIDEST = 2.5
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Tick:
    """A number of the axis, and where it stands."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diamond:
    """A group's effect: its points as SVG has them, and from where to where others' changes lie.

    ``others`` is None where that is not known.
    """

    points: str
    others: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The scale of one metric: up to ``limit`` on both sides of zero, in the metric's unit."""

    limit: float

    @classmethod
    def of(cls, found: Sequence[Difference], worthwhile: float) -> Scale:
        """Choose the scale on which all changes are seen, and most of their intervals.

        Parameters
        ----------
        found
            Changes of athletes and of the group; what is not known is left out.
        worthwhile
            The change that is worth telling.
        """
        known = [one for one in found if math.isfinite(one.low)]
        largest = max((abs(one.value) for one in known), default=0.0)
        ends = sorted(one.at_most for one in known)
        usual = ends[len(ends) // 2] if ends else 0.0
        reach = min(ends[-1] if ends else 0.0, _WIDEST * max(largest, usual))
        return cls(limit=_ROOM * max(reach, largest, worthwhile))

    def bar(self, found: Difference, worthwhile: float, *, clear: bool) -> Bar | None:
        """Draw a change; None where it is not known.

        Parameters
        ----------
        found, worthwhile
            A change, and what is worth telling.
        clear
            Whether it counts as a change.
        """
        if not math.isfinite(found.low):
            return None
        return bar_of(found, worthwhile, self.limit, clear=clear)

    def diamond(self, found: Difference, others: Difference) -> Diamond:
        """Draw a group's effect, its interval from tip to tip.

        Parameters
        ----------
        found, others
            The effect, and where the change of one more athlete lies.
        """
        low, at, high = map(self._place, (found.low, found.value, found.high))
        points = f"{low:g},10 {at:g},3 {high:g},10 {at:g},17"
        if not math.isfinite(others.low):
            return Diamond(points=points, others=None)
        return Diamond(points=points, others=(self._place(others.low), self._place(others.high)))

    def ticks(self, unit: str) -> list[Tick]:
        """Write round numbers along the axis, none too near its ends.

        Parameters
        ----------
        unit
            Of the registry; numbers are as it is shown.
        """
        factor = float(shown_values(np.ones(1), unit)[0][0])
        step = round_step(2 * self.limit * factor) / factor
        most = math.floor(_INSIDE * self.limit / step)
        return [
            Tick(self._place(n * step), _signed(n, show_bare(abs(n) * step, unit, step)))
            for n in range(-most, most + 1)
        ]

    def _place(self, value: float) -> float:
        return place_of(value, self.limit)


def _signed(n: int, text: str) -> str:
    return text if n == 0 else f"{'+' if n > 0 else _MINUS}{text}"
