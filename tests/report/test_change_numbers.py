from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqvision.comparison.compare import Change, SideMean
from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.report.change_numbers import (
    show_change,
    show_interval,
    show_sides,
    show_size,
    show_worthwhile,
)
from aqvision.report.numbers import DASH

NAN = float("nan")
CHANGE = Change(
    metric="contact_time_s",
    before=SideMean(0.120, 7),
    after=SideMean(0.102, 7),
    difference=Difference(-0.018, -0.024, -0.012),
    minimal_detectable_change=0.006,
    verdict=Verdict.CHANGED,
    confidence=Grade.B,
    reason="",
)


def test_a_change_shows_sign_interval_and_threshold() -> None:
    assert show_change(CHANGE) == "−18 ms"
    assert show_interval(CHANGE) == "−24 to −12"
    assert show_worthwhile(CHANGE) == "6 ms"


def test_a_size_has_no_sign_and_its_ends_no_unit() -> None:
    assert show_size(CHANGE) == ("18 ms", "12", "24")


def test_rounding_does_not_hide_why_a_change_counts() -> None:
    near_zero = replace(CHANGE, difference=Difference(-0.0104, -0.0206, -0.0002))
    assert show_interval(near_zero) == "−20.6 to −0.2"
    near_threshold = replace(CHANGE, difference=Difference(-0.0062, -0.0081, -0.0043))
    assert show_change(near_threshold) == "−6.2 ms"
    assert show_worthwhile(near_threshold) == "6.0 ms"


def test_digits_are_not_added_where_the_size_alone_decides() -> None:
    small = replace(CHANGE, difference=Difference(0.001, -0.0002, 0.002), verdict=Verdict.NOT_SHOWN)
    assert show_interval(small) == "0 to +2"


def test_an_unknown_change_is_a_dash() -> None:
    unknown = replace(CHANGE, difference=Difference(), minimal_detectable_change=NAN)
    assert show_change(unknown) == DASH
    assert show_worthwhile(unknown) == DASH
    assert show_interval(unknown) == ""


def turned(before: float, after: float) -> Change:
    """Give a change of an angle that is shown without a digit after the point."""
    return replace(
        CHANGE,
        metric="trunk_lean_deg",
        before=SideMean(before, 7),
        after=SideMean(after, 7),
        difference=Difference.within(after - before, 4.0),
        minimal_detectable_change=5.0,
    )


def test_a_change_is_that_of_the_numbers_beside_it() -> None:
    assert METRICS["trunk_lean_deg"].unit == "deg"
    assert show_sides(turned(-24.0, -15.0)) == ("−24°", "−15°")
    belied = turned(-24.4, -15.6)
    assert (*show_sides(belied), show_change(belied)) == ("−24°", "−16°", "+8°")
    matched = replace(belied, difference=Difference.within(2.0, 4.0))
    assert show_change(matched) == "+2°"


@given(st.integers(-900, 900), st.integers(-900, 900))
def test_what_is_shown_adds_up(before: int, after: int) -> None:
    change = turned(before / 10, after / 10)
    shown = [
        float(text.rstrip("°").replace("−", "-"))
        for text in (*show_sides(change), show_change(change))
    ]
    assert shown[1] - shown[0] == pytest.approx(shown[2])


def test_an_unknown_change_leaves_its_sides_as_they_are() -> None:
    unknown = replace(turned(-24.4, -15.6), difference=Difference())
    assert show_sides(unknown) == ("−24°", "−16°")
    assert show_sides(turned(NAN, -15.6)) == (DASH, "−16°")
