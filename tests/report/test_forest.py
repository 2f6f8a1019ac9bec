"""The scale of a forest plot: where changes, their ends, the group and the numbers lie."""

from __future__ import annotations

import pytest

from aqvision.comparison.interval import Difference
from aqvision.report.forest import Scale


def test_zero_is_in_the_middle_and_all_changes_are_seen() -> None:
    scale = Scale.of([Difference(-4.0, -6.0, -2.0), Difference(1.0, -1.0, 3.0)], 2.0)
    left, right = (
        scale.bar(one, 2.0, clear=True)
        for one in (Difference(-4.0, -6.0, -2.0), Difference(1.0, -1.0, 3.0))
    )
    assert left is not None
    assert right is not None
    assert 0 < left.low < left.at < left.high < 50 < right.at < right.high < 100
    assert right.low < 50
    assert not (left.cut_low or left.cut_high)
    assert left.band == right.band == pytest.approx(50 * 2.0 / scale.limit, abs=0.01)


def test_one_wide_interval_is_cut_and_says_so() -> None:
    narrow = [Difference(1.0, 0.5, 1.5), Difference(0.8, 0.4, 1.2), Difference(-0.5, -1.0, 0.0)]
    wide = Difference(0.0, -40.0, 40.0)
    scale = Scale.of([*narrow, wide], 0.5)
    bar = scale.bar(wide, 0.5, clear=False)
    assert bar is not None
    assert (bar.low, bar.high, bar.cut_low, bar.cut_high) == (0.0, 100.0, True, True)
    assert scale.limit < 5


def test_what_is_not_known_has_no_bar_and_moves_nothing() -> None:
    known = Difference(1.0, 0.5, 1.5)
    assert Scale.of([known, Difference()], 0.5) == Scale.of([known], 0.5)
    assert Scale.of([known], 0.5).bar(Difference(), 0.5, clear=False) is None
    assert Scale.of([], 0.5).limit == pytest.approx(0.56)


def test_the_group_is_a_diamond_with_others_about_it() -> None:
    scale = Scale(limit=10.0)
    drawn = scale.diamond(Difference(2.0, 1.0, 3.0), Difference(2.0, -4.0, 8.0))
    assert drawn.points == "55,10 60,3 65,10 60,17"
    assert drawn.others == (30.0, 90.0)
    assert scale.diamond(Difference(2.0, 1.0, 3.0), Difference()).others is None


def test_numbers_of_the_axis_are_round_in_the_unit_that_is_shown() -> None:
    ticks = Scale(limit=0.0112).ticks("s")
    assert [tick.text for tick in ticks] == ["−10", "−5", "0", "+5", "+10"]
    assert ticks[2].at == 50.0
    assert ticks[0].at + ticks[-1].at == pytest.approx(100.0)
    shares = Scale(limit=0.05).ticks("")
    assert [tick.text for tick in shares] == ["−4", "−2", "0", "+2", "+4"]
