"""Clips and changes of a team -> what came of each athlete, or why nothing did and what to do."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from aqvision.analysis.warnings import ClipWarning
from aqvision.comparison.compare import Change
from aqvision.comparison.judging import Verdict
from aqvision.core.prompts import Prompt, as_sentence
from aqvision.core.said import said
from aqvision.core.wording import _
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.kinematics.quality.grades import prompts_of
from aqvision.report.wording import Sentence

_MAX_ADVICE = 3
_TAPPED = _("two marks in the browser: aqvision serve")
COLUMNS = {
    Prompt.RATE: _("column capture_fps of the roster"),
    Prompt.PERSON: _("column track of the roster"),
    Prompt.HEIGHT: _("column height_m of the roster"),
    Prompt.BELT: _("column belt_mps of the roster"),
    Prompt.MARKS: _TAPPED,
    Prompt.LENS: _TAPPED,
    Prompt.SHOT: _("column shot of the roster"),
    Prompt.DAY: _("column date of the roster"),
    Prompt.MASS: _("column mass_kg of the roster"),
    Prompt.HOLD: _("only with the command aqvision hold"),
}
"""Where a roster takes what is asked for."""


_REPORTS = {
    "holds": _("Holds before and after"),
    "ladder": _("What holds as speed rises"),
    "season": _("The season"),
}


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


class Detail(NamedTuple):
    """Beside a value: its standard error, the means of the sides where it has some, its grade."""

    se: float = float("nan")
    left: float = float("nan")
    right: float = float("nan")
    grade: Grade = Grade.WITHHELD


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamClip:
    """A clip of the team: its report, or what went wrong with it.

    ``link`` is empty where there is no report; ``advice`` says how to film better. ``values`` are
    those that were measured, in the units of the registry, of a run from ``view`` on a ``day``;
    empty and None where they are not known, and ``details`` tells more of each. ``load`` and
    ``band`` are what a hold was held against; ``kind`` is run,
    ladder or hold, as the roster has it; ``grades`` counts the metrics of each grade. ``compared``
    tells whether it is one of the clips of the athlete's comparison.
    """

    athlete: str
    label: str
    name: str
    link: str = ""
    error: str = ""
    hint: str = ""
    advice: tuple[str, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)
    view: str = ""
    day: dt.date | None = None
    kind: str = "run"
    load: str = ""
    band: str = ""
    grades: Mapping[Grade, int] = field(default_factory=dict)
    details: Mapping[str, Detail] = field(default_factory=dict)
    compared: bool = False

    @property
    def problem(self) -> str:
        """Say what went wrong, with the name of the clip; empty where nothing did."""
        error = said(self.error)
        return _sentence(error if self.name in error or not error else f"{self.name}: {error}")

    @property
    def cure(self) -> str:
        """Say what to do about it, or how to film better."""
        return _sentence(said(self.hint), self.prompts) if self.error else " ".join(self.advice)

    @property
    def fault(self) -> str:
        """Say what went wrong and what to do."""
        return f"{self.problem} {self.cure}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamReport:
    """What else was made of an athlete's clips: ``kind`` is holds, ladder or season.

    ``told`` says in a line what came of it, ``error`` why there is none; then ``link`` is empty.
    """

    kind: str
    link: str = ""
    told: str = ""
    error: str = ""

    @property
    def label(self) -> str:
        """What it is of."""
        return _REPORTS[self.kind]

    @property
    def line(self) -> str:
        """Say what came of it, or why nothing did."""
        return _sentence(said(self.error)) if self.error else said(self.told)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamAthlete:
    """An athlete of the team: every change of the comparison, or why there is none.

    ``compared`` names what was compared, ``cautions`` what differs between the clips; ``link``
    leads to the report, or to that of a clip, and is empty where there is none. ``of_the_athlete``
    tells whether there are runs enough to speak of the athlete and not of these runs; ``n_runs``
    were compared before and after.
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
    more: tuple[TeamReport, ...] = ()
    of_the_athlete: bool = False
    n_runs: tuple[int, int] = (0, 0)

    @property
    def in_view(self) -> list[Change]:
        """List the changes of what the view of any of the clips shows; all where none is known."""
        views = {clip.view for clip in self.clips if clip.view}
        return [c for c in self.changes if not views or views & METRICS[c.metric].views]

    @property
    def filmed(self) -> list[TeamClip]:
        """List the clips in the order of filming: by day, where every day is known."""
        known = all(clip.day is not None for clip in self.clips)
        return sorted(
            self.clips,
            key=lambda c: (c.day if c.day and known else dt.date.min, c.label != "before"),
        )

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
class Unjudged:
    """Somebody who could not be judged: why, and how to film again."""

    name: str
    link: str
    reason: str
    advice: tuple[str, ...]
    more: tuple[TeamReport, ...] = ()


def most_common_reason(changes: Sequence[Change]) -> str:
    """Say why most of some changes could not be compared.

    Parameters
    ----------
    changes
        Those of one or several athletes.
    """
    reasons = Counter(change.reason for change in changes if change.reason)
    return reasons.most_common(1)[0][0] if reasons else Sentence.NOTHING_TO_COMPARE


def unjudged(athlete: TeamAthlete) -> Unjudged:
    """Say why an athlete could not be judged, and what to do about it.

    Parameters
    ----------
    athlete
        Somebody of whom nothing could be compared.
    """
    reason = athlete.error or most_common_reason(athlete.changes)
    advice = list(dict.fromkeys(_advice(athlete)))
    told = _sentence(said(reason), prompts_of(reason))
    return Unjudged(athlete.name, athlete.link, told, tuple(advice[:_MAX_ADVICE]), athlete.more)


def _advice(athlete: TeamAthlete) -> Iterator[str]:
    """Gather what to do: what the clips were refused for first, then how to film better."""
    faults = [clip.fault for clip in athlete.clips if clip.error]
    yield from faults
    if athlete.hint and not faults:
        yield _sentence(said(athlete.hint), athlete.prompts)
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
    return _sentence(f"{said(warning.text)} {said(warning.hint)}", warning.prompts)


def _sentence(text: str, prompts: Sequence[Prompt] = ()) -> str:
    return as_sentence(text, prompts, COLUMNS)
