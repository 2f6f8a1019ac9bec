"""Repository -> the queue as people see it: whose each job is, and how long such jobs take."""

from __future__ import annotations

import dataclasses
import datetime as dt
import statistics
from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Transaction

from aqvision.library.records import OPEN, Job, JobKind, JobState, QueuedJob, Session
from aqvision.library.repositories.base import Repository, as_record
from aqvision.library.tables import AthleteRow, ComparisonRow, JobRow, RunRow, SessionRow

TURN_CLIPS = 25
"""So many clips of an athlete or a team are measured before it is the turn of others."""
_N_EARLIER = 40
_TO_NOTHING = (JobState.FAILED, JobState.SET_ASIDE, JobState.CANCELLED)


@dataclasses.dataclass(frozen=True, slots=True)
class QueuedRepository(Repository):
    """Repository of the queue as people see it."""

    def queued(
        self, since: dt.datetime, athlete_ids: Collection[str] | None = None
    ) -> tuple[QueuedJob, ...]:
        """List the jobs that run, those that wait in the order of their turns, and what failed.

        Parameters
        ----------
        since
            From when on jobs that came to nothing are listed, unless they were begun again.
        athlete_ids
            Whose jobs may be seen; everybody's if None.
        """
        with self.reading() as transaction:
            found = [*_of_clips(transaction, since), *_of_comparisons(transaction, since)]
        shown = [q for q in found if athlete_ids is None or q.athlete_id in athlete_ids]
        again = {_subject(one.job) for one in shown if one.job.state in OPEN}
        kept = [q for q in shown if q.job.state in OPEN or _subject(q.job) not in again]
        return tuple(sorted(kept, key=_turn))

    def usual_s(self) -> dict[JobKind, float]:
        """Tell how many seconds jobs took lately, by kind; nothing of a kind that none was of."""
        usual = {}
        with self.reading() as transaction:
            for kind in JobKind:
                query = select(JobRow.started, JobRow.finished).where(
                    JobRow.kind == kind, JobRow.state == JobState.DONE, JobRow.started.is_not(None)
                )
                latest = query.order_by(JobRow.finished.desc().nulls_last()).limit(_N_EARLIER)
                rows = transaction.execute(latest)
                times_s = [(end - start).total_seconds() for start, end in rows if end and start]
                if times_s:
                    usual[kind] = statistics.median(times_s)
        return usual


def _subject(job: Job) -> str:
    return str(job.run_id or job.comparison_id)


def _turn(queued: QueuedJob) -> tuple[Any, ...]:
    """Order what runs before what waits, and that by its turn; what failed comes last."""
    job = queued.job
    states = (JobState.RUNNING, JobState.WAITING)
    place = states.index(job.state) if job.state in states else len(states)
    return place, job.priority, job.turn // TURN_CLIPS, job.created


def _listed(since: dt.datetime) -> Any:
    ended = JobRow.state.in_(_TO_NOTHING) & (JobRow.finished >= since)
    return or_(JobRow.state.in_(OPEN), ended)


def _of_clips(transaction: Transaction, since: dt.datetime) -> list[QueuedJob]:
    query = (
        select(JobRow, RunRow.name, AthleteRow.id, AthleteRow.name)
        .join(RunRow, JobRow.run_id == RunRow.id)
        .join(SessionRow, SessionRow.id == RunRow.session_id)
        .join(AthleteRow, AthleteRow.id == SessionRow.athlete_id)
        .where(_listed(since))
    )
    return [
        QueuedJob(job=as_record(Job, row), athlete_id=athlete_id, athlete=athlete, clip=clip)
        for row, clip, athlete_id, athlete in transaction.execute(query)
    ]


def _of_comparisons(transaction: Transaction, since: dt.datetime) -> list[QueuedJob]:
    query = (
        select(JobRow, ComparisonRow, AthleteRow.id, AthleteRow.name)
        .join(ComparisonRow, JobRow.comparison_id == ComparisonRow.id)
        .join(AthleteRow, AthleteRow.id == ComparisonRow.athlete_id)
        .where(_listed(since))
    )
    rows = transaction.execute(query).all()
    wanted = {one for _job, made, *_of in rows for one in _sessions_of(made)}
    known = {
        row.id: as_record(Session, row)
        for row in transaction.scalars(select(SessionRow).where(SessionRow.id.in_(wanted)))
    }
    return [
        QueuedJob(
            job=as_record(Job, row),
            athlete_id=athlete_id,
            athlete=athlete,
            kind=made.kind,
            sessions=tuple(known[one] for one in _sessions_of(made) if one in known),
        )
        for row, made, athlete_id, athlete in rows
    ]


def _sessions_of(made: ComparisonRow) -> list[str]:
    return [one for one in (made.before_session_id, made.after_session_id) if one is not None]
