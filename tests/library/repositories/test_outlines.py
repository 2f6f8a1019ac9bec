"""Everybody is outlined in as many queries as one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from aqvision.library.library import Library
from aqvision.library.records import JobKind, JobState
from benchmarks.team_library import fill
from tests.support.team_folder import made_result, measured_now, queries_of, small_video


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
    assert [clip.run_id for clip in of_ada.clips] == [runs["measured"].id]
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
    for clip in library.outlines(None, ["speed_mps", "hip_width_m"])[0].clips:
        values = whole[clip.run_id]["metrics"]
        assert clip.summary["metrics"] == {"speed_mps": values["speed_mps"][:1]}
        assert clip.summary["view"] == "side"


def test_clips_of_an_older_way_are_counted_unless_they_are_under_way(
    library: Library, tmp_path: Path
) -> None:
    session = library.add_session(library.add_athlete("Ada").id, "before")
    runs = [
        library.add_run(session.id, small_video(tmp_path / f"{n}.mp4", n.encode())) for n in "abc"
    ]
    measured_now(library, runs[0])
    for run in runs[1:]:
        library.add_analysis(run.id, run.name, made_result(library), {})
    assert library.n_in_older_way() == 2
    library.add_job(JobKind.ANALYZE, run_id=runs[1].id)
    assert library.n_in_older_way() == 1
    assert library.n_in_older_way([]) == 0
