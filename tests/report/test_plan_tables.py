"""A plan in words: what each way of filming sees, and what a change of a given size takes."""

from __future__ import annotations

import re

import pytest

from aqvision.comparison.planning import DESIGNS, PlanRow
from aqvision.core.types import View
from aqvision.report.plan_tables import (
    PLAN_NOTE,
    describe_size,
    name_design,
    plan_headings,
    plan_lines,
    what_to_film,
)
from aqvision.report.templating import environment

SEEN = (0.0301, 0.025, 0.022, 0.02, 0.016, 0.0121)
ROW = PlanRow(metric="contact_time_s", value=0.112, worthwhile=0.006, seen=SEEN)
NAN = float("nan")
MISSING = PlanRow(metric="speed_mps", value=NAN, worthwhile=NAN, reason="no scale")


def test_each_design_has_a_heading_of_its_own() -> None:
    assert len(set(plan_headings())) == len(DESIGNS)
    assert name_design(DESIGNS[1]) == "2 runs in one day"


def test_rows_are_rounded_up_so_that_nothing_too_small_is_promised() -> None:
    line, missing = plan_lines([ROW, MISSING])
    assert (line.label, line.value) == ("Contact time", "112 ms")
    assert (line.seen[0], line.seen[-1]) == ("31 ms", "13 ms")
    assert (missing.value, missing.seen, missing.reason) == ("—", (), "No scale")


@pytest.mark.parametrize(
    ("row", "change", "said"),
    [
        (ROW, 0.0225, "takes 3 runs in one day before and as many after"),
        (ROW, -0.013, "13 ms takes 5 runs on 5 days"),
        (ROW, 0.001, "too small for all of these"),
        (MISSING, 0.5, "nothing can be said of a change"),
    ],
)
def test_what_a_change_takes_is_said(row: PlanRow, change: float, said: str) -> None:
    assert said in describe_size(row, change)


@pytest.mark.parametrize("view", View)
def test_what_to_film_is_one_sentence_with_numbers_that_more_filming_makes_smaller(
    view: View,
) -> None:
    text = what_to_film(view)
    assert "three runs before and three after" in text
    best_first, best_second, first, second = (int(n) for n in re.findall(r"(\d+)(?: %|°)", text))
    assert best_first < first
    assert best_second < second


def test_the_fold_of_a_report_shows_each_design_and_why_there_is_nothing() -> None:
    rows = plan_lines([ROW, MISSING])
    context = {"plan": rows, "plan_headings": plan_headings(), "plan_note": PLAN_NOTE}
    part = environment().get_template("plan.html").render(context)
    assert all(f"<td>{seen}</td>" in part for seen in rows[0].seen)
    assert 'colspan="6">No scale</td>' in part
    assert "What a comparison would need" in part
    assert environment().get_template("plan.html").render({"plan": []}).strip() == ""
