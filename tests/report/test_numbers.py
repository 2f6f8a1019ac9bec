from __future__ import annotations

import pytest

from aqvision.report.numbers import DASH, show, show_bound, show_spread

NAN = float("nan")


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


def test_a_bound_is_never_rounded_down() -> None:
    assert show_bound(0.0121, "s") == "13 ms"
    assert show_bound(0.3, "m/s") == "0.30 m/s"
    assert show_bound(NAN, "s") == DASH
