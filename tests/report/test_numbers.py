from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.comparison.compare import Change
from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.numbers import (
    DASH,
    show,
    show_change,
    show_interval,
    show_smallest,
    show_spread,
)

NAN = float("nan")
CHANGE = Change(
    "contact_time_s", "s", 0.120, 0.102, -0.018, -0.024, -0.012, 0.006,
    "changed", Grade.B, "", 7, 7,
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.1253, "s", "125 ms"),
        (4.2041, "Hz", "4.20 steps/s"),
        (1.957, "m", "1.96 m"),
        (-23.6, "deg", "−24°"),
        (345.6, "deg/s", "346°/s"),
        (8629.0, "deg/s²", "8,600°/s²"),
        (0.775, "", "78%"),
        (-0.2, "deg", "0°"),
        (NAN, "s", DASH),
    ],
)
def test_values_have_sensible_digits_and_units(value: float, unit: str, text: str) -> None:
    assert show(value, unit) == text


def test_a_small_spread_is_not_rounded_to_nothing() -> None:
    assert show_spread(0.0121, "s") == "± 12"
    assert show_spread(0.4, "deg") == "± 0.4"
    assert show_spread(0.97, "deg") == "± 1"
    assert show_spread(NAN, "deg") == ""


def test_a_change_shows_sign_interval_and_threshold() -> None:
    assert show_change(CHANGE) == "−18 ms"
    assert show_interval(CHANGE) == "−24 to −12"
    assert show_smallest(CHANGE) == "6 ms"


def test_rounding_does_not_hide_why_a_change_counts() -> None:
    near_zero = replace(CHANGE, change=-0.0104, low=-0.0206, high=-0.0002)
    assert show_interval(near_zero) == "−20.6 to −0.2"
    near_threshold = replace(CHANGE, change=-0.0062, low=-0.0081, high=-0.0043)
    assert show_change(near_threshold) == "−6.2 ms"
    assert show_smallest(near_threshold) == "6.0 ms"


def test_digits_are_not_added_where_the_size_alone_decides() -> None:
    small = replace(CHANGE, change=0.001, low=-0.0002, high=0.002, verdict="within noise")
    assert show_interval(small) == "0 to +2"


def test_an_unknown_change_is_a_dash() -> None:
    unknown = replace(CHANGE, change=NAN, low=NAN, high=NAN, smallest_believable_change=NAN)
    assert show_change(unknown) == DASH
    assert show_smallest(unknown) == DASH
    assert show_interval(unknown) == ""
