from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.kinematics.hold.drift import robust_line
from tests.support.holds import path_of
from validation.hold_motions import LEG_M, HeldMotion

ALL = HeldMotion(rate_hz=30.0, sway_mm=0.0)


def test_drift_is_exact_without_sway_and_knocks() -> None:
    path = path_of(replace(ALL, knocks=()))
    _place, slope = robust_line(path, path.known)
    assert slope * 1000 * LEG_M == pytest.approx([1.0, -0.4])


def test_knocks_bend_the_line_little() -> None:
    path = path_of(ALL)
    _place, slope = robust_line(path, path.known)
    assert slope * 1000 * LEG_M == pytest.approx([1.0, -0.4], abs=0.1)


def test_a_line_needs_three_half_seconds() -> None:
    path = path_of(ALL)
    used = path.time_s < 1.0
    assert np.isnan(robust_line(path, used)[1]).all()
