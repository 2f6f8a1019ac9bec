"""A process takes what it has room for, gives signs of life, and gives back what it cannot do."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from aqvision.jobs.durable_queue import NoOutcomeError
from aqvision.jobs.takeover import Liveness
from aqvision.jobs.transitions import Transitions
from aqvision.jobs.worker import Post, _Worker, at_work, most_slots
from tests.support.club import Club, until


def test_who_has_no_room_gives_back(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aqvision.jobs.worker._SECONDS_FOR_A_SLOT", 0.05)
    begun, go_on = threading.Event(), threading.Event()

    def run(_job: str, _work: str) -> None:
        begun.set()
        go_on.wait()

    with club.open(0) as jobs:
        ids = jobs.analyze_all([club.run("a.mp4"), club.run("b.mp4")], 1)
        first, second = (club.library.job(one) for one in ids)
        steps = Transitions(club.library, jobs.queue, "me")
        post = Post(
            library=club.library,
            queue=jobs.queue,
            steps=steps,
            slots=1,
            run=run,
            closing=threading.Event(),
        )
        worker = _Worker(post)
        pool = ThreadPoolExecutor()
        done = pool.submit(worker.work, first.id, str(first.workflow_id))
        begun.wait()
        with pytest.raises(NoOutcomeError):
            worker.work(second.id, str(second.workflow_id))
        handed_on = club.library.job(second.id)
        assert handed_on.workflow_id != second.workflow_id
        assert jobs.queue.unknown([str(handed_on.workflow_id)]) == set()
        go_on.set()
        worker.wait_for_all()
        assert isinstance(done.exception(), NoOutcomeError)
        over = [str(one.workflow_id) for one in (first, second)]
        assert jobs.queue.unknown(over) == set()
        worker.drop_over()
        assert jobs.queue.unknown(over) == set(over)
        pool.shutdown()
        post.closing.set()
        with pytest.raises(NoOutcomeError):
            worker.work(second.id, str(handed_on.workflow_id))


def test_signs_of_life_are_given_and_end(club: Club) -> None:
    library = club.library
    with club.open(2, liveness=Liveness(0.1, 1.0)) as jobs:
        (one,) = library.executors()
        assert (one.slots, jobs.n_workers, most_slots(library)) == (2, 2, 2)
        until(lambda: library.executors()[0].beaten_s > one.beaten_s)
        assert library.executors()[0].silent_s < 1.0
    assert library.executors() == ()
    assert most_slots(library) == 1


def test_what_was_handed_out_and_never_came_is_queued_anew(club: Club) -> None:
    """The engine calls it ours, and no thread of ours knows of it."""
    ran: list[str] = []
    with club.open(0) as jobs:
        post = Post(
            library=club.library,
            queue=jobs.queue,
            steps=Transitions(club.library, jobs.queue, "me"),
            slots=1,
            run=lambda job_id, _work: _ran_or_lost(ran, job_id),
            closing=threading.Event(),
            liveness=Liveness(0.1, 5.0),
        )
        job_id = jobs.analyze(club.run("ok.mp4"))
        with at_work(post):
            until(lambda: ran.count(job_id) == 2)


def _ran_or_lost(ran: list[str], job_id: str) -> None:
    ran.append(job_id)
    if len(ran) == 1:
        raise NoOutcomeError
