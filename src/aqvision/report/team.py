"""Athletes of a team and their changes -> index.html: verdict and tables on one page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aqvision.core.provenance import package_version
from aqvision.kinematics.metrics.registry import METRICS, PILLARS
from aqvision.report.page import environment, inline
from aqvision.report.team_tables import (
    Standing,
    TeamAthlete,
    is_main_change,
    shown_pillars,
    team_row,
    unjudged,
)
from aqvision.report.wording import Sentence, count_athletes

_MAX_PILLARS = 4
_FEW_CLIPS = 12


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
    path
        The file.
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
            for athlete in sorted(athletes, key=lambda a: a.standing.order)
            if athlete.standing != Standing.NOT_JUDGED
        ],
        "unjudged": [unjudged(a) for a in athletes if a.standing == Standing.NOT_JUDGED],
        "clips": clips,
        "failed": [clip for clip in clips if clip.error],
    }


def team_verdict(athletes: Sequence[TeamAthlete], *, so_far: bool = False) -> list[str]:
    """Say in calm sentences how many changed, in what, and who was not judged.

    Parameters
    ----------
    athletes
        Those who are done.
    so_far
        Whether others are still to come.
    """
    if not athletes:
        return []
    counts = Counter(athlete.standing for athlete in athletes)
    judged = counts[Standing.CHANGED] + counts[Standing.WITHIN_NOISE]
    if not judged:
        return [Sentence.NOBODY_YET if so_far else Sentence.NOBODY_COMPARED, Sentence.SEE_BELOW]
    changed = Sentence.TEAM_CHANGED.format(
        n=counts[Standing.CHANGED], people=count_athletes(judged), pillars=_in_pillars(athletes)
    )
    others = {
        Standing.WITHIN_NOISE: Sentence.TEAM_STEADY,
        Standing.NOT_JUDGED: Sentence.TEAM_UNJUDGED,
    }
    return [
        Sentence.SO_FAR.format(sentence=changed) if so_far else changed,
        *(
            sentence.format(people=count_athletes(counts[standing]))
            for standing, sentence in others.items()
            if counts[standing]
        ),
    ]


def _in_pillars(athletes: Sequence[TeamAthlete]) -> str:
    """Name the pillars in which most athletes changed, by the main quantities."""
    touched = [
        {METRICS[c.metric].pillar for c in athlete.changes if is_main_change(c)}
        for athlete in athletes
    ]
    counts = {pillar: sum(pillar in one for one in touched) for pillar in PILLARS}
    most = sorted((p for p, n in counts.items() if n), key=lambda p: -counts[p])
    named = [f"{PILLARS[p].lower()} {counts[p]}" for p in most[:_MAX_PILLARS]]
    return Sentence.BY_PILLARS.format(pillars=", ".join(named)) if named else ""
