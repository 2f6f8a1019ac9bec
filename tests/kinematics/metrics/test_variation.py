"""Priors of an athlete's variation: in the metric's unit, or in parts of its value."""

from __future__ import annotations

import pytest

from aqvision.kinematics.metrics.variation import ANGLE, CONTACT, Variation


@pytest.mark.parametrize("value", [0.1, -0.1])
def test_parts_of_a_value_follow_its_size(value: float) -> None:
    assert CONTACT.run_sd_of(value) == pytest.approx(0.003)
    assert CONTACT.day_sd_of(value) == pytest.approx(0.003)


def test_degrees_are_the_same_at_any_value() -> None:
    assert ANGLE.run_sd_of(0.0) == ANGLE.run_sd_of(90.0) == 2.25
    assert ANGLE.day_sd_of(0.0) == 2.25


def test_a_prior_without_a_source_says_so() -> None:
    assert Variation(run_sd=1.0, day_sd=1.0).source == "assumed"
