"""Athletes of a team and their changes -> rows: who changed in what, who was not judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aqvision.analysis.warnings import ClipWarning
from aqvision.comparison.compare import Change
from aqvision.comparison.interval import Verdict
from aqvision.core.prompts import Prompt, as_sentence
from aqvision.core.wording import _
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Grade, Pillar
from aqvision.kinematics.quality.grades import prompts_of
from aqvision.report.numbers import show_change, show_interval
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
}
"""Where a roster takes what is asked for."""


class Standing(StrEnum):
    """What came of somebody, in the order in which they stand on the page."""

    CHANGED = "changed"
    WITHIN_NOISE = "within noise"
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

    ``compared`` names what was compared; ``link`` leads to the report, or to that of a clip, and is
    empty where there is none.
    """

    name: str
    link: str = ""
    changes: tuple[Change, ...] = ()
    compared: str = ""
    error: str = ""
    hint: str = ""
    clips: tuple[TeamClip, ...] = ()
    prompts: tuple[Prompt, ...] = ()

    @property
    def standing(self) -> Standing:
        """Tell what came of the comparison, by all that was compared."""
        return _standing(self.changes)


@dataclass(frozen=True, slots=True)
class MainChange:
    """A change that a cell names, with its interval."""

    label: str
    change: str
    interval: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A pillar of an athlete: the main changes, and words for the others.

    ``order`` is for sorting.
    """

    standing: Standing
    order: float
    named: tuple[MainChange, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An athlete of the table: the name and a cell a pillar."""

    name: str
    link: str
    compared: str
    standing: Standing
    words: str
    order: float
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


def is_main_change(change: Change) -> bool:
    """Tell whether one of the metrics named first changed.

    Parameters
    ----------
    change
        One metric before and after.
    """
    return change.verdict == Verdict.CHANGED and METRICS[change.metric].primary


def team_row(athlete: TeamAthlete, pillars: dict[Pillar, str]) -> Row:
    """Lay out an athlete's changes.

    Parameters
    ----------
    athlete
        Somebody who could be judged.
    pillars
        Pillars with their titles, a cell each.
    """
    cells = tuple(
        (title, pillar_cell([c for c in athlete.changes if METRICS[c.metric].pillar == pillar]))
        for pillar, title in pillars.items()
    )
    n_changed = sum(change.verdict == Verdict.CHANGED for change in athlete.changes)
    n_compared = sum(change.is_comparable for change in athlete.changes)
    return Row(
        name=athlete.name,
        link=athlete.link,
        compared=athlete.compared,
        standing=athlete.standing,
        words=Sentence.ATHLETE_CHANGED.format(n=n_changed, n_compared=n_compared),
        order=n_changed,
        cells=cells,
    )


def pillar_cell(changes: Sequence[Change]) -> Cell:
    """Name the main changes of a pillar, what stands out most first, and count the others.

    Parameters
    ----------
    changes
        Those of one athlete in one pillar.
    """
    standing = _standing(changes)
    if standing != Standing.CHANGED:
        return Cell(standing, -float(standing.order))
    changed = sorted(
        (c for c in changes if c.verdict == Verdict.CHANGED),
        key=lambda c: (c.confidence == Grade.C, -c.size),
    )
    main = [change for change in changed if is_main_change(change)]
    named = tuple(
        MainChange(METRICS[c.metric].label, show_change(c), show_interval(c))
        for c in main[:_MAX_NAMED]
    )
    rest = len(changed) - len(named)
    further = Sentence.ONE_FURTHER if rest == 1 else Sentence.FURTHER
    more = (Sentence.MORE if named else further).format(n=rest) if rest else ""
    return Cell(standing, main[0].size if main else 0.0, named, more)


def _standing(changes: Sequence[Change]) -> Standing:
    verdicts = {change.verdict for change in changes}
    if Verdict.CHANGED in verdicts:
        return Standing.CHANGED
    return Standing.WITHIN_NOISE if Verdict.WITHIN_NOISE in verdicts else Standing.NOT_JUDGED


def unjudged(athlete: TeamAthlete) -> Unjudged:
    """Say why an athlete could not be judged, and what to do about it.

    Parameters
    ----------
    athlete
        Somebody of whom nothing could be compared.
    """
    reasons = Counter(change.reason for change in athlete.changes if change.reason)
    reason = athlete.error or (
        reasons.most_common(1)[0][0] if reasons else Sentence.NOTHING_TO_COMPARE
    )
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
