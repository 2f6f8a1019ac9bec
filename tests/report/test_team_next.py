"""Whom of a team to film again first, and how."""

from __future__ import annotations

from dataclasses import replace

from aqvision.comparison.judging import Verdict
from aqvision.report.team_next import FilmAgain, film_again
from aqvision.report.team_people import TeamAthlete
from tests.support.team_changes import change_of
from tests.support.team_people import HOSTILE, alone, athlete


def unsure(
    name: str, more_after: int | None, clips_a_side: int | None = None, *, enough: bool = True
) -> TeamAthlete:
    change = replace(
        change_of("speed_mps", 0.5, Verdict.CANNOT_TELL),
        more_after=more_after, clips_a_side=clips_a_side,
    )  # fmt: skip
    return TeamAthlete(name=name, changes=(change,), of_the_athlete=enough)


def test_where_few_runs_bring_an_answer_comes_first() -> None:
    told = film_again(
        [alone("Otto"), athlete("Runs", "runs"), unsure("Both", None, 3), unsure("Two", 2),
         unsure("One", 1), unsure("Also two", 2), athlete("Anna", "some"), athlete("Bo", "none")]
    )  # fmt: skip
    assert [one.names for one in told] == ["One", "Two and Also two", "Both"]
    assert told[0].how == "Film one more run after, on another day."
    assert told[1].how.startswith("Film 2 more runs after")
    assert "film 3 before and 3 after" in told[2].how


def test_single_runs_come_before_those_of_whom_nothing_is_known() -> None:
    first, last = film_again(
        [alone("Otto"), athlete("Runs", "runs"), unsure("New", None, 3, enough=False)]
    )
    assert first.names == "New and Runs"
    assert first.how.startswith("Film three runs at the same effort")
    assert last == FilmAgain("Otto", "What to do stands below, with the reason.")


def test_where_more_runs_would_not_tell_nobody_is_sent_out() -> None:
    assert film_again([unsure("Never", None), athlete("Anna", "some")]) == []


def test_many_are_counted() -> None:
    (one,) = film_again([alone(name) for name in [HOSTILE, "B", "C", "D", "E", "F"]])
    assert one.names == f"{HOSTILE}, B, C, D and 2 more"
