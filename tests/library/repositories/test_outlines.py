"""Everybody is outlined in as many queries as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aqvision.library.library import Library
from aqvision.library.records import JobKind, JobState, Outline, Session
from aqvision.library.repositories.base import found
from aqvision.library.tables import AnalysisRow, ComparisonRow, SessionRow
from benchmarks.team_library import fill
from tests.support.team_folder import (
    made_result,
    measured_now,
    opened_again,
    queries_of,
    small_video,
)

METRICS = ("speed_mps", "step_frequency_hz")


def test_no_query_is_asked_for_each_athlete_or_clip(library: Library) -> None:
    fill(library, 2, 3)
    with queries_of(library) as few:
        assert len(library.outlines(None, ["speed_mps"])) == 2
    fill(library, 7, 9)
    with queries_of(library) as many:
        assert len(library.outlines(None, ["speed_mps"])) == 9
    assert len(few) == len(many)


def test_what_there_is_and_what_waits_is_counted(library: Library, tmp_path: Path) -> None:
    ada, bob = library.add_athlete("Ada"), library.add_athlete("bob")
    days = [dt.date(2026, 3, 2), dt.date(2026, 5, 4)]
    before, after = (library.add_session(ada.id, "before", day) for day in days)
    names = ("measured", "waits", "runs", "failed")
    runs = {
        name: library.add_run(before.id, small_video(tmp_path / f"{name}.mp4", name.encode()))
        for name in names
    }
    library.add_analysis(runs["measured"].id, "key", made_result(library), {})
    library.add_job(JobKind.ANALYZE, run_id=runs["runs"].id)
    failed = library.add_job(JobKind.ANALYZE, run_id=runs["failed"].id)
    library.update_job(failed.id, state=JobState.FAILED)
    compared = library.add_comparison(before.id, after.id)
    library.add_job(JobKind.COMPARE, comparison_id=compared.id)
    of_ada, of_bob = library.outlines()
    assert (of_ada.athlete, of_bob.athlete) == (ada, bob)
    assert (of_ada.n_sessions, of_ada.last_day, of_ada.n_clips) == (2, days[1], 4)
    assert (of_ada.n_waiting, of_ada.n_open, of_ada.n_failed) == (1, 2, 1)
    assert (of_bob.n_sessions, of_bob.last_day, of_bob.n_waiting) == (0, None, 0)
    assert of_ada.under_way == {runs["runs"].id}
    assert of_ada.measured is not None
    assert [clip.run_id for clip in of_ada.measured.clips] == [runs["measured"].id]
    assert library.outlines([bob.id]) == (of_bob,)
    assert library.outlines([]) == ()


def test_the_last_verdict_is_that_of_the_latest_session(library: Library) -> None:
    (athlete_id,) = fill(library, 1, 3)
    sessions = {one.label: one.id for one in library.sessions(athlete_id)}
    told = library.outlines()[0].told
    assert told is not None
    made = library.comparison(told.comparison_id)
    assert made.after_session_id == sessions["after"]
    assert set(library.told(athlete_id)) == {one.id for one in library.comparisons(athlete_id)}
    library.delete_comparison(made.id)
    assert library.outlines()[0].told != told


def test_clips_bring_the_values_that_are_asked_for(library: Library) -> None:
    (athlete_id,) = fill(library, 1, 3)
    whole = {clip.run_id: clip.summary for clip in library.measured_clips(athlete_id)}
    (outline,) = library.outlines(None, ["speed_mps", "hip_width_m"])
    assert outline.measured is not None
    for clip in outline.measured.clips:
        values = whole[clip.run_id]["metrics"]
        assert clip.summary["metrics"] == {"speed_mps": values["speed_mps"][:1]}
        assert clip.summary["view"] == "side"


def names_read_anew(library: Library, kept: dict[str, Outline]) -> list[str]:
    """Ask with the stamps of what is kept, see that all is as if nothing were, and keep it."""
    stamps = {one: outline.stamp for one, outline in kept.items()}
    asked = library.outlines(None, METRICS, stamps)
    whole = [
        one if one.measured else replace(one, measured=kept[one.athlete.id].measured)
        for one in asked
    ]
    assert tuple(whole) == library.outlines(None, METRICS)
    kept.clear()
    kept.update((one.athlete.id, one) for one in whole)
    return [one.athlete.name for one in asked if one.measured]


def test_after_a_change_only_whom_it_is_of_is_read_anew(library: Library) -> None:
    ada, ben, carl = fill(library, 3, 6)
    for one, name in ((ada, "Ada"), (ben, "Ben"), (carl, "Carl")):
        library.update_athlete(one, name=name)
    first, second, third = library.sessions(ada)
    clips = library.runs(second.id)
    other = opened_again(library)  # as another program would
    told = library.outlines()[0].told
    assert told is not None
    changes: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: None, ["Ada", "Ben", "Carl"]),
        (lambda: None, []),
        (lambda: library.update_athlete(ada, height_m=1.7), []),
        (lambda: library.leave_out(clips[0].id, left_out=True), []),
        (lambda: library.add_job(JobKind.ANALYZE, run_id=clips[0].id), []),
        (lambda: measured_otherwise(library, clips[0].id), ["Ada"]),
        (lambda: other.delete_run(clips[1].id), ["Ada"]),
        (lambda: library.delete_comparison(told.comparison_id), []),
        (lambda: other.move_session(second.id, ben), ["Ada", "Ben"]),
        (lambda: library.move_to_day(clips[0].id, dt.date(2026, 4, 1)), ["Ben"]),
        (lambda: as_session(library, first, label="mid"), ["Ada"]),
        (lambda: as_session(other, third, date=dt.date(2026, 7, 1)), ["Ada"]),
        (lambda: other.delete_session(first.id), ["Ada"]),
        (lambda: library.delete_athlete(ben), []),
        (lambda: library.add_athlete("Dora"), ["Dora"]),
    ]
    kept: dict[str, Outline] = {}
    for change, read in changes:
        change()
        assert names_read_anew(library, kept) == read
    other.close()


def measured_otherwise(library: Library, run_id: str) -> None:
    library.add_analysis(run_id, "key", made_result(library), {})


def as_session(library: Library, session: Session, **values: Any) -> None:
    known = {"label": session.label, "name": session.name, "date": session.date}
    library.update_session(session.id, **known | values)


def test_what_is_named_first_for_the_latest_comparison_is_read(library: Library) -> None:
    ada, _ben = fill(library, 2, 6)
    before, _mid, after = library.sessions(ada)
    kept: dict[str, Outline] = {}
    names_read_anew(library, kept)
    made = library.add_comparison(before.id, after.id, primaries=("trunk_lean_deg",))
    with library.writing() as transaction:
        found(transaction, ComparisonRow, made.id).folder = "f" * 32
    assert names_read_anew(library, kept) == ["Athlete 001"]
    measured = kept[ada].measured
    assert measured is not None
    assert set(measured.clips[0].summary["metrics"]) == {*METRICS, "trunk_lean_deg"}


def test_what_is_undone_changes_nothing(library: Library) -> None:
    (ada,) = fill(library, 1, 6)
    session, other = library.sessions(ada)[0], opened_again(library)
    kept: dict[str, Outline] = {}
    names_read_anew(library, kept)

    def delete_and_fail() -> None:
        with library.writing() as transaction:
            transaction.delete(found(transaction, SessionRow, session.id))
            transaction.flush()
            assert names_read_anew(other, kept) == []  # nobody sees it before its end
            raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        delete_and_fail()
    assert names_read_anew(library, kept) == []
    assert kept[ada].n_sessions == 3
    other.close()


def test_a_result_without_its_summary_is_read_until_it_has_one(library: Library) -> None:
    (ada,) = fill(library, 1, 3)
    run = library.runs(library.sessions(ada)[0].id)[0]
    made = library.add_analysis(run.id, "key", made_result(library), {})
    with library.writing() as transaction:
        found(transaction, AnalysisRow, made.id).summary = None
    kept: dict[str, Outline] = {}
    assert [names_read_anew(library, kept) for _time in range(2)] == [["Athlete 001"]] * 2
    assert library.fill_summaries() == 1
    assert [names_read_anew(library, kept) for _time in range(2)] == [["Athlete 001"], []]


def test_clips_of_an_older_way_are_named_holds_among_them(library: Library, tmp_path: Path) -> None:
    session = library.add_session(library.add_athlete("Ada").id, "before")
    runs = [
        library.add_run(session.id, small_video(tmp_path / f"{n}.mp4", n.encode())) for n in "abc"
    ]
    measured_now(library, runs[0])
    for run in runs[1:]:
        library.add_analysis(run.id, run.name, made_result(library), {})
    library.update_run(runs[2].id, replace(runs[2].options, is_hold=True))
    library.add_job(JobKind.ANALYZE, run_id=runs[1].id)
    (outline,) = library.outlines()
    assert outline.measured is not None
    assert outline.measured.older == {runs[1].id, runs[2].id}
    assert [clip.run_id for clip in outline.measured.clips] == [runs[0].id, runs[1].id]
    assert outline.under_way == {runs[1].id}
