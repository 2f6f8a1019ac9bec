from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aqvision.core.errors import PoseError
from aqvision.kinematics.running import plausible_step_rate, refuse_no_run, refuse_standing
from tests.support.synthetic import Run, analysis_of


def gait(thighs_deg: float, knee_deg: float, step_rate_hz: float) -> pd.DataFrame:
    """Give angles that swing as sines: thighs so far apart, knees bending so far."""
    turn = np.pi * step_rate_hz * np.arange(0, 2, 1 / 60)
    return pd.DataFrame(
        {
            "left_thigh_deg": thighs_deg / 2 * np.sin(turn),
            "right_thigh_deg": -thighs_deg / 2 * np.sin(turn),
            "left_knee_flexion_deg": knee_deg * (1 + np.sin(turn)) / 2,
            "right_knee_flexion_deg": knee_deg * (1 - np.sin(turn)) / 2,
        }
    )


def test_a_sprint_is_no_walk_in_slow_motion_either() -> None:
    series = analysis_of(Run()).series
    for rate_hz in (4.4, 0.55):
        refuse_no_run(series, rate_hz)


def test_who_walks_or_stands_is_refused() -> None:
    with pytest.raises(PoseError, match="walks"):
        refuse_no_run(gait(50, 62, 1.9), 1.9)
    with pytest.raises(PoseError, match="stands"):
        refuse_no_run(gait(4, 8, 3.0), 3.0)


def test_stiff_bounds_and_a_jog_are_not_refused() -> None:
    refuse_no_run(gait(70, 50, 3.0), 3.0)
    refuse_no_run(gait(60, 95, 2.1), 2.1)


def test_feet_that_stay_down_are_refused() -> None:
    with pytest.raises(PoseError, match="stands"):
        refuse_standing(np.random.default_rng(0).normal(0, 0.02, 60))
    refuse_standing(0.4 * np.sin(np.arange(60)))


@given(st.floats(0.1, 12))
def test_step_rates_of_a_run(rate: float) -> None:
    assert plausible_step_rate(rate) == (2.2 <= rate <= 6.0)
    assert not plausible_step_rate(float("nan"))
