"""Athletes of a team -> whom to film again first, and how.

Where few runs more bring an answer comes first, then those of whom single runs are known, then
those of whom nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aqvision.comparison.judging import Verdict
from aqvision.report.headline import next_of
from aqvision.report.phrases import listed
from aqvision.report.team_people import Standing, TeamAthlete
from aqvision.report.wording import Sentence

_MAX_NAMED = 4
_MAX_WAYS = 3
_OPEN = (Standing.CANNOT_TELL, Standing.RUNS_DIFFER, Standing.NOT_JUDGED)
_MANY = 99
"""Runs, where no number of them that we would ask for brings an answer."""


@dataclass(frozen=True, slots=True)
class FilmAgain:
    """Some athletes who are to be filmed in the same way."""

    names: str
    how: str


def film_again(athletes: Sequence[TeamAthlete]) -> list[FilmAgain]:
    """Say whom to film again first: those who have no answer yet, who need the same together.

    Parameters
    ----------
    athletes
        Those who are done.

    Returns
    -------
    list of FilmAgain
        The most urgent first; empty where everybody has an answer.
    """
    open_ = [a for a in athletes if a.standing in _OPEN]
    open_.sort(key=lambda a: (_OPEN.index(a.standing), _n_runs_missing(a)))
    ways: dict[str, list[str]] = {}
    for athlete in open_:
        ways.setdefault(_how(athlete), []).append(athlete.name)
    ways.pop(Sentence.FILM_AFTER_NEXT, None)  # more runs of the same day would not tell
    return [FilmAgain(_named(names), how) for how, names in list(ways.items())[:_MAX_WAYS]]


def _how(athlete: TeamAthlete) -> str:
    if athlete.standing == Standing.NOT_JUDGED:
        return Sentence.TEAM_FILM_AS_BELOW
    return next_of(athlete.in_view, of_the_athlete=athlete.of_the_athlete)


def _n_runs_missing(athlete: TeamAthlete) -> int:
    """Count the runs that would tell what cannot be told yet."""
    unsure = [c for c in athlete.changes if c.primary and c.verdict == Verdict.CANNOT_TELL]
    if later := [c.more_after for c in unsure if c.more_after is not None]:
        return max(later)
    both = [c.clips_a_side for c in unsure if c.clips_a_side is not None]
    return 2 * max(both) if both else _MANY


def _named(names: Sequence[str]) -> str:
    rest = len(names) - _MAX_NAMED
    more = [Sentence.MORE.format(n=rest)] if rest > 0 else []
    return listed([*names[:_MAX_NAMED], *more])
