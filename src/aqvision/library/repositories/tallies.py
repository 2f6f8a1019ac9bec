"""Repository -> numbers of the queue, of nobody: how much waits, since when, how jobs ended."""

from __future__ import annotations

import dataclasses
import datetime as dt

from sqlalchemy import func, select

from aqvision.library.records import OPEN, JobKind, JobState
from aqvision.library.repositories.base import Repository
from aqvision.library.tables import JobRow


@dataclasses.dataclass(frozen=True, slots=True)
class OpenJobs:
    """How many jobs of a kind wait or run, and when the oldest of them was asked for."""

    kind: JobKind
    state: JobState
    n: int
    oldest: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class EndedJob:
    """How a job ended, how long it waited for its turn, and how long it took, in seconds.

    One that was stopped before its turn took no time.
    """

    kind: JobKind
    state: JobState
    waited_s: float
    took_s: float


@dataclasses.dataclass(frozen=True, slots=True)
class TallyRepository(Repository):
    """Repository of numbers of the queue."""

    def open_jobs(self) -> tuple[OpenJobs, ...]:
        """Count the jobs that wait or run, by kind and state."""
        by = (JobRow.kind, JobRow.state)
        query = select(*by, func.count(), func.min(JobRow.created))
        query = query.where(JobRow.state.in_(OPEN)).group_by(*by)
        with self.reading() as transaction:
            return tuple(OpenJobs(*row) for row in transaction.execute(query))

    def ended_jobs(self, since: dt.datetime) -> tuple[EndedJob, ...]:
        """List the jobs that have ended lately, without saying whose they were.

        Parameters
        ----------
        since
            From when on.
        """
        moments = (JobRow.created, JobRow.started, JobRow.finished)
        query = select(JobRow.kind, JobRow.state, *moments).where(JobRow.finished >= since)
        with self.reading() as transaction:
            return tuple(
                _as_ended(kind, state, created, started, finished)
                for kind, state, created, started, finished in transaction.execute(query)
            )


def _as_ended(
    kind: JobKind,
    state: JobState,
    created: dt.datetime,
    started: dt.datetime | None,
    finished: dt.datetime | None,
) -> EndedJob:
    finished = finished or created  # no row without it is asked for
    began = started or finished
    return EndedJob(
        kind, state, (began - created).total_seconds(), (finished - began).total_seconds()
    )
