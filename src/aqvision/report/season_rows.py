"""Progress -> rows of tables: changes from the first date to the last, pairs, and every date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.core.numerals import localised
from aqvision.core.recorded import show_day
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.progress.association import Link, Pair
from aqvision.progress.changes import HoldChange
from aqvision.progress.lines import Kind, Line
from aqvision.progress.progress import Progress
from aqvision.progress.store import unit_of
from aqvision.report.change_numbers import show_change, show_interval, show_sides
from aqvision.report.numbers import fine_digits, show, show_signed
from aqvision.report.outcomes import primary_changes
from aqvision.report.wording import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One quantity on the first date and on the last; ``reason`` says why there is no change."""

    label: str
    first: str
    last: str
    change: str
    interval: str
    verdict: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """A number of holds beside a metric of sprints."""

    hold: str
    sprint: str
    n_dates: int
    correlation: str
    interval: str
    verdict: str


@dataclass(frozen=True, slots=True)
class PairRows:
    """Pairs that moved together, and those of which it cannot be told."""

    told: list[PairRow]
    open: list[PairRow]


@dataclass(frozen=True, slots=True)
class DotRow:
    """One quantity on one date."""

    label: str
    day: str
    value: str
    interval: str
    n: int


def label_of(line: Line) -> str:
    """Name a quantity for people.

    Parameters
    ----------
    line
        Of holds or of sprints.
    """
    table = HOLD_METRICS if line.kind is Kind.HOLD else METRICS
    return table[line.name].label


def digits_of(line: Line) -> int:
    """Count the digits that a quantity is shown with beyond those of its unit.

    Parameters
    ----------
    line
        Of holds or of sprints.
    """
    if line.kind is Kind.HOLD:
        return HOLD_METRICS[line.name].digits
    return fine_digits(METRICS[line.name])


def hold_rows(progress: Progress) -> list[ChangeRow]:
    """Write how the numbers of holds changed.

    Parameters
    ----------
    progress
        The season.
    """
    return [_hold_row(change) for change in progress.hold_changes]


def _hold_row(change: HoldChange) -> ChangeRow:
    metric, found = HOLD_METRICS[change.metric], change.difference
    low, high = (
        show_signed(end, metric.unit, metric.digits, suffix=False)
        for end in (found.low, found.high)
    )
    return ChangeRow(
        label=metric.label,
        first=show(change.first, metric.unit, metric.digits),
        last=show(change.last, metric.unit, metric.digits),
        change=show_signed(found.value, metric.unit, metric.digits),
        interval=Sentence.RANGE.format(low=low, high=high),
        verdict=change.verdict.value,
    )


def sprint_rows(progress: Progress) -> list[ChangeRow]:
    """Write how the primary metrics changed.

    Parameters
    ----------
    progress
        The season.
    """
    if progress.comparison is None:
        return []
    rows = []
    for change in primary_changes(progress.comparison):
        first, last = show_sides(change)
        rows.append(
            ChangeRow(
                label=METRICS[change.metric].label,
                first=first,
                last=last,
                change=show_change(change),
                interval=show_interval(change),
                verdict=change.verdict.value,
                reason="" if change.is_comparable else change.reason,
            )
        )
    return rows


def pair_rows(progress: Progress) -> PairRows:
    """Write what moved with what, the surest first.

    Parameters
    ----------
    progress
        The season.
    """
    ordered = sorted(progress.pairs, key=lambda pair: pair.p)
    told = [pair for pair in ordered if pair.link is Link.TOGETHER]
    return PairRows(
        told=[_pair_row(pair) for pair in told],
        open=[_pair_row(pair) for pair in ordered if pair not in told],
    )


def _pair_row(pair: Pair) -> PairRow:
    low, high = (show_correlation(end) for end in (pair.low, pair.high))
    return PairRow(
        hold=HOLD_METRICS[pair.hold].label,
        sprint=METRICS[pair.sprint].label,
        n_dates=pair.n_dates,
        correlation=show_correlation(pair.correlation),
        interval=Sentence.RANGE.format(low=low, high=high),
        verdict=pair.link.value,
    )


def show_correlation(value: float) -> str:
    """Write a correlation, whose digits beyond two say nothing.

    Parameters
    ----------
    value
        From −1 to 1.

    >>> show_correlation(-0.304), show_correlation(0.001)
    ('−0.30', '0.00')
    """
    text = localised(f"{abs(value):.2f}")
    return text if not text.strip("0.,") else f"{'−' if value < 0 else '+'}{text}"


def dot_rows(progress: Progress) -> Iterator[DotRow]:
    """Write every dot, quantity by quantity.

    Parameters
    ----------
    progress
        The season.
    """
    for line in (*progress.hold_lines, *progress.sprint_lines):
        unit, digits = unit_of(line), digits_of(line)
        for dot in line.dots:
            low, high = (show(end, unit, digits) for end in (dot.low, dot.high))
            yield DotRow(
                label_of(line),
                show_day(dot.day),
                show(dot.value, unit, digits),
                Sentence.RANGE.format(low=low, high=high),
                dot.n,
            )
