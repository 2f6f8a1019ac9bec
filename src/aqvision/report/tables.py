"""Analysis or Comparison -> rows of text for the tables of a page."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, Comparison
from aqvision.core.skeleton import Side
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Direction, Metric
from aqvision.kinematics.quality.summary import MetricSummary
from aqvision.report.doubt import describe_doubt
from aqvision.report.numbers import (
    DASH,
    show,
    show_change,
    show_interval,
    show_smallest,
    show_spread,
)

_DIRECTIONS: dict[Direction, str] = {
    "higher": "By the evidence, more of it goes with faster sprinting.",
    "lower": "By the evidence, less of it goes with faster sprinting.",
    "neither": "Neither more nor less of it is known to be faster.",
}
_FINE_DEG = 3.0
_FINE_SHARE = 0.03
_STEP_METRICS = (
    "contact_time_s",
    "flight_time_s",
    "step_frequency_hz",
    "step_length_m",
    "speed_mps",
    "touchdown_distance_frac",
    "thigh_angle_toeoff_deg",
    "thigh_flexion_peak_deg",
    "knee_flexion_peak_deg",
    "thigh_separation_touchdown_deg",
    "trunk_lean_deg",
    "step_width_frac",
    "step_width_m",
    "hand_crossing_frac",
    "trunk_sway_range_deg",
)


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric of one clip, as text; ``remark`` says whether sides differ beyond the spread."""

    label: str
    about: str
    sided: bool
    value: str
    spread: str
    left: str
    right: str
    n: int
    grade: str
    reason: str
    remark: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One metric before and after, as text; ``towards`` says what the evidence makes of it."""

    label: str
    about: str
    before: str
    spread_before: str
    after: str
    spread_after: str
    n_before: int
    n_after: int
    change: str
    interval: str
    smallest: str
    verdict: str
    towards: str
    grade: str
    reason: str
    doubt: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """One ground contact of one clip, as text; ``who`` is before, after or single."""

    clip: str
    who: str
    number: int
    side: str
    touchdown: str
    values: tuple[str, ...]


def metric_groups(analysis: Analysis, *, primary: bool) -> list[tuple[str, list[MetricRow]]]:
    """List what was measured, the first metrics of each pillar or all others.

    Pillars without any value are left out.
    """
    groups = [
        (
            title,
            [
                _metric_row(metric, analysis)
                for metric in METRICS.values()
                if metric.pillar == pillar
                and metric.primary == primary
                and not _is_withheld(analysis, metric)
            ],
        )
        for pillar, title in PILLARS.items()
    ]
    return [group for group in groups if group[1]]


def withheld_rows(analysis: Analysis) -> list[tuple[str, list[str]]]:
    """List each reason for withholding with the labels of what it withholds."""
    reasons: dict[str, list[str]] = {}
    for metric in METRICS.values():
        if _is_withheld(analysis, metric):
            reasons.setdefault(_reason(analysis, metric), []).append(metric.label)
    return sorted(reasons.items(), key=lambda item: -len(item[1]))


def change_groups(comparison: Comparison, *, primary: bool) -> list[tuple[str, list[ChangeRow]]]:
    """List the comparable changes, of the first metrics of each pillar or of all others."""
    groups = [
        (
            title,
            [
                _change_row(change, comparison)
                for change in comparison.changes
                if METRICS[change.metric].pillar == pillar
                and METRICS[change.metric].primary == primary
                and change.verdict != "not comparable"
            ],
        )
        for pillar, title in PILLARS.items()
    ]
    return [group for group in groups if group[1]]


def count_rows(groups: Sequence[tuple[str, Sequence[MetricRow | ChangeRow]]]) -> int:
    """Count the rows of all groups."""
    return sum(len(rows) for _, rows in groups)


def count_changed(groups: Sequence[tuple[str, Sequence[ChangeRow]]]) -> int:
    """Count the rows that say that something changed."""
    return sum(row.verdict == "changed" for _, rows in groups for row in rows)


def not_comparable_rows(comparison: Comparison) -> list[ChangeRow]:
    """List what may not be compared, with before and after where they are known."""
    return [
        _change_row(change, comparison)
        for change in comparison.in_view()
        if change.verdict == "not comparable"
    ]


def step_headings(analyses: Sequence[Analysis]) -> list[str]:
    """Name the columns of the table of steps."""
    return [METRICS[name].label for name in _step_metrics(analyses)]


def _step_metrics(analyses: Sequence[Analysis]) -> tuple[str, ...]:
    """Choose what the table of steps shows: what one of the clips can."""
    views = {a.scene.camera.view for a in analyses}
    shown = {name for view in views for name in _STEP_METRICS if view in METRICS[name].views}
    return tuple(name for name in _STEP_METRICS if name in shown)


def step_rows(analyses: Sequence[Analysis], who: Sequence[str]) -> list[StepRow]:
    """List each step with its start; a value that is withheld for its clip or side shows a dash."""
    return [
        StepRow(
            analysis.name,
            which,
            number,
            str(row["side"]),
            f"{float(row.get('touchdown_s', row.get('step_start_s', math.nan))):.3f} s",
            tuple(_step_value(analysis, name, row) for name in _step_metrics(analyses)),
        )
        for analysis, which in zip(analyses, who, strict=True)
        for number, row in enumerate(analysis.steps.to_dict("records"), start=1)
    ]


def _metric_row(metric: Metric, analysis: Analysis) -> MetricRow:
    summary = analysis.metrics[metric.name]
    return MetricRow(
        metric.label,
        _about(metric),
        metric.sided,
        show(summary.value, metric.unit, _digits(metric)),
        show_spread(summary.sd, metric.unit),
        show(summary.left, metric.unit, _digits(metric)),
        show(summary.right, metric.unit, _digits(metric)),
        summary.n,
        summary.confidence,
        summary.reason,
        _asymmetry(metric, summary),
    )


def _digits(metric: Metric) -> int:
    """Digits beyond the usual: one for angles and shares whose small changes can be believed."""
    fine = {"deg": _FINE_DEG, "": _FINE_SHARE}.get(metric.unit, 0.0)
    return 1 if metric.believable_240 < fine else 0


def _asymmetry(metric: Metric, summary: MetricSummary) -> str:
    """Say whether left and right differ by more than a limb does by itself.

    Source: exell-2012.
    """
    if not metric.compares_sides:
        return ""
    if not math.isfinite(summary.sd):
        return "one stride: cannot be told from chance"
    stands_out = abs(summary.value) > max(summary.sd, np.nan_to_num(summary.measurement_sd))
    return (
        "beyond the spread from stride to stride"
        if stands_out
        else "no asymmetry beyond the spread from stride to stride"
    )


def _change_row(change: Change, comparison: Comparison) -> ChangeRow:
    metric = METRICS[change.metric]
    return ChangeRow(
        metric.label,
        _about(metric),
        show(change.before, change.unit, _digits(metric)),
        show_spread(_pooled_sd(comparison.before, change.metric), change.unit),
        show(change.after, change.unit, _digits(metric)),
        show_spread(_pooled_sd(comparison.after, change.metric), change.unit),
        change.n_before,
        change.n_after,
        show_change(change),
        show_interval(change),
        show_smallest(change),
        change.verdict,
        _towards(change, metric),
        change.confidence,
        ". ".join(text for text in (change.reason, change.caution) if text),
        describe_doubt(change),
    )


def _about(metric: Metric) -> str:
    return f"{metric.definition} {_DIRECTIONS[metric.direction]}"


def _towards(change: Change, metric: Metric) -> str:
    if change.verdict != "changed" or metric.direction == "neither":
        return ""
    wanted = 1 if metric.direction == "higher" else -1
    faster = change.change * wanted > 0
    return "towards faster sprinters" if faster else "away from faster sprinters"


def _pooled_sd(analyses: Sequence[Analysis], name: str) -> float:
    """Spread from step to step within clips."""
    spreads = np.array([a.metrics[name].sd for a in analyses])
    known = spreads[np.isfinite(spreads)]
    return float(np.sqrt(np.mean(known**2))) if len(known) else float("nan")


def _is_withheld(analysis: Analysis, metric: Metric) -> bool:
    return analysis.metrics[metric.name].confidence == "withheld"


def _reason(analysis: Analysis, metric: Metric) -> str:
    return analysis.metrics[metric.name].reason or "no reason was recorded"


def _step_value(analysis: Analysis, name: str, row: Mapping[Hashable, object]) -> str:
    metric, summary = METRICS[name], analysis.metrics[name]
    side: Side = "left" if row["side"] == "left" else "right"
    hidden = metric.sided and not math.isfinite(getattr(summary, side))
    if summary.confidence == "withheld" or hidden:
        return DASH
    return show(float(str(row[name])), metric.unit)
