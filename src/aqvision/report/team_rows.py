"""Athletes of a team -> rows: the verdict in a sentence, speed and what was named, what to film."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from aqvision.comparison.compare import Change
from aqvision.core.said import all_said, said
from aqvision.core.wording import upper_first, word_of
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.change_numbers import show_change, show_interval, show_sides
from aqvision.report.headline import headline_of, next_of
from aqvision.report.interval_bars import Bar, interval_bars
from aqvision.report.numbers import fine_digits, show
from aqvision.report.outcomes import not_compared, short_changes
from aqvision.report.phrases import listed
from aqvision.report.sparklines import Sparkline, sparkline
from aqvision.report.team_people import Standing, TeamAthlete, TeamReport
from aqvision.report.team_reasons import why_none
from aqvision.report.team_tables import is_told, note_of
from aqvision.report.wording import Sentence

SPEED = "speed_mps"
_DATE_HYPHEN = re.compile(r"(?<=\d)-(?=\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricLine:
    """A metric of an athlete: what came of it, its bar, and its values clip by clip.

    ``change`` with its ``interval`` is told where there is one, else ``words`` say why not;
    ``note`` says what the change must not be mistaken for.
    """

    label: str
    before: str
    after: str
    change: str
    interval: str
    words: str
    note: str
    bar: Bar | None
    spark: Sparkline | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """An athlete who could be judged.

    ``holds`` tells whether the change does among so many athletes, ``speed_order`` is the change of
    speed for sorting, empty where there is none; ``not_compared`` names with its reason what was
    named beforehand and could not be compared.
    """

    name: str
    link: str
    compared: str
    cautions: tuple[str, ...]
    more: tuple[TeamReport, ...]
    standing: Standing
    holds: bool
    headline: str
    speed: MetricLine | None
    speed_order: str
    named: tuple[MetricLine, ...]
    not_compared: tuple[str, ...]
    next: str

    @property
    def order(self) -> float:
        """Place by verdict; what changed by itself alone comes after what holds among so many."""
        by_itself = self.standing == Standing.CHANGED and not self.holds
        return self.standing.order + (0.5 if by_itself else 0.0)


def person_rows(
    athletes: Sequence[TeamAthlete], held: Sequence[Collection[str]]
) -> list[PersonRow]:
    """Lay out those who could be judged, the clearest standing first.

    Parameters
    ----------
    athletes
        Those who are done.
    held
        Of each, the metrics whose changes hold among so many athletes.
    """
    judged = [
        (replace(athlete, changes=all_said(athlete.changes)), own)
        for athlete, own in zip(athletes, held, strict=True)
        if athlete.standing != Standing.NOT_JUDGED
    ]
    judged.sort(key=lambda pair: pair[0].standing.order)
    bars = _bars([athlete for athlete, _own in judged])
    return [_row(athlete, own, bars) for athlete, own in judged]


def _bars(athletes: Sequence[TeamAthlete]) -> dict[int, Bar | None]:
    """Draw the changes of all on one scale, so that athletes can be compared; by id of change."""
    shown = [c for a in athletes for c in a.changes if c.primary or c.metric == SPEED]
    return {id(c): bar for c, bar in zip(shown, interval_bars(shown), strict=True)}


def _row(athlete: TeamAthlete, held: Collection[str], bars: dict[int, Bar | None]) -> PersonRow:
    speed = next((c for c in athlete.changes if c.metric == SPEED and c.is_comparable), None)
    named = [c for c in athlete.changes if c.primary and c is not speed]
    shown = [c for c in (speed, *named) if c is not None and c.is_comparable]
    lines = {c.metric: _line(athlete, c, held, bars[id(c)]) for c in shown}
    return PersonRow(
        name=athlete.name,
        link=athlete.link,
        compared=_DATE_HYPHEN.sub("\N{NON-BREAKING HYPHEN}", athlete.compared),
        cautions=tuple(map(said, athlete.cautions)),
        more=athlete.more,
        standing=athlete.standing,
        holds=bool(held),
        headline=_headline(athlete, named),
        speed=lines.pop(SPEED, None),
        speed_order="" if speed is None else f"{speed.difference.value:.6g}",
        named=tuple(lines.values()),
        not_compared=tuple(not_compared([c for c in named if c.metric != SPEED])),
        next=next_of(athlete.in_view, of_the_athlete=athlete.of_the_athlete),
    )


def _headline(athlete: TeamAthlete, named: Sequence[Change]) -> str:
    """Say what came of speed, and what else changed: first where speed is not told."""
    told = [c for c in named if is_told(c)]
    speed = headline_of(athlete.in_view)
    if not told:
        return speed
    else_ = f"{upper_first(listed(short_changes(told)))}."
    faster = any(c.metric == SPEED and is_told(c) for c in athlete.changes)
    return f"{speed} {else_}" if faster else f"{else_} {speed}"


def _line(
    athlete: TeamAthlete, change: Change, held: Collection[str], bar: Bar | None
) -> MetricLine:
    before, after = show_sides(change)
    told = is_told(change)
    return MetricLine(
        label=METRICS[change.metric].label,
        before=before,
        after=after,
        change=show_change(change) if told else "",
        interval=show_interval(change) if told else "",
        words="" if told else why_none(change, of_the_athlete=athlete.of_the_athlete),
        note=note_of(change, held) if told else "",
        bar=bar,
        spark=_spark(athlete, change),
    )


def _spark(athlete: TeamAthlete, change: Change) -> Sparkline | None:
    metric = METRICS[change.metric]
    known = [
        (clip.label, value)
        for clip in athlete.filmed
        if math.isfinite(value := clip.values.get(metric.name, math.nan))
    ]
    told = [
        Sentence.SPARK_VALUE.format(
            label=word_of(label), value=show(value, metric.unit, fine_digits(metric))
        )
        for label, value in known
    ]
    words = Sentence.SPARK.format(label=metric.label, values=", ".join(told))
    return sparkline(known, change.minimal_detectable_change, words)
