"""Ladders of known truth -> changes at the same speed, and when there are none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, compare
from aqvision.comparison.interval import Difference, Interval
from aqvision.comparison.judging import Verdict
from aqvision.comparison.prior import prior_of
from aqvision.comparison.speed_matched import (
    LADDER,
    SharedSpeeds,
    find_shared_speeds,
    measure_speed_matched,
)
from aqvision.core.recorded import Recorded
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS
from tests.support.ladders import KNEE, Athlete, without_scale
from tests.support.scenes import scene_with

SETTINGS = Settings()
EXACT = Athlete(step_sd=0.3, clip_sd=0.0, speed_sd_mps=0.0, measurement_sd=0.1)
LADDER_MPS = (7.0, 7.8, 8.6, 9.4)
# Each day ran mostly at its own speed, and once at the other day's.
SLOW_MPS, FAST_MPS = (7.9, 8.0, 8.1, 8.2, 8.1, 9.0), (8.9, 9.0, 9.1, 9.0, 8.9, 8.1)


def random(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


def shared(before: Sequence[Analysis], after: Sequence[Analysis]) -> SharedSpeeds:
    return find_shared_speeds(before, after, SETTINGS.comparison)


def knee(before: Sequence[Analysis], after: Sequence[Analysis]) -> Change:
    return next(c for c in compare(before, after, SETTINGS).changes if c.metric == KNEE)


def matched(before: Sequence[Analysis], after: Sequence[Analysis]) -> tuple[Interval, float]:
    prior = prior_of(METRICS[KNEE], 110.0, SETTINGS.comparison)
    found = measure_speed_matched(METRICS[KNEE], (before, after), ("left", "right"), prior, 0.9)
    assert found is not None
    return found


def width(difference: Difference) -> float:
    return difference.high - difference.low


def test_what_came_with_speed_is_no_change_at_the_same_speed() -> None:
    """The same athlete on both days: only the speed is another."""
    athlete = Athlete(slope_per_mps=20.0)
    as_run, there = [], []
    for seed in range(6):
        draw = random(seed)
        change = knee(athlete.ladder(SLOW_MPS, draw), athlete.ladder(FAST_MPS, draw))
        assert change.speed_matched is not None
        as_run.append(change.difference.value)
        there.append(change.speed_matched.verdict)
    assert np.mean(as_run) > 10
    assert there.count(Verdict.NOT_SHOWN) + there.count(Verdict.NO_CHANGE) >= 5


def test_what_speed_hid_is_found_at_the_same_speed() -> None:
    before, draw = Athlete(slope_per_mps=-12.0), random()
    after = replace(before, at_8_mps=before.at_8_mps + 14)
    change = knee(before.ladder(SLOW_MPS, draw), after.ladder(FAST_MPS, draw))
    at = change.speed_matched
    assert change.verdict == "no change shown"
    assert at is not None
    assert at.verdict == "changed"
    assert at.difference.low <= 14 <= at.difference.high
    assert at.slope_per_mps == pytest.approx(-12, abs=4)


@pytest.mark.parametrize("slope", [-15.0, 0.0, 15.0])
@pytest.mark.parametrize("faster_mps", [0.0, 0.8])
def test_interval_holds_the_truth_as_often_as_it_says(slope: float, faster_mps: float) -> None:
    """Runs and days vary as the prior says; both sides ran a ladder."""
    draw = random(round(10 * faster_mps + slope) + 15)
    before = Athlete(slope_per_mps=slope, clip_sd=2.25, step_sd=1.0, speed_sd_mps=0.02)
    held = []
    for _ in range(80):
        days = draw.normal(0, 2.25, 2)
        old = replace(before, at_8_mps=110 + days[0]).ladder(LADDER_MPS, draw)
        new = replace(before, at_8_mps=116 + days[1])
        found = matched(old, new.ladder([v + faster_mps for v in LADDER_MPS], draw))
        held.append(found[0].difference.low <= 6 <= found[0].difference.high)
    # 90 % is promised; 80 trials scatter by 3 %
    assert np.mean(held) >= 0.83


def test_without_noise_change_and_slope_are_exact() -> None:
    athlete = Athlete(slope_per_mps=7.0, step_sd=0, clip_sd=0, speed_sd_mps=0, measurement_sd=0)
    old = athlete.ladder((7.0, 8.0, 9.0), random())
    new = replace(athlete, at_8_mps=114.0).ladder((7.4, 8.4, 9.4), random())
    interval, slope = matched(old, new)
    assert interval.difference.value == pytest.approx(4)
    assert slope == pytest.approx(7)


def test_only_clips_at_speeds_of_both_sides_are_used() -> None:
    """Outside, the knee goes another way; nobody may ask those clips."""
    draw = random()
    before = EXACT.ladder((5.0, 7.5, 8.0, 8.5), draw)
    after = replace(EXACT, at_8_mps=120.0).ladder((7.6, 8.1, 8.6, 10.0), draw)
    found = shared(before, after)
    assert (found.before, found.after) == ((1, 2, 3), (0, 1, 2))
    assert (found.low_mps, found.high_mps) == (7.6, 8.5)
    odd = replace(EXACT, at_8_mps=0.0)
    strange = knee(
        [odd.run(5.0, draw), *before[1:]], [*after[:3], odd.run(10.0, draw)]
    ).speed_matched
    assert strange is not None
    assert strange.difference.value == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ((8.0,), (8.9,), "One clip a side does not tell"),
        ((7.0, 7.5, 8.0), (8.9, 9.2, 9.5), "7.0 to 8.0 m/s before and 8.9 to 9.5 m/s after"),
        ((7.0, 8.0), (8.0, 9.0), "1 before and 1 after"),
        ((8.0, 8.1, 8.0), (8.1, 9.1, 9.2), "Too few clips"),
    ],
)
def test_where_nothing_can_be_compared_it_says_why_and_what_to_film(
    before: Sequence[float], after: Sequence[float], words: str
) -> None:
    draw = random()
    old, new = EXACT.ladder(before, draw), EXACT.ladder(after, draw)
    found = shared(old, new)
    assert words in found.reason
    assert found.hint == LADDER
    assert found.matters
    assert knee(old, new).speed_matched is None


def test_runs_at_one_speed_need_no_other_comparison() -> None:
    found = shared(EXACT.ladder((8.0, 8.1), random()), EXACT.ladder((8.1, 8.15), random()))
    assert "alike" in found.reason
    assert not found.matters


def test_a_ladder_of_equal_speeds_still_takes_the_scatter_of_speed_out() -> None:
    athlete, draw = Athlete(slope_per_mps=15.0), random()
    change = knee(athlete.ladder(LADDER_MPS, draw), athlete.ladder(LADDER_MPS, draw))
    at = change.speed_matched
    assert at is not None
    assert width(at.difference) < 0.4 * width(change.difference)


def test_speed_that_is_not_known_is_said_with_its_reason() -> None:
    clips = EXACT.ladder(LADDER_MPS, random())
    found = shared([without_scale(c) for c in clips], clips)
    assert found.reason == "Speed is not known (no scale: say how tall the athlete is)."
    assert found.matters


def test_a_clip_without_a_speed_is_left_out() -> None:
    clips = EXACT.ladder(LADDER_MPS, random())
    found = shared([without_scale(clips[0]), *clips[1:]], clips)
    assert found.before == (1, 2, 3)


def test_speeds_of_different_scales_are_not_set_side_by_side() -> None:
    clips = EXACT.ladder(LADDER_MPS, random())
    marked = [replace(c, scene=scene_with(c.scene, scale_se_frac=0.01)) for c in clips]
    assert "scales" in shared(clips, marked).reason


def test_days_are_part_of_this_interval_too() -> None:
    ladder = EXACT.ladder(LADDER_MPS, random())
    one_day = [replace(c, recorded=Recorded(on=dt.date(2026, 3, 1))) for c in ladder]
    apart, together = matched(ladder, ladder)[0], matched(one_day, one_day)[0]
    assert apart.parts.between_day_sd == pytest.approx(2**0.5 * 2.25)
    assert together.parts.between_day_sd == pytest.approx(0, abs=1e-9)
