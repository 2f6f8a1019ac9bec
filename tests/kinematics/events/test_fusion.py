"""Two paths of one event, of known error -> the time that explains both."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.kinematics.events.fusion import PathError, blend_errors, fuse_events
from aqvision.kinematics.events.onset import GRID_S, EventTime

TIMES = np.arange(-45, 46, dtype=np.float64) * GRID_S
PLAIN = PathError(0.003, 0.0, 0.0)
LATE = PathError(0.003, 0.3, 0.02)


def seen(at_s: float, sd_s: float) -> EventTime:
    probability = np.exp(-0.5 * ((TIMES - at_s) / sd_s) ** 2)
    return EventTime(
        at_s=at_s, se_s=sd_s, misfit=1.0, times_s=TIMES, probability=probability / probability.sum()
    )


def fused(first: EventTime, second: EventTime, error: PathError) -> EventTime:
    both = fuse_events(first, second, error, error)
    assert both is not None
    return both


def test_two_normal_errors_give_the_mean_by_inverse_variance() -> None:
    both = fused(seen(0.004, 0.004), seen(-0.004, 0.004), PLAIN)
    assert both.at_s == pytest.approx(0.0, abs=1e-6)
    assert both.se_s == pytest.approx(0.005 / np.sqrt(2), rel=0.02)


def test_a_path_that_moves_later_hardly_moves_the_event() -> None:
    alone = seen(0.0, 0.003)
    assert fused(alone, seen(0.03, 0.003), LATE).at_s == pytest.approx(0.0, abs=0.004)
    assert fused(seen(0.03, 0.003), alone, LATE).at_s == pytest.approx(0.0, abs=0.004)


def test_a_path_that_tells_nothing_leaves_the_other() -> None:
    flat = EventTime(
        at_s=0.0,
        se_s=0.026,
        misfit=1.0,
        times_s=TIMES,
        probability=np.full(len(TIMES), 1 / len(TIMES), np.float64),
    )
    assert fused(flat, seen(0.01, 0.003), PLAIN).at_s == pytest.approx(0.01, abs=1e-3)


def test_without_the_first_path_there_is_no_event() -> None:
    first = seen(0.0, 0.003)
    assert fuse_events(None, first, PLAIN, PLAIN) is None
    assert fuse_events(first, None, PLAIN, PLAIN) is first


def test_a_path_that_rolls_on_leaves_the_event_outside_of_it() -> None:
    """From rest to motion the times count up: what rolls is still seen to move before."""
    rolls = PathError(0.003, 0.0, 0.0, rolling_frac=0.9)
    end, before, after = seen(0.0, 0.003), seen(-0.02, 0.003), seen(0.02, 0.003)
    one, other = (fuse_events(end, path, PLAIN, rolls) for path in (before, after))
    assert one is not None
    assert other is not None
    assert one.at_s == pytest.approx(0.0, abs=0.003)
    assert other.at_s == pytest.approx(0.01, abs=0.003)


def test_between_two_kinds_of_error_the_time_moves_without_a_jump() -> None:
    toe, heel = seen(-0.006, 0.005), seen(0.006, 0.005)
    alone, nothing = PathError(0.003, 0.0, 0.0), PathError(0.003, 0.0, 1.0)
    found_s = []
    for share in np.linspace(0, 1, 21):
        errors = blend_errors(alone, nothing, share), blend_errors(nothing, alone, share)
        both = fuse_events(toe, heel, *errors)
        assert both is not None
        found_s.append(both.at_s)
    assert found_s[0] == pytest.approx(-0.006, abs=1e-4)
    assert found_s[-1] == pytest.approx(0.006, abs=1e-4)
    assert 0 < np.diff(found_s).min() <= np.diff(found_s).max() < 0.002
