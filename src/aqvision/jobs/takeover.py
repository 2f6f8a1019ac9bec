"""Library and queue -> jobs of processes that are gone are queued anew, by whoever lives.

A process is gone when it gave no sign of life for a minute, on the database's clock; on the same
computer its lock tells at once. Whether it was stalled or cut off and comes back does not matter:
what it made is refused then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from aqvision.jobs.durable_queue import DurableQueue
from aqvision.jobs.entering import enter_anew
from aqvision.jobs.presence import forget, lock_of
from aqvision.library.library import Library
from aqvision.library.records import OPEN, JobState
from aqvision.library.repositories.executors import DEAD_AFTER_S
from aqvision.library.tables import JobRow

INTERRUPTED = "-interrupted"
"""Ending of a mark beside the locks: the job of that id was well when its program was ended."""


def mark_of(locks: Path, job_id: str) -> Path:
    """Say where that mark of a job is.

    Parameters
    ----------
    locks, job_id
        Folder of the locks, and id of the job.
    """
    return locks / f"{job_id}{INTERRUPTED}"


@dataclass(frozen=True, slots=True)
class Liveness:
    """How often a process gives a sign of life, and without one for how long it is dead."""

    beat_every_s: float = 5.0
    dead_after_s: float = DEAD_AFTER_S


class Watch:
    """Looks for processes that are gone, again and again, in the name of one that lives."""

    def __init__(
        self, library: Library, queue: DurableQueue, locks: Path, liveness: Liveness
    ) -> None:
        self.library, self.queue, self.locks, self.liveness = library, queue, locks, liveness
        self._written_s = 0.0
        self._seen_astray: frozenset[str] = frozenset()

    def sees_free_lock(self) -> bool:
        """Tell at once, and without the database, whether somebody on this computer is gone."""
        return bool(self._free_locks())

    def _free_locks(self) -> set[str]:
        names = [path.name for path in self.locks.glob("*") if path.name.isalnum()]
        return {name for name in names if lock_of(self.locks, name) is False}

    def take_over(self, own: str, at_work: Iterable[str]) -> None:
        """Queue anew what is held by processes that are gone, and what was lost on its way to us.

        Parameters
        ----------
        own
            Name of this process.
        at_work
            What this process works on.
        """
        gone, living = self._sort(own)
        held = self.queue.held()
        lost = [one for one, name in held.items() if name in gone or name not in living]
        lost += self._astray([one for one, name in held.items() if name == own], at_work)
        queue_anew(self.library, self.queue, lost)
        for name in gone:
            self.library.forget_executor(name)
            forget(self.locks, name)

    def _sort(self, own: str) -> tuple[set[str], set[str]]:
        """Tell who is gone and who lives.

        Nobody could give a sign of life while the database was busy or away. So silence counts
        from the last time that we could: others had as long as we did to speak again.
        """
        gone, living = self._free_locks(), {own}
        now_s = 0.0
        for one in self.library.executors():
            if one.id == own:
                now_s = one.beaten_s
                continue
            silent = one.beaten_s + self.liveness.dead_after_s < self._written_s
            (gone if silent or one.id in gone else living).add(one.id)
        self._written_s = now_s
        return gone, living

    def _astray(self, ours: Sequence[str], at_work: Iterable[str]) -> list[str]:
        """List what the engine handed us and we never got; it may be on its way the first time."""
        missing = frozenset(ours).difference(at_work)
        twice = missing & self._seen_astray
        self._seen_astray = missing
        return list(twice)


def queue_anew(library: Library, queue: DurableQueue, workflow_ids: Sequence[str]) -> None:
    """Queue the jobs of these pieces of work under new names, and take those back.

    Parameters
    ----------
    library, queue, workflow_ids
        Where the rows are, the queue, and what the engine calls the work.
    """
    if not workflow_ids:
        return
    query = select(JobRow).where(JobRow.workflow_id.in_(workflow_ids), JobRow.state.in_(OPEN))
    with library.writing() as transaction:
        for row in transaction.scalars(query.order_by(JobRow.created)).all():
            enter_anew(transaction, queue, row)
    queue.drop(workflow_ids)


def give_back(library: Library, queue: DurableQueue, own: str) -> None:
    """Queue anew what this process still holds as it ends; that does not count as a try.

    Parameters
    ----------
    library, queue, own
        Where the rows are, the queue, and the name of this process.
    """
    ours = [workflow_id for workflow_id, name in queue.held().items() if name == own]
    query = select(JobRow).where(JobRow.workflow_id.in_(ours), JobRow.state == JobState.RUNNING)
    with library.writing(counted=False) as transaction:
        for row in transaction.scalars(query):
            row.attempts = max(row.attempts - 1, 0)
    queue_anew(library, queue, ours)
    library.forget_executor(own)


def queue_lost(library: Library, queue: DurableQueue) -> None:
    """Queue anew the jobs whose work the engine does not know, or calls done.

    That is so in a library whose rows were brought to another database, or from a backup.

    Parameters
    ----------
    library, queue
        Where the rows are, and its queue.
    """
    query = select(JobRow.workflow_id).where(
        JobRow.workflow_id.is_not(None), JobRow.state.in_(OPEN)
    )
    with library.reading() as transaction:
        known = [str(one) for one in transaction.scalars(query)]
    queue_anew(library, queue, sorted(queue.unknown(known)))


def credit_interrupted(library: Library, locks: Path) -> None:
    """Take back tries of jobs that were well when their program was ended on this computer.

    Others may have taken them over long since, and could not know.

    Parameters
    ----------
    library, locks
        Where the rows are, and the folder with the marks.
    """
    marks = {path.name.removesuffix(INTERRUPTED): path for path in locks.glob(f"*{INTERRUPTED}")}
    if not marks:
        return
    query = select(JobRow).where(JobRow.id.in_(marks), JobRow.state.in_(OPEN))
    with library.writing(counted=False) as transaction:
        for row in transaction.scalars(query):
            if row.executor_id is None or lock_of(locks, row.executor_id) is None:
                row.attempts = max(row.attempts - 1, 0)
                marks[row.id].unlink(missing_ok=True)
