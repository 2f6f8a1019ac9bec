"""Tables of a team for programs of statistics: every value of every run, and the group."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from aqvision.batch.tidy_tables import (
    GROUP_COLUMNS,
    GROUP_START,
    RUNS_START,
    group_table,
    runs_table,
)
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.team_runs import RUN_COLUMNS
from tests.support.squad import group_effects, squad
from tests.support.team_people import athlete


def rows_of(text: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_value_of_every_run_has_a_row_with_its_unit() -> None:
    people = [athlete("Anna", "some"), athlete("Ben", "none")]
    text = runs_table(people)
    rows = rows_of(text)
    assert text.startswith(RUNS_START)
    assert list(rows[0]) == list(RUN_COLUMNS)
    assert len(rows) == 2 * 4 * len(METRICS)
    assert {row["unit"] for row in rows} == {metric.unit for metric in METRICS.values()}
    first = rows[0]
    assert (first["athlete"], first["label"], first["run"], first["side"]) == (
        "Anna", "before", "before-1", "both",
    )  # fmt: skip
    assert float(first["value"]) == people[0].clips[0].values[first["metric"]]


def test_a_name_is_no_formula() -> None:
    rows = rows_of(runs_table([athlete("=cmd", "some")]))
    assert {row["athlete"] for row in rows} == {"'=cmd"}


def test_the_group_has_two_rows_a_metric() -> None:
    effects = group_effects(squad())
    text = group_table(effects)
    rows = rows_of(text)
    assert text.startswith(GROUP_START)
    assert list(rows[0]) == list(GROUP_COLUMNS)
    assert [row["speeds"] for row in rows] == ["as run", "same speed"] * len(effects)
    for effect, row in zip(effects, rows[::2], strict=True):
        assert row["metric"] == effect.metric
        assert row["unit"] == METRICS[effect.metric].unit
        assert float(row["change"]) == pytest.approx(effect.as_run.difference.value, rel=1e-5)
        assert int(row["n_athletes"]) == effect.as_run.n_athletes


def test_what_is_withheld_is_empty_and_says_why() -> None:
    few = [replace(athlete(name, "some"), clips=()) for name in ("Anna", "Ben")]
    for row in rows_of(group_table(group_effects(few))):
        assert (row["change"], row["low"], row["p"], row["spread_sd"]) == ("", "", "", "")
        assert row["reason"]
