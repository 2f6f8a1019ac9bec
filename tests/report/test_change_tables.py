"""Comparisons -> rows of their tables, as run and at the same speed, and the plan."""

from __future__ import annotations

from aqvision.comparison.planning import DESIGNS
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.change_tables import (
    change_groups,
    not_comparable_rows,
    plan_table,
    primary_groups,
    speed_matched_groups,
)
from tests.support.comparisons import before_and_after, came_with_speed, refused, three_days_a_side


def test_what_was_named_beforehand_comes_first_and_once() -> None:
    comparison = three_days_a_side()
    ((title, rows),) = primary_groups(comparison)
    assert title == "Named beforehand"
    named = [METRICS[name].label for name in comparison.primaries]
    assert [row.name.label for row in rows] == named
    others = [
        row.name.label
        for main in (True, False)
        for _, group in change_groups(comparison, main=main)
        for row in group
    ]
    assert not set(named) & set(others)
    assert len(named) + len(others) == len(comparison.comparable())


def test_a_repeat_goes_with_the_metric_that_stands_for_it() -> None:
    rows = [row for _, group in change_groups(before_and_after(), main=False) for row in group]
    by_label = {row.name.label: row for row in rows}
    duty = METRICS["duty_factor_frac"].label
    assert by_label[duty].goes_with == "goes with contact time"
    assert by_label[METRICS["flight_time_s"].label].goes_with == ""


def test_what_may_not_be_compared_keeps_its_reason() -> None:
    comparison = refused("other models")
    rows = not_comparable_rows(comparison)
    ((_, primary),) = primary_groups(comparison)
    assert len(rows) + len(primary) == len(comparison.in_view())
    assert {row.grade.reason for row in (*rows, *primary)} == {"other models"}
    assert change_groups(comparison, main=True) == []


def test_a_change_that_speed_turns_over_is_among_the_first_rows() -> None:
    ((title, (row,)),) = speed_matched_groups(came_with_speed(), first=True)
    assert title == "Swing leg"
    assert row.verdict_as_run.is_change
    assert not row.verdict.is_change
    assert row.as_run.startswith("+")
    assert row.interval
    assert speed_matched_groups(came_with_speed(), first=False) == []


def test_the_plan_says_what_each_design_would_show() -> None:
    comparison = before_and_after()
    plan = plan_table(comparison)
    assert plan is not None
    assert len(plan.headings) == len(DESIGNS)
    assert plan.headings[0] == ("1 + 1", "one day a side")
    assert plan.headings[4] == ("3 + 3", "3 days a side")
    assert [label for label, _ in plan.rows] == [METRICS[n].label for n in comparison.primaries]
    assert {len(seen) for _, seen in plan.rows} == {len(DESIGNS)}
    assert "three runs before and three after" in plan.example
    for row in comparison.plan:
        assert row.seen[0] >= row.seen[4] >= row.worthwhile
