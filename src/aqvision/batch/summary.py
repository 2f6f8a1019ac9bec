"""Athletes of a team -> summary.csv: a row an athlete and metric, for other programs."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from aqvision.comparison.store import change_to_dict
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.team_families import changes_that_hold
from aqvision.report.team_people import TeamAthlete

_FORMULA = ("=", "+", "-", "@")
SUMMARY_COLUMNS = (
    "athlete",
    "metric",
    "pillar",
    "main",
    "unit",
    "before",
    "after",
    "change",
    "low",
    "high",
    "smallest_believable_change",
    "verdict",
    "confidence",
    "reason",
    "caution",
    "n_before",
    "n_after",
    "compared",
    "report",
    "primary",
    "holds_in_team",
)


def summary_table(athletes: Sequence[TeamAthlete]) -> str:
    """Write one row an athlete and metric; what was not compared has a row with its reason.

    Parameters
    ----------
    athletes
        In the order of the rows.

    Returns
    -------
    str
        Text of a CSV file.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(SUMMARY_COLUMNS)
    held = changes_that_hold([athlete.changes for athlete in athletes])
    for athlete, own in zip(athletes, held, strict=True):
        for values in _rows(athlete, own):
            writer.writerow([_cell(values[column]) for column in SUMMARY_COLUMNS])
    return out.getvalue()


def _rows(athlete: TeamAthlete, held: Collection[str]) -> Iterator[dict[str, Any]]:
    """Give the values of each metric of an athlete, all metrics of all athletes."""
    changes = {change.metric: change for change in athlete.changes}
    for name, metric in METRICS.items():
        values: dict[str, Any] = dict.fromkeys(SUMMARY_COLUMNS)
        values |= {
            "athlete": athlete.name,
            "metric": name,
            "pillar": metric.pillar,
            "main": _yes_or_no(metric.main),
            "unit": metric.unit,
            "compared": athlete.compared,
            "report": athlete.link if athlete.changes else "",
            "verdict": "not comparable",
            "reason": athlete.error,
        }
        if name in changes:
            values |= change_to_dict(changes[name])
            values["primary"] = _yes_or_no(changes[name].primary)
            values["holds_in_team"] = _yes_or_no(name in held)
        yield values


def _yes_or_no(fact: bool) -> str:
    return "yes" if fact else "no"


def _cell(value: Any) -> Any:
    """Write a value for a machine: nothing for what is not known, no text that is a formula."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str):
        line = " ".join(value.split())  # a row is a line, whatever an error says
        return f"'{line}" if line.startswith(_FORMULA) else line
    return value
