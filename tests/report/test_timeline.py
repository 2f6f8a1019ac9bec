"""The time line: days at their places, blocks below each other, a mark a dot, round numbers."""

from __future__ import annotations

import datetime as dt
import math
import re
from itertools import pairwise

import pytest

from aqvision.progress.blocks import TrainingBlock
from aqvision.report.timeline import NARROW, WIDE, Axis, axis_of, draw_timeline, nice_ticks
from tests.support.seasons import BLOCKS, clip, day, hold, season_of


def test_days_lie_evenly_and_what_is_beyond_lies_at_the_end() -> None:
    axis = Axis(day(0), day(100), WIDE)
    first, middle, last = (axis.x(day(n)) for n in (0, 50, 100))
    assert middle - first == pytest.approx(last - middle, abs=0.2)
    assert axis.x(day(500)) == last
    assert axis.x(day(-9)) == first


@pytest.mark.parametrize("width", [NARROW, WIDE])
@pytest.mark.parametrize("span", [0, 1, 20, 75, 90, 400, 3000])
def test_words_of_the_axis_have_room(width: int, span: int) -> None:
    axis = Axis(day(0), day(span), width)
    places = [axis.x(one) for one, _words in axis.ticks()]
    assert all(b - a >= 40 for a, b in pairwise(places))
    assert places or 75 < span < 400


def test_one_date_with_every_kind_is_drawn_once() -> None:
    season = season_of([clip(0), clip(30)], [hold(0), hold(31)], BLOCKS, ("contact_time_s",))
    drawn = draw_timeline(season, WIDE)
    assert len(re.findall("<circle", drawn)) == 2
    # two numbers of holds on two days each
    assert len(re.findall('width="9" height="9"', drawn)) == 4
    assert "2 March 2026: 8.0 mm" in drawn
    for block in BLOCKS[:2]:
        assert block.what in drawn


def test_blocks_far_away_do_not_squeeze_the_season() -> None:
    far = TrainingBlock(first=day(-4000), last=day(-3900), what="School")
    long = TrainingBlock(first=day(-4000), last=day(10), what="Growing up")
    axis = axis_of(season_of([clip(0), clip(30)], [], (far, long)), WIDE)
    assert axis.first == day(-15)
    assert axis.last == dt.date(2026, 4, 1)
    assert not axis.shows(far)


@pytest.mark.parametrize(("low", "high"), [(0.103, 0.128), (-3.0, 40.0), (8.0, 8.0), (0.0, 1e-6)])
def test_ticks_are_round_few_and_between_the_ends(low: float, high: float) -> None:
    step, ticks = nice_ticks(low, high)
    assert len(ticks) <= 3
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in ticks)
    assert ticks or high == low
    assert round(step / 10 ** math.floor(math.log10(step))) in (1, 2, 5)
