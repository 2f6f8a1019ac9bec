"""Jobs are shared, kept and changed."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.library import Library
from aqvision.library.records import JobKind, JobState
from tests.support.team_folder import session_of, small_video


def test_who_asks_at_once_shares_a_job(library: Library, tmp_path: Path) -> None:
    run = library.add_run(session_of(library).id, small_video(tmp_path / "1.mp4", b"1"))
    with ThreadPoolExecutor(8) as askers:
        asked = [askers.submit(library.add_job, JobKind.ANALYZE, run_id=run.id) for _ in range(32)]
    (job,) = {one.result() for one in asked}
    assert library.jobs() == (job,)
    library.update_job(job.id, state="done")
    assert library.add_job(JobKind.ANALYZE, run_id=run.id).id != job.id


def test_jobs_are_kept_and_changed(library: Library, tmp_path: Path) -> None:
    run = library.add_run(session_of(library).id, small_video(tmp_path / "1.mp4", b"1"))
    job = library.add_job(JobKind.ANALYZE, run_id=run.id, priority=3)
    assert (job.state, job.attempts, job.progress, job.priority) == ("waiting", 0, 0.0, 3)
    moment = dt.datetime(2026, 3, 14, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    changed = library.update_job(job.id, state="running", attempts=1, started=moment)
    assert changed.started == moment
    assert changed == library.job(job.id)
    assert library.job(job.id).started.utcoffset() == dt.timedelta(0)  # type: ignore[union-attr]
    assert library.jobs(run_id=run.id, states=(JobState.RUNNING,)) == (changed,)
    assert library.jobs(states=(JobState.WAITING, JobState.DONE)) == ()
    with pytest.raises(TypeError):
        library.update_job(job.id, run_id="0" * 32)
    with pytest.raises(LibraryError):
        library.add_job(JobKind.COMPARE, comparison_id="0" * 32)


def test_the_latest_job_of_each_run_and_comparison_is_given(
    library: Library, tmp_path: Path
) -> None:
    before, other = session_of(library), session_of(library, "Ben")
    after = library.add_session(before.athlete_id, "after")
    run = library.add_run(before.id, small_video(tmp_path / "1.mp4", b"1"))
    his = library.add_run(other.id, small_video(tmp_path / "2.mp4", b"2"))
    first = library.add_job(JobKind.ANALYZE, run_id=run.id)
    library.update_job(first.id, state="done")
    second = library.add_job(JobKind.ANALYZE, run_id=run.id)
    library.add_job(JobKind.ANALYZE, run_id=his.id)
    made = library.add_comparison(before.id, after.id)
    compared = library.add_job(JobKind.COMPARE, comparison_id=made.id)
    assert library.latest_jobs(before.athlete_id, JobKind.ANALYZE) == {run.id: second}
    assert library.latest_jobs(before.athlete_id, JobKind.COMPARE) == {made.id: compared}


def test_runs_under_way_are_named_of_everybody_or_of_somebody(
    library: Library, tmp_path: Path
) -> None:
    before, other = session_of(library), session_of(library, "Ben")
    made = library.add_comparison(before.id, library.add_session(before.athlete_id, "after").id)
    library.add_job(JobKind.COMPARE, comparison_id=made.id)
    runs = [
        library.add_run(session.id, small_video(tmp_path / f"{n}.mp4", b"%d" % n))
        for n, session in enumerate((before, before, other))
    ]
    jobs = [library.add_job(JobKind.ANALYZE, run_id=run.id) for run in runs]
    library.update_job(jobs[0].id, state="running")
    library.update_job(jobs[1].id, state="done")
    assert library.runs_under_way() == {runs[0].id, runs[2].id}
    assert library.runs_under_way(before.athlete_id) == {runs[0].id}
