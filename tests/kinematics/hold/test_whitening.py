from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter

from aqvision.kinematics.hold.path import HeldPath
from aqvision.kinematics.hold.whitening import ORDER, fit_whitener
from tests.support.holds import path_through

FRAMES = 3000
KNOWN = np.array([1.2, -0.5])


def remembered(seed: int = 1) -> HeldPath:
    """Give a path whose every place rests on the two before, with 20 and 10 mm of new each way."""
    new = np.random.default_rng(seed).standard_normal((FRAMES, 2)) * [20.0, 10.0]
    return path_through(np.arange(FRAMES) / 30, lfilter([1.0], [1.0, *-KNOWN], new, axis=0))


def test_what_a_place_rests_on_is_found() -> None:
    whitener = fit_whitener(remembered(), np.ones(FRAMES, dtype=np.bool_))
    assert whitener.weights[:2] == pytest.approx(KNOWN, abs=0.08)
    assert whitener.weights[2:] == pytest.approx(0.0, abs=0.08)


def test_what_is_left_is_new_and_of_unit_spread() -> None:
    path = remembered()
    whitener = fit_whitener(path, np.ones(FRAMES, dtype=np.bool_))
    left = (whitener.new(path.xy_leg) @ whitener.root)[ORDER:]
    assert left.std(axis=0) == pytest.approx(1.0, abs=0.25)  # what stands out counts less
    for lag in (1, 2, 3):
        assert np.mean(left[lag:] * left[:-lag], axis=0) == pytest.approx(0.0, abs=0.08)


def test_a_leap_changes_little() -> None:
    path = remembered()
    leapt = path.xy_leg.copy()
    leapt[1000:1010] += 1.0
    bent = fit_whitener(path.moved_to(leapt), np.ones(FRAMES, dtype=np.bool_))
    plain = fit_whitener(path, np.ones(FRAMES, dtype=np.bool_))
    assert bent.weights == pytest.approx(plain.weights, abs=0.05)
