"""Comparison or Analysis -> a card for each of the four movements, with the few numbers that count.

All other numbers are in the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, Comparison
from aqvision.comparison.judging import Verdict
from aqvision.core.types import View
from aqvision.core.wording import upper_first
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Grade, Pillar
from aqvision.report.change_numbers import show_change, show_interval, show_sides
from aqvision.report.interval_bars import Bar, interval_bars
from aqvision.report.phrases import most_common
from aqvision.report.tables import MetricRow, NameCell, explain, metric_row
from aqvision.report.wording import MOVEMENTS, Sentence

_MOST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChange:
    """One metric of a card, before and after."""

    name: NameCell
    before: str
    after: str
    change: str
    interval: str
    verdict: Verdict
    bar: Bar | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One movement: what is looked at, and what was measured; else ``reason`` says why nothing."""

    pillar: Pillar
    title: str
    watches: str
    changes: tuple[CardChange, ...] = ()
    values: tuple[MetricRow, ...] = ()
    reason: str = ""


def change_cards(comparison: Comparison) -> list[Card]:
    """Make the cards of a comparison; none where nothing is compared, or not seen from the side.

    Parameters
    ----------
    comparison
        What changed.
    """
    if not comparison.comparable() or not _from_the_side((*comparison.before, *comparison.after)):
        return []
    return [_change_card(pillar, comparison) for pillar in MOVEMENTS]


def value_cards(analysis: Analysis) -> list[Card]:
    """Make the cards of one clip; none where it is not seen from the side.

    Parameters
    ----------
    analysis
        One clip.
    """
    if not _from_the_side([analysis]):
        return []
    return [_value_card(pillar, analysis) for pillar in MOVEMENTS]


def _from_the_side(analyses: Sequence[Analysis]) -> bool:
    return all(a.scene.camera.view == View.SIDE for a in analyses)


def _change_card(pillar: Pillar, comparison: Comparison) -> Card:
    own = [c for c in comparison.changes if METRICS[c.metric].pillar == pillar]
    shown = sorted(filter(_may_stand, own), key=_order)[:_MOST]
    bars = interval_bars(shown)
    return Card(
        pillar=pillar,
        title=PILLARS[pillar],
        watches=MOVEMENTS[pillar],
        changes=tuple(_card_change(c, bar) for c, bar in zip(shown, bars, strict=True)),
        reason="" if shown else _reason([c.reason for c in own]),
    )


def _may_stand(change: Change) -> bool:
    """Tell whether a change is one of those that stand for a movement."""
    return change.is_comparable and (change.primary or METRICS[change.metric].main)


def _order(change: Change) -> tuple[bool, bool, bool, float]:
    return (
        change.confidence == Grade.C,
        not change.primary,
        not change.verdict.is_change,
        -change.size,
    )


def _card_change(change: Change, bar: Bar | None) -> CardChange:
    metric = METRICS[change.metric]
    before, after = show_sides(change)
    return CardChange(
        name=NameCell(metric.label, explain(metric)),
        before=before,
        after=after,
        change=show_change(change),
        interval=show_interval(change),
        verdict=change.verdict,
        bar=bar,
    )


def _value_card(pillar: Pillar, analysis: Analysis) -> Card:
    own = [metric for metric in METRICS.values() if metric.pillar == pillar and metric.main]
    summaries = [analysis.metrics[metric.name] for metric in own]
    known = [
        metric_row(metric, summary)
        for metric, summary in zip(own, summaries, strict=True)
        if summary.confidence != Grade.WITHHELD
    ]
    return Card(
        pillar=pillar,
        title=PILLARS[pillar],
        watches=MOVEMENTS[pillar],
        values=tuple(sorted(known, key=lambda row: row.grade.grade == Grade.C)[:_MOST]),
        reason="" if known else _reason([summary.reason for summary in summaries]),
    )


def _reason(reasons: Sequence[str]) -> str:
    told = most_common([reason for reason in reasons if reason])
    return upper_first(told[0].rstrip(".") if told else Sentence.NO_REASON)
