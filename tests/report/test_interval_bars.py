"""Bars of changes: one scale, zero in the middle, the band where a change is too small."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.comparison.compare import Change
from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.report.interval_bars import Bar, interval_bars
from tests.support.comparisons import before_and_after

NAN = float("nan")


def change(value: float, low: float, high: float, worthwhile: float = 1.0) -> Change:
    one = before_and_after().changes[0]
    return replace(
        one, difference=Difference(value, low, high), minimal_detectable_change=worthwhile
    )


def bars(*changes: Change) -> list[Bar]:
    return [bar for bar in interval_bars(changes) if bar is not None]


def test_units_do_not_matter_only_what_is_worth_telling_does() -> None:
    one, other = bars(change(2, 1, 3), change(0.2, 0.1, 0.3, worthwhile=0.1))
    assert one == other


def test_zero_is_the_middle_and_mirrored_changes_mirror() -> None:
    up, down = bars(change(2, 1, 3), change(-2, -3, -1))
    assert up.at + down.at == pytest.approx(100)
    assert (up.low + down.high, up.high + down.low) == pytest.approx((100, 100))
    assert up.at > 50 > down.at


def test_an_end_lies_outside_the_band_where_all_that_is_likely_is_worth_telling() -> None:
    (clear,) = bars(change(3, 1.2, 4))
    assert clear.low > 50 + clear.band
    (open_,) = bars(change(3, 0.5, 4))
    assert 50 < open_.low < 50 + open_.band


def test_what_goes_on_beyond_the_bar_is_cut_and_says_so() -> None:
    wide, narrow = bars(change(0, -30, 30), change(0, -1, 1))
    assert (wide.low, wide.high, wide.cut_low, wide.cut_high) == (0, 100, True, True)
    assert (narrow.cut_low, narrow.cut_high) == (False, False)


def test_without_an_interval_there_is_no_bar() -> None:
    assert interval_bars([change(1, NAN, NAN), change(1, 0, 2, NAN)]) == [None, None]


def test_a_bar_is_clear_where_the_verdict_is_a_change() -> None:
    one = change(2, 1, 3)
    told = [replace(one, verdict=v) for v in Verdict]
    assert [bar.clear for bar in bars(*told)] == [v.is_change for v in Verdict]
