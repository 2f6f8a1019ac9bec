"""Library -> Jobs: analyses and comparisons, done one after the other whatever happens.

A job is a row of the library. The row is the promise, and is queued in the transaction that makes
it; any process that shares the library may do it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from aqvision.jobs.durable_queue import DurableQueue, open_queue
from aqvision.jobs.entering import add_jobs
from aqvision.jobs.presence import present
from aqvision.jobs.runner import JobRunner
from aqvision.jobs.takeover import Liveness
from aqvision.jobs.transitions import Transitions, cancel
from aqvision.jobs.worker import Post, at_work
from aqvision.library.library import Library
from aqvision.library.records import OPEN, Job, JobKind
from aqvision.sandbox.limits import Limits, n_cores, usual_limits
from aqvision.sandbox.runner import WORKER, Sandbox

UPLOAD_PRIORITY = 1
"""Somebody sits before the browser and waits."""
BATCH_COMPARISON_PRIORITY = 2
"""Short, and all that an athlete's report still waits for."""
BATCH_PRIORITY = 3
_LOOK_EVERY_S = 0.2


class Jobs:
    """The queue of a library, to ask for jobs and wait for them; whoever works does them."""

    def __init__(self, library: Library, queue: DurableQueue) -> None:
        self.library, self.queue = library, queue

    @property
    def n_workers(self) -> int:
        """How many jobs are done at a time, by all processes that work; one at least."""
        return max(self.library.slots_at_work(), 1)

    def analyze(self, run_id: str, priority: int = UPLOAD_PRIORITY) -> str:
        """Have a run analyzed; gives the id of the job, which may be under way already.

        Parameters
        ----------
        run_id
            Id of the run.
        priority
            Lower numbers go first, from 1.

        Raises
        ------
        LibraryError
            There is no such run.
        """
        return self.analyze_all([run_id], priority)[0]

    def analyze_all(self, run_ids: Sequence[str], priority: int) -> list[str]:
        """Have many runs analyzed, all or none; gives the ids of the jobs in the same order.

        Parameters
        ----------
        run_ids
            Ids of the runs.
        priority
            Lower numbers go first, from 1.

        Raises
        ------
        LibraryError
            There is no such run.
        """
        jobs = add_jobs(self.library, self.queue, JobKind.ANALYZE, run_ids, priority)
        return [job.id for job in jobs]

    def compare(self, comparison_id: str, priority: int = UPLOAD_PRIORITY) -> str:
        """Have sessions compared once no clip of theirs is being analyzed any more.

        Parameters
        ----------
        comparison_id
            Id of the comparison.
        priority
            Lower numbers go first, from 1.

        Raises
        ------
        LibraryError
            There is no such comparison.
        """
        ids = [comparison_id]
        return add_jobs(self.library, self.queue, JobKind.COMPARE, ids, priority)[0].id

    def cancel(self, job_id: str) -> bool:
        """Cancel a job, waiting or running, in whatever process; False where it has ended.

        Parameters
        ----------
        job_id
            Id of the job.
        """
        return cancel(self.library, self.queue, job_id)

    def wait(self, job_ids: Iterable[str], timeout_s: float | None = None) -> tuple[Job, ...]:
        """Wait until jobs have come to their ends, or the time is over; gives them as they are.

        Parameters
        ----------
        job_ids
            The jobs.
        timeout_s
            How long to wait, in seconds; for ever if left out.
        """
        ids, started_s = tuple(job_ids), time.monotonic()
        while True:
            jobs = tuple(self.library.job(job_id) for job_id in ids)
            over = timeout_s is not None and time.monotonic() - started_s > timeout_s
            if over or not any(job.state in OPEN for job in jobs):
                return jobs
            time.sleep(_LOOK_EVERY_S)


def default_workers() -> int:
    """Give a number of jobs at a time: an analysis keeps about two cores busy, most of its time."""
    return min(n_cores(), max(2, n_cores() // 2))


@contextmanager
def open_jobs(
    library: Library,
    n_workers: int | None = None,
    *,
    command: Sequence[str] = WORKER,
    limits: Limits | None = None,
    liveness: Liveness | None = None,
    upgrade: bool = True,
) -> Iterator[Jobs]:
    """Open the queue of a library, and work on it in this process until the context ends.

    What is running then is given up and done by whoever works on. A process can work on one
    library's jobs at a time; several processes may share a library.

    Parameters
    ----------
    library
        Whose jobs they are.
    n_workers
        Jobs at a time; with 0 others do them all.
    command
        Program that does one task, as ``aqvision.sandbox.worker`` does.
    limits
        Of each job; those that fit the number of workers if left out.
    liveness
        How often to give a sign of life, and when others count as dead.
    upgrade
        Whether the engine's own tables are made, or brought up to date, where needed.

    Raises
    ------
    LibraryError
        The engine's tables are not there and may not be made.
    """
    n_workers = default_workers() if n_workers is None else n_workers
    url = library.engine.url.render_as_string(hide_password=False)
    with open_queue(url, upgrade=upgrade) as queue:
        for left in library.home.folder.glob("jobs.sqlite*"):  # the queue of earlier versions
            left.unlink(missing_ok=True)
        jobs = Jobs(library, queue)
        if not n_workers:
            yield jobs
            return
        with _working(jobs, n_workers, command, limits, liveness or Liveness()):
            yield jobs


@contextmanager
def _working(
    jobs: Jobs, n_workers: int, command: Sequence[str], limits: Limits | None, liveness: Liveness
) -> Iterator[None]:
    library, home = jobs.library, jobs.library.home.folder
    n_pose_workers = max(1, n_cores() // n_workers)
    (home / "logs").mkdir(exist_ok=True, mode=0o700)
    with present(home / "locks") as presence:
        limits, closing = limits or usual_limits(n_pose_workers), threading.Event()
        steps = Transitions(library, jobs.queue, presence.name)
        runner = JobRunner(
            library=library,
            steps=steps,
            sandbox=Sandbox(limits=limits, command=command, held_open=(presence.lock,)),
            n_pose_workers=n_pose_workers,
            closing=closing,
        )
        runner.sweep()
        post = Post(
            library=library,
            queue=jobs.queue,
            steps=steps,
            slots=n_workers,
            run=runner.run,
            closing=closing,
            liveness=liveness,
        )
        with at_work(post):
            yield
