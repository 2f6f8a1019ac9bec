"""Who is gone is seen by silence on the database's clock, or at once by a lock of this computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aqvision.jobs.presence import present
from aqvision.jobs.queue import Jobs
from aqvision.jobs.takeover import INTERRUPTED, Liveness, Watch, credit_interrupted, queue_lost
from aqvision.library.tables import ExecutorRow
from tests.support.club import Club

OTHER = "f" * 32


@pytest.fixture
def jobs(club: Club) -> Iterator[Jobs]:
    with club.open(0) as opened:
        yield opened


@pytest.fixture
def locks(club: Club) -> Path:
    folder = club.library.home.folder / "locks"
    folder.mkdir()
    return folder


def silent_for(club: Club, name: str, seconds: float) -> None:
    club.library.beat(name, "1", 1)
    with club.library.writing() as transaction:
        row = transaction.get(ExecutorRow, name)
        assert row is not None
        row.beaten_s -= seconds


def names(club: Club) -> set[str]:
    return {one.id for one in club.library.executors()}


def test_silence_counts_from_when_the_database_answered_us(
    club: Club, jobs: Jobs, locks: Path
) -> None:
    watch = Watch(club.library, jobs.queue, locks, Liveness(5.0, 60.0))
    club.library.beat("me", "1", 1)
    silent_for(club, OTHER, 61)
    watch.take_over("me", ())  # perhaps nobody could write until just now
    assert names(club) == {"me", OTHER}
    watch.take_over("me", ())
    assert names(club) == {"me"}
    club.library.beat(OTHER, "1", 1)  # it was stalled, and goes on
    assert names(club) == {"me", OTHER}
    assert club.library.slots_at_work() == 2


def test_a_lock_of_this_computer_tells_at_once(club: Club, jobs: Jobs, locks: Path) -> None:
    watch = Watch(club.library, jobs.queue, locks, Liveness())
    club.library.beat("me", "1", 1)
    with present(locks) as here:
        club.library.beat(here.name, "1", 1)
        assert not watch.sees_free_lock()
        watch.take_over("me", ())
        assert names(club) == {"me", here.name}
    (locks / here.name).touch()  # as it lies there when nobody could remove it
    assert watch.sees_free_lock()
    watch.take_over("me", ())
    assert names(club) == {"me"}
    assert not watch.sees_free_lock()


def test_work_that_the_engine_does_not_know_is_queued_anew(club: Club, jobs: Jobs) -> None:
    job = club.library.job(jobs.analyze(club.run("ok.mp4")))
    queue_lost(club.library, jobs.queue)
    assert club.library.job(job.id) == job
    jobs.queue.drop([str(job.workflow_id)])
    queue_lost(club.library, jobs.queue)
    again = club.library.job(job.id)
    assert again.workflow_id != job.workflow_id
    assert jobs.queue.unknown([str(again.workflow_id)]) == set()


def test_a_try_that_was_interrupted_on_this_computer_is_taken_back(
    club: Club, jobs: Jobs, locks: Path
) -> None:
    job_id = jobs.analyze(club.run("ok.mp4"))
    club.library.update_job(job_id, attempts=2)
    (locks / f"{job_id}{INTERRUPTED}").touch()
    credit_interrupted(club.library, locks)
    credit_interrupted(club.library, locks)
    assert club.library.job(job_id).attempts == 1
    assert not list(locks.iterdir())
