"""Repository -> a stamp of all rows of an athlete: the same stamp, the same page.

Whatever is changed of others leaves it as it is. Results are told by their ids, which stand for
what is in them, and how far a job has come is left out.
"""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any

from sqlalchemy import Select, bindparam, select

from aqvision.library.database import one_state
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
        digest = hashlib.sha256()
        with one_state(self.engine).connect() as connection:
            version = int(connection.execute(select(StateRow.version)).scalar_one())
            for query in _QUERIES:
                rows = connection.execute(query, {"athlete_id": athlete_id}).all()
                digest.update(repr(sorted(map(repr, rows))).encode())
        return version, digest.hexdigest()


def _columns(table: type[Table]) -> list[Any]:
    return [column for column in table.__table__.columns if column.name not in _NOT_STAMPED]


def _of_athlete(query: Select[Any], column: Any) -> Select[Any]:
    return query.where(column == bindparam("athlete_id"))


_SESSION = SessionRow.id == RunRow.session_id
_RUNS = select(*_columns(RunRow)).join(SessionRow, _SESSION)
_ANALYSES = (
    select(*_columns(AnalysisRow), AnalysisRow.summary.is_(None))
    .join(RunRow, AnalysisRow.run_id == RunRow.id)
    .join(SessionRow, _SESSION)
)
_COMPARISONS = select(*_columns(ComparisonRow), ComparisonRow.summary.is_(None))
_JOBS_OF_RUNS = (
    select(*_columns(JobRow)).join(RunRow, JobRow.run_id == RunRow.id).join(SessionRow, _SESSION)
)
_JOBS_OF_COMPARISONS = select(*_columns(JobRow)).join(
    ComparisonRow, JobRow.comparison_id == ComparisonRow.id
)
_QUERIES = (
    _of_athlete(select(*_columns(AthleteRow)), AthleteRow.id),
    _of_athlete(select(*_columns(SessionRow)), SessionRow.athlete_id),
    _of_athlete(select(*_columns(BlockRow)), BlockRow.athlete_id),
    _of_athlete(_RUNS, SessionRow.athlete_id),
    _of_athlete(_ANALYSES, SessionRow.athlete_id),
    _of_athlete(_COMPARISONS, ComparisonRow.athlete_id),
    _of_athlete(_JOBS_OF_RUNS, SessionRow.athlete_id),
    _of_athlete(_JOBS_OF_COMPARISONS, ComparisonRow.athlete_id),
)
