from __future__ import annotations

import numpy as np
import pytest

from aqvision.kinematics.events.fusion import Reliance, agreed_instant, mixed
from aqvision.kinematics.events.onset import GRID_S, Instant

TIMES = np.arange(-45, 46, dtype=np.float64) * GRID_S
PLAIN = Reliance(0.003, 0.0, 0.0)
LATE = Reliance(0.003, 0.3, 0.02)


def seen(at_s: float, sd_s: float) -> Instant:
    chance = np.exp(-0.5 * ((TIMES - at_s) / sd_s) ** 2)
    return Instant(at_s, sd_s, 1.0, TIMES, chance / chance.sum())


def agreed(first: Instant, second: Instant, rely: Reliance) -> Instant:
    both = agreed_instant(first, second, rely, rely)
    assert both is not None
    return both


def test_two_normal_errors_give_the_mean_by_inverse_variance() -> None:
    both = agreed(seen(0.004, 0.004), seen(-0.004, 0.004), PLAIN)
    assert both.at_s == pytest.approx(0.0, abs=1e-6)
    assert both.se_s == pytest.approx(0.005 / np.sqrt(2), rel=0.02)


def test_a_path_that_moves_later_hardly_moves_the_instant() -> None:
    alone = seen(0.0, 0.003)
    assert agreed(alone, seen(0.03, 0.003), LATE).at_s == pytest.approx(0.0, abs=0.004)
    assert agreed(seen(0.03, 0.003), alone, LATE).at_s == pytest.approx(0.0, abs=0.004)


def test_a_path_that_tells_nothing_leaves_the_other() -> None:
    flat = Instant(0.0, 0.026, 1.0, TIMES, np.full(len(TIMES), 1 / len(TIMES), np.float64))
    assert agreed(flat, seen(0.01, 0.003), PLAIN).at_s == pytest.approx(0.01, abs=1e-3)


def test_without_the_first_path_there_is_no_instant() -> None:
    first = seen(0.0, 0.003)
    assert agreed_instant(None, first, PLAIN, PLAIN) is None
    assert agreed_instant(first, None, PLAIN, PLAIN) is first


def test_a_path_that_rolls_on_leaves_the_instant_outside_of_it() -> None:
    """From rest to motion the instants count up: what rolls is still seen to move before."""
    rolls = Reliance(0.003, 0.0, 0.0, rolling_frac=0.9)
    end, before, after = seen(0.0, 0.003), seen(-0.02, 0.003), seen(0.02, 0.003)
    one, other = (agreed_instant(end, path, PLAIN, rolls) for path in (before, after))
    assert one is not None
    assert other is not None
    assert one.at_s == pytest.approx(0.0, abs=0.003)
    assert other.at_s == pytest.approx(0.01, abs=0.003)


def test_between_two_kinds_of_reliance_the_instant_moves_without_a_jump() -> None:
    toe, heel = seen(-0.006, 0.005), seen(0.006, 0.005)
    alone, nothing = Reliance(0.003, 0.0, 0.0), Reliance(0.003, 0.0, 1.0)
    instants = []
    for share in np.linspace(0, 1, 21):
        rely = mixed(alone, nothing, share), mixed(nothing, alone, share)
        both = agreed_instant(toe, heel, *rely)
        assert both is not None
        instants.append(both.at_s)
    assert instants[0] == pytest.approx(-0.006, abs=1e-4)
    assert instants[-1] == pytest.approx(0.006, abs=1e-4)
    assert 0 < np.diff(instants).min() <= np.diff(instants).max() < 0.002
