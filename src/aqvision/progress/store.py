"""Progress -> progress.json, by the contract that other programs rely on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.progress.association import FEWEST_DATES, WITHIN_DAYS, Pair
from aqvision.progress.lines import Dot, Kind, Line
from aqvision.progress.progress import Progress
from aqvision.progress.sentences import association_sentences

SCHEMA_VERSION = 1


def progress_to_dict(progress: Progress) -> dict[str, Any]:
    """Bring a season into the form of progress.json.

    Parameters
    ----------
    progress
        Lines, changes, and what moved together.
    """
    clips, holds = progress.season.clips, progress.season.holds
    return {
        "schema_version": SCHEMA_VERSION,
        "athlete": progress.season.athlete,
        "dates": [day.isoformat() for day in progress.dates],
        "confidence_level": progress.confidence_level,
        "primaries": list(progress.primaries),
        "holds": [
            _of_day(day, [h.name for h in holds if h.day == day], progress.hold_lines)
            for day in progress.hold_days
        ],
        "sprints": [
            _of_day(day, [c.name for c in clips if c.recorded.on == day], progress.sprint_lines)
            for day in progress.sprint_days
        ],
        "blocks": [block.to_dict() for block in progress.blocks],
        "changes": [*_changes_of_holds(progress), *_changes_of_sprints(progress)],
        "association": _association(progress.pairs),
        "sentence": " ".join(association_sentences(progress)),
        "remarks": list(progress.season.remarks),
    }


def unit_of(line: Line) -> str:
    """Give the unit of a quantity.

    Parameters
    ----------
    line
        Of holds or of sprints.
    """
    table = HOLD_METRICS if line.kind is Kind.HOLD else METRICS
    return table[line.name].unit


def _of_day(day: dt.date, names: Sequence[str], lines: Sequence[Line]) -> dict[str, Any]:
    dots = [(line, dot) for line in lines for dot in line.dots if dot.day == day]
    return {
        "date": day.isoformat(),
        "names": list(names),
        "metrics": {line.name: _dot(dot, unit_of(line)) for line, dot in dots},
    }


def _dot(dot: Dot, unit: str) -> dict[str, Any]:
    return {"value": dot.value, "low": dot.low, "high": dot.high, "n": dot.n, "unit": unit}


def _changes_of_holds(progress: Progress) -> Iterable[dict[str, Any]]:
    for change in progress.hold_changes:
        yield {
            "metric": change.metric,
            "of": Kind.HOLD.value,
            "unit": HOLD_METRICS[change.metric].unit,
            "first_date": change.first_day.isoformat(),
            "last_date": change.last_day.isoformat(),
            "first": change.first,
            "last": change.last,
            "change": change.difference.value,
            "low": change.difference.low,
            "high": change.difference.high,
            "verdict": change.verdict.value,
            "reason": "",
        }


def _changes_of_sprints(progress: Progress) -> Iterable[dict[str, Any]]:
    if progress.comparison is None:
        return
    for change in (c for c in progress.comparison.changes if c.primary):
        yield {
            "metric": change.metric,
            "of": Kind.SPRINT.value,
            "unit": change.unit,
            "first_date": progress.sprint_days[0].isoformat(),
            "last_date": progress.sprint_days[-1].isoformat(),
            "first": change.before.value,
            "last": change.after.value,
            "change": change.difference.value,
            "low": change.difference.low,
            "high": change.difference.high,
            "verdict": change.verdict.value,
            "reason": change.reason,
        }


def _association(pairs: Sequence[Pair]) -> dict[str, Any] | None:
    if not pairs:
        return None
    return {
        "fewest_dates": FEWEST_DATES,
        "within_days": WITHIN_DAYS,
        "pairs": [
            {
                "hold": pair.hold,
                "sprint": pair.sprint,
                "n_dates": pair.n_dates,
                "correlation": pair.correlation,
                "low": pair.low,
                "high": pair.high,
                "of_steps": pair.of_steps,
                "p": pair.p,
                "q": pair.q,
                "verdict": pair.link.value,
            }
            for pair in pairs
        ],
    }
