from __future__ import annotations

import numpy as np
import pytest

from aqvision.kinematics.hold.estimate import Estimate, leave_one_out


def test_leaving_out_parts_of_a_mean_gives_its_standard_error() -> None:
    values = np.random.default_rng(0).normal(5, 2, 8)
    found = leave_one_out(range(8), lambda p: float(values[list(p)].mean()), float(values.mean()))
    assert found.se == pytest.approx(values.std(ddof=1) / np.sqrt(8))
    assert found.freedom == 7
    assert found.half_width == pytest.approx(1.894 * found.se, rel=1e-3)


def test_two_parts_tell_no_error() -> None:
    assert np.isnan(leave_one_out(range(2), lambda _: 1.0, 1.0).half_width)
    assert np.isnan(leave_one_out(range(4), lambda _: float("nan"), 1.0).se)


def test_another_unit_scales_value_and_error() -> None:
    assert Estimate(2.0, 0.5, 3).times(1000) == Estimate(2000.0, 500.0, 3)
