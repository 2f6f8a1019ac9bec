"""Values clip by clip -> a small line."""

from __future__ import annotations

import math

from aqvision.report.sparklines import HEIGHT, WIDTH, sparkline


def heights(values: list[float], worthwhile: float) -> list[float]:
    line = sparkline([("before", value) for value in values], worthwhile, "")
    assert line is not None
    return [dot.y for dot in line.dots]


def test_one_value_shows_no_course() -> None:
    assert sparkline([], 1.0, "") is None
    assert sparkline([("before", 8.0)], 1.0, "") is None


def test_dots_stand_in_their_order_and_higher_is_more() -> None:
    line = sparkline([("before", 8.0), ("before", 8.4), ("after", 9.0)], 0.1, "Speed")
    assert line is not None
    assert [dot.label for dot in line.dots] == ["before", "before", "after"]
    xs, ys = [dot.x for dot in line.dots], [dot.y for dot in line.dots]
    assert xs == sorted(xs)
    assert ys == sorted(ys, reverse=True)
    assert all(0 < x < WIDTH for x in xs)
    assert all(0 < y < HEIGHT for y in ys)
    assert line.line.split()[0] == f"{xs[0]:g},{ys[0]:g}"
    assert line.words == "Speed"


def test_noise_makes_no_mountains() -> None:
    small, large = heights([8.0, 8.1], 1.0), heights([8.0, 12.0], 1.0)
    assert abs(small[0] - small[1]) < 0.05 * HEIGHT
    assert abs(large[0] - large[1]) > 0.5 * HEIGHT


def test_what_is_alike_lies_in_the_middle_even_where_nothing_is_known() -> None:
    assert heights([8.0, 8.0], math.nan) == [HEIGHT / 2, HEIGHT / 2]
    low, high = heights([8.0, 8.1], math.nan)
    assert low > HEIGHT / 2 > high
