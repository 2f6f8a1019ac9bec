"""Athletes of a team and their changes -> index.html: who changed in what, who did not, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from aqvision.analysis.warnings import ClipWarning
from aqvision.comparison.compare import Change
from aqvision.core.prompts import Prompt, as_sentence
from aqvision.core.provenance import package_version
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Pillar
from aqvision.kinematics.quality.grades import prompts_of
from aqvision.report.numbers import show_change, show_interval
from aqvision.report.page import environment, inline

Standing = Literal["changed", "within noise", "not judged"]
_MAX_NAMED = 2
_MAX_ADVICE = 3
_MAX_PILLARS = 4
_FEW_CLIPS = 12
_ONLY_ONE = "marks only with the command aqvision analyze"
COLUMNS = {
    Prompt.RATE: "column capture_fps of the roster",
    Prompt.PERSON: "column track of the roster",
    Prompt.HEIGHT: "column height_m of the roster",
    Prompt.BELT: "column belt_mps of the roster",
    Prompt.MARKS: _ONLY_ONE,
    Prompt.LENS: _ONLY_ONE,
}
"""Where a roster takes what is asked for."""
_ORDER: dict[Standing, int] = {"changed": 0, "within noise": 1, "not judged": 2}


@dataclass(frozen=True, slots=True)
class TeamClip:
    """A clip of the team: its report, or what went wrong with it.

    ``link`` is empty where there is no report; ``advice`` says how to film better.
    """

    athlete: str
    label: str
    name: str
    link: str
    error: str = ""
    hint: str = ""
    advice: tuple[str, ...] = ()
    prompts: tuple[Prompt, ...] = ()

    @property
    def fault(self) -> str:
        """Say what went wrong and what to do, with the name of the clip."""
        what = self.error if self.name in self.error else f"{self.name}: {self.error}"
        return f"{_sentence(what)} {_sentence(self.hint, self.prompts)}".strip()


@dataclass(frozen=True, slots=True)
class TeamAthlete:
    """An athlete of the team: every change of the comparison, or why there is none.

    ``compared`` names what was compared; ``link`` leads to the report, or to that of a clip, and is
    empty where there is none.
    """

    name: str
    link: str
    changes: tuple[Change, ...] = ()
    compared: str = ""
    error: str = ""
    hint: str = ""
    clips: tuple[TeamClip, ...] = ()
    prompts: tuple[Prompt, ...] = ()

    @property
    def standing(self) -> Standing:
        """Tell what came of the comparison, by all that was compared."""
        verdicts = {change.verdict for change in self.changes}
        if "changed" in verdicts:
            return "changed"
        return "within noise" if "within noise" in verdicts else "not judged"


@dataclass(frozen=True, slots=True)
class Cell:
    """A pillar of an athlete: the main changes with their intervals; ``order`` is for sorting."""

    standing: Standing
    named: tuple[tuple[str, str, str], ...]
    more: str
    order: float


@dataclass(frozen=True, slots=True)
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


def write_team_page(
    title: str,
    athletes: Sequence[TeamAthlete],
    level: str,
    path: Path,
    waiting: Sequence[str] = (),
) -> None:
    """Write the page of a team, of a part of it while others wait to be measured.

    Parameters
    ----------
    title
        What the team is called.
    athletes
        Those who are done, in the order in which they stand on the page at first, within their
        standing.
    level
        How sure the intervals are, as it is written: "90%".
    waiting
        Names of the others.
    """
    page = (
        environment()
        .get_template("team.html")
        .render(
            style=inline("report.css") + inline("team.css"),
            script=inline("team.js"),
            title=title,
            sentences=team_verdict(athletes, so_far=bool(waiting)),
            waiting=waiting,
            n_done=len(athletes),
            n_all=len(athletes) + len(waiting),
            **_tables(athletes),
            few_clips=_FEW_CLIPS,
            level=level,
            version=package_version(),
        )
    )
    path.write_text(page, encoding="utf-8")


def _tables(athletes: Sequence[TeamAthlete]) -> dict[str, Any]:
    """Gather who was judged, pillar by pillar, who was not, and all clips."""
    clips = [clip for athlete in athletes for clip in athlete.clips]
    pillars = shown_pillars(athletes)
    return {
        "pillars": pillars,
        "rows": [
            team_row(athlete, pillars)
            for athlete in sorted(athletes, key=lambda a: _ORDER[a.standing])
            if athlete.standing != "not judged"
        ],
        "unjudged": [unjudged(a) for a in athletes if a.standing == "not judged"],
        "clips": clips,
        "failed": [clip for clip in clips if clip.error],
    }


def shown_pillars(athletes: Sequence[TeamAthlete]) -> dict[Pillar, str]:
    """Choose the pillars in which anybody could be compared."""
    compared = {
        METRICS[change.metric].pillar
        for athlete in athletes
        for change in athlete.changes
        if change.verdict != "not comparable"
    }
    return {pillar: title for pillar, title in PILLARS.items() if pillar in compared}


def team_verdict(athletes: Sequence[TeamAthlete], *, so_far: bool = False) -> list[str]:
    """Say in calm sentences how many changed, in what, and who was not judged.

    ``so_far`` tells that others are still to come.
    """
    if not athletes:
        return []
    counts = Counter(athlete.standing for athlete in athletes)
    begin = "So far " if so_far else ""
    judged = counts["changed"] + counts["within noise"]
    if not judged:
        return [
            "So far nobody could be compared." if so_far else "Nobody could be compared.",
            "Below stands why, and what to do.",
        ]
    of = f"{begin}{counts['changed']} of {_people(judged)} who could be compared changed"
    sentences = [f"{of} in at least one quantity beyond noise{_in_pillars(athletes)}."]
    if counts["within noise"]:
        who = _people(counts["within noise"])
        sentences.append(f"{who} stayed within noise in all quantities.")
    if counts["not judged"]:
        who = _people(counts["not judged"])
        sentences.append(f"{who} could not be judged; why, and what to do, stands below.")
    return sentences


def _people(n: int) -> str:
    return "1 athlete" if n == 1 else f"{n} athletes"


def _in_pillars(athletes: Sequence[TeamAthlete]) -> str:
    """Name the pillars in which most athletes changed, by the main quantities."""
    touched = [
        {METRICS[c.metric].pillar for c in athlete.changes if _is_main_change(c)}
        for athlete in athletes
    ]
    counts = {pillar: sum(pillar in one for one in touched) for pillar in PILLARS}
    most = sorted((p for p, n in counts.items() if n), key=lambda p: -counts[p])
    named = [f"{PILLARS[p].lower()} {counts[p]}" for p in most[:_MAX_PILLARS]]
    return f" (by main quantities: {', '.join(named)})" if named else ""


def _is_main_change(change: Change) -> bool:
    return change.verdict == "changed" and METRICS[change.metric].primary


def team_row(athlete: TeamAthlete, pillars: dict[Pillar, str]) -> Row:
    """Lay out an athlete's changes, a cell a pillar."""
    cells = tuple(
        (title, pillar_cell([c for c in athlete.changes if METRICS[c.metric].pillar == pillar]))
        for pillar, title in pillars.items()
    )
    compared = [c for c in athlete.changes if c.verdict != "not comparable"]
    n_changed = sum(change.verdict == "changed" for change in compared)
    words = f"{n_changed} of {len(compared)} quantities"
    return Row(
        athlete.name, athlete.link, athlete.compared, athlete.standing, words, n_changed, cells
    )


def pillar_cell(changes: Sequence[Change]) -> Cell:
    """Name the main changes of a pillar, what stands out most first, and count the others."""
    changed = sorted(
        (c for c in changes if c.verdict == "changed"), key=lambda c: (c.confidence == "C", -c.size)
    )
    main = [change for change in changed if _is_main_change(change)]
    if changed:
        named = tuple(
            (METRICS[c.metric].label, show_change(c), show_interval(c)) for c in main[:_MAX_NAMED]
        )
        rest = len(changed) - len(named)
        further = "1 further quantity" if rest == 1 else f"{rest} further quantities"
        more = f"{rest} more" if named else further
        return Cell("changed", named, more if rest else "", main[0].size if main else 0.0)
    if any(change.verdict == "within noise" for change in changes):
        return Cell("within noise", (), "", -1.0)
    return Cell("not judged", (), "", -2.0)


def unjudged(athlete: TeamAthlete) -> Unjudged:
    """Say why an athlete could not be judged, and what to do about it."""
    reasons = Counter(change.reason for change in athlete.changes if change.reason)
    reason = athlete.error or (reasons.most_common(1)[0][0] if reasons else "nothing to compare")
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
