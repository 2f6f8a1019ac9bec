"""Athletes of a team and their changes -> rows: who changed in what, who was not judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aqvision.analysis.warnings import ClipWarning
from aqvision.comparison.compare import Change
from aqvision.comparison.judging import Verdict
from aqvision.core.prompts import Prompt, as_sentence
from aqvision.core.wording import _, word_of
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Grade, Pillar
from aqvision.kinematics.quality.grades import prompts_of
from aqvision.report.numbers import show_bound, show_change, show_interval
from aqvision.report.wording import Sentence

_MAX_NAMED = 2
_MAX_ADVICE = 3
_ONLY_ONE = _("marks only with the command aqvision analyze")
COLUMNS = {
    Prompt.RATE: _("column capture_fps of the roster"),
    Prompt.PERSON: _("column track of the roster"),
    Prompt.HEIGHT: _("column height_m of the roster"),
    Prompt.BELT: _("column belt_mps of the roster"),
    Prompt.MARKS: _ONLY_ONE,
    Prompt.LENS: _ONLY_ONE,
    Prompt.SHOT: _("shots only with the command aqvision analyze"),
}
"""Where a roster takes what is asked for."""


class Standing(StrEnum):
    """What came of somebody, in the order in which they stand on the page."""

    CHANGED = "changed"
    RUNS_DIFFER = "these runs differ"
    NO_CHANGE = "no change found"
    CANNOT_TELL = "cannot be told yet"
    NOT_JUDGED = "not judged"

    @property
    def order(self) -> int:
        """Place on the page."""
        return list(Standing).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamClip:
    """A clip of the team: its report, or what went wrong with it.

    ``link`` is empty where there is no report; ``advice`` says how to film better.
    """

    athlete: str
    label: str
    name: str
    link: str = ""
    error: str = ""
    hint: str = ""
    advice: tuple[str, ...] = ()
    prompts: tuple[Prompt, ...] = ()

    @property
    def fault(self) -> str:
        """Say what went wrong and what to do, with the name of the clip."""
        what = self.error if self.name in self.error else f"{self.name}: {self.error}"
        return f"{_sentence(what)} {_sentence(self.hint, self.prompts)}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamAthlete:
    """An athlete of the team: every change of the comparison, or why there is none.

    ``compared`` names what was compared, ``cautions`` what differs between the clips; ``link``
    leads to the report, or to that of a clip, and is empty where there is none.
    """

    name: str
    link: str = ""
    changes: tuple[Change, ...] = ()
    compared: str = ""
    cautions: tuple[str, ...] = ()
    error: str = ""
    hint: str = ""
    clips: tuple[TeamClip, ...] = ()
    prompts: tuple[Prompt, ...] = ()

    @property
    def standing(self) -> Standing:
        """Tell what came of the comparison, by the metrics named beforehand."""
        if not any(change.is_comparable for change in self.changes):
            return Standing.NOT_JUDGED
        primary = [c for c in self.changes if c.primary and c.confidence != Grade.C]
        verdicts = {c.verdict for c in primary if c.is_comparable}
        if Verdict.CHANGED in verdicts:
            return Standing.CHANGED
        if Verdict.RUNS_DIFFER in verdicts:
            return Standing.RUNS_DIFFER
        return Standing.NO_CHANGE if verdicts == {Verdict.NO_CHANGE} else Standing.CANNOT_TELL


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
    compared: str
    cautions: tuple[str, ...]
    standing: Standing
    holds: bool
    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Unjudged:
    """Somebody who could not be judged: why, and how to film again."""

    name: str
    link: str
    reason: str
    advice: tuple[str, ...]


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
    said = []
    for pillar, title in PILLARS.items():
        of_pillar = [c for a in athletes for c in a.changes if METRICS[c.metric].pillar == pillar]
        if of_pillar and pillar not in shown:
            reason = _most_common_reason(of_pillar)
            said.append(Sentence.NOBODY_IN_PILLAR.format(pillar=title, reason=reason.rstrip(".")))
    return said


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
            pillar_cell([c for c in athlete.changes if METRICS[c.metric].pillar == pillar], held),
        )
        for pillar, title in pillars.items()
    )
    return Row(
        name=athlete.name,
        link=athlete.link,
        compared=athlete.compared,
        cautions=athlete.cautions,
        standing=athlete.standing,
        holds=bool(held),
        cells=cells,
    )


def pillar_cell(changes: Sequence[Change], held: Collection[str]) -> Cell:
    """Say what came of one pillar: what was named beforehand first, then what else changed.

    Parameters
    ----------
    changes
        Those of one athlete in one pillar.
    held
        Metrics whose changes hold among so many athletes.
    """
    if not any(c.is_comparable for c in changes):
        return Cell(-2.0, words=(word_of(Verdict.NOT_COMPARABLE), _most_common_reason(changes)))
    primary = [c for c in changes if c.primary]
    changed = [c for c in changes if _is_told(c)]
    ordered = sorted(changed, key=lambda c: (not c.primary, -c.size))
    named = tuple(_named_change(c, held) for c in ordered[:_MAX_NAMED])
    rest = len(ordered) - len(named)
    words = [_unchanged(c) for c in primary if not _is_told(c)]
    words += [Sentence.MORE.format(n=rest)] if rest else []
    if not (named or words):
        words = [Sentence.NONE_SHOWN]
    best = max((c.size for c in ordered if c.primary), default=0.0)
    return Cell(best if ordered else -1.0, named, tuple(words))


def _is_told(change: Change) -> bool:
    return change.verdict.is_change and change.is_counted and change.confidence != Grade.C


def _named_change(change: Change, held: Collection[str]) -> NamedChange:
    note = "" if change.metric in held else Sentence.BY_ITSELF
    return NamedChange(
        METRICS[change.metric].label,
        show_change(change),
        show_interval(change),
        note if change.primary else Sentence.NOT_NAMED,
    )


def _unchanged(change: Change) -> str:
    """Say of a metric that was named beforehand why no change of it is told."""
    label = METRICS[change.metric].label
    if not change.is_comparable:
        return Sentence.LABEL_NOT_COMPARED.format(label=label)
    if change.verdict == Verdict.NO_CHANGE:
        bound = show_bound(change.difference.at_most, change.unit)
        return Sentence.NO_CHANGE_ABOVE.format(label=label, bound=bound)
    return Sentence.LABEL_CANNOT_TELL.format(label=label)


def _most_common_reason(changes: Sequence[Change]) -> str:
    reasons = Counter(change.reason for change in changes if change.reason)
    return reasons.most_common(1)[0][0] if reasons else Sentence.NOTHING_TO_COMPARE


def unjudged(athlete: TeamAthlete) -> Unjudged:
    """Say why an athlete could not be judged, and what to do about it.

    Parameters
    ----------
    athlete
        Somebody of whom nothing could be compared.
    """
    reason = athlete.error or _most_common_reason(athlete.changes)
    advice = list(dict.fromkeys(_advice(athlete)))
    said = _sentence(reason, prompts_of(reason))
    return Unjudged(athlete.name, athlete.link, said, tuple(advice[:_MAX_ADVICE]))


def _advice(athlete: TeamAthlete) -> Iterator[str]:
    """Gather what to do: what the clips were refused for first, then how to film better."""
    faults = [clip.fault for clip in athlete.clips if clip.error]
    yield from faults
    if athlete.hint and not faults:
        yield _sentence(athlete.hint, athlete.prompts)
    yield from (_sentence(text) for clip in athlete.clips for text in clip.advice)


def advice_of(warning: ClipWarning) -> str:
    """Say what a warning says and asks for, as it stands on the page of a team.

    Parameters
    ----------
    warning
        Of one clip of the team.

    Examples
    --------
    >>> advice_of(ClipWarning("treadmill", "On a belt.", "Say how fast the belt runs."))
    'On a belt. Say how fast the belt runs (column belt_mps of the roster).'
    """
    return _sentence(f"{warning.text} {warning.hint}", warning.prompts)


def _sentence(text: str, prompts: Sequence[Prompt] = ()) -> str:
    return as_sentence(text, prompts, COLUMNS)
