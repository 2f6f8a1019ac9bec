"""Analysis -> rows of text for the tables of a page: what was measured, and step by step."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import Side
from aqvision.core.types import View
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Grade, Metric
from aqvision.kinematics.quality.summary import MetricSummary
from aqvision.report.numbers import DASH, fine_digits, show, show_spread
from aqvision.report.wording import Sentence

_Row = TypeVar("_Row")
Groups = list[tuple[str, list[_Row]]]
"""Rows by pillar: title and rows of each that has any."""

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


class ClipRole(StrEnum):
    """What a clip is on its page; the value is its class in the style sheet."""

    SINGLE = "single"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class NameCell:
    """What a row is of, what that means, and what the interval of its change is made of."""

    label: str
    about: str
    uncertainty: str = ""


@dataclass(frozen=True, slots=True)
class MeanCell:
    """A mean with its spread from step to step and its number of values."""

    value: str
    spread: str
    n: int


@dataclass(frozen=True, slots=True)
class GradeCell:
    """How well something is measured, and why not better."""

    grade: Grade
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricRow:
    """One metric of one clip; ``remark`` says how far left against right may be off."""

    name: NameCell
    mean: MeanCell
    sided: bool
    left: str
    right: str
    remark: str
    grade: GradeCell


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step of one clip; ``start`` is touchdown or where the step begins."""

    clip: str
    role: ClipRole
    number: int
    side: str
    start: str
    values: tuple[str, ...]


def metric_groups(analysis: Analysis, *, main: bool) -> Groups[MetricRow]:
    """List what was measured.

    Parameters
    ----------
    analysis
        One clip.
    main
        The main metrics of each pillar, or all others.
    """
    return by_pillar(
        (metric, metric_row(metric, analysis.metrics[metric.name]))
        for metric in METRICS.values()
        if metric.main == main and not _is_withheld(analysis, metric)
    )


def by_pillar(rows: Iterable[tuple[Metric, _Row]]) -> Groups[_Row]:
    """Sort rows into the pillars of their metrics; pillars without any are left out.

    Parameters
    ----------
    rows
        Each with its metric.
    """
    known = list(rows)
    groups = [
        (title, [row for metric, row in known if metric.pillar == pillar])
        for pillar, title in PILLARS.items()
    ]
    return [group for group in groups if group[1]]


def withheld_rows(analysis: Analysis) -> list[tuple[str, list[str]]]:
    """List each reason for withholding with the labels of what it withholds.

    Seen from the side, what only another view shows is left out, as the verdict does not count it.

    Parameters
    ----------
    analysis
        One clip.
    """
    reasons: dict[str, list[str]] = {}
    view = analysis.scene.camera.view
    for metric in METRICS.values():
        of_other_view = view == View.SIDE and view not in metric.views
        if _is_withheld(analysis, metric) and not of_other_view:
            reason = analysis.metrics[metric.name].reason or Sentence.NO_REASON
            reasons.setdefault(reason, []).append(metric.label)
    return sorted(reasons.items(), key=lambda item: -len(item[1]))


def count_rows(groups: Groups[_Row], wanted: Callable[[_Row], bool] = lambda _: True) -> int:
    """Count the rows of all groups.

    Parameters
    ----------
    groups
        Rows by pillar.
    wanted
        Tells which of them count.
    """
    return sum(wanted(row) for _, rows in groups for row in rows)


def step_headings(analyses: Sequence[Analysis]) -> list[str]:
    """Name the columns of the table of steps.

    Parameters
    ----------
    analyses
        All clips of a page.
    """
    return [METRICS[name].label for name in step_metrics(analyses)]


def step_metrics(analyses: Sequence[Analysis]) -> tuple[str, ...]:
    """Choose what the table of steps shows: what one of the clips can.

    Parameters
    ----------
    analyses
        All clips of a page.
    """
    views = {a.scene.camera.view for a in analyses}
    return tuple(name for name in _STEP_METRICS if views & METRICS[name].views)


def step_rows(analyses: Sequence[Analysis], roles: Sequence[ClipRole]) -> list[StepRow]:
    """List each step with its start; a value that is withheld for its clip or side shows a dash.

    Parameters
    ----------
    analyses, roles
        Clips, and what each of them is.
    """
    return [
        StepRow(
            clip=analysis.name,
            role=role,
            number=number,
            side=str(row["side"]),
            start=Sentence.SECONDS_FINELY.format(
                s=float(row.get("touchdown_s", row.get("step_start_s", math.nan)))
            ),
            values=tuple(_step_value(analysis, name, row) for name in step_metrics(analyses)),
        )
        for analysis, role in zip(analyses, roles, strict=True)
        for number, row in enumerate(analysis.steps.to_dict("records"), start=1)
    ]


def _step_value(analysis: Analysis, name: str, row: Mapping[Hashable, object]) -> str:
    metric, summary = METRICS[name], analysis.metrics[name]
    side: Side = "left" if row["side"] == "left" else "right"
    hidden = metric.sided and not math.isfinite(getattr(summary, side))
    if summary.confidence == Grade.WITHHELD or hidden:
        return DASH
    return show(float(str(row[name])), metric.unit)


def metric_row(metric: Metric, summary: MetricSummary) -> MetricRow:
    """Write what was measured of one metric.

    Parameters
    ----------
    metric, summary
        What is measured, and what it came to.
    """
    value, left, right = (
        show(number, metric.unit, fine_digits(metric))
        for number in (summary.value, summary.left, summary.right)
    )
    return MetricRow(
        name=NameCell(metric.label, explain(metric)),
        mean=MeanCell(value, show_spread(summary.sd, metric.unit), summary.n),
        sided=metric.sided,
        left=left,
        right=right,
        remark=_left_against_right(metric, summary),
        grade=GradeCell(summary.confidence, summary.reason),
    )


def explain(metric: Metric) -> str:
    """Say what a metric is, and whether only its change may be read.

    Parameters
    ----------
    metric
        What is shown.
    """
    return (
        f"{metric.definition} {Sentence.CHANGE_ONLY}" if metric.change_only else metric.definition
    )


def _left_against_right(metric: Metric, summary: MetricSummary) -> str:
    """Say how far a difference of the sides may be off, and that it is not judged.

    Touchdown and toe-off of each foot err in a way of their own, by milliseconds that differ from
    clip to clip and that no number of strides averages away (measured: docs/accuracy.md).
    """
    if not metric.compares_sides:
        return ""
    if not math.isfinite(summary.se):
        return Sentence.SIDES_ONE_STRIDE
    error = show(summary.se, metric.unit, fine_digits(metric))
    return Sentence.SIDES_NOT_JUDGED.format(error=error)


def _is_withheld(analysis: Analysis, metric: Metric) -> bool:
    return analysis.metrics[metric.name].confidence == Grade.WITHHELD
