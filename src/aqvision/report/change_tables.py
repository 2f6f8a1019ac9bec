"""Comparison -> rows of text for the tables of a page: as run, and speed-matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, Comparison, SideMean
from aqvision.comparison.interval import Verdict
from aqvision.kinematics.metrics.registry import METRICS, Direction, Metric
from aqvision.report.numbers import (
    describe_uncertainty,
    show_change,
    show_detectable,
    show_interval,
    show_sides,
    show_spread,
)
from aqvision.report.tables import (
    GradeCell,
    Groups,
    MeanCell,
    NameCell,
    by_pillar,
    explain,
)
from aqvision.report.wording import TOWARDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One metric before and after; ``towards`` says what the evidence makes of the change."""

    name: NameCell
    before: MeanCell
    after: MeanCell
    change: str
    interval: str
    detectable: str
    verdict: Verdict
    towards: str
    grade: GradeCell


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedMatchedRow:
    """One metric as run and speed-matched."""

    label: str
    as_run: str
    verdict_as_run: Verdict
    change: str
    interval: str
    verdict: Verdict


def change_groups(comparison: Comparison, *, primary: bool) -> Groups[ChangeRow]:
    """List the comparable changes.

    Parameters
    ----------
    comparison
        What changed.
    primary
        Those of the first metrics of each pillar, or of all others.
    """
    return by_pillar(
        (METRICS[change.metric], _change_row(change, comparison))
        for change in comparison.comparable()
        if METRICS[change.metric].primary == primary
    )


def speed_matched_groups(comparison: Comparison, *, primary: bool) -> Groups[SpeedMatchedRow]:
    """List speed-matched changes.

    What speed turns over, a change into noise or noise into a change, is among the first.

    Parameters
    ----------
    comparison
        What changed.
    primary
        The first, or all others.
    """
    rows = []
    for change in comparison.changes:
        matched, metric = change.speed_matched, METRICS[change.metric]
        if matched and (metric.primary or matched.verdict != change.verdict) == primary:
            there = replace(change, difference=matched.difference)
            row = SpeedMatchedRow(
                label=metric.label,
                as_run=show_change(change),
                verdict_as_run=change.verdict,
                change=show_change(there),
                interval=show_interval(there),
                verdict=matched.verdict,
            )
            rows.append((metric, row))
    return by_pillar(rows)


def not_comparable_rows(comparison: Comparison) -> list[ChangeRow]:
    """List what may not be compared, with before and after where they are known.

    Parameters
    ----------
    comparison
        What changed.
    """
    return [_change_row(c, comparison) for c in comparison.in_view() if not c.is_comparable]


def _change_row(change: Change, comparison: Comparison) -> ChangeRow:
    metric = METRICS[change.metric]
    before, after = show_sides(change)
    return ChangeRow(
        name=NameCell(metric.label, explain(metric), describe_uncertainty(change)),
        before=_mean_cell(before, change.before, metric, comparison.before),
        after=_mean_cell(after, change.after, metric, comparison.after),
        change=show_change(change),
        interval=show_interval(change),
        detectable=show_detectable(change),
        verdict=change.verdict,
        towards=_towards(change, metric),
        grade=GradeCell(
            change.confidence, ". ".join(filter(None, (change.reason, change.caution)))
        ),
    )


def _mean_cell(shown: str, mean: SideMean, metric: Metric, clips: Sequence[Analysis]) -> MeanCell:
    return MeanCell(shown, show_spread(_pooled_sd(clips, metric.name), metric.unit), mean.n)


def _towards(change: Change, metric: Metric) -> str:
    if change.verdict != Verdict.CHANGED or metric.direction == Direction.NEITHER:
        return ""
    return TOWARDS[(change.difference.value > 0) == (metric.direction == Direction.HIGHER)]


def _pooled_sd(analyses: Sequence[Analysis], name: str) -> float:
    """Spread from step to step within clips."""
    spreads = np.array([a.metrics[name].sd for a in analyses])
    known = spreads[np.isfinite(spreads)]
    return float(np.sqrt(np.mean(known**2))) if len(known) else float("nan")
