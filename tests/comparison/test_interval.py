"""Estimates -> intervals and p-values that belong together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqvision.comparison.interval import Difference, half_width, interval_of, p_value
from aqvision.comparison.prior import Prior
from aqvision.comparison.variance import ChangeEstimate

PRIOR = Prior(run_variance=1.0, run_freedom=6, day_variance=1.0, day_freedom=6)
ESTIMATE = ChangeEstimate(
    before=100.0,
    after=104.0,
    side_variances=(1.0, 1.0),
    step_variance=1.0,
    measurement_variance=0.5,
    run_variance=0.75,
    day_variance=2.0,
    shared_variance=0.25,
    degrees_of_freedom=12.0,
)


@given(st.floats(-100, 100), st.floats(0.01, 10), st.floats(1, 200))
def test_interval_excludes_zero_where_chance_makes_so_large_a_change_in_one_of_ten(
    value: float, se: float, freedom: float
) -> None:
    excludes = Difference.within(value, half_width(se, freedom, 0.9)).excludes_zero
    assert excludes == (p_value(value, se, freedom) < 0.1)


def test_parts_are_standard_deviations_of_the_change() -> None:
    found = interval_of(ESTIMATE, PRIOR, 0.9)
    parts = found.parts
    assert (parts.step_sd, parts.shared_sd) == (1.0, 0.5)
    assert parts.run_sd**2 + parts.between_day_sd**2 == pytest.approx(2.75)
    assert found.difference.value == 4.0
    assert (
        found.difference.at_most == found.difference.high == pytest.approx(4 + 1.782 * 2, rel=1e-3)
    )
    assert parts.between_day_source == "default"


def test_own_days_are_said() -> None:
    own = Prior(run_variance=1, run_freedom=6, day_variance=1, day_freedom=8, n_sessions=3)
    parts = interval_of(ESTIMATE, own, 0.9).parts
    assert (parts.between_day_source, parts.n_sessions) == ("own and default", 3)


def test_what_cannot_err_is_sure() -> None:
    assert p_value(1.0, 0.0, 5) == 0.0
    assert p_value(0.0, 0.0, 5) == 1.0
