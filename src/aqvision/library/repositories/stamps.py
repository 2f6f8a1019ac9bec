"""Repository -> a stamp of all rows of an athlete: the same stamp, the same page.

Whatever is changed of others leaves it as it is. Results are told by their ids, which stand for
what is in them, and how far a job has come is left out.
"""

from __future__ import annotations

import dataclasses
import hashlib
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, bindparam, func, literal, select, union_all

from aqvision.library.connections import one_state
from aqvision.library.repositories.base import Repository
from aqvision.library.tables import (
    AnalysisRow,
    AthleteRow,
    BlockRow,
    ComparisonRow,
    JobRow,
    RunRow,
    SessionRow,
    StateRow,
    Table,
)

STAMPED = frozenset({"athlete", "session", "block", "run", "analysis", "comparison", "job"})
"""Tables that are stamped: whatever else an athlete's page shows has to be added here."""

_OF_QUEUE = {"progress", "words", "turn", "workflow_id", "executor_id", "measuring"}
_NOT_STAMPED = {"provenance", "summary", *_OF_QUEUE}
_VERSION = select(StateRow.version)


@dataclasses.dataclass(frozen=True, slots=True)
class StampRepository(Repository):
    """Repository of stamps."""

    def stamp(self, athlete_id: str) -> tuple[int, str]:
        """Give the version of the library, and a stamp of all that it holds of an athlete at it.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        with one_state(self.engine).connect() as connection:
            version = int(connection.execute(_VERSION).scalar_one())
            rows = connection.execute(_rows(self.engine.dialect.name), {"athlete_id": athlete_id})
            lines = sorted(f"{table} {row}" for table, row in rows)
        return version, hashlib.sha256("\n".join(lines).encode()).hexdigest()


@cache
def _rows(dialect: str) -> CompoundSelect[tuple[str, Any]]:
    """Ask for all rows of an athlete at once, each as the database writes an array of JSON."""
    array = func.json_array if dialect == "sqlite" else func.json_build_array

    def of(table: type[Table], *joined: tuple[Any, Any], more: tuple[Any, ...] = ()) -> Any:
        row = array(*_columns(table), *more)
        query = select(literal(table.__tablename__), row).select_from(table)
        for other, on in joined:
            query = query.join(other, on)
        return query

    session = SessionRow, SessionRow.id == RunRow.session_id
    analysed = RunRow, AnalysisRow.run_id == RunRow.id
    worked_on = RunRow, JobRow.run_id == RunRow.id
    compared = ComparisonRow, JobRow.comparison_id == ComparisonRow.id
    told, said = (AnalysisRow.summary.is_(None),), (ComparisonRow.summary.is_(None),)
    return union_all(
        of(AthleteRow).where(_of_athlete(AthleteRow.id)),
        of(SessionRow).where(_of_athlete(SessionRow.athlete_id)),
        of(BlockRow).where(_of_athlete(BlockRow.athlete_id)),
        of(RunRow, session).where(_of_athlete(SessionRow.athlete_id)),
        of(AnalysisRow, analysed, session, more=told).where(_of_athlete(SessionRow.athlete_id)),
        of(ComparisonRow, more=said).where(_of_athlete(ComparisonRow.athlete_id)),
        of(JobRow, worked_on, session).where(_of_athlete(SessionRow.athlete_id)),
        of(JobRow, compared).where(_of_athlete(ComparisonRow.athlete_id)),
    )


def _columns(table: type[Table]) -> list[Any]:
    return [column for column in table.__table__.columns if column.name not in _NOT_STAMPED]


def _of_athlete(column: Any) -> ColumnElement[bool]:
    return column == bindparam("athlete_id")  # type: ignore[no-any-return]
