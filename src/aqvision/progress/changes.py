"""Lines of holds -> how each number changed from the first day of holds to the last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from aqvision.comparison.families import false_discovery_rates
from aqvision.comparison.holds import HoldVerdict, judge_hold
from aqvision.comparison.interval import Difference, Interval, interval_of
from aqvision.comparison.variance import estimate_change
from aqvision.progress.lines import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldChange:
    """One number of holds on the first day and on the last, in its unit.

    ``p`` is how often chance alone makes such a change, ``q`` the rate of false discoveries among
    all numbers of holds at which it would be called changed.
    """

    metric: str
    first_day: dt.date
    last_day: dt.date
    first: float
    last: float
    difference: Difference
    p: float
    q: float
    verdict: HoldVerdict


def hold_changes(lines: Sequence[Line], level: float) -> tuple[HoldChange, ...]:
    """Measure how the numbers of holds changed from the first day to the last.

    Parameters
    ----------
    lines
        A number of holds each; one with fewer than two days is left out.
    level
        Chance that an interval holds the truth, 0 to 1.
    """
    told = {line.name: line for line in lines if len(line.dots) > 1}
    intervals = {name: _interval(line, level) for name, line in told.items()}
    q = false_discovery_rates({name: found.p for name, found in intervals.items()})
    return tuple(_change(told[name], found, q[name]) for name, found in intervals.items())


def _interval(line: Line, level: float) -> Interval:
    if line.prior is None:
        raise ValueError("a line with dots has a prior")
    first, last = (line.means[dot.day] for dot in (line.dots[0], line.dots[-1]))
    return interval_of(estimate_change(first, last, line.prior), line.prior, level)


def _change(line: Line, found: Interval, q: float) -> HoldChange:
    first, last = line.dots[0], line.dots[-1]
    return HoldChange(
        metric=line.name,
        first_day=first.day,
        last_day=last.day,
        first=first.value,
        last=last.value,
        difference=found.difference,
        p=found.p,
        q=q,
        verdict=judge_hold(q, first.n, last.n),
    )
