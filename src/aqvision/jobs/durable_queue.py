"""Address of a database -> DurableQueue: ids of jobs by priority, each handed out once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID

_QUEUE = "jobs"
_LOOK_EVERY_S = 0.2
# One version for all: work that waits is done by whichever release comes along.
_VERSION = "1"
_running = threading.Lock()


class ClosingError(BaseException):
    """The work on a job was given up because the program ends: it is handed out again later.

    Not an Exception: the queue takes those for the outcome of the work.
    """


@dataclass(frozen=True, slots=True)
class DurableQueue:
    """A queue that outlives the processes that share it."""

    work: Callable[[str], Any]

    def hand_in(self, job_id: str, priority: int) -> None:
        """Queue a job, unless it waits or runs already. Lower numbers go first, from 1.

        The queue may say that a job is done which the library, brought back from a backup, knows
        nothing of: then it is queued under another name.

        Parameters
        ----------
        job_id
            Id of the job.
        priority
            Lower numbers go first, from 1.
        """
        for number in count():
            name = f"{job_id}-{number}" if number else job_id
            with SetWorkflowID(name), SetEnqueueOptions(priority=max(priority, 1)):
                handle = DBOS.enqueue_workflow(_QUEUE, self.work, job_id)
            if handle.get_status().status in ("ENQUEUED", "PENDING"):
                return

    def holders(self) -> set[str]:
        """Name the processes that have been handed jobs which are not done."""
        running = DBOS.list_workflows(
            status="PENDING", queue_name=_QUEUE, load_input=False, load_output=False
        )
        return {status.executor_id for status in running if status.executor_id}

    def take_back(self, holder: str) -> None:
        """Queue again what a process that is gone had been handed.

        Parameters
        ----------
        holder
            Name of that process.
        """
        DBOS._recover_pending_workflows([holder])


@contextmanager
def open_queue(
    url: str, name: str, n_workers: int, work: Callable[[str], None]
) -> Iterator[DurableQueue]:
    """Run a queue in this process, which can run one: ``work`` is called in threads.

    Parameters
    ----------
    url
        Address of the database that keeps the queue.
    name
        Of this process; no other process may have had it.
    n_workers
        How many jobs are worked on at a time, by all processes together.
    work
        Does one job, given its id.

    Raises
    ------
    RuntimeError
        This process runs a queue already.
    """
    if not _running.acquire(blocking=False):
        raise RuntimeError("this process runs a queue already")
    try:
        yield from _run(url, name, n_workers, work)
    finally:
        _running.release()


def _run(
    url: str, name: str, n_workers: int, work: Callable[[str], None]
) -> Iterator[DurableQueue]:
    config: DBOSConfig = {
        "name": "aqvision",
        "system_database_url": url,
        "executor_id": name,
        "application_version": _VERSION,
        "log_level": "ERROR",
        "enable_otlp": False,
        # nothing is notified here, but to close waits for the thread that would be
        "notification_listener_polling_interval_sec": _LOOK_EVERY_S,
    }
    DBOS(config=config)
    try:

        @DBOS.workflow(name="job", max_recovery_attempts=None)
        def do(job_id: str) -> None:
            work(job_id)

        DBOS.launch()
        DBOS.register_queue(
            _QUEUE,
            worker_concurrency=n_workers,
            global_concurrency=n_workers,
            polling_interval_sec=_LOOK_EVERY_S,
            on_conflict="always_update",
        )
        yield DurableQueue(do)
    finally:
        DBOS.destroy(destroy_registry=True)
