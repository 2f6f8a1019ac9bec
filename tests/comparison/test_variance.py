"""Means of clips -> change and its variance: coverage, unbiased weights, and what never widens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aqvision.comparison.interval import half_width
from aqvision.comparison.prior import Prior, Steadiness
from aqvision.comparison.scatter import alike
from aqvision.comparison.values import ClipMean
from aqvision.comparison.variance import (
    ChangeEstimate,
    estimate_change,
    measure_steadiness,
    welch_satterthwaite,
)

SD = 2.25
PRIOR = Prior(run_variance=SD**2, run_freedom=6, day_variance=SD**2, day_freedom=6)
STEP_SD = 0.8
FIRST = dt.date(2026, 3, 1)
Sides = tuple[list[ClipMean], list[ClipMean]]


def clip(value: float, day: int | None = None, **other: float) -> ClipMean:
    parts: dict[str, float] = {
        "step_variance": STEP_SD**2,
        "measurement_variance": 0.3,
        "shared_variance": 0.0,
    }
    when = None if day is None else FIRST + dt.timedelta(days=day)
    return ClipMean(value=value, n=8, day=when, **(parts | other))


def athlete(
    random: np.random.Generator, n: int, n_days: int, factor: float = 1.0, change: float = 0.0
) -> Sides:
    """Film n runs a side on days of their own, or all on one day of each side."""
    sides: Sides = ([], [])
    for number, side in enumerate(sides):
        days = random.normal(number * change, factor * SD, n_days)
        for i in range(n):
            own = random.normal(0, factor * SD) + random.normal(0, STEP_SD)
            side.append(clip(days[i % n_days] + own, 100 * number + i % n_days))
    return sides


def held(found: ChangeEstimate, truth: float) -> bool:
    width = half_width(found.se, found.degrees_of_freedom, 0.9)
    return abs(found.value - truth) <= width


@pytest.mark.parametrize(("n", "n_days"), [(1, 1), (2, 1), (3, 1), (2, 2), (3, 3), (5, 5), (4, 2)])
def test_interval_holds_the_truth_as_often_as_it_says(n: int, n_days: int) -> None:
    random = np.random.default_rng(10 * n + n_days)
    found = [
        held(estimate_change(*athlete(random, n, n_days, change=6), PRIOR), 6) for _ in range(700)
    ]
    # 90 % is promised; a prior that is right and counts for six degrees of freedom is cautious
    assert 0.87 <= np.mean(found) <= 0.965


@pytest.mark.parametrize(("n", "n_days"), [(3, 1), (3, 3)])
def test_an_athlete_who_varies_twice_as_much_is_seen_to(n: int, n_days: int) -> None:
    """One metric says little; thirty of them tell that this athlete is not steady."""
    random = np.random.default_rng(n_days)
    alone, together = [], []
    for _ in range(60):
        groups = [(*athlete(random, n, n_days, factor=2.0), PRIOR) for _ in range(30)]
        steadiness = measure_steadiness(groups, 6)
        for group in groups[:8]:
            alone.append(held(estimate_change(*group), 0))
            together.append(held(estimate_change(*group, steadiness), 0))
    assert np.mean(alone) < 0.85
    assert np.mean(together) > 0.85


def test_steadiness_of_one_clip_a_side_is_not_known() -> None:
    group = ([clip(1.0)], [clip(9.0)], PRIOR)
    assert measure_steadiness([group] * 30, 6) == Steadiness(1.0, 1.0)


def test_steady_runs_do_not_make_days_steady() -> None:
    runs = ([clip(1.0, 0), clip(1.0, 0)], [clip(2.0, 9), clip(2.0, 9)], PRIOR)
    found = measure_steadiness([runs] * 30, 6)
    assert found.runs < 1
    assert found.days == 1


values = st.lists(st.floats(-50, 50), min_size=1, max_size=5)


@given(values, values, st.sampled_from([None, 0]), st.integers(0, 10**6))
@settings(max_examples=60)
def test_sides_and_order_only_change_the_sign(
    old: Sequence[float], new: Sequence[float], day: int | None, seed: int
) -> None:
    before, after = [clip(v, day) for v in old], [clip(v, None if day is None else 7) for v in new]
    there, back = estimate_change(before, after, PRIOR), estimate_change(after, before, PRIOR)
    assert back.value == pytest.approx(-there.value, abs=1e-9)
    assert back.se == pytest.approx(there.se)
    mixed = np.random.default_rng(seed).permutation(len(before))
    same = estimate_change([before[i] for i in mixed], after, PRIOR)
    assert same.value == pytest.approx(there.value, abs=1e-9)
    assert (same.se, same.degrees_of_freedom) == pytest.approx((there.se, there.degrees_of_freedom))


@given(values, values, st.booleans())
@settings(max_examples=60)
def test_a_clip_equal_to_the_mean_narrows(
    old: Sequence[float], new: Sequence[float], same_day: bool
) -> None:
    before, after = [clip(v, 0) for v in old], [clip(v, 40) for v in new]
    found = estimate_change(before, after, PRIOR)
    more = [*before, clip(found.before, 0 if same_day else 5)]
    narrower = estimate_change(more, after, PRIOR)
    assert narrower.se < found.se
    if same_day:  # another day makes days seen, which then count as they are seen
        assert half_width(narrower.se, narrower.degrees_of_freedom, 0.9) < half_width(
            found.se, found.degrees_of_freedom, 0.9
        )


@given(values, values, st.floats(0.01, 100))
@settings(max_examples=40)
def test_the_change_is_in_the_unit_of_the_metric(
    old: Sequence[float], new: Sequence[float], unit: float
) -> None:
    def scaled(factor: float) -> ChangeEstimate:
        variances: dict[str, float] = {
            "step_variance": factor**2, "measurement_variance": 0.3 * factor**2,
            "shared_variance": 0.2 * factor**2,
        }  # fmt: skip
        before, after = ([clip(factor * v, None, **variances) for v in s] for s in (old, new))
        square = factor**2
        prior = replace(PRIOR, run_variance=5 * square, day_variance=4 * square)
        return estimate_change(before, after, prior)

    one, other = scaled(1.0), scaled(unit)
    assert other.value == pytest.approx(unit * one.value, abs=1e-6 * unit)
    assert other.se == pytest.approx(unit * one.se)


def test_clips_of_one_day_share_it() -> None:
    """Three runs of one day tell less than three of three days; one day on both sides cancels."""
    together = estimate_change([clip(0, 0)] * 3, [clip(0, 9)] * 3, PRIOR)
    apart = estimate_change(
        [clip(0, i) for i in range(3)], [clip(0, 9 + i) for i in range(3)], PRIOR
    )
    alone = estimate_change([clip(0, 0)], [clip(0, 9)], PRIOR)
    same = estimate_change([clip(0, 0)] * 3, [clip(0, 0)] * 3, PRIOR)
    unknown = estimate_change([clip(0)] * 3, [clip(0)] * 3, PRIOR)
    assert same.se < apart.se < together.se < alone.se
    assert same.day_variance == pytest.approx(0, abs=1e-9)
    assert together.day_variance == pytest.approx(2 * SD**2, rel=0.01)
    assert unknown.se == pytest.approx(together.se)


def test_what_a_side_shares_does_not_average_out() -> None:
    many = [clip(0, i, shared_variance=3.0) for i in range(9)], [clip(0, 50 + i) for i in range(9)]
    assert estimate_change(*many, PRIOR).shared_variance == pytest.approx(3.0)


def test_a_clip_of_few_steps_counts_less() -> None:
    before = [clip(0, 0), clip(10, 0, step_variance=50.0)]
    assert 0 < estimate_change(before, [clip(0, 9)], PRIOR).before < 2.5


def test_parts_add_up_and_freedom_is_between_that_of_its_parts() -> None:
    found = estimate_change([clip(1, 0), clip(2, 0)], [clip(5, 9), clip(6, 9)], PRIOR)
    parts = found.step_variance + found.run_variance + found.day_variance + found.shared_variance
    assert found.se**2 == pytest.approx(parts)
    assert 6 < found.degrees_of_freedom < 8 + 6
    assert welch_satterthwaite([3.0, 0.0], [5, 9]) == 5
    assert alike([1, 2, 1]).tolist() == [[1, 0, 1], [0, 1, 0], [1, 0, 1]]
