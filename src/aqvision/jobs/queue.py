"""Library -> Jobs: analyses and comparisons, done one after the other whatever happens.

A job is a row of the library. The row is the promise: whoever runs the queue on this library
hands it in, and any process that shares the library may do it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from aqvision.jobs.durable_queue import DurableQueue, open_queue
from aqvision.jobs.presence import is_gone, present
from aqvision.jobs.runner import JobRunner
from aqvision.jobs.transitions import cancel
from aqvision.library.library import Library
from aqvision.library.records import OPEN, Job, JobKind, JobState
from aqvision.library.storage import keep_private
from aqvision.sandbox.limits import Limits, n_cores, usual_limits
from aqvision.sandbox.runner import WORKER, Sandbox

UPLOAD_PRIORITY = 1
"""Somebody sits before the browser and waits."""
BATCH_COMPARISON_PRIORITY = 2
"""Short, and all that an athlete's report still waits for."""
BATCH_PRIORITY = 3
_SECONDS_BETWEEN_ROUNDS = 1.0
_SECONDS_BEFORE_ANOTHER_TRY = 5.0
_LOOK_EVERY_S = 0.2
_logger = logging.getLogger(__name__)


class Jobs:
    """The queue of a library, worked on by this process while it is open."""

    def __init__(self, library: Library, n_workers: int, runner: JobRunner) -> None:
        self.library, self.n_workers, self.runner = library, n_workers, runner
        self._wake = threading.Event()
        self._handed_in: set[str] = set()
        self._at_work = _Count()

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
        return self._noted(self.library.add_job(JobKind.ANALYZE, run_id=run_id, priority=priority))

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
        job = self.library.add_job(JobKind.COMPARE, comparison_id=comparison_id, priority=priority)
        return self._noted(job)

    def _noted(self, job: Job) -> str:
        if job.id not in self._handed_in:
            self._wake.set()
        return job.id

    def cancel(self, job_id: str) -> bool:
        """Cancel a job, waiting or running, in whatever process; False where it has ended.

        Parameters
        ----------
        job_id
            Id of the job.
        """
        return cancel(self.library, job_id)

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

    def _work(self, job_id: str) -> None:
        """Do a job, however long its rows cannot be reached."""
        with self._at_work:
            while True:
                try:
                    self.runner.run(job_id)
                except Exception:
                    _logger.exception("job is tried again", extra={"job": job_id})
                    self.runner.closing.wait(_SECONDS_BEFORE_ANOTHER_TRY)
                else:
                    break
        self._wake.set()  # a comparison may have waited for this one

    def _look_after(self, queue: DurableQueue) -> None:
        """Hand in what waits, and take back what processes held that are gone; again and again."""
        while not self.runner.closing.is_set():
            self._wake.clear()
            try:
                self._take_back(queue)
                self._hand_in(queue)
            except Exception:
                _logger.exception("the queue could not be looked after; trying again")
            self._wake.wait(_SECONDS_BETWEEN_ROUNDS)

    def _take_back(self, queue: DurableQueue) -> None:
        locks = self.runner.locks
        for holder in queue.holders():
            if is_gone(locks, holder):
                queue.take_back(holder)

    def _hand_in(self, queue: DurableQueue) -> None:
        # one that runs is in the queue already, unless the queue's own tables were lost
        for job in sorted(self.library.jobs(states=OPEN), key=lambda job: job.priority):
            if job.id not in self._handed_in and self._is_ready(job):
                queue.hand_in(job.id, job.priority)
                self._handed_in.add(job.id)

    def _is_ready(self, job: Job) -> bool:
        if job.comparison_id is None or job.state == JobState.RUNNING:
            return True
        plan = self.library.comparison(job.comparison_id)
        runs = [run for session in plan.session_ids for run in self.library.runs(session)]
        return not any(self.library.jobs(run_id=run.id, states=OPEN) for run in runs)


class _Count:
    """How many threads are inside; can wait until there are none."""

    def __init__(self) -> None:
        self._n, self._changed = 0, threading.Condition()

    def __enter__(self) -> None:
        with self._changed:
            self._n += 1

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._n -= 1
            self._changed.notify_all()

    def wait_for_none(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._n == 0)


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
) -> Iterator[Jobs]:
    """Work on a library's jobs in this process until the context ends.

    What is running then is given up and done by whoever opens the jobs next. A process can have
    one library's jobs open at a time; several processes may share a library.

    Parameters
    ----------
    library
        Whose jobs they are.
    n_workers
        Jobs at a time, by all processes together: the last to open decides.
    command
        Program that does one task, as ``aqvision.sandbox.worker`` does.
    limits
        Of each job; those that fit the number of workers if left out.
    """
    n_workers = n_workers or default_workers()
    n_pose_workers = max(1, n_cores() // n_workers)
    home = library.home.folder
    (home / "logs").mkdir(exist_ok=True, mode=0o700)
    with present(home / "locks") as presence:
        limits, closing = limits or usual_limits(n_pose_workers), threading.Event()
        runner = JobRunner(
            library=library,
            sandbox=Sandbox(limits=limits, command=command, held_open=(presence.lock,)),
            n_pose_workers=n_pose_workers,
            closing=closing,
        )
        runner.sweep()
        jobs = Jobs(library, n_workers, runner)
        with (
            open_queue(_queue_url(library), presence.name, n_workers, jobs._work) as queue,
            _looked_after(jobs, queue),
        ):
            yield jobs


@contextmanager
def _looked_after(jobs: Jobs, queue: DurableQueue) -> Iterator[None]:
    thread = threading.Thread(target=jobs._look_after, args=(queue,), name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        jobs.runner.closing.set()
        jobs._wake.set()
        thread.join()
        jobs._at_work.wait_for_none()


def _queue_url(library: Library) -> str:
    """Keep the queue's own tables beside the library's: a file of their own, or the same server."""
    url = library.engine.url
    if url.get_backend_name() == "sqlite":
        keep_private(library.home.jobs_database)
        return f"sqlite:///{library.home.jobs_database}"
    return url.render_as_string(hide_password=False)
