"""Athletes of a team and their changes -> rows of a table: who changed in what."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from aqvision.comparison.compare import Change
from aqvision.comparison.judging import Verdict
from aqvision.core.said import said
from aqvision.core.wording import word_of
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Grade, Pillar
from aqvision.report.change_numbers import show_change, show_interval
from aqvision.report.team_people import Standing, TeamAthlete, most_common_reason
from aqvision.report.team_reasons import why_none, why_none_of
from aqvision.report.wording import Sentence

_MAX_NAMED = 2


@dataclass(frozen=True, slots=True)
class NamedChange:
    """A change that a cell names, with its interval, and what bears on it."""

    label: str
    change: str
    interval: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A pillar of an athlete: the changes, and words for what did not change.

    ``order`` is for sorting.
    """

    order: float
    named: tuple[NamedChange, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An athlete of the table: the name and a cell a pillar; ``holds`` among so many athletes."""

    name: str
    link: str
    standing: Standing
    holds: bool
    cells: tuple[tuple[str, Cell], ...]


def shown_pillars(athletes: Sequence[TeamAthlete]) -> dict[Pillar, str]:
    """Choose the pillars in which anybody could be compared.

    Parameters
    ----------
    athletes
        Those who are done.
    """
    compared = {
        METRICS[change.metric].pillar
        for athlete in athletes
        for change in athlete.changes
        if change.is_comparable
    }
    return {pillar: title for pillar, title in PILLARS.items() if pillar in compared}


def empty_pillars(athletes: Sequence[TeamAthlete]) -> list[str]:
    """Say of each pillar in which nobody could be compared why not.

    Parameters
    ----------
    athletes
        Those who are done.
    """
    shown = shown_pillars(athletes)
    told = []
    for pillar, title in PILLARS.items():
        of_pillar = [c for a in athletes for c in a.changes if METRICS[c.metric].pillar == pillar]
        if of_pillar and pillar not in shown:
            reason = said(most_common_reason(of_pillar))
            told.append(Sentence.NOBODY_IN_PILLAR.format(pillar=title, reason=reason.rstrip(".")))
    return told


def team_row(athlete: TeamAthlete, pillars: dict[Pillar, str], held: Collection[str]) -> Row:
    """Lay out an athlete's changes.

    Parameters
    ----------
    athlete
        Somebody who could be judged.
    pillars
        Pillars with their titles, a cell each.
    held
        Metrics whose changes hold among so many athletes.
    """
    cells = tuple(
        (
            title,
            pillar_cell(
                [c for c in athlete.changes if METRICS[c.metric].pillar == pillar],
                held,
                of_the_athlete=athlete.of_the_athlete,
            ),
        )
        for pillar, title in pillars.items()
    )
    return Row(
        name=athlete.name,
        link=athlete.link,
        standing=athlete.standing,
        holds=bool(held),
        cells=cells,
    )


def pillar_cell(changes: Sequence[Change], held: Collection[str], *, of_the_athlete: bool) -> Cell:
    """Say what came of one pillar: what was named beforehand first, then what else changed.

    Parameters
    ----------
    changes
        Those of one athlete in one pillar.
    held
        Metrics whose changes hold among so many athletes.
    of_the_athlete
        Whether there are runs enough to speak of the athlete.
    """
    if not any(c.is_comparable for c in changes):
        return Cell(
            -2.0, words=(word_of(Verdict.NOT_COMPARABLE), said(most_common_reason(changes)))
        )
    primary = [c for c in changes if c.primary]
    changed = [c for c in changes if is_told(c)]
    ordered = sorted(changed, key=lambda c: (not c.primary, -c.size))
    named = tuple(_named_change(c, held) for c in ordered[:_MAX_NAMED])
    rest = len(ordered) - len(named)
    words = [_unchanged(c, of_the_athlete=of_the_athlete) for c in primary if not is_told(c)]
    words += [Sentence.MORE.format(n=rest)] if rest else []
    if not any(c.is_comparable for c in primary):
        others = [c for c in changes if c.is_counted and not is_told(c)]
        words += why_none_of(others, of_the_athlete=of_the_athlete)
    best = max((c.size for c in ordered if c.primary), default=0.0)
    return Cell(best if ordered else -1.0, named, tuple(words))


def is_told(change: Change) -> bool:
    """Tell whether a change is named: told by its verdict, a fact of its own and no rough one.

    Parameters
    ----------
    change
        One metric before and after.
    """
    return change.verdict.is_change and change.is_counted and change.confidence != Grade.C


def _named_change(change: Change, held: Collection[str]) -> NamedChange:
    return NamedChange(
        METRICS[change.metric].label,
        show_change(change),
        show_interval(change),
        note_of(change, held),
    )


def note_of(change: Change, held: Collection[str]) -> str:
    """Say what a change must not be mistaken for; mostly nothing.

    Parameters
    ----------
    change
        One that is told.
    held
        Metrics whose changes hold among so many athletes.
    """
    if not change.primary:
        return Sentence.NOT_NAMED
    return "" if change.metric in held else Sentence.BY_ITSELF


def _unchanged(change: Change, *, of_the_athlete: bool) -> str:
    """Say of a metric that was named beforehand why no change of it is told."""
    label = METRICS[change.metric].label
    why = why_none(change, of_the_athlete=of_the_athlete)
    return Sentence.LABELS_WHY.format(labels=label, why=why)
