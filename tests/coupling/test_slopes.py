"""Known lines -> slopes with honest intervals, and what is kept."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.coupling.slopes import (
    bent_line,
    retention_of,
    slope_over_force,
    slope_over_speed,
    speeds_of_retention,
    straight_line,
)
from aqvision.kinematics.metrics.registry import METRICS
from tests.support.climbs import ARM, CONTACT, SPEEDS_MPS, THIGHS, lagging, track

SPEED = np.array(SPEEDS_MPS)


def test_a_known_slope_is_found() -> None:
    found = slope_over_speed(track(5 - 3 * SPEED), 1.0, 6.0, 0.9)
    assert found.interval.value == pytest.approx(-3.0)
    assert found.interval.low < -3.0 < found.interval.high
    assert found.residual_sd == pytest.approx(0.0, abs=1e-9)


def test_over_force_the_slope_is_that_of_force() -> None:
    found = slope_over_force(track(5 - 3 * SPEED), 1.0, 6.0, 0.9)  # force is a quarter of speed
    assert found.interval.value == pytest.approx(-12.0)


def test_its_error_is_that_of_the_formula() -> None:
    """SE = SD of a run / (sqrt n SD of speed), where the prior is right."""
    random, own = np.random.default_rng(2), METRICS[ARM].variation.run_sd
    errors = [
        slope_over_speed(track(own * random.standard_normal(6), step_sd=1e-6), 1.0, 6.0, 0.9).se
        for _ in range(200)
    ]
    assert np.mean(errors) == pytest.approx(own / (6**0.5 * SPEED.std()), rel=0.1)


def test_nine_intervals_of_ten_hold_the_truth() -> None:
    random, own = np.random.default_rng(4), METRICS[ARM].variation.run_sd
    held = [
        abs(one.value) <= one.high - one.value
        for _ in range(300)
        for one in (
            slope_over_speed(
                track(own * random.standard_normal(6), step_sd=1e-6), 1.0, 6.0, 0.9
            ).interval,
        )
    ]
    assert 0.85 <= np.mean(held) <= 0.95


def test_what_is_kept_is_a_ratio_of_the_line_within_what_was_filmed() -> None:
    contact = track(0.2 - 0.01 * SPEED, CONTACT, step_sd=0.001)
    speeds = speeds_of_retention(contact)
    assert speeds == pytest.approx((0.7 * 9.5, 0.95 * 9.5))
    found = retention_of(contact, 1.0, 6.0, 0.9, speeds)
    assert found.part == pytest.approx((0.2 - 0.01 * 0.95 * 9.5) / (0.2 - 0.01 * 0.7 * 9.5))
    assert found.low < found.part < found.high


def test_nothing_is_told_from_below_the_slowest_run() -> None:
    late = track(lagging(0.0)[:4], speeds_mps=(7.5, 8.1, 8.8, 9.5))
    assert speeds_of_retention(late) == pytest.approx((7.5, 0.95 * 9.5))
    fast = track(lagging(0.0)[:4], speeds_mps=(8.5, 8.8, 9.2, 9.5))
    assert speeds_of_retention(fast) is None
    assert np.isnan(retention_of(fast, 1.0, 6.0, 0.9, None).part)


def test_a_phase_keeps_all_where_it_does_not_shift() -> None:
    steady, shifting = (
        retention_of(track(180 + s * SPEED, THIGHS, side=None), 1.0, 6.0, 0.9, (7.0, 9.0))
        for s in (0.0, 9.0)
    )
    assert steady.part == pytest.approx(1.0)
    assert shifting.part == pytest.approx(1 - 18 / 180)


def test_lines_go_through_their_runs() -> None:
    one = track(lagging(12.0), step_sd=0.1)
    bent = bent_line(one, 8.4, SPEED, 1.0, 6.0)
    assert bent.value == pytest.approx(lagging(12.0))
    line = straight_line(track(5 - 3 * SPEED), SPEED, np.array([8.0]), 1.0, 6.0)
    assert line.value == pytest.approx([5 - 24.0])
    assert line.se[0] > 0
