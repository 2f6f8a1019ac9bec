"""The queue says whose each job is, in the order in which they are done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from aqvision.library.library import Library
from aqvision.library.records import JobKind, JobState
from tests.support.team_folder import session_of, small_video

NOW = dt.datetime.now(dt.UTC)
DAY_AGO = NOW - dt.timedelta(days=1)


def test_whoever_runs_comes_first_then_turns_then_what_failed(
    library: Library, tmp_path: Path
) -> None:
    before = session_of(library, "Ada")
    after = library.add_session(before.athlete_id, "after")
    ben = session_of(library, "Ben")
    names = ("failed", "second", "runs", "urgent")
    runs = {
        name: library.add_run(ben.id, small_video(tmp_path / f"{name}.mp4", name.encode()))
        for name in names
    }
    jobs = {
        name: library.add_job(JobKind.ANALYZE, run_id=run.id, priority=2)
        for name, run in runs.items()
    }
    made = library.add_comparison(before.id, after.id)
    compared = library.add_job(JobKind.COMPARE, comparison_id=made.id, priority=2)
    library.update_job(jobs["failed"].id, state=JobState.FAILED, finished=NOW)
    library.update_job(jobs["runs"].id, state=JobState.RUNNING)
    library.update_job(jobs["urgent"].id, priority=1)
    queue = library.queued(DAY_AGO)
    assert [one.job.id for one in queue] == [
        jobs["runs"].id, jobs["urgent"].id, jobs["second"].id, compared.id, jobs["failed"].id,
    ]  # fmt: skip
    assert {one.athlete for one in queue[:3]} == {"Ben"}
    assert (queue[3].athlete, queue[3].sessions) == ("Ada", (before, after))
    assert queue[0].clip == "runs.mp4"
    assert [one.job.id for one in library.queued(DAY_AGO, [before.athlete_id])] == [compared.id]
    assert library.queued(NOW + dt.timedelta(seconds=1))[-1].job.id == compared.id
    library.add_job(JobKind.ANALYZE, run_id=runs["failed"].id)
    assert jobs["failed"].id not in [one.job.id for one in library.queued(DAY_AGO)]


def test_how_long_jobs_take_is_known_from_earlier_ones(library: Library, tmp_path: Path) -> None:
    session = session_of(library)
    assert library.usual_s() == {}
    for number in (10, 20, 90):
        name = f"{number}.mp4"
        run = library.add_run(session.id, small_video(tmp_path / name, name.encode()))
        job = library.add_job(JobKind.ANALYZE, run_id=run.id)
        begun = NOW - dt.timedelta(seconds=number)
        library.update_job(job.id, state=JobState.DONE, started=begun, finished=NOW)
    assert library.usual_s() == {JobKind.ANALYZE: 20.0}
