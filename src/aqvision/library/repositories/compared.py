"""Repository -> the latest comparison of each athlete with the runs that went into it.

Summaries that are kept with the rows tell it all, so that no file is opened however many there are.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Text, cast, or_, select

from aqvision.library.records import Athlete
from aqvision.library.repositories.base import Repository, as_record
from aqvision.library.repositories.outlines import latest_compared
from aqvision.library.tables import AnalysisRow, AthleteRow, ComparisonRow, RunRow, SessionRow

_OF_RUN = (
    AnalysisRow.id,
    AnalysisRow.summary,
    AnalysisRow.provenance["clip_sha256"].as_string().label("clip_sha256"),
    AnalysisRow.provenance["athlete_choice"].as_string().label("athlete_choice"),
    SessionRow.date,
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRun:
    """A run of a comparison: its side, its day, and the summary of what was measured.

    ``clip_sha256`` and ``athlete_choice`` tell which film it is, and who was chosen in it.
    """

    is_after: bool
    day: dt.date | None
    summary: dict[str, Any]
    clip_sha256: str
    athlete_choice: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LatestComparison:
    """The comparison of runs of somebody whose later session is the latest.

    ``summary`` is JSON, empty where there is none yet. ``runs`` are those that were given to it; it
    may have left some of them out. None where some have been measured anew since, or are gone.
    """

    athlete: Athlete
    comparison_id: str
    summary: str
    runs: tuple[ComparedRun, ...] | None


@dataclasses.dataclass(frozen=True, slots=True)
class ComparedRepository(Repository):
    """Repository of what was compared last."""

    def latest_comparisons(
        self, athlete_ids: Collection[str] | None = None
    ) -> tuple[LatestComparison, ...]:
        """Give the latest comparison of everybody who has one, by name.

        Parameters
        ----------
        athlete_ids
            Of whom; of everybody if None.
        """
        latest = latest_compared()
        compared = (
            select(AthleteRow, ComparisonRow.id, ComparisonRow.provenance)
            .add_columns(cast(ComparisonRow.summary, Text).label("summary"))
            .join(ComparisonRow, ComparisonRow.athlete_id == AthleteRow.id)
            .join(latest, latest.c.id == ComparisonRow.id)
        )
        runs = (
            select(*_OF_RUN)
            .join(RunRow, RunRow.id == AnalysisRow.run_id)
            .join(SessionRow, SessionRow.id == RunRow.session_id)
            .join(ComparisonRow, _is_side(RunRow.session_id))
            .join(latest, latest.c.id == ComparisonRow.id)
            .where(~RunRow.is_hold)
        )
        if athlete_ids is not None:
            compared = compared.where(AthleteRow.id.in_(athlete_ids))
            runs = runs.where(SessionRow.athlete_id.in_(athlete_ids))
        with self.reading() as transaction:
            measured = {row.id: row for row in transaction.execute(runs)}
            found = [
                LatestComparison(
                    athlete=as_record(Athlete, athlete),
                    comparison_id=comparison_id,
                    summary=summary or "",
                    runs=_runs(made or {}, measured),
                )
                for athlete, comparison_id, made, summary in transaction.execute(compared)
            ]
        return tuple(sorted(found, key=_by_name))


def _is_side(session_id: Any) -> Any:
    return or_(
        ComparisonRow.before_session_id == session_id, ComparisonRow.after_session_id == session_id
    )


def _by_name(one: LatestComparison) -> tuple[str, dt.datetime]:
    return one.athlete.name.casefold(), one.athlete.created


def _runs(made: dict[str, Any], measured: dict[str, Any]) -> tuple[ComparedRun, ...] | None:
    """Give the runs of a comparison, those before first; None where one is no more as it was."""
    sides: Iterable[tuple[str, bool]] = [
        *((one, False) for one in made.get("before", ())),
        *((one, True) for one in made.get("after", ())),
    ]
    if any(one not in measured for one, _is_after in sides):
        return None
    return tuple(_run(measured[one], is_after=is_after) for one, is_after in sides)


def _run(row: Any, *, is_after: bool) -> ComparedRun:
    return ComparedRun(
        is_after=is_after,
        day=row.date,
        summary=row.summary or {},
        clip_sha256=row.clip_sha256 or "",
        athlete_choice=row.athlete_choice or "",
    )
