"""Repository -> which clips of a comparison are not compared: chosen so, or not measurable."""

from __future__ import annotations

import dataclasses

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.left_out import LeftOut, by_hand, not_measured
from aqvision.library.records import ComparisonKind, JobState, Run, StoredComparison
from aqvision.library.repositories.base import Repository, found
from aqvision.library.repositories.runs import as_run
from aqvision.library.tables import AnalysisRow, JobRow, RunRow

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
            Of runs before and after; reports of other kinds list none.
        """
        if comparison.kind is not ComparisonKind.CHANGE:
            return ()
        query = select(RunRow).outerjoin(AnalysisRow, AnalysisRow.run_id == RunRow.id)
        query = query.where(RunRow.session_id.in_(comparison.session_ids), ~RunRow.is_hold)
        query = query.where(or_(RunRow.left_out, AnalysisRow.id.is_(None)))
        with self.reading() as transaction:
            rows = list(transaction.scalars(query.order_by(RunRow.name, RunRow.file_sha256)))
            told = [_told(transaction, row, comparison) for row in rows]
        return tuple(one for one in told if one is not None)


def _told(transaction: Transaction, row: RunRow, comparison: StoredComparison) -> LeftOut | None:
    """Say why a clip is not compared; None where it is not measured yet, and may still be."""
    side = "after" if row.session_id == comparison.after_session_id else "before"
    if row.left_out:
        return by_hand(row.name, side)
    query = select(JobRow).where(JobRow.run_id == row.id).order_by(JobRow.created.desc())
    job = transaction.scalars(query.limit(1)).first()
    if job is None or job.state not in _FAILED:
        return None
    return not_measured(row.name, side, job.error or "")
