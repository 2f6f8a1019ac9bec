"""Values of known spread -> intervals that hold the truth, and verdicts on them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aqvision.comparison.between_days import BetweenDayVariance
from aqvision.comparison.interval import Difference, Verdict, measure_interval
from aqvision.comparison.values import MeasurementVariance
from tests.support.synthetic import Array

NO_ERROR = MeasurementVariance(0.0, 0.0)


def half_width(
    old: list[list[Array]],
    new: list[list[Array]],
    errors: MeasurementVariance = NO_ERROR,
    n_draws: int = 200,
) -> float:
    """Measure without a history, with few draws."""
    days = BetweenDayVariance()
    width, _ = measure_interval(old, new, errors, days, level=0.9, n_draws=n_draws)
    return width


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_change_needs_both_its_size_and_an_interval_off_zero(sign: int) -> None:
    assert Difference.within(sign * 5.0, 1.0).judge(4.0) == Verdict.CHANGED
    assert Difference.within(sign * 5.0, 1.0).judge(6.0) == Verdict.WITHIN_NOISE
    assert Difference.within(sign * 5.0, 5.5).judge(4.0) == Verdict.WITHIN_NOISE
    assert Difference().judge(4.0) == Verdict.WITHIN_NOISE


@pytest.mark.parametrize(
    ("n_clips", "n_steps", "clip_sd"), [(1, 4, 0.0), (1, 8, 0.0), (1, 20, 0.0), (3, 8, 2.0)]
)
def test_interval_holds_the_truth_as_often_as_it_says(
    n_clips: int, n_steps: int, clip_sd: float
) -> None:
    random = np.random.default_rng(n_clips * 100 + n_steps)

    def side(mean: float) -> list[list[Array]]:
        clips = []
        for _ in range(n_clips):
            values = mean + random.normal(0, clip_sd) + random.normal(0, 1, n_steps)
            clips.append([values[::2], values[1::2]])
        return clips

    held = []
    for _ in range(600):
        before, after = side(110), side(116)
        change = np.mean(after) - np.mean(before)
        held.append(abs(change - 6) <= half_width(before, after, n_draws=400))
    # 90 % is promised; 600 trials scatter by 1.2 %
    assert np.mean(held) >= 0.87


clips_of_steps = st.lists(
    st.lists(
        st.lists(st.floats(-50, 50), min_size=2, max_size=6).map(np.array), min_size=1, max_size=2
    ),
    min_size=1,
    max_size=3,
)


def moved(clips: list[list[Array]], factor: float, shift: float) -> list[list[Array]]:
    return [[factor * group + shift for group in clip] for clip in clips]


@given(clips_of_steps, clips_of_steps, st.floats(-100, 100), st.floats(-100, 100))
@settings(max_examples=40)
def test_interval_is_as_wide_wherever_the_two_sides_lie(
    old: list[list[Array]], new: list[list[Array]], here: float, there: float
) -> None:
    width = half_width(old, new)
    elsewhere = half_width(moved(old, 1, here), moved(new, 1, there))
    assert elsewhere == pytest.approx(width, rel=1e-6, abs=1e-9)


@given(clips_of_steps, clips_of_steps, st.floats(0.01, 100), st.sampled_from([1, -1]))
@settings(max_examples=40)
def test_interval_is_in_the_unit_of_the_metric_and_knows_no_direction(
    old: list[list[Array]], new: list[list[Array]], unit: float, sign: int
) -> None:
    width = half_width(old, new, MeasurementVariance(0.7, 0.2))
    errors = MeasurementVariance(0.7 * unit**2, 0.2 * unit**2)
    scaled = half_width(moved(old, sign * unit, 0), moved(new, sign * unit, 0), errors)
    assert scaled == pytest.approx(unit * width, rel=1e-6)


@given(clips_of_steps, clips_of_steps, st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
@settings(max_examples=40)
def test_errors_of_measuring_never_narrow_an_interval(
    old: list[list[Array]], new: list[list[Array]], seen: float, more: float, hidden: float
) -> None:
    errors = [NO_ERROR, MeasurementVariance(seen, 0), MeasurementVariance(seen + more, 0)]
    widths = [half_width(old, new, e) for e in errors]
    assert widths == sorted(widths)
    # Student's t is never narrower than the normal distribution
    assert widths[1] >= 1.64 * seen**0.5
    both = half_width(old, new, MeasurementVariance(seen, hidden))
    assert both == pytest.approx(np.hypot(widths[1], 1.645 * hidden**0.5), rel=1e-3)
