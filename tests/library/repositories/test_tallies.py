"""The queue is counted by kind and state, and how jobs ended is told without saying whose."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from aqvision.library.library import Library
from aqvision.library.records import JobKind, JobState
from aqvision.library.repositories.tallies import EndedJob
from aqvision.library.tables import JobRow
from tests.support.team_folder import session_of, small_video

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def job_at(library: Library, run_id: str, state: JobState, *moments_s: float | None) -> None:
    """Add a job that was asked for, began and ended so many seconds after noon."""
    created, started, finished = (
        None if s is None else NOON + dt.timedelta(seconds=s) for s in moments_s
    )
    with library.writing() as transaction:
        transaction.add(
            JobRow(kind=JobKind.ANALYZE, run_id=run_id, state=state, created=created,
                   started=started, finished=finished)
        )  # fmt: skip


def test_what_waits_and_runs_is_counted_with_its_age(library: Library, tmp_path: Path) -> None:
    run = library.add_run(session_of(library).id, small_video(tmp_path / "a.mp4", b"a"))
    assert library.open_jobs() == ()
    for second in (30.0, 10.0, 20.0):
        job_at(library, run.id, JobState.WAITING, second, None, None)
    job_at(library, run.id, JobState.RUNNING, 0.0, 5.0, None)
    job_at(library, run.id, JobState.DONE, 0.0, 5.0, 25.0)
    counted = {one.state: one for one in library.open_jobs()}
    assert set(counted) == {JobState.WAITING, JobState.RUNNING}
    waiting = counted[JobState.WAITING]
    assert (waiting.kind, waiting.n) == (JobKind.ANALYZE, 3)
    assert waiting.oldest == NOON + dt.timedelta(seconds=10)


def test_how_jobs_ended_lately(library: Library, tmp_path: Path) -> None:
    run = library.add_run(session_of(library).id, small_video(tmp_path / "a.mp4", b"a"))
    job_at(library, run.id, JobState.DONE, 0.0, 5.0, 25.0)
    job_at(library, run.id, JobState.FAILED, 1.0, 2.0, 4.0)
    job_at(library, run.id, JobState.CANCELLED, 3.0, None, 10.0)
    job_at(library, run.id, JobState.DONE, -90.0, -80.0, -70.0)
    job_at(library, run.id, JobState.WAITING, 0.0, None, None)
    ended = sorted(library.ended_jobs(NOON), key=lambda one: one.state)
    assert ended == [
        EndedJob(JobKind.ANALYZE, JobState.CANCELLED, 7.0, 0.0),
        EndedJob(JobKind.ANALYZE, JobState.DONE, 5.0, 20.0),
        EndedJob(JobKind.ANALYZE, JobState.FAILED, 1.0, 2.0),
    ]
