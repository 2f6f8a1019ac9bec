"""The team's table: found by name, sorted, with what waits in words."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from aqvision.comparison.judging import Verdict as Judged
from aqvision.comparison.store import change_to_dict
from aqvision.library.records import Athlete, Outline, Told
from aqvision.web.courses import Course
from aqvision.web.team import chosen, plain, team_rows
from tests.support.team_changes import change_of

NOW = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def outline(name: str, judged: Judged | None = None, **counts: object) -> Outline:
    athlete = Athlete(id=name, name=name, height_m=None, mass_kg=None, created=NOW)
    told = None
    if judged is not None:
        rows = [change_to_dict(change_of("speed_mps", 1.0, judged))]
        summary = json.dumps({"changes": rows, "n_runs": [3, 3, 0]})
        told = Told(comparison_id="c", athlete_id=name, primaries=(), summary=summary)
    return Outline(athlete=athlete, told=told, **counts)  # type: ignore[arg-type]


OUTLINES = [
    outline("Ada Example", Judged.NO_CHANGE, last_day=dt.date(2026, 3, 2), n_sessions=2),
    outline("Bea", n_failed=1, n_waiting=2),
    outline("Zoë Ångström", Judged.CHANGED, last_day=dt.date(2026, 5, 4), n_open=1),
]
ROWS = team_rows(OUTLINES, {one.athlete.id: Course("", None, frozenset()) for one in OUTLINES})


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 3), ("zoe", 1), ("ANGSTROM", 1), (" a  ", 3), ("ada exa", 1), ("x" * 300, 0), ("%", 0)],
)
def test_names_are_found_however_they_are_typed(query: str, found: int) -> None:
    assert len(chosen(ROWS, query)) == found


@pytest.mark.parametrize(
    ("sort", "first"),
    [("name", "Ada Example"), ("day", "Zoë Ångström"), ("verdict", "Zoë Ångström"),
     ("waits", "Bea"), ("drop table", "Ada Example")],
)  # fmt: skip
def test_rows_are_sorted_by_what_is_asked_for(sort: str, first: str) -> None:
    assert chosen(ROWS, "", sort)[0].name == first


def test_what_waits_is_said() -> None:
    ada, bea, zoe = ROWS
    assert bea.waits == ("2 clips to check", "1 clip did not work")
    assert (ada.waits, zoe.waits) == ((), ("1 under way",))
    assert (ada.sessions, bea.sessions) == ("2 sessions", "no clips yet")
    assert (ada.day, bea.day) == ("2 March 2026", "")
    assert zoe.verdict is not None
    assert zoe.verdict.sentence.startswith("Faster:")
    assert bea.verdict is None


def test_names_are_plain() -> None:
    assert plain("STRAßE") == plain("strasse")
