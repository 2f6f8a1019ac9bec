"""A foot that lifts at a known time -> that time, between frames, with an error that holds."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.kinematics.events.onset import EventTime, OnsetPrior, detect_onsets
from aqvision.kinematics.events.windows import Scatter, cut_window
from tests.support.synthetic import Array

PRIOR = OnsetPrior(
    speed=1.2, speed_sd=0.4, speed_step_sd=0.2,
    acceleration=30.0, acceleration_sd=40.0, acceleration_step_sd=20.0,
)  # fmt: skip


def lift(time_s: Array, at_s: float, speed: float = 1.2, acceleration: float = 20.0) -> Array:
    past = np.maximum(0, time_s - at_s)
    return speed * past + 0.5 * acceleration * past**2


def find_lift(
    time_s: Array, height: Array, resting_s: float, rough_s: float, margin_s: float
) -> tuple[float, float] | None:
    """Time one end alone, with the motion of `lift` expected but not known."""
    outer = rough_s + (margin_s if rough_s > resting_s else -margin_s)
    window = cut_window(time_s, height, rough_s, resting_s, outer, Scatter(0.008))
    if window is None:
        return None
    event = detect_onsets([window], PRIOR)[0]
    return event.at_s, event.se_s


@pytest.mark.parametrize("rate_hz", [60, 120, 240])
@pytest.mark.parametrize("at_s", [0.1013, 0.1052, 0.1094])
def test_a_lift_is_found_between_frames(rate_hz: float, at_s: float) -> None:
    time = np.arange(0, 0.25, 1 / rate_hz)
    height = lift(time, at_s)
    for sign in (1, -1):  # a landing is a lift seen backwards
        seen = height if sign == 1 else height[::-1]
        true = at_s if sign == 1 else time[-1] - at_s
        resting = 0.03 if sign == 1 else time[-1] - 0.03
        found = find_lift(time, seen, resting, true + 0.008, 0.06)
        assert found is not None
        assert found[0] == pytest.approx(true, abs=0.0025)


def test_the_lift_states_its_own_error() -> None:
    time = np.arange(0, 0.25, 1 / 120)
    random = np.random.default_rng(3)
    found = [
        find_lift(time, lift(time, 0.105) + random.normal(0, 0.008, len(time)), 0.03, 0.11, 0.06)
        for _ in range(60)
    ]
    errors = [f[0] - 0.105 for f in found if f is not None]
    stated = np.mean([f[1] for f in found if f is not None])
    assert len(errors) == 60
    assert abs(np.mean(errors)) < 0.003
    assert 0.4 < stated / np.std(errors) < 2.5


def test_too_few_points_give_no_event() -> None:
    time = np.arange(0, 0.25, 1 / 60)
    height = lift(time, 0.105)
    height[time > 0.11] = np.nan
    assert find_lift(time, height, 0.03, 0.11, 0.06) is None


def test_probabilities_of_the_times_add_up_to_the_event() -> None:
    event = _lifts(1)[0]
    assert event.probability.sum() == pytest.approx(1)
    assert event.probability @ event.times_s == pytest.approx(event.at_s)


def test_ends_of_one_clip_learn_their_usual_motion_from_each_other() -> None:
    """A foot three times as fast as expected is timed late alone, less so among its like."""
    alone = np.mean([e.at_s for one in range(6) for e in _lifts(1, seed=one, speed=3.6)])
    together = np.mean([e.at_s for e in _lifts(6, speed=3.6)])
    assert abs(together - 0.105) < abs(alone - 0.105)


def _lifts(n: int, seed: int = 0, speed: float = 1.2) -> list[EventTime]:
    """Detect n lifts of one clip at 0.105 s, with noise of 8 mm on a leg of 1 m."""
    time = np.arange(0, 0.25, 1 / 120)
    random = np.random.default_rng(seed)
    windows = [
        cut_window(
            time,
            lift(time, 0.105, speed) + random.normal(0, 0.008, len(time)),
            0.11,
            0.03,
            0.17,
            Scatter(0.008),
        )
        for _ in range(n)
    ]
    return detect_onsets([w for w in windows if w is not None], PRIOR)
