"""Comparisons -> rows of their tables, as run and speed-matched."""

from __future__ import annotations

from aqvision.comparison.judging import Verdict
from aqvision.kinematics.metrics.registry import METRICS, Direction
from aqvision.report.change_tables import change_groups, not_comparable_rows, speed_matched_groups
from aqvision.report.wording import TOWARDS
from tests.support.comparisons import before_and_after, came_with_speed, refused


def test_a_change_says_what_the_evidence_makes_of_it() -> None:
    comparison = before_and_after()
    by_label = {METRICS[c.metric].label: c for c in comparison.changes}
    seen = set()
    for primary in (True, False):
        for _, rows in change_groups(comparison, primary=primary):
            for row in rows:
                change = by_label[row.name.label]
                metric = METRICS[change.metric]
                if change.verdict != Verdict.CHANGED or metric.direction == Direction.NEITHER:
                    assert row.towards == ""
                    continue
                more = change.difference.value > 0
                assert row.towards == TOWARDS[more == (metric.direction == Direction.HIGHER)]
                seen.add(row.towards)
    assert seen


def test_what_may_not_be_compared_keeps_its_reason() -> None:
    comparison = refused("other models")
    rows = not_comparable_rows(comparison)
    assert len(rows) == len(comparison.in_view())
    assert {row.grade.reason for row in rows} == {"other models"}
    assert change_groups(comparison, primary=True) == []


def test_a_change_that_speed_turns_over_is_among_the_first_rows() -> None:
    ((title, (row,)),) = speed_matched_groups(came_with_speed(), primary=True)
    assert title == "Swing leg"
    assert (row.verdict_as_run, row.verdict) == ("changed", "within noise")
    assert row.as_run.startswith("+")
    assert row.interval
    assert speed_matched_groups(came_with_speed(), primary=False) == []
