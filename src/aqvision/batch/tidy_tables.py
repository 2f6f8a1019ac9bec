"""A team -> runs.csv, a row a value of every run, and group.csv, a row a metric of the group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from aqvision.batch.summary import csv_text
from aqvision.comparison.team.team_effect import GroupEffect, TeamEffect
from aqvision.kinematics.metrics.registry import METRICS, PILLARS
from aqvision.report.team_people import TeamAthlete
from aqvision.report.team_runs import RUN_COLUMNS, run_rows
from aqvision.report.workbook import shown_unit

GROUP_COLUMNS = (
    "metric",
    "label",
    "pillar",
    "pillar_label",
    "unit",
    "unit_label",
    "speeds",
    "change",
    "low",
    "high",
    "se",
    "degrees_of_freedom",
    "p",
    "q",
    "verdict",
    "smallest_believable_change",
    "spread_sd",
    "days_sd",
    "others_low",
    "others_high",
    "slope_per_mps",
    "n_athletes",
    "runs_before",
    "runs_after",
    "reason",
)
GROUP_START, RUNS_START = "metric,label,pillar,", "athlete,label,day,"
"""How each file begins."""


def runs_table(athletes: Sequence[TeamAthlete]) -> str:
    """Write one row a value: of a metric, in a run, of a side or of both.

    Parameters
    ----------
    athletes
        In the order of the rows.
    """
    return csv_text(RUN_COLUMNS, run_rows(athletes))


def group_table(effects: Sequence[TeamEffect]) -> str:
    """Write two rows a metric: the group's effect as run, and at the same speed.

    Parameters
    ----------
    effects
        In the order of the rows.
    """
    return csv_text(GROUP_COLUMNS, group_rows(effects))


def group_rows(effects: Sequence[TeamEffect]) -> Iterator[dict[str, Any]]:
    """Give the values of both rows of each metric, by the name of the column.

    Parameters
    ----------
    effects
        In the order of the rows.
    """
    for one in effects:
        metric = METRICS[one.metric]
        about = {
            "metric": one.metric,
            "label": metric.label,
            "pillar": metric.pillar,
            "pillar_label": PILLARS[metric.pillar],
            "unit": metric.unit,
            "unit_label": shown_unit(metric.unit),
            "smallest_believable_change": one.worthwhile,
            "days_sd": one.days_sd,
        }
        yield about | {"speeds": "as run"} | _numbers(one.as_run)
        yield about | {"speeds": "same speed"} | _numbers(one.same_speed)


def _numbers(effect: GroupEffect) -> dict[str, Any]:
    return {
        "change": effect.difference.value,
        "low": effect.difference.low,
        "high": effect.difference.high,
        "se": effect.se,
        "degrees_of_freedom": effect.degrees_of_freedom,
        "p": effect.p,
        "q": effect.q,
        "verdict": effect.verdict.value,
        "spread_sd": effect.spread_sd,
        "others_low": effect.others.low,
        "others_high": effect.others.high,
        "slope_per_mps": effect.slope_per_mps,
        "n_athletes": effect.n_athletes,
        "runs_before": effect.n_runs[0],
        "runs_after": effect.n_runs[1],
        "reason": effect.reason,
    }
