"""Repository -> what lists show: everybody in a few queries, however many there are.

Nothing here opens a file, and no query is asked for each athlete, session or clip. What results
say is read of those athletes only whose results the caller does not know yet.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Row, Subquery, Text, cast, func, select
from sqlalchemy.orm import Session as Transaction

from aqvision.library.records import (
    OPEN,
    Athlete,
    ComparisonKind,
    JobState,
    MeasuredClip,
    Outline,
    Told,
)
from aqvision.library.repositories.base import Repository, as_records
from aqvision.library.repositories.clip_values import OF_RUN, values_of, whole_clips
from aqvision.library.tables import (
    AnalysisRow,
    AthleteRow,
    ComparisonRow,
    JobRow,
    RunRow,
    SessionRow,
)

_NO_RESULT = (JobState.FAILED, JobState.SET_ASIDE)
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclasses.dataclass(frozen=True, slots=True)
class OutlineRepository(Repository):
    """Repository of what lists show."""

    def outlines(
        self,
        athlete_ids: Collection[str] | None = None,
        metrics: Collection[str] = (),
        known: Mapping[str, str] = _NOTHING,
    ) -> tuple[Outline, ...]:
        """Outline everybody, by name.

        Parameters
        ----------
        athlete_ids
            Who may be seen; everybody if None.
        metrics
            Of which clips have their values; of what was named first they have them as well.
        known
            Stamps, by athlete, of what the caller has from before: that is not read again.
        """
        with self.reading() as transaction:
            people = transaction.scalars(_only(select(AthleteRow), AthleteRow.id, athlete_ids))
            athletes = as_records(Athlete, people)
            sessions, compared = (
                _by_athlete(transaction.execute(_only(query, SessionRow.athlete_id, athlete_ids)))
                for query in (_SESSIONS, _OPEN_COMPARISONS)
            )
            runs, open_runs = (
                _by_session(transaction, query, athlete_ids) for query in (_RUNS, _OPEN_RUNS)
            )
            under_way = {one.id: _under_way(sessions[one.id], open_runs) for one in athletes}
            told = {one.athlete_id: one for one in _latest_told(transaction, athlete_ids)}
            names = {one.id: _names(metrics, told.get(one.id)) for one in athletes}
            stamps = {one.id: _stamp(names[one.id], sessions[one.id], runs) for one in athletes}
            wanted = {one: names[one] for one, stamp in stamps.items() if known.get(one) != stamp}
            measured, unfinished = values_of(transaction, wanted)
        outlines = (
            Outline(
                athlete=one,
                told=told.get(one.id),
                stamp="" if one.id in unfinished else stamps[one.id],
                measured=measured.get(one.id),
                under_way=under_way[one.id],
                n_open=len(under_way[one.id]) + len(compared[one.id]),
                **_counts(sessions[one.id], runs),
            )
            for one in athletes
        )
        return tuple(sorted(outlines, key=lambda o: (o.athlete.name.casefold(), o.athlete.created)))

    def measured_clips(self, athlete_id: str) -> tuple[MeasuredClip, ...]:
        """List the measured runs of an athlete with their summaries, holds aside, by day.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        with self.reading() as transaction:
            return whole_clips(transaction, athlete_id)

    def told(self, athlete_id: str) -> dict[str, Told]:
        """Give what came of an athlete's comparisons, those that are made, by their ids.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = select(*_TOLD).where(
            ComparisonRow.athlete_id == athlete_id, ComparisonRow.folder.is_not(None)
        )
        with self.reading() as transaction:
            return {row.id: _as_told(row) for row in transaction.execute(query)}


def _count_where(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def _job_in(states: tuple[JobState, ...]) -> ColumnElement[bool]:
    return select(JobRow.id).where(JobRow.run_id == RunRow.id, JobRow.state.in_(states)).exists()


def _results(condition: Any) -> ColumnElement[str]:
    return func.aggregate_strings(AnalysisRow.id, " ").filter(condition)


_HAS_JOB = select(JobRow.id).where(JobRow.run_id == RunRow.id).exists()
_UNMEASURED = AnalysisRow.id.is_(None)
_SESSIONS = select(SessionRow.athlete_id, SessionRow.id, SessionRow.label, SessionRow.date)
_RUNS = (
    select(
        RunRow.session_id,
        func.count().label("n_clips"),
        _count_where(_UNMEASURED & ~_HAS_JOB).label("n_waiting"),
        _count_where(_UNMEASURED & _job_in(_NO_RESULT) & ~_job_in(OPEN)).label("n_failed"),
        _results(~RunRow.is_hold).label("results"),
        _results(RunRow.is_hold).label("holds"),
    )
    .select_from(RunRow)
    .outerjoin(AnalysisRow, OF_RUN)
    .group_by(RunRow.session_id)
)
_OPEN_RUNS = (
    select(RunRow.session_id, func.aggregate_strings(RunRow.id, " ").label("under_way"))
    .join(JobRow, JobRow.run_id == RunRow.id)
    .where(JobRow.state.in_(OPEN))
    .group_by(RunRow.session_id)
)
_OPEN_COMPARISONS = (
    select(SessionRow.athlete_id, JobRow.id)
    .join(ComparisonRow, JobRow.comparison_id == ComparisonRow.id)
    .join(SessionRow, SessionRow.id == ComparisonRow.after_session_id)
    .where(JobRow.state.in_(OPEN))
)
_TOLD = (
    ComparisonRow.id,
    ComparisonRow.athlete_id,
    ComparisonRow.primaries,
    cast(ComparisonRow.summary, Text).label("summary"),
)


def _only(query: Any, column: Any, athlete_ids: Collection[str] | None) -> Any:
    return query if athlete_ids is None else query.where(column.in_(athlete_ids))


def _by_athlete(rows: Iterable[Row[Any]]) -> defaultdict[str, list[Row[Any]]]:
    found: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.athlete_id].append(row)
    return found


def _by_session(
    transaction: Transaction, query: Any, athlete_ids: Collection[str] | None
) -> dict[str, Row[Any]]:
    """Ask what there is in each session: it is put together before anything is joined to it."""
    if athlete_ids is not None:
        theirs = select(SessionRow.id).where(SessionRow.athlete_id.in_(athlete_ids))
        query = query.where(RunRow.session_id.in_(theirs))
    return {row.session_id: row for row in transaction.execute(query)}


def _under_way(sessions: Sequence[Row[Any]], runs: Mapping[str, Row[Any]]) -> frozenset[str]:
    """Name the runs of somebody that are under way."""
    of_sessions = (runs[row.id].under_way for row in sessions if row.id in runs)
    return frozenset(run_id for ids in of_sessions for run_id in ids.split())


def _counts(sessions: Sequence[Row[Any]], runs: Mapping[str, Row[Any]]) -> dict[str, Any]:
    """Put together what was counted of somebody's sessions; one without clips counts nothing."""
    counted = [runs[row.id] for row in sessions if row.id in runs]
    return {
        "n_sessions": len(sessions),
        "last_day": max((row.date for row in sessions if row.date), default=None),
        "n_clips": sum(row.n_clips for row in counted),
        "n_waiting": sum(row.n_waiting for row in counted),
        "n_failed": sum(row.n_failed for row in counted),
    }


