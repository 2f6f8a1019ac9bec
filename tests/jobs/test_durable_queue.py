"""The queue holds what the rows say, and one process has one."""

from __future__ import annotations

import psutil
import pytest

from aqvision.library.records import JobKind
from tests.support.club import Club, ended


def test_a_queue_that_was_lost_is_filled_from_the_rows(club: Club) -> None:
    job = club.library.add_job(JobKind.ANALYZE, run_id=club.run("ok.mp4"))
    club.library.update_job(job.id, state="running", attempts=1)
    with club.open() as jobs:
        assert ended(jobs, job.id)[0].state == "done"


def test_the_queue_talks_to_nobody(club: Club) -> None:
    with club.open() as jobs:
        ended(jobs, jobs.analyze(club.run("ok.mp4")))
        assert psutil.Process().net_connections("inet") == []


def test_one_queue_a_process(club: Club) -> None:
    with club.open(), pytest.raises(RuntimeError, match="already"), club.open():
        pass
    with club.open() as jobs:
        assert jobs.n_workers == 1
