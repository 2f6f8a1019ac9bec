"""An ankle that the ground stops, or that its own leg stops -> when, and whether at all."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.kinematics.events.braking import find_braking
from aqvision.kinematics.events.windows import Scatter
from tests.support.synthetic import Array

RUN_SPEED = 7.0
STILL = Scatter(0.004)


def pushed_ankle(time_s: Array, push_s: float, lost: float = 0.33) -> Array:
    """Place of an ankle that slows in the air and loses some running speed in one push."""
    fine_s = np.arange(time_s[0], time_s[-1] + 5e-4, 5e-4)
    bell = np.exp(-0.5 * ((fine_s - push_s) / 0.008) ** 2) / (0.008 * np.sqrt(2 * np.pi))
    slowing = np.where(fine_s < push_s, -12.0, 2.0) - lost * bell
    speed = RUN_SPEED * (1.0 + np.cumsum(slowing) * 5e-4)
    return np.interp(time_s, fine_s, np.cumsum(speed) * 5e-4)


@pytest.mark.parametrize("rate_hz", [60, 120, 240])
@pytest.mark.parametrize("late_s", [-0.012, 0.0, 0.012])
def test_the_push_is_timed_at_every_rate(rate_hz: float, late_s: float) -> None:
    time_s = np.arange(-0.1, 0.1, 1 / rate_hz) + 0.4 / rate_hz
    braking = find_braking(time_s, pushed_ankle(time_s, late_s), 0.0, RUN_SPEED, STILL)
    assert braking is not None
    assert braking.probability.sum() == pytest.approx(1.0)
    assert braking.probability @ braking.times_s == pytest.approx(late_s, abs=0.004)
    assert braking.certainty > 0.75


def test_an_ankle_that_slows_evenly_was_not_pushed() -> None:
    time_s = np.arange(-0.1, 0.1, 1 / 240)
    even = RUN_SPEED * (0.4 * time_s - 4.0 * time_s**2 / 2)
    braking = find_braking(time_s, even, 0.0, RUN_SPEED, STILL)
    assert braking is not None
    assert braking.certainty < 0.25


def test_scatter_makes_the_time_less_sure() -> None:
    time_s = np.arange(-0.1, 0.1, 1 / 120)
    spreads = []
    for sd in (0.004, 0.02):
        braking = find_braking(time_s, pushed_ankle(time_s, 0.0), 0.0, RUN_SPEED, Scatter(sd))
        assert braking is not None
        mean_s = braking.probability @ braking.times_s
        spreads.append(braking.probability @ (braking.times_s - mean_s) ** 2)
    assert spreads[1] > 1.5 * spreads[0]


def test_too_few_frames_tell_nothing() -> None:
    time_s = np.arange(-0.1, 0.1, 1 / 120)
    hidden = np.where(np.abs(time_s) < 0.04, np.nan, time_s)
    assert find_braking(time_s, hidden, 0.0, RUN_SPEED, STILL) is None
