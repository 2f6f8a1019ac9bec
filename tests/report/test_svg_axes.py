"""Axes of still charts: ranges and round steps."""

from __future__ import annotations

import pytest

from aqvision.report.svg_axes import Axis, Frame, axis_of, round_step, tick_text


@pytest.mark.parametrize("span", [0.003, 0.07, 0.7, 1.0, 6.3, 23.0, 100.0, 4_900.0])
def test_steps_are_round_and_few(span: float) -> None:
    step = round_step(span)
    digits = f"{step:.0e}"[0]
    assert digits in "125"
    n = len(Axis(low=0.0, high=span, step=step).ticks)
    assert 3 <= n <= 7


def test_ticks_are_multiples_inside_the_range() -> None:
    assert Axis(low=-25.0, high=61.0, step=20.0).ticks == [-20.0, 0.0, 20.0, 40.0, 60.0]
    assert Axis(low=0.0, high=0.3, step=0.1).ticks == [0.0, 0.1, 0.2, 0.3]


def test_a_given_range_and_step_go_first() -> None:
    trace = [{"x": [3.0, None, 7.0], "y": [1.0, 2.0, 3.0], "mode": "lines"}]
    given = axis_of({"range": [0, 100], "dtick": 25}, trace, "x")
    assert (given.low, given.high, given.step) == (0, 100, 25)
    own = axis_of({}, trace, "x")
    assert (own.low, own.high) == (3.0, 7.0)
    padded = axis_of({}, trace, "y")
    assert padded.low < 1.0
    assert padded.high > 3.0


def test_one_value_alone_still_has_a_range() -> None:
    axis = axis_of({}, [{"x": [4.0], "y": [4.0], "mode": "markers"}], "y")
    assert axis.low < 4.0 < axis.high


def test_places_follow_values_and_domains() -> None:
    axis = Axis(low=0.0, high=10.0, step=5.0)
    frame = Frame(left=50.0, top=20.0, right=250.0, bottom=120.0, x=axis, y=axis)
    assert (frame.place_x(5.0), frame.place_y(10.0)) == (150.0, 20.0)
    assert frame.x_of(0.5, "x domain") == 150.0
    assert frame.y_of(1, "y domain") == 20.0
    assert frame.y_of(5.0, "y") == 70.0


def test_numbers_have_the_digits_of_their_step() -> None:
    assert tick_text(0.25, 0.05) == "0.25"
    assert tick_text(-3.0, 1.0) == "\N{MINUS SIGN}3"
