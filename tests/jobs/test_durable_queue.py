"""The queue holds what the rows say, and one process has one."""

from __future__ import annotations

import datetime as dt

import psutil
import pytest

from aqvision.core.errors import LibraryError
from aqvision.jobs.durable_queue import open_queue
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


def test_work_is_queued_where_its_row_is_or_not_at_all(club: Club) -> None:
    library = club.library
    url = library.engine.url.render_as_string(hide_password=False)
    with open_queue(url) as queue:
        queue.client.register_queue("jobs")
        with pytest.raises(ZeroDivisionError), library.writing() as transaction:
            lost = queue.enqueue(transaction, "0" * 32, 1)
            raise ZeroDivisionError
        with library.writing() as transaction:
            kept = queue.enqueue(transaction, "0" * 32, 1)
        assert queue.unknown([lost, kept]) == {lost}
        assert queue.held() == {}
        queue.drop([kept])
        assert queue.unknown([lost, kept]) == {lost, kept}
        soon = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
        for moment, n in ((soon - dt.timedelta(days=1), 1), (soon, 0)):
            queue.forget_ended(moment)
            assert len(queue.client.list_workflows()) == n


def test_a_queue_that_may_not_be_made_is_asked_for(club: Club) -> None:
    url = club.library.engine.url.render_as_string(hide_password=False)
    with pytest.raises(LibraryError, match="no queue") as caught, open_queue(url, upgrade=False):
        pass
    assert "aqvision library upgrade" in str(caught.value.hint)
