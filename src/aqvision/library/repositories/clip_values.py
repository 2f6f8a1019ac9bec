"""Transaction -> measured runs of athletes by day, with their summaries or a few values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.provenance import present_method
from aqvision.library.records import Measured, MeasuredClip
from aqvision.library.tables import AnalysisRow, RunRow, SessionRow

_OF_SESSION = SessionRow.id == RunRow.session_id
OF_RUN = AnalysisRow.run_id == RunRow.id
_OF_CLIP = (RunRow.id, RunRow.session_id, SessionRow.athlete_id, SessionRow.label, SessionRow.date)


def whole_clips(transaction: Transaction, athlete_id: str) -> tuple[MeasuredClip, ...]:
    """Give the measured runs of an athlete with their summaries.

    Parameters
    ----------
    transaction, athlete_id
        Open on the library, and whose runs.
    """
    rows = transaction.execute(_of_clips([AnalysisRow.summary], [athlete_id]))
    return tuple(_as_clip(known, summary or {}) for *known, summary in rows)


def values_of(
    transaction: Transaction, wanted: Mapping[str, Collection[str]]
) -> tuple[dict[str, Measured], frozenset[str]]:
    """Give what is measured of athletes, with the values of a few metrics.

    The database reads the summaries, which is quicker than to bring all of them here.

    Parameters
    ----------
    transaction, wanted
        Open on the library, and the names of the metrics by the id of the athlete.

    Returns
    -------
    tuple of dict and frozenset
        By the id of the athlete, and the ids of those of whose results some have no summary yet.
    """
    if not wanted:
        return {}, frozenset()
    names = sorted({name for of_one in wanted.values() for name in of_one})
    clips: defaultdict[str, list[MeasuredClip]] = defaultdict(list)
    unfinished = set()
    for row in transaction.execute(_of_clips(_columns(names), wanted)):
        known, (unread, *values) = row[: len(_OF_CLIP)], row[len(_OF_CLIP) :]
        athlete_id = row.athlete_id
        clips[athlete_id].append(_as_clip(known, _few(values, names, wanted[athlete_id])))
        if unread:
            unfinished.add(athlete_id)
    older = _older(transaction, wanted)
    measured = {
        one: Measured(clips=tuple(clips[one]), older=frozenset(older[one])) for one in wanted
    }
    return measured, frozenset(unfinished)


def _columns(names: Sequence[str]) -> list[Any]:
    summary = AnalysisRow.summary
    return [
        summary.is_(None),
        *(summary[key].as_string() for key in ("view", "ground")),
        *(summary[("metrics", name, 0)].as_float() for name in names),
    ]


def _few(values: Sequence[Any], names: Sequence[str], wanted: Collection[str]) -> dict[str, Any]:
    """Put together a summary that has only what was asked for."""
    view, ground, *numbers = values
    pairs = zip(names, numbers, strict=True)
    metrics = {name: [v] for name, v in pairs if v is not None and name in wanted}
    return {"view": view, "ground": ground, "metrics": metrics}


def _of_clips(columns: Iterable[Any], athlete_ids: Collection[str]) -> Any:
    """Ask for the measured runs of athletes by day."""
    query = select(*_OF_CLIP, *columns).join(SessionRow, _OF_SESSION).join(AnalysisRow, OF_RUN)
    # of one day, what came before the training first
    later = case((SessionRow.label == "before", 0), (SessionRow.label == "after", 2), else_=1)
    query = query.where(~RunRow.is_hold, SessionRow.athlete_id.in_(athlete_ids))
    return query.order_by(SessionRow.date.nulls_first(), later, RunRow.created)


def _older(transaction: Transaction, athlete_ids: Collection[str]) -> defaultdict[str, list[str]]:
    """Name the runs and holds that were measured in an older way, by their athletes."""
    method = func.coalesce(AnalysisRow.provenance["method"].as_string(), "")
    query = select(SessionRow.athlete_id, RunRow.id).join(RunRow, _OF_SESSION)
    query = query.join(AnalysisRow, OF_RUN).where(SessionRow.athlete_id.in_(athlete_ids))
    older: defaultdict[str, list[str]] = defaultdict(list)
    for athlete_id, run_id in transaction.execute(query.where(method != present_method())):
        older[athlete_id].append(run_id)
    return older


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
