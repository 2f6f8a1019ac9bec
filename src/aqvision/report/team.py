"""Athletes of a team and their changes -> index.html: verdict and tables on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aqvision.comparison.judging import PRIMARY_RATE
from aqvision.comparison.team.team_effect import TeamEffect
from aqvision.core.provenance import package_version
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.group import group_of
from aqvision.report.numbers import show
from aqvision.report.phrases import count_athletes, count_changes, inline_label, listed
from aqvision.report.team_families import changes_that_hold
from aqvision.report.team_next import film_again
from aqvision.report.team_people import Standing, TeamAthlete, unjudged
from aqvision.report.team_rows import SPEED, person_rows
from aqvision.report.team_tables import empty_pillars, shown_pillars, team_row
from aqvision.report.templating import environment, inline
from aqvision.report.wording import Sentence

_MAX_NAMED = 4
_FEW_CLIPS = 12
_OTHERS = {
    Standing.RUNS_DIFFER: Sentence.TEAM_RUNS_DIFFER,
    Standing.NO_CHANGE: Sentence.TEAM_STEADY,
    Standing.CANNOT_TELL: Sentence.TEAM_CANNOT_TELL,
    Standing.NOT_JUDGED: Sentence.TEAM_UNJUDGED,
}


def write_team_page(  # noqa: PLR0913 - who is on the page, and what is said of them
    title: str,
    athletes: Sequence[TeamAthlete],
    level: str,
    path: Path,
    waiting: Sequence[str] = (),
    outdated: Sequence[str] = (),
    *,
    group: Sequence[TeamEffect] = (),
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
    path
        The file.
    waiting
        Names of the others.
    outdated
        Names of folders beside the page whose athletes are not of the team any more.
    group
        How the group changed as a whole; empty while others wait to be measured.
    """
    page = (
        environment()
        .get_template("team.html")
        .render(
            style=inline("report.css") + inline("team.css"),
            script=inline("team.js") + inline("reveal.js"),
            title=title,
            headline=team_headline(athletes, so_far=bool(waiting)),
            sentences=team_verdict(athletes),
            again=film_again(athletes),
            group=group_of(group, athletes),
            waiting=waiting,
            outdated=outdated,
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
    held = changes_that_hold([a.changes for a in athletes])
    together = sorted(zip(athletes, held, strict=True), key=lambda pair: pair[0].standing.order)
    return {
        "people": person_rows(athletes, held),
        "pillars": pillars,
        "empty_pillars": empty_pillars(athletes),
        "rows": [
            team_row(athlete, pillars, own)
            for athlete, own in together
            if athlete.standing != Standing.NOT_JUDGED
        ],
        "unjudged": [unjudged(a) for a in athletes if a.standing == Standing.NOT_JUDGED],
        "clips": clips,
        "failed": [clip for clip in clips if clip.error],
    }


def team_headline(athletes: Sequence[TeamAthlete], *, so_far: bool = False) -> str:
    """Say in one sentence how many are faster, slower, or have changed in something else.

    Parameters
    ----------
    athletes
        Those who are done; where there are none, nothing is said.
    so_far
        Whether others are still to come.
    """
    if not athletes:
        return ""
    n_judged = sum(a.standing != Standing.NOT_JUDGED for a in athletes)
    if not n_judged:
        return Sentence.NOBODY_YET if so_far else Sentence.NOBODY_COMPARED
    people, what = count_athletes(n_judged), _ways_of_change(_who_changed(athletes))
    first = (
        Sentence.TEAM_CHANGED.format(people=people, what=listed(what))
        if what
        else Sentence.TEAM_NONE_CHANGED.format(people=people)
    )
    return Sentence.SO_FAR.format(sentence=first) if so_far else first


def team_verdict(athletes: Sequence[TeamAthlete]) -> list[str]:
    """Say in calm sentences what the headline leaves out: in what they changed, who was not judged.

    Parameters
    ----------
    athletes
        Those who are done.
    """
    counts = Counter(athlete.standing for athlete in athletes)
    if len(athletes) == counts[Standing.NOT_JUDGED]:
        return [Sentence.SEE_BELOW] if athletes else []
    held = changes_that_hold([a.changes for a in athletes])
    changed = [own for _athlete, own in _who_changed(athletes)]
    told = [*_in_what(changed), *_by_chance(sum(map(len, changed)))]
    if _any_by_itself(athletes, held):
        n = len(athletes) - counts[Standing.NOT_JUDGED]
        told.append(Sentence.TEAM_BY_ITSELF.format(n=n))
    return told + [
        sentence.format(people=count_athletes(counts[standing]))
        for standing, sentence in _OTHERS.items()
        if counts[standing]
    ]


def _who_changed(athletes: Sequence[TeamAthlete]) -> list[tuple[TeamAthlete, frozenset[str]]]:
    """Find those who changed, with the metrics in which they did among so many."""
    held = changes_that_hold([a.changes for a in athletes])
    return [
        (athlete, own)
        for athlete, own in zip(athletes, held, strict=True)
        if own and athlete.standing == Standing.CHANGED
    ]


def _ways_of_change(changed: Sequence[tuple[TeamAthlete, frozenset[str]]]) -> list[str]:
    """Count who is faster, who is slower, and who changed in something else alone."""
    speeds = [
        change.difference.value
        for athlete, own in changed
        for change in athlete.changes
        if change.metric == SPEED and SPEED in own
    ]
    rest = len(changed) - len(speeds)
    counts = {
        Sentence.TEAM_FASTER: sum(speed > 0 for speed in speeds),
        Sentence.TEAM_SLOWER: sum(speed < 0 for speed in speeds),
        Sentence.TEAM_OTHERWISE if speeds else Sentence.TEAM_NOT_IN_SPEED: rest,
    }
    return [sentence.format(n=n) for sentence, n in counts.items() if n]


def _in_what(changed: Sequence[frozenset[str]]) -> list[str]:
    """Name the metrics in which most changed."""
    counts = Counter(name for own in changed for name in METRICS if name in own)
    most = [
        Sentence.COUNTED.format(label=inline_label(name), n=n)
        for name, n in counts.most_common(_MAX_NAMED)
    ]
    return [Sentence.TEAM_CHANGED_IN.format(what=listed(most))] if most else []


def _by_chance(n: int) -> list[str]:
    """Say how many of the changes that hold over the team may be chance; nothing if none does."""
    if not n:
        return []
    expected = n * PRIMARY_RATE
    sentence = Sentence.TEAM_HARDLY_BY_CHANCE if expected < 1 else Sentence.TEAM_BY_CHANCE
    return [
        sentence.format(changes=count_changes(n), rate=show(PRIMARY_RATE, ""), n=round(expected))
    ]


def _any_by_itself(athletes: Sequence[TeamAthlete], held: Sequence[frozenset[str]]) -> bool:
    return any(
        c.primary and c.verdict.is_change and c.confidence != Grade.C and c.metric not in own
        for athlete, own in zip(athletes, held, strict=True)
        for c in athlete.changes
    )
