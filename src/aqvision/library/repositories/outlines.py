"""Repository -> what lists show: everybody in a few queries, however many there are.

Nothing here opens a file, and no query is asked for each athlete, session or clip.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, Text, case, cast, func, select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.provenance import present_method
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
from aqvision.library.tables import (
    AnalysisRow,
    AthleteRow,
    ComparisonRow,
    JobRow,
    RunRow,
    SessionRow,
)

Counts = dict[str, Row[Any]]
_OF_SESSION = SessionRow.id == RunRow.session_id
_OF_RUN = AnalysisRow.run_id == RunRow.id
_NO_RESULT = (JobState.FAILED, JobState.SET_ASIDE)


@dataclasses.dataclass(frozen=True, slots=True)
class OutlineRepository(Repository):
    """Repository of what lists show."""

    def outlines(
        self, athlete_ids: Collection[str] | None = None, metrics: Collection[str] = ()
    ) -> tuple[Outline, ...]:
        """Outline everybody, by name.

        Parameters
        ----------
        athlete_ids
            Who may be seen; everybody if None.
        metrics
            Of which clips have their values; of what was named first they have them as well.
        """
        with self.reading() as transaction:
            people = transaction.scalars(_only(select(AthleteRow), AthleteRow.id, athlete_ids))
            athletes = as_records(Athlete, people)
            sessions, clips, compared = (
                _by_athlete(transaction, _only(query, SessionRow.athlete_id, athlete_ids))
                for query in (_COUNT_SESSIONS, _COUNT_CLIPS, _COUNT_COMPARED)
            )
            told = {one.athlete_id: one for one in _latest_told(transaction, athlete_ids)}
            names = {*metrics, *(one.primaries[0] for one in told.values() if one.primaries)}
            measured = defaultdict(list)
            for clip in _values(transaction, sorted(names), athlete_ids):
                measured[clip.athlete_id].append(clip)
        outlines = (
            Outline(
                athlete=one,
                told=told.get(one.id),
                clips=tuple(measured[one.id]),
                **_counts(one.id, sessions, clips, compared),
            )
            for one in athletes
        )
        return tuple(sorted(outlines, key=lambda o: (o.athlete.name.casefold(), o.athlete.created)))

    def n_in_older_way(self, athlete_ids: Collection[str] | None = None) -> int:
        """Count the clips that were measured in an older way and are not under way again.

        Parameters
        ----------
        athlete_ids
            Who may be seen; everybody if None.
        """
        method = func.coalesce(AnalysisRow.provenance["method"].as_string(), "")
        query = select(func.count()).select_from(RunRow).join(AnalysisRow, _OF_RUN)
        query = query.join(SessionRow, _OF_SESSION)
        query = query.where(method != present_method(), ~_job_in(OPEN))
        with self.reading() as transaction:
            return int(transaction.scalar(_only(query, SessionRow.athlete_id, athlete_ids)))

    def measured_clips(self, athlete_id: str) -> tuple[MeasuredClip, ...]:
        """List the measured runs of an athlete with their summaries, holds aside, by day.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        with self.reading() as transaction:
            return tuple(_measured(transaction, athlete_id))

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


_HAS_JOB = select(JobRow.id).where(JobRow.run_id == RunRow.id).exists()
_UNMEASURED = AnalysisRow.id.is_(None)
_COUNT_SESSIONS = select(
    SessionRow.athlete_id,
    func.count().label("n_sessions"),
    func.max(SessionRow.date).label("last_day"),
).group_by(SessionRow.athlete_id)
_COUNT_CLIPS = (
    select(
        SessionRow.athlete_id,
        func.count().label("n_clips"),
        _count_where(_UNMEASURED & ~_HAS_JOB).label("n_waiting"),
        _count_where(_job_in(OPEN)).label("n_open"),
        _count_where(_UNMEASURED & _job_in(_NO_RESULT) & ~_job_in(OPEN)).label("n_failed"),
    )
    .select_from(RunRow)
    .join(SessionRow, _OF_SESSION)
    .outerjoin(AnalysisRow, _OF_RUN)
    .group_by(SessionRow.athlete_id)
)
_COUNT_COMPARED = (
    select(SessionRow.athlete_id, func.count(JobRow.id).label("n_compared"))
    .select_from(JobRow)
    .join(ComparisonRow, JobRow.comparison_id == ComparisonRow.id)
    .join(SessionRow, SessionRow.id == ComparisonRow.after_session_id)
    .where(JobRow.state.in_(OPEN))
    .group_by(SessionRow.athlete_id)
)
_TOLD = (
    ComparisonRow.id,
    ComparisonRow.athlete_id,
    ComparisonRow.primaries,
    cast(ComparisonRow.summary, Text).label("summary"),
)


def _only(query: Any, column: Any, athlete_ids: Collection[str] | None) -> Any:
    return query if athlete_ids is None else query.where(column.in_(athlete_ids))


def _by_athlete(transaction: Transaction, query: Select[Any]) -> Counts:
    return {row.athlete_id: row for row in transaction.execute(query)}


def _counts(athlete_id: str, sessions: Counts, clips: Counts, compared: Counts) -> dict[str, Any]:
    """Put together what was counted of somebody; what was not found counts nothing."""
    known: dict[str, Any] = {}
    for counted in (sessions, clips, compared):
        if athlete_id in counted:
            known |= counted[athlete_id]._mapping
    n_compared = known.pop("n_compared", 0)
    known.pop("athlete_id", None)
    return {**known, "n_open": known.get("n_open", 0) + n_compared}


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


_OF_CLIP = (RunRow.id, RunRow.session_id, SessionRow.athlete_id, SessionRow.label, SessionRow.date)


def _of_clips(columns: Iterable[Any], athlete_ids: Collection[str] | None) -> Any:
    """Ask for the measured runs of athletes by day."""
    query = select(*_OF_CLIP, *columns).join(SessionRow, _OF_SESSION).join(AnalysisRow, _OF_RUN)
    # of one day, what came before the training first
    later = case((SessionRow.label == "before", 0), (SessionRow.label == "after", 2), else_=1)
    query = query.where(~RunRow.is_hold).order_by(
        SessionRow.date.nulls_first(), later, RunRow.created
    )
    return _only(query, SessionRow.athlete_id, athlete_ids)


def _measured(transaction: Transaction, athlete_id: str) -> Iterable[MeasuredClip]:
    rows = transaction.execute(_of_clips([AnalysisRow.summary], [athlete_id]))
    return (_as_clip(known, summary or {}) for *known, summary in rows)


def _values(
    transaction: Transaction, names: Sequence[str], athlete_ids: Collection[str] | None
) -> Iterable[MeasuredClip]:
    """Give measured runs with the values of a few metrics: the database reads the summaries."""
    summary = AnalysisRow.summary
    columns = [
        *(summary[key].as_string() for key in ("view", "ground")),
        *(summary[("metrics", name, 0)].as_float() for name in names),
    ]
    for row in transaction.execute(_of_clips(columns, athlete_ids)):
        known, (view, ground, *values) = row[: len(_OF_CLIP)], row[len(_OF_CLIP) :]
        metrics = {
            name: [value] for name, value in zip(names, values, strict=True) if value is not None
        }
        yield _as_clip(known, {"view": view, "ground": ground, "metrics": metrics})


def _as_clip(known: Sequence[Any], summary: dict[str, Any]) -> MeasuredClip:
    run_id, session_id, athlete_id, label, date = known
    return MeasuredClip(
        run_id=run_id,
        session_id=session_id,
        athlete_id=athlete_id,
        label=label,
        date=date,
        summary=summary,
    )
