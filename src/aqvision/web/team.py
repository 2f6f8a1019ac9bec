"""Outlines of athletes -> rows of the team's table: found by name, sorted, in words."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aqvision.core.recorded import show_day
from aqvision.core.wording import _, ngettext
from aqvision.library.records import ComparisonKind, Outline
from aqvision.web.verdicts import Verdict, verdict_of

if TYPE_CHECKING:
    from aqvision.report.sparklines import Sparkline
    from aqvision.web.courses import Course

_NO_VERDICT = 99
SORTS = ("name", "day", "verdict", "waits")
"""By what the table may be sorted."""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """Somebody in the team's table."""

    athlete_id: str
    name: str
    plain: str
    n_sessions: int
    last_day: dt.date | None
    verdict: Verdict | None
    spark: Sparkline | None
    waits: tuple[str, ...]
    n_waits: int

    @property
    def day(self) -> str:
        """The last day of filming, in words; empty where none is known."""
        return "" if self.last_day is None else show_day(self.last_day)

    @property
    def sessions(self) -> str:
        """How many sessions there are."""
        if not self.n_sessions:
            return _("no clips yet")
        return ngettext("{n} session", "{n} sessions", self.n_sessions).format(n=self.n_sessions)


def plain(name: str) -> str:
    """Write a name as it is searched for: small letters without accents.

    Parameters
    ----------
    name
        Of an athlete, or what was typed.

    >>> plain(" Zoë  Ångström ")
    'zoe angstrom'
    """
    apart = unicodedata.normalize("NFD", name.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


def team_rows(outlines: Sequence[Outline], courses: Mapping[str, Course]) -> list[TeamRow]:
    """Lay out everybody.

    Parameters
    ----------
    outlines, courses
        By name, and what is drawn of each, by id.
    """
    return [_row(one, courses[one.athlete.id].spark) for one in outlines]


def chosen(rows: Sequence[TeamRow], query: str = "", sort: str = "name") -> list[TeamRow]:
    """Choose those whose names hold what was typed, in the order that was asked for.

    Parameters
    ----------
    rows
        By name.
    query, sort
        What was typed, and one of SORTS; anything else sorts by name.
    """
    wanted = plain(query)
    found = [row for row in rows if wanted in row.plain]
    return sorted(found, key=_ORDERS[sort]) if sort in _ORDERS else found


_ORDERS: dict[str, Callable[[TeamRow], Any]] = {
    "day": lambda row: -(row.last_day or dt.date.min).toordinal(),
    "verdict": lambda row: row.verdict.order if row.verdict else _NO_VERDICT,
    "waits": lambda row: -row.n_waits,
}


def _row(outline: Outline, spark: Sparkline | None) -> TeamRow:
    told = outline.told
    return TeamRow(
        athlete_id=outline.athlete.id,
        name=outline.athlete.name,
        plain=plain(outline.athlete.name),
        n_sessions=outline.n_sessions,
        last_day=outline.last_day,
        verdict=None if told is None else verdict_of(told.summary, ComparisonKind.CHANGE),
        spark=spark,
        waits=tuple(_waits(outline)),
        n_waits=outline.n_waiting + outline.n_failed + outline.n_open,
    )


def _waits(outline: Outline) -> list[str]:
    """Say what is still to be done, what is to be done by people first."""
    counted = (
        (outline.n_waiting, ngettext("{n} clip to check", "{n} clips to check", outline.n_waiting)),
        (
            outline.n_failed,
            ngettext("{n} clip did not work", "{n} clips did not work", outline.n_failed),
        ),
        (outline.n_open, ngettext("{n} under way", "{n} under way", outline.n_open)),
    )
    return [words.format(n=n) for n, words in counted if n]
