"""Repository -> jobs: what is to be done, is being done and was done."""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from aqvision.library.records import OPEN, Job, JobKind, JobState
from aqvision.library.repositories.base import Repository, as_record, as_records, change, found
from aqvision.library.tables import ComparisonRow, JobRow, RunRow, SessionRow, Table

JOB_VALUES = (
    "key",
    "state",
    "priority",
    "attempts",
    "progress",
    "words",
    "error",
    "hint",
    "prompts",
    "started",
    "finished",
)
"""What changes of a job while it is done."""
_SUBJECTS: dict[JobKind, tuple[type[Table], str]] = {
    JobKind.ANALYZE: (RunRow, "run_id"),
    JobKind.COMPARE: (ComparisonRow, "comparison_id"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class JobRepository(Repository):
    """Repository of jobs."""

    def add_job(
        self,
        kind: JobKind,
        *,
        run_id: str | None = None,
        comparison_id: str | None = None,
        priority: int = 0,
    ) -> Job:
        """Note down that a run is to be analyzed or a comparison made; nothing is begun.

        Where such a job waits or runs already, that one is given: two programs that ask at once
        share the work.

        Parameters
        ----------
        kind
            What is to be done.
        run_id
            The run to analyze.
        comparison_id
            The comparison to make.
        priority
            Lower numbers go first.

        Raises
        ------
        LibraryError
            There is no such run or comparison.
        """
        with self.writing() as transaction:
            row = job_row(transaction, kind, run_id or comparison_id or "", priority)
            return as_record(Job, row)

    def jobs(
        self,
        *,
        run_id: str | None = None,
        comparison_id: str | None = None,
        states: tuple[JobState, ...] = (),
    ) -> tuple[Job, ...]:
        """List jobs, the oldest first: all, or those of a run, a comparison, some states.

        Parameters
        ----------
        run_id
            Only those of this run.
        comparison_id
            Only those of this comparison.
        states
            Only those in these states; in any if empty.
        """
        query = select(JobRow).order_by(JobRow.created)
        if run_id is not None:
            query = query.where(JobRow.run_id == run_id)
        if comparison_id is not None:
            query = query.where(JobRow.comparison_id == comparison_id)
        if states:
            query = query.where(JobRow.state.in_(states))
        with self.reading() as transaction:
            return as_records(Job, transaction.scalars(query))

    def latest_jobs(self, athlete_id: str, kind: JobKind) -> dict[str, Job]:
        """Give the latest job of each run, or of each comparison, of an athlete, by their ids.

        Parameters
        ----------
        athlete_id, kind
            Id of the athlete, and what is to be done.
        """
        query = _of_athlete(select(JobRow), kind, athlete_id).order_by(JobRow.created)
        with self.reading() as transaction:
            jobs = as_records(Job, transaction.scalars(query))
        return {str(job.run_id or job.comparison_id): job for job in jobs}

    def runs_under_way(self, athlete_id: str | None = None) -> frozenset[str]:
        """Give the ids of the runs that wait for being measured, or are being measured.

        Parameters
        ----------
        athlete_id
            Whose runs; everybody's without one.
        """
        query = select(JobRow.run_id).where(JobRow.state.in_(OPEN), JobRow.run_id.is_not(None))
        if athlete_id is not None:
            query = _of_athlete(query, JobKind.ANALYZE, athlete_id)
        with self.reading() as transaction:
            return frozenset(map(str, transaction.scalars(query)))

    def job(self, job_id: str) -> Job:
        """Get a job; LibraryError where there is none of that id.

        Parameters
        ----------
        job_id
            Id of the job.
        """
        with self.reading() as transaction:
            return as_record(Job, found(transaction, JobRow, job_id))

    def update_job(self, job_id: str, **values: Any) -> Job:
        """Set values of JOB_VALUES; LibraryError where the job was deleted.

        Parameters
        ----------
        job_id
            Id of the job.
        **values
            The new values, by name.
        """
        with self.writing() as transaction:
            row = found(transaction, JobRow, job_id)
            change(row, values, JOB_VALUES)
            transaction.flush()
            return as_record(Job, row)


def _of_athlete(query: Any, kind: JobKind, athlete_id: str) -> Any:
    """Ask for jobs of a kind, of an athlete alone."""
    if kind is JobKind.COMPARE:
        query = query.join(ComparisonRow, JobRow.comparison_id == ComparisonRow.id)
        return query.where(ComparisonRow.athlete_id == athlete_id)
    query = query.join(RunRow, JobRow.run_id == RunRow.id)
    query = query.join(SessionRow, RunRow.session_id == SessionRow.id)
    return query.where(SessionRow.athlete_id == athlete_id)


def job_row(transaction: Transaction, kind: JobKind, subject_id: str, priority: int) -> JobRow:
    """Find the open job of a run or a comparison, or add one; LibraryError without the subject.

    Parameters
    ----------
    transaction
        The one that writes.
    kind, subject_id
        What is to be done, and the id of the run or of the comparison.
    priority
        Lower numbers go first.
    """
    table, name = _SUBJECTS[kind]
    found(transaction, table, subject_id)
    query = select(JobRow).filter_by(**{name: subject_id}).where(JobRow.state.in_(OPEN))
    row = transaction.scalars(query).first()
    if row is None:
        row = JobRow(kind=kind, priority=priority, **{name: subject_id})
        transaction.add(row)
        transaction.flush()
    return row
