"""Angles on known sines -> fits over strides and swings that give them back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from aqvision.kinematics.metrics.strides import (
    TURN_HARMONICS,
    columns_of,
    fit_stride,
    fit_swing_thigh,
    fit_thigh_separation,
    phase_between_deg,
)
from aqvision.kinematics.steps import find_steps
from tests.support.synthetic import Array, regular_contacts

TIME = np.arange(0, 1.4, 1 / 120)
STEPS = find_steps(regular_contacts(4))  # strides of 0.5 s from 0.05 and 0.30
SWING = STEPS[2]  # left: off 0.15, down 0.55


def swing(amplitude_deg: float, forward_at_s: float, mean_deg: float = 0.0) -> Array:
    return mean_deg + amplitude_deg * np.cos(2 * np.pi * 2.0 * (TIME - forward_at_s))


def table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "time_s": TIME,
            "left_thigh_deg": swing(45, 0.45, 15),
            "right_thigh_deg": swing(40, 0.70, 15),
        }
    )


def test_phase_wraps_and_is_unknown_without_a_fit() -> None:
    fits = [
        fit_stride(columns_of(pd.DataFrame({"time_s": TIME, "x": swing(1, at)})), "x", STEPS[0])
        for at in (0.05, 0.29)
    ]
    assert phase_between_deg(*fits) == pytest.approx(0.24 * 720)
    assert phase_between_deg(fits[1], fits[0]) == pytest.approx(-0.24 * 720)
    assert np.isnan(phase_between_deg(fits[0], None))


def test_a_stride_is_fitted_from_its_own_touchdown() -> None:
    fit = fit_stride(columns_of(table()), "left_thigh_deg", STEPS[1])
    assert fit is not None
    assert fit.origin_s == STEPS[1].contact.touchdown_s
    assert fit.mean == pytest.approx(15)
    assert fit.range == pytest.approx(90, rel=1e-3)
    assert fit_stride(columns_of(table()), "left_thigh_deg", STEPS[3]) is None


@pytest.mark.parametrize("n_harmonics", [3, TURN_HARMONICS])
def test_a_swing_is_fitted_from_the_touchdown_before_it(n_harmonics: int) -> None:
    fit = fit_swing_thigh(columns_of(table()), SWING, n_harmonics)
    assert fit is not None
    assert fit.origin_s == pytest.approx(0.05)
    assert fit.frequency_hz == pytest.approx(2.0)
    assert fit.turn() == pytest.approx((0.45, 60), abs=1e-3)
    assert fit_swing_thigh(columns_of(table()), STEPS[0], n_harmonics) is None


def test_separation_is_the_swinging_thigh_less_the_other() -> None:
    fit = fit_thigh_separation(columns_of(table()), SWING)
    assert fit is not None
    assert fit.turn() == pytest.approx((0.45, 85), abs=1e-3)
    assert fit_thigh_separation(columns_of(table()), STEPS[1]) is None


def test_a_limb_hidden_for_a_third_of_the_stride_is_not_fitted() -> None:
    hidden = table()
    hidden.loc[20:45, "left_thigh_deg"] = np.nan
    assert fit_stride(columns_of(hidden), "left_thigh_deg", STEPS[0]) is None
    assert fit_swing_thigh(columns_of(hidden), SWING, 3) is None
    assert fit_thigh_separation(columns_of(hidden), SWING) is None
