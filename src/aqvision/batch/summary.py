"""Athletes of a team -> summary.csv: a row an athlete and metric, for other programs."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from aqvision.batch.entry import Kind
from aqvision.comparison.compare import Change
from aqvision.comparison.judging import Verdict
from aqvision.comparison.store import change_to_dict
from aqvision.core.wording import word_of
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Metric
from aqvision.report.team_families import changes_that_hold
from aqvision.report.team_people import TeamAthlete
from aqvision.report.team_reasons import why_none
from aqvision.report.tidy import FORMULA
from aqvision.report.workbook import shown_unit

SUMMARY_COLUMNS = (
    "athlete",
    "metric",
    "label",
    "pillar",
    "pillar_label",
    "main",
    "unit",
    "unit_label",
    "before",
    "after",
    "change",
    "low",
    "high",
    "smallest_believable_change",
    "verdict",
    "words",
    "confidence",
    "reason",
    "caution",
    "n_before",
    "n_after",
    "clips_before",
    "clips_after",
    "kind",
    "compared",
    "report",
    "primary",
    "holds_in_team",
)
SUMMARY_START = "athlete,metric,"
"""How the file has begun in every version."""


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
    return csv_text(SUMMARY_COLUMNS, summary_rows(athletes))


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Write rows as CSV: numbers to six digits, nothing for what is not known, no formula.

    Parameters
    ----------
    columns, rows
        Names of the columns, and what each row has in them.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for values in rows:
        writer.writerow([_cell(values[column]) for column in columns])
    return out.getvalue()


def summary_rows(athletes: Sequence[TeamAthlete]) -> Iterator[dict[str, Any]]:
    """Give the values of all metrics of all athletes, by the name of the column.

    Parameters
    ----------
    athletes
        In the order of the rows.
    """
    held = changes_that_hold([athlete.changes for athlete in athletes])
    for athlete, own in zip(athletes, held, strict=True):
        changes = {change.metric: change for change in athlete.changes}
        for metric in METRICS.values():
            values = _about(athlete, metric)
            if metric.name in changes:
                values |= _compared(athlete, changes[metric.name], own)
            yield values


def _about(athlete: TeamAthlete, metric: Metric) -> dict[str, Any]:
    """Say of a metric what it is, as of somebody of whom nothing was compared."""
    kinds = dict.fromkeys(clip.kind for clip in athlete.clips if clip.kind != Kind.HOLD)
    return dict.fromkeys(SUMMARY_COLUMNS) | {
        "athlete": athlete.name,
        "metric": metric.name,
        "label": metric.label,
        "pillar": metric.pillar,
        "pillar_label": PILLARS[metric.pillar],
        "main": _yes_or_no(metric.main),
        "unit": metric.unit,
        "unit_label": shown_unit(metric.unit),
        "kind": " ".join(kinds),
        "compared": athlete.compared,
        "report": athlete.link if athlete.changes else "",
        "verdict": Verdict.NOT_COMPARABLE.value,
        "words": word_of(Verdict.NOT_COMPARABLE),
        "reason": athlete.error,
    }


def _compared(athlete: TeamAthlete, change: Change, held: Collection[str]) -> dict[str, Any]:
    """Say what came of a metric; its words ask for clips where there are too few."""
    told = change.verdict.is_change or not change.is_comparable
    why = "" if told else why_none(change, of_the_athlete=athlete.of_the_athlete)
    return change_to_dict(change) | {
        "words": why or word_of(change.verdict),
        "clips_before": athlete.n_runs[0],
        "clips_after": athlete.n_runs[1],
        "primary": _yes_or_no(change.primary),
        "holds_in_team": _yes_or_no(change.metric in held),
    }


def _yes_or_no(fact: bool) -> str:
    return "yes" if fact else "no"


def _cell(value: Any) -> Any:
    """Write a value for a machine: nothing for what is not known, no text that is a formula."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _line(value)
    if isinstance(value, float):
        return f"{value:.6g}" if math.isfinite(value) else ""
    return value


@lru_cache(maxsize=4096)  # a team's rows say the same few hundred things again and again
def _line(text: str) -> str:
    line = " ".join(text.split())  # a row is a line, whatever an error says
    return f"'{line}" if line.startswith(FORMULA) else line