def _names(metrics: Collection[str], told: Told | None) -> tuple[str, ...]:
    return (*metrics, *(told.primaries[:1] if told else ()))


def _stamp(names: Sequence[str], sessions: Sequence[Row[Any]], runs: Mapping[str, Row[Any]]) -> str:
    """Stand for values of an athlete: a result never changes, and one made anew has another id."""
    rows = sorted(
        (row.id, row.label, str(row.date), *_results_in(runs.get(row.id))) for row in sessions
    )
    return hashlib.sha256(repr((names, rows)).encode()).hexdigest()


def _results_in(runs: Row[Any] | None) -> tuple[list[str], list[str]]:
    """Name the results of runs and of holds: a database names them in the order it likes."""
    if runs is None:
        return [], []
    return sorted((runs.results or "").split()), sorted((runs.holds or "").split())


def latest_compared() -> Subquery:
    """Ask for the ``id`` of each athlete's comparison whose later session is the latest."""
    latest = func.row_number().over(
        partition_by=ComparisonRow.athlete_id,
        order_by=(
            func.coalesce(SessionRow.date, dt.date.min).desc(),
            ComparisonRow.created.desc(),
        ),
    )
    ranked = (
        select(ComparisonRow.id, latest.label("place"))
        .join(SessionRow, SessionRow.id == ComparisonRow.after_session_id)
        .where(ComparisonRow.folder.is_not(None), ComparisonRow.kind == ComparisonKind.CHANGE)
        .subquery()
    )
    return select(ranked.c.id).where(ranked.c.place == 1).subquery()


def _latest_told(transaction: Transaction, athlete_ids: Collection[str] | None) -> Iterable[Told]:
    """Give what came of each athlete's latest comparison."""
    latest = latest_compared()
    query = select(*_TOLD).join(latest, latest.c.id == ComparisonRow.id)
    rows = transaction.execute(_only(query, ComparisonRow.athlete_id, athlete_ids))
    return map(_as_told, rows)


def _as_told(row: Any) -> Told:
    return Told(
        comparison_id=row.id,
        athlete_id=row.athlete_id,
        primaries=row.primaries,
        summary=row.summary or "",
    )
