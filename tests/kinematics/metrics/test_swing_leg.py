from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from aqvision.kinematics.metrics.strides import columns_of
from aqvision.kinematics.metrics.swing_leg import measure_swing_leg
from aqvision.kinematics.steps import find_steps
from tests.support.synthetic import Array, Run, motion_of, regular_contacts

MOTION = motion_of(Run(rate_hz=240).pose())
TIME = MOTION.time_s
STEPS = find_steps(regular_contacts(4))  # left 0.05, right 0.30, left 0.55, right 0.80
STRIDE_HZ = 2.0


def swinging(amplitude_deg: float, forward_at_s: float) -> Array:
    """A thigh on a sine about 15 degrees, furthest forward at a time."""
    return 15 + amplitude_deg * np.cos(2 * np.pi * STRIDE_HZ * (TIME - forward_at_s))


def table(**columns: Array) -> pd.DataFrame:
    angles = {
        "left_thigh_deg": swinging(45, 0.45),
        "right_thigh_deg": swinging(45, 0.70),
        "left_knee_flexion_deg": 60 + 50 * np.cos(2 * np.pi * STRIDE_HZ * (TIME - 0.35)),
        "right_knee_flexion_deg": 60 + 50 * np.cos(2 * np.pi * STRIDE_HZ * (TIME - 0.60)),
    }
    return pd.DataFrame({"time_s": TIME, **angles, **columns})


def test_a_sine_gives_range_mean_speed_and_peak_acceleration_of_the_formula() -> None:
    row = measure_swing_leg(MOTION, columns_of(table()), STEPS).iloc[2]
    assert row["thigh_range_deg"] == pytest.approx(90, rel=1e-3)
    assert row["thigh_angular_velocity_mean_dps"] == pytest.approx(360, rel=1e-3)
    # clark-ryan-2022: (2 pi f)^2 range / 2
    assert row["thigh_angular_acceleration_peak_dps2"] == pytest.approx(
        (2 * np.pi * 2) ** 2 * 45, rel=1e-3
    )


def test_published_thigh_kinematics_agree_with_the_formula() -> None:
    """clark-ryan-2022: 103 degrees at 4.5 steps/s is 464 degrees/s and 10.3 kdeg/s2."""
    contacts = regular_contacts(3, 1 / 4.5)
    thigh = 51.5 * np.cos(2 * np.pi * 2.25 * TIME)
    row = measure_swing_leg(
        MOTION, columns_of(table(left_thigh_deg=thigh)), find_steps(contacts)
    ).iloc[2]
    assert row["thigh_angular_velocity_mean_dps"] == pytest.approx(464, abs=1)
    assert row["thigh_angular_acceleration_peak_dps2"] == pytest.approx(10_300, abs=50)


def test_peaks_and_recovery_belong_to_the_swing_that_ends_at_touchdown() -> None:
    table_ = measure_swing_leg(MOTION, columns_of(table()), STEPS)
    row = table_.iloc[2]  # left: off at 0.15, down at 0.55
    assert row["thigh_flexion_peak_deg"] == pytest.approx(60, abs=1e-3)
    assert row["knee_flexion_peak_deg"] == pytest.approx(110, abs=1e-3)
    assert row["recovery_time_s"] == pytest.approx(0.4)
    at_landing = ["retraction_velocity_dps", "foot_speed_touchdown_mps"]
    assert table_.iloc[:2].drop(columns=at_landing).isna().all(axis=None)


def test_signed_values_are_given_only_where_left_and_right_are_sure() -> None:
    sure = measure_swing_leg(MOTION, columns_of(table()), STEPS)
    certainty = MOTION.legs_certainty.copy()
    certainty[np.abs(TIME - 0.30) < 0.02] = 0.7  # while the right foot lands
    unsure = measure_swing_leg(
        replace(MOTION, legs_certainty=certainty), columns_of(table()), STEPS
    )
    signed = ["thigh_separation_touchdown_deg", "swing_thigh_touchdown_deg",
              "knee_gap_touchdown_frac"]  # fmt: skip
    assert np.isfinite(sure.loc[2, signed].to_numpy(float)).all()
    assert unsure.loc[2, signed].isna().all()
    pd.testing.assert_frame_equal(unsure.drop(columns=signed), sure.drop(columns=signed))
    assert unsure.loc[3, signed].notna().all()


def test_separation_is_stance_less_swing_thigh_at_the_other_touchdown() -> None:
    angles = table()
    # the left swings while right lands
    row = measure_swing_leg(MOTION, columns_of(angles), STEPS).iloc[2]
    stance, swing = (
        np.interp(0.30, TIME, angles[f"{side}_thigh_deg"]) for side in ("right", "left")
    )
    assert row["thigh_separation_touchdown_deg"] == pytest.approx(stance - swing, abs=1e-6)
    gap = MOTION.point("left_knee")[:, 0] - MOTION.point("right_knee")[:, 0]
    assert row["knee_gap_touchdown_frac"] == pytest.approx(np.interp(0.30, TIME, gap))


def test_turns_are_parts_of_the_stride_that_ends_with_the_swing() -> None:
    row = measure_swing_leg(MOTION, columns_of(table()), STEPS).iloc[2]
    assert row["thigh_reversal_back_frac"] == pytest.approx((0.20 - 0.05) / 0.5, abs=1e-3)
    assert row["thigh_reversal_front_frac"] == pytest.approx((0.45 - 0.05) / 0.5, abs=1e-3)


def test_retraction_is_the_mean_turn_of_the_last_40_ms() -> None:
    ramp = np.where(TIME < 0.50, 50.0, 50 - 300 * (TIME - 0.50))
    row = measure_swing_leg(MOTION, columns_of(table(left_thigh_deg=ramp)), STEPS).iloc[2]
    assert row["retraction_velocity_dps"] == pytest.approx(-300, abs=1)


def test_noise_does_not_widen_the_range() -> None:
    random = np.random.default_rng(1)
    ranges = []
    for _ in range(60):
        noisy = swinging(45, 0.45) + random.normal(0, 4, len(TIME))
        row = measure_swing_leg(MOTION, columns_of(table(left_thigh_deg=noisy)), STEPS).iloc[2]
        ranges.append(row["thigh_range_deg"])
    assert np.mean(ranges) == pytest.approx(90, abs=1.0)


def test_gaps_make_no_zeros() -> None:
    hidden = swinging(45, 0.45)
    hidden[(TIME > 0.2) & (TIME < 0.5)] = np.nan
    row = measure_swing_leg(MOTION, columns_of(table(left_thigh_deg=hidden)), STEPS).iloc[2]
    assert row[["thigh_flexion_peak_deg", "thigh_range_deg"]].isna().all()
    assert np.isnan(row["thigh_separation_touchdown_deg"])
    assert np.isfinite(row["knee_flexion_peak_deg"])
