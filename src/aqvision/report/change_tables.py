"""Comparison -> rows of text for the tables of a page: as run, and speed-matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, Comparison, SideMean
from aqvision.comparison.judging import Verdict
from aqvision.comparison.planning import DESIGNS, Design
from aqvision.kinematics.metrics.registry import METRICS, Metric
from aqvision.report.change_numbers import (
    describe_uncertainty,
    show_change,
    show_interval,
    show_sides,
    show_worthwhile,
)
from aqvision.report.numbers import show_bound, show_slope, show_spread
from aqvision.report.outcomes import SHOWN_DESIGN, primary_changes, seen_by_design, sure_plan
from aqvision.report.phrases import inline_label, listed
from aqvision.report.tables import (
    GradeCell,
    Groups,
    MeanCell,
    NameCell,
    by_pillar,
    explain,
)
from aqvision.report.wording import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One metric before and after; ``goes_with`` names the one whose verdict it takes."""

    name: NameCell
    before: MeanCell
    after: MeanCell
    change: str
    interval: str
    worthwhile: str
    verdict: Verdict
    goes_with: str
    grade: GradeCell


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedMatchedRow:
    """One metric as run and speed-matched, and how it follows speed within a side."""

    label: str
    as_run: str
    verdict_as_run: Verdict
    change: str
    interval: str
    slope: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PlanTable:
    """Designs of filming, and of each primary metric the smallest change that each would show."""

    headings: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    example: str


def primary_groups(comparison: Comparison) -> Groups[ChangeRow]:
    """List what was named beforehand, compared or not, under one heading.

    Parameters
    ----------
    comparison
        What changed.
    """
    rows = [_change_row(change, comparison) for change in primary_changes(comparison)]
    return [(Sentence.NAMED_BEFOREHAND, rows)] if rows else []


def change_groups(comparison: Comparison, *, main: bool) -> Groups[ChangeRow]:
    """List the comparable changes of what was not named beforehand.

    Parameters
    ----------
    comparison
        What changed.
    main
        Those of the main metrics of each pillar, or of all others.
    """
    return by_pillar(
        (METRICS[change.metric], _change_row(change, comparison))
        for change in comparison.comparable()
        if METRICS[change.metric].main == main and not change.primary
    )


def speed_matched_groups(comparison: Comparison, *, first: bool) -> Groups[SpeedMatchedRow]:
    """List speed-matched changes.

    Parameters
    ----------
    comparison
        What changed.
    first
        What was named beforehand or is turned over by speed, a change into none or none into a
        change; or all others.
    """
    rows = []
    for change in comparison.changes:
        matched, metric = change.speed_matched, METRICS[change.metric]
        if matched and (change.primary or _is_turned_over(change)) == first:
            there = replace(change, difference=matched.difference)
            row = SpeedMatchedRow(
                label=metric.label,
                as_run=show_change(change),
                verdict_as_run=change.verdict,
                change=show_change(there),
                interval=show_interval(there),
                slope=show_slope(matched.slope_per_mps, change.unit, over_speed=True),
                verdict=matched.verdict,
            )
            rows.append((metric, row))
    return by_pillar(rows)


def _is_turned_over(change: Change) -> bool:
    matched = change.speed_matched
    return bool(matched and matched.verdict.is_change != change.verdict.is_change)


def not_comparable_rows(comparison: Comparison) -> list[ChangeRow]:
    """List what else may not be compared, with before and after where they are known.

    Parameters
    ----------
    comparison
        What changed.
    """
    refused = (c for c in comparison.in_view() if not (c.is_comparable or c.primary))
    return [_change_row(c, comparison) for c in refused]


def plan_table(comparison: Comparison) -> PlanTable | None:
    """Say how small a change more runs would show; None where nothing was planned with.

    Parameters
    ----------
    comparison
        What changed.
    """
    rows = [row for row in comparison.plan if row.seen]
    sure = [row for row in sure_plan(comparison) if row.seen] or rows
    if not rows:
        return None
    return PlanTable(
        headings=tuple(_heading(design) for design in DESIGNS),
        rows=tuple(
            (
                METRICS[row.metric].label,
                tuple(show_bound(size, METRICS[row.metric].unit) for size in row.seen),
            )
            for row in rows
        ),
        example=Sentence.BETTER_NEXT.format(changes=listed(seen_by_design(sure, SHOWN_DESIGN, ()))),
    )


def _heading(design: Design) -> tuple[str, str]:
    """Name a design: runs before and after, and their days."""
    runs = Sentence.DESIGN_RUNS.format(n=design.n_runs)
    if design.n_days == 1:
        return runs, Sentence.DESIGN_ONE_DAY
    return runs, Sentence.DESIGN_DAYS.format(n=design.n_days)


def _change_row(change: Change, comparison: Comparison) -> ChangeRow:
    metric = METRICS[change.metric]
    before, after = show_sides(change)
    return ChangeRow(
        name=NameCell(metric.label, explain(metric), describe_uncertainty(change)),
        before=_mean_cell(before, change.before, metric, comparison.before),
        after=_mean_cell(after, change.after, metric, comparison.after),
        change=show_change(change),
        interval=show_interval(change),
        worthwhile=show_worthwhile(change),
        verdict=change.verdict,
        goes_with=Sentence.GOES_WITH.format(label=inline_label(change.represented_by))
        if change.represented_by
        else "",
        grade=GradeCell(
            change.confidence, ". ".join(filter(None, (change.reason, change.caution)))
        ),
    )


def _mean_cell(shown: str, mean: SideMean, metric: Metric, clips: Sequence[Analysis]) -> MeanCell:
    return MeanCell(shown, show_spread(_pooled_sd(clips, metric.name), metric.unit), mean.n)


def _pooled_sd(analyses: Sequence[Analysis], name: str) -> float:
    """Spread from step to step within clips."""
    spreads = np.array([a.metrics[name].sd for a in analyses])
    known = spreads[np.isfinite(spreads)]
    return float(np.sqrt(np.mean(known**2))) if len(known) else float("nan")
