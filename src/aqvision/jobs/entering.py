"""Rows of jobs -> the queue, in the transaction that makes it possible: both or neither."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Text, or_, select, type_coerce
from sqlalchemy.orm import Session as Transaction

from aqvision.jobs.durable_queue import DurableQueue
from aqvision.jobs.turns import Turns, engine_priority
from aqvision.library.library import Library
from aqvision.library.records import OPEN, Job, JobKind, JobState
from aqvision.library.repositories.base import as_record, found
from aqvision.library.repositories.jobs import job_row
from aqvision.library.tables import ComparisonRow, JobRow, RunRow


def add_jobs(
    library: Library, queue: DurableQueue, kind: JobKind, subject_ids: Sequence[str], priority: int
) -> list[Job]:
    """Have runs analyzed or comparisons made; of what is under way already, give that job.

    Parameters
    ----------
    library, queue
        Where the rows are, and its queue.
    kind, subject_ids
        What is to be done, and the ids of the runs or comparisons.
    priority
        Lower numbers go first, from 1.

    Returns
    -------
    list of Job
        One each, in the same order.

    Raises
    ------
    LibraryError
        There is no such run or comparison; nothing is added then.
    """
    with library.writing() as transaction:
        rows = [job_row(transaction, kind, subject_id, priority) for subject_id in subject_ids]
        enter(transaction, queue, rows)
        return [as_record(Job, row) for row in rows]


def enter(transaction: Transaction, queue: DurableQueue, jobs: Iterable[JobRow]) -> None:
    """Queue those jobs that are in no queue yet and wait for nothing.

    Parameters
    ----------
    transaction, queue
        One of the library that writes, and its queue.
    jobs
        Rows of open jobs.
    """
    turns = Turns(transaction)
    for job in jobs:
        if job.workflow_id is None and _is_ready(transaction, job):
            job.turn = turns.next_of(job)
            enter_anew(transaction, queue, job)


def enter_anew(transaction: Transaction, queue: DurableQueue, job: JobRow) -> None:
    """Queue a job under a new name; whoever held it under the former one has lost it.

    Parameters
    ----------
    transaction, queue, job
        One of the library that writes, its queue, and the row of an open job.
    """
    priority = engine_priority(job.priority, job.turn)
    job.state, job.executor_id, job.measuring = JobState.WAITING, None, None
    job.progress, job.words = 0.0, ""
    job.workflow_id = queue.enqueue(transaction, job.id, priority)
    transaction.flush()


def enter_all(library: Library, queue: DurableQueue) -> None:
    """Queue whatever waits for nothing: jobs of an older version, comparisons whose clips went.

    Parameters
    ----------
    library, queue
        Where the rows are, and its queue.
    """
    waiting = select(JobRow).where(JobRow.workflow_id.is_(None), JobRow.state.in_(OPEN))
    with library.reading() as transaction:
        if transaction.scalars(waiting.limit(1)).first() is None:
            return
    with library.writing(counted=False) as transaction:
        rows = transaction.scalars(waiting.order_by(JobRow.priority, JobRow.created)).all()
        enter(transaction, queue, rows)


def enter_what_waited(
    transaction: Transaction, queue: DurableQueue, run_ids: Iterable[str | None]
) -> None:
    """Queue the comparisons for whose last analysis one of these was.

    Parameters
    ----------
    transaction, queue
        The transaction that ends the jobs, and the queue.
    run_ids
        Of what the jobs were; None of a comparison, for which nothing waits.
    """
    runs = [run_id for run_id in run_ids if run_id is not None]
    if not runs:
        return
    of_it = or_(
        ComparisonRow.before_session_id == RunRow.session_id,
        ComparisonRow.after_session_id == RunRow.session_id,
        type_coerce(ComparisonRow.between, Text).contains(RunRow.session_id),
    )
    query = select(JobRow).join(ComparisonRow, ComparisonRow.id == JobRow.comparison_id)
    query = query.join(RunRow, of_it).where(RunRow.id.in_(runs))
    query = query.where(JobRow.workflow_id.is_(None), JobRow.state.in_(OPEN))
    rows = transaction.scalars(query.order_by(JobRow.created)).unique().all()
    enter(transaction, queue, rows)


def _is_ready(transaction: Transaction, job: JobRow) -> bool:
    """Tell whether all that a job needs is there: of a comparison, that no clip is under way."""
    if job.comparison_id is None:
        return True
    plan = found(transaction, ComparisonRow, job.comparison_id)
    sessions = [plan.before_session_id, *(plan.between or ()), plan.after_session_id]
    under_way = select(JobRow.id).join(RunRow, RunRow.id == JobRow.run_id)
    under_way = under_way.where(RunRow.session_id.in_([one for one in sessions if one]))
    return transaction.scalars(under_way.where(JobRow.state.in_(OPEN)).limit(1)).first() is None
