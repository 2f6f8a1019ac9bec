"""Address of a database -> DurableQueue: work queued in the caller's own transaction, by priority.

The engine's own tables lie in the database of the library. What is queued there is called by an
id that no other piece of work ever had, and each is handed out once.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from dbos import DBOS, DBOSClient, DBOSConfig, EnqueueOptions
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session as Transaction

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.tables import new_id

_APPLICATION, _QUEUE, _WORKFLOW = "aqvision", "jobs", "job"
LOOK_EVERY_S = 0.2
"""How often a process that has room looks for work."""
# One version for all: work that waits is done by whichever release comes along.
_VERSION = "1"
_CONNECTIONS, _SPARE_CONNECTIONS = 2, 4
# How many ids a database takes in one question.
_AT_ONCE = 5000
_taking = threading.Lock()
Work = Callable[[str, str], None]
"""Does one job, given its id and what the engine calls this piece of work."""


class NoOutcomeError(BaseException):
    """The work on a job was given up here: somebody else does it, or will.

    Not an Exception: the engine takes those, and a return, for the outcome of the work.
    """


@dataclass(frozen=True, slots=True)
class DurableQueue:
    """A queue that outlives the processes that share it."""

    client: DBOSClient

    def enqueue(self, transaction: Transaction, job_id: str, priority: int) -> str:
        """Queue a job if the transaction is kept, and give what the engine calls it.

        Parameters
        ----------
        transaction
            One of the library that writes.
        job_id
            Id of the job.
        priority
            Lower numbers go first, from 1; of the same, what came first.

        Returns
        -------
        str
            A new id.
        """
        options: EnqueueOptions = {
            "workflow_name": _WORKFLOW,
            "queue_name": _QUEUE,
            "workflow_id": new_id(),
            "app_version": _VERSION,
            "priority": priority,
        }
        self.client.enqueue_in_transaction(transaction, options, job_id)
        return options["workflow_id"]

    def held(self) -> dict[str, str]:
        """Give what was handed out and has not ended, by the name of the process that has it."""
        found = self.client.list_workflows(
            status="PENDING", queue_name=_QUEUE, load_input=False, load_output=False
        )
        return {one.workflow_id: one.executor_id or "" for one in found}

    def unknown(self, workflow_ids: Sequence[str]) -> set[str]:
        """Tell which of these pieces of work neither wait nor run.

        Parameters
        ----------
        workflow_ids
            What the engine calls them.
        """
        left = set(workflow_ids)
        for start in range(0, len(workflow_ids), _AT_ONCE):
            found = self.client.list_workflows(
                workflow_ids=list(workflow_ids[start : start + _AT_ONCE]),
                status=["ENQUEUED", "PENDING", "DELAYED"],
                load_input=False,
                load_output=False,
            )
            left -= {one.workflow_id for one in found}
        return left

    def drop(self, workflow_ids: Sequence[str]) -> None:
        """Take pieces of work back whose jobs were queued anew.

        Parameters
        ----------
        workflow_ids
            What the engine calls them.
        """
        if workflow_ids:
            self.client.cancel_workflows(list(workflow_ids))

    def forget_ended(self, before: dt.datetime) -> None:
        """Remove what the engine keeps of work that ended; the rows of jobs tell what came of it.

        Parameters
        ----------
        before
            Only what ended before that moment.
        """
        while True:
            ended = self.client.list_workflows(
                status=["SUCCESS", "ERROR", "CANCELLED"],
                completed_before=before.isoformat(),
                limit=_AT_ONCE,
                load_input=False,
                load_output=False,
            )
            if not ended:
                return
            self.client.delete_workflows([one.workflow_id for one in ended])


@contextmanager
def open_queue(url: str, *, upgrade: bool = True) -> Iterator[DurableQueue]:
    """Open the queue of a database, to ask for work and not to do any.

    Parameters
    ----------
    url
        Address of the database, with its password.
    upgrade
        Whether the engine's own tables are made, or brought up to date, where needed.

    Raises
    ------
    LibraryError
        The engine's tables are not there and may not be made.
    """
    if upgrade:
        DBOS.migrate(url)
    client = DBOSClient(
        system_database_url=url,
        application_name=_APPLICATION,
        system_database_pool_size=_CONNECTIONS,
        retry_connection_errors=False,
    )
    try:
        _refuse_missing_tables(client)
        yield DurableQueue(client)
    finally:
        client.destroy()


def _refuse_missing_tables(client: DBOSClient) -> None:
    try:
        client.list_queues()
    except DBAPIError as error:
        raise LibraryError(
            _("the library has no queue yet"),
            _("stop what works on it and bring it up to date: aqvision library upgrade"),
        ) from error


@contextmanager
def taking_work(
    queue: DurableQueue,
    url: str,
    name: str,
    slots: int,
    work: Work,
    *,
    look_every_s: float = LOOK_EVERY_S,
) -> Iterator[None]:
    """Take work from a queue in this process, which can do so once: in threads.

    Parameters
    ----------
    queue, url
        The queue, and the address of its database.
    name
        Of this process; no other process may have had it.
    slots
        How much is taken at a time. The engine has one number for all processes: the last to
        begin decides, and who can do less has to give the rest back.
    work
        Does one job. What ends it with an Exception is not tried again.
    look_every_s
        How often to look for work; one number for all, too.

    Raises
    ------
    RuntimeError
        This process takes work already.
    """
    if not _taking.acquire(blocking=False):
        raise RuntimeError("this process runs a queue already")
    try:
        queue.client.register_queue(
            _QUEUE, worker_concurrency=slots, polling_interval_sec=look_every_s
        )
        with _launched(_config(url, name, slots), work):
            yield
    finally:
        _taking.release()


def _config(url: str, name: str, slots: int) -> DBOSConfig:
    return {
        "name": _APPLICATION,
        "system_database_url": url,
        "sys_db_pool_size": slots + _SPARE_CONNECTIONS,
        "executor_id": name,
        "application_version": _VERSION,
        "run_migrations": False,  # they are: the queue is open
        "log_level": "ERROR",
        "enable_otlp": False,
        # nothing is notified here, but to close waits for the thread that would be
        "notification_listener_polling_interval_sec": LOOK_EVERY_S,
    }


@contextmanager
def _launched(config: DBOSConfig, work: Work) -> Iterator[None]:
    DBOS(config=config)
    try:

        @DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=None)
        def do(job_id: str) -> None:
            work(job_id, DBOS.workflow_id or "")

        DBOS.launch()
        yield
    finally:
        DBOS.destroy(destroy_registry=True)
