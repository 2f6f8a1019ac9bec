"""Numbers with errors that they take from what was fitted."""

from __future__ import annotations

import math

import numpy as np
import pytest

from aqvision.kinematics.force.estimate import Estimate, propagate


def test_an_interval_is_that_of_student_and_keeps_its_sign() -> None:
    sure = Estimate.of(10.0, 0.1)
    assert (sure.low, sure.high) == pytest.approx((10 - 1.645 * 0.1, 10 + 1.645 * 0.1), rel=2e-4)
    few = Estimate.of(10.0, 0.1, freedom=3)
    assert few.high - few.value == pytest.approx(2.353 * 0.1, rel=0.02)
    wide = Estimate.of(-1.0, 0.8)
    assert wide.low < wide.value < wide.high < 0
    assert wide.se_frac == 0.8


def test_errors_are_those_of_the_first_derivatives() -> None:
    covariance = np.array([[0.04, 0.01], [0.01, 0.09]])
    found, still = propagate(
        lambda p: np.array([3 * p[0] - p[1], 7.0]), np.array([2.0, 1.0]), covariance
    )
    assert found.value == 5.0
    assert found.se == pytest.approx(math.sqrt(9 * 0.04 + 0.09 - 6 * 0.01))
    assert still.se == 0.0


def test_what_is_not_known_has_no_interval() -> None:
    (found,) = propagate(lambda p: np.array([p[0]]), np.array([math.nan]), np.array([[1.0]]))
    assert math.isnan(found.low)
