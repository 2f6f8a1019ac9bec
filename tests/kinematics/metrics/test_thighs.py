import numpy as np
import pandas as pd
import pytest

from aqvision.kinematics.metrics.strides import columns_of, fit_thigh_separation
from aqvision.kinematics.metrics.thighs import measure_thighs
from aqvision.kinematics.steps import find_steps
from tests.support.synthetic import Array, Run, motion_of, regular_contacts

MOTION = motion_of(Run().pose())
TIME = MOTION.time_s
STEPS = find_steps(regular_contacts(4))
SWING = STEPS[2]  # left: off 0.15, down 0.55; right: down 0.30, off 0.40


def thigh(forward_at_s: float, amplitude: float = 45.0) -> Array:
    return 15 + amplitude * np.cos(2 * np.pi * 2.0 * (TIME - forward_at_s))


def table(noise_deg: float = 0.0, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    left, right = (thigh(at) + random.normal(0, noise_deg, len(TIME)) for at in (0.45, 0.70))
    return pd.DataFrame({"time_s": TIME, "left_thigh_deg": left, "right_thigh_deg": right})


def test_two_sines_open_as_their_difference_does() -> None:
    """Against each other they are 90 degrees cos(2 pi 2 (t - 0.45)) apart."""
    row = measure_thighs(MOTION, columns_of(table()), SWING)
    turn = 2 * np.pi * 2.0
    assert row["thigh_separation_peak_deg"] == pytest.approx(90, abs=0.01)
    assert row["thigh_separation_peak_lag_s"] == pytest.approx(0.05, abs=1e-4)
    assert row["thigh_separation_toeoff_deg"] == pytest.approx(90 * np.cos(turn * 0.05), abs=0.01)
    slopes = [90 * turn * np.sin(turn * (0.45 - at)) for at in (0.30, 0.40)]
    assert row["scissor_velocity_touchdown_dps"] == pytest.approx(slopes[0], rel=1e-4)
    assert row["scissor_velocity_toeoff_dps"] == pytest.approx(slopes[1], rel=1e-4)


def test_noise_does_not_open_the_thighs_further() -> None:
    found = [
        measure_thighs(MOTION, columns_of(table(4, seed)), SWING)["thigh_separation_peak_deg"]
        for seed in range(60)
    ]
    # the largest of noisy points would read some 8 degrees more
    assert np.mean(found) == pytest.approx(90, abs=1.5)


def test_without_a_swing_or_with_a_hidden_thigh_nothing_is_known() -> None:
    assert np.isnan(list(measure_thighs(MOTION, columns_of(table()), STEPS[0]).values())).all()
    hidden = table()
    hidden.loc[20:60, "right_thigh_deg"] = np.nan
    assert fit_thigh_separation(columns_of(hidden), SWING) is None
    row = measure_thighs(MOTION, columns_of(hidden), SWING)
    assert np.isnan(row["thigh_separation_peak_deg"])
