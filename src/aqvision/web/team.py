"""Outlines of athletes -> rows of the team's table: found by name, sorted, in words."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aqvision.core.recorded import show_day
from aqvision.core.wording import _, ngettext, word_of
from aqvision.library.records import ComparisonKind, MeasuredClip, Outline
from aqvision.web.metric_lines import like_the_last
from aqvision.web.verdicts import Verdict, verdict_of

if TYPE_CHECKING:
    from aqvision.report.sparklines import Sparkline

DRAWN = ("speed_mps", "step_frequency_hz")
"""Drawn where nothing in particular was named: the first that was measured."""
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


def team_rows(outlines: Sequence[Outline]) -> list[TeamRow]:
    """Lay out everybody.

    Parameters
    ----------
    outlines
        By name.
    """
    return [_row(one) for one in outlines]


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


def _row(outline: Outline) -> TeamRow:
    told = outline.told
    return TeamRow(
        athlete_id=outline.athlete.id,
        name=outline.athlete.name,
        plain=plain(outline.athlete.name),
        n_sessions=outline.n_sessions,
        last_day=outline.last_day,
        verdict=None if told is None else verdict_of(told.summary, ComparisonKind.CHANGE),
        spark=spark_of(outline.clips, told.primaries if told else ()),
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


def spark_of(clips: Sequence[MeasuredClip], primaries: Sequence[str]) -> Sparkline | None:
    """Draw the first metric that was named, or speed, from session to session.

    Parameters
    ----------
    clips, primaries
        Measured clips by day, and what was named for the latest comparison.
    """
    alike = like_the_last(clips)
    if not alike:
        return None
    from aqvision.kinematics.metrics.registry import METRICS
    from aqvision.report.sparklines import sparkline
    from aqvision.report.wording import Sentence

    known = {name for clip in alike for name in clip.summary["metrics"]}
    wanted = (*primaries[:1], *DRAWN)
    name = next((n for n in wanted if n in known and n in METRICS), None)
    if name is None:
        return None
    means = _session_means(name, alike)
    metric = METRICS[name]
    told = [
        Sentence.SPARK_VALUE.format(label=word_of(label), value=_shown(metric, value))
        for label, value in means
    ]
    words = _("{label}, session by session: {values}").format(
        label=metric.label, values=", ".join(told)
    )
    level = sum(value for _label, value in means) / len(means)
    return sparkline(means, metric.minimal_detectable_change(_USUAL_HZ, level), words)


_USUAL_HZ = 240.0


def _shown(metric: Any, value: float) -> str:
    from aqvision.report.numbers import fine_digits, show

    return show(value, metric.unit, fine_digits(metric))


def _session_means(name: str, clips: Sequence[MeasuredClip]) -> list[tuple[str, float]]:
    """Average a metric over each session, in the order of their days."""
    values: dict[str, list[float]] = {}
    labels: dict[str, str] = {}
    for clip in clips:
        row = clip.summary["metrics"].get(name)
        if row is not None:
            values.setdefault(clip.session_id, []).append(row[0])
            labels[clip.session_id] = clip.label
    return [(labels[one], sum(of) / len(of)) for one, of in values.items()]
