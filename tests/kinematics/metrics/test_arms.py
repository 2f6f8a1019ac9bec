import numpy as np
import pandas as pd
import pytest

from aqvision.kinematics.metrics.arms import measure_arms
from aqvision.kinematics.metrics.strides import columns_of
from aqvision.kinematics.steps import find_steps
from tests.support.synthetic import Array, regular_contacts

TIME = np.arange(0, 1.4, 1 / 120)
STEPS = find_steps(regular_contacts(4))  # strides of 0.5 s from 0.05 and 0.30
LEAN_DEG = 8.0


def swing(amplitude: float, forward_at_s: float, mean: float = 0.0) -> Array:
    return mean + amplitude * np.cos(2 * np.pi * 2.0 * (TIME - forward_at_s))


def table(arm_ahead_s: float = 0.0, noise_deg: float = 0.0, seed: int = 0) -> pd.DataFrame:
    """Arms of 90 degrees, 10 s of the clock ahead of the opposite thigh."""
    random = np.random.default_rng(seed)
    columns = {"time_s": TIME, "trunk_lean_deg": np.full(len(TIME), LEAN_DEG)}
    for side, thigh_at in (("left", 0.2), ("right", 0.45)):
        opposite_at = 0.65 - thigh_at
        noise = random.normal(0, noise_deg, len(TIME))
        upper_arm = swing(45, opposite_at - arm_ahead_s, -10) + noise
        columns[f"{side}_thigh_deg"] = swing(40, thigh_at, 15)
        columns[f"{side}_upper_arm_deg"] = upper_arm
        columns[f"{side}_shoulder_flexion_deg"] = upper_arm + LEAN_DEG
        columns[f"{side}_elbow_deg"] = swing(12, thigh_at, 95)
    return pd.DataFrame(columns)


def test_arms_are_measured_over_the_stride_that_the_step_begins() -> None:
    rows = measure_arms(columns_of(table()), STEPS)
    for row in rows.iloc[:2].to_dict("records"):
        assert row["shoulder_range_deg"] == pytest.approx(90, rel=1e-3)
        assert row["elbow_range_deg"] == pytest.approx(24, rel=1e-3)
        assert row["elbow_mean_deg"] == pytest.approx(95)
        assert row["upper_arm_angular_velocity_peak_dps"] == pytest.approx(np.pi * 90 * 2, rel=1e-3)
    assert rows.iloc[2:].isna().all(axis=None)


@pytest.mark.parametrize("ahead_s", [-0.03, 0.0, 0.02])
def test_phase_is_positive_where_the_arm_is_ahead_of_the_opposite_thigh(ahead_s: float) -> None:
    phases = measure_arms(columns_of(table(ahead_s)), STEPS)["arm_leg_phase_deg"].dropna()
    assert phases.tolist() == pytest.approx([ahead_s * 2.0 * 360] * 2, abs=1e-6)


def test_noise_widens_the_range_by_less_than_two_degrees() -> None:
    ranges = [
        measure_arms(columns_of(table(noise_deg=6, seed=seed)), STEPS)["shoulder_range_deg"].mean()
        for seed in range(60)
    ]
    assert np.mean(ranges) == pytest.approx(90, abs=1.5)


def test_hidden_arm_is_missing() -> None:
    angles = table()
    angles.loc[20:45, "left_elbow_deg"] = np.nan
    rows = measure_arms(columns_of(angles), STEPS)
    assert np.isnan(rows["elbow_range_deg"][0])
    assert np.isnan(rows["elbow_mean_deg"][0])
    assert np.isfinite(rows["elbow_range_deg"][1])
    assert np.isfinite(rows["shoulder_range_deg"][0])


def test_shoulder_extremes_and_mean_are_against_the_trunk() -> None:
    row = measure_arms(columns_of(table()), STEPS).iloc[0]
    assert row["shoulder_flexion_max_deg"] == pytest.approx(45 - 10 + LEAN_DEG, abs=0.01)
    assert row["shoulder_flexion_min_deg"] == pytest.approx(-45 - 10 + LEAN_DEG, abs=0.01)
    assert row["shoulder_flexion_mean_deg"] == pytest.approx(-10 + LEAN_DEG, abs=0.01)


@pytest.mark.parametrize("ahead_s", [-0.03, 0.0, 0.02])
def test_an_arm_ahead_turns_before_the_opposite_thigh(ahead_s: float) -> None:
    rows = measure_arms(columns_of(table(ahead_s)), STEPS).iloc[:2]
    assert rows["arm_reversal_lag_s"].tolist() == pytest.approx([-ahead_s] * 2, abs=1e-4)
    against_own = [180 + ahead_s * 2.0 * 360] * 2
    assert rows["arm_same_leg_phase_deg"].tolist() == pytest.approx(against_own, abs=1e-6)
