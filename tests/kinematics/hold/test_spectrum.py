from __future__ import annotations

import numpy as np
import pytest

from aqvision.kinematics.hold.spectrum import powers_of
from tests.support.holds import path_through

TIME_S = np.arange(0, 20.001, 1 / 60)


def test_power_adds_up_to_the_variance() -> None:
    xy = np.random.default_rng(0).normal(0, [1000.0, 2000.0], (len(TIME_S), 2))
    hz, powers = powers_of(path_through(TIME_S, xy), 2.0)
    total = powers.mean(axis=0).sum(axis=0) * (hz[1] - hz[0])
    assert total == pytest.approx([1.0, 4.0], rel=0.1)


def test_segments_with_other_frames_are_left_out() -> None:
    path = path_through(TIME_S, np.zeros((len(TIME_S), 2)))
    used = TIME_S < 5.0
    assert len(powers_of(path, 1.0, used)[1]) == 9
    assert powers_of(path, 1.0, TIME_S < 0.5)[1].shape[0] == 0
