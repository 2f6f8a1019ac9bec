"""Repository -> which clips of a comparison are not compared: chosen so, or not measurable."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.left_out import LeftOut, by_hand, not_measured
from aqvision.library.records import ComparisonKind, JobState, Run, StoredComparison
from aqvision.library.repositories.base import Repository, found
from aqvision.library.repositories.runs import as_run
from aqvision.library.tables import AnalysisRow, JobRow, RunRow, SessionRow

_FAILED = (JobState.FAILED, JobState.SET_ASIDE)


@dataclasses.dataclass(frozen=True, slots=True)
class LeftOutRepository(Repository):
    """Repository of what is left out of comparisons."""

    def leave_out(self, run_id: str, left_out: bool) -> Run:
        """Leave a clip out of all comparisons, or take it in again; it stays, with its report.

        Parameters
        ----------
        run_id
            Id of the run.
        left_out
            Whether it stays out.

        Raises
        ------
        LibraryError
            There is no such run.
        """
        with self.writing() as transaction:
            row = found(transaction, RunRow, run_id)
            row.left_out = left_out
            transaction.flush()
            return as_run(row)

    def left_out_of(self, comparison: StoredComparison) -> tuple[LeftOut, ...]:
        """List the clips of both sessions that are not compared, each with the reason.

        Parameters
        ----------
        comparison
            Of runs; of holds, none are listed.
        """
        return left_out_among(self.aside(comparison.athlete_id), comparison)

    def aside(self, athlete_id: str) -> tuple[Aside, ...]:
        """List the runs and holds of an athlete that no comparison is of, in a settled order.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = select(RunRow).join(SessionRow, SessionRow.id == RunRow.session_id)
        query = query.outerjoin(AnalysisRow, AnalysisRow.run_id == RunRow.id)
        query = query.where(SessionRow.athlete_id == athlete_id)
        query = query.where(or_(RunRow.left_out, AnalysisRow.id.is_(None)))
        with self.reading() as transaction:
            rows = sorted(transaction.scalars(query), key=lambda row: (row.name, row.file_sha256))
            jobs = _last_jobs(transaction, [row.id for row in rows if not row.left_out])
            found = [
                Aside(
                    session_id=row.session_id,
                    name=row.name,
                    why=None if row.left_out else jobs.get(row.id, ""),
                    is_hold=row.is_hold,
                )
                for row in rows
                if row.left_out or row.id in jobs
            ]
        return tuple(found)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """A run or hold that is not compared; ``why`` is None where its owner chose so."""

    session_id: str
    name: str
    why: str | None
    is_hold: bool = False


def left_out_among(aside: Sequence[Aside], comparison: StoredComparison) -> tuple[LeftOut, ...]:
    """Choose the runs of a comparison's sessions, each with its side and the reason.

    Parameters
    ----------
    aside, comparison
        Runs of the athlete that are not compared. Reports of holds list none, and of holds only
        a season tells, which is of both.
    """
    if comparison.kind is ComparisonKind.HOLDS:
        return ()
    told = []
    for one in aside:
        wanted = comparison.kind is ComparisonKind.SEASON or not one.is_hold
        if wanted and one.session_id in comparison.session_ids:
            side = _side_of(one.session_id, comparison)
            by_owner = one.why is None
            told.append(
                by_hand(one.name, side) if by_owner else not_measured(one.name, side, one.why or "")
            )
    return tuple(told)


def _side_of(session_id: str, comparison: StoredComparison) -> str:
    """Name the side of a session; a season has none, nor has a ladder that stands alone."""
    if comparison.kind is ComparisonKind.SEASON or comparison.before_session_id is None:
        return ""
    return "after" if session_id == comparison.after_session_id else "before"


def _last_jobs(transaction: Transaction, run_ids: Sequence[str]) -> dict[str, str]:
    """Say of clips that could not be measured why; what may still be measured is left out."""
    if not run_ids:
        return {}
    query = select(JobRow).where(JobRow.run_id.in_(run_ids)).order_by(JobRow.created)
    last = {str(job.run_id): job for job in transaction.scalars(query)}
    return {key: job.error or "" for key, job in last.items() if job.state in _FAILED}
