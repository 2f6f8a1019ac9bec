import numpy as np
import pandas as pd
import pytest

from aqvision.kinematics.metrics.push_leg import measure_push_leg
from aqvision.kinematics.metrics.strides import columns_of
from aqvision.kinematics.steps import find_steps
from tests.support.synthetic import Array, Run, contact, motion_of

MOTION = motion_of(Run().pose())
TIME = MOTION.time_s
STEP = find_steps((contact("right", 0.3, 0.42),))


def table(thigh: Array, knee: Array, lean_deg: float = 5.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "time_s": TIME,
            "right_thigh_deg": thigh,
            "right_knee_flexion_deg": knee,
            "right_hip_flexion_deg": thigh + lean_deg,
        }
    )


def measured(thigh: Array, knee: Array) -> dict[str, float]:
    row = measure_push_leg(MOTION, columns_of(table(thigh, knee)), STEP).iloc[0]
    return {str(name): float(value) for name, value in row.items()}


def test_angles_are_read_at_toe_off_between_frames() -> None:
    row = measured(-25 - 100 * (TIME - 0.42), 20 + 200 * (TIME - 0.42))
    assert row["thigh_angle_toeoff_deg"] == pytest.approx(-25)
    assert row["knee_flexion_toeoff_deg"] == pytest.approx(20)
    assert row["hip_extension_toeoff_deg"] == pytest.approx(20)  # 25 behind, less 5 of lean


def test_knee_extension_counts_from_the_deepest_bend_to_the_straightest_after_it() -> None:
    bend = np.interp(TIME, [0.3, 0.35, 0.40, 0.42], [30.0, 45.0, 15.0, 22.0])
    row = measured(np.zeros_like(TIME), bend)
    assert row["knee_extension_range_stance_deg"] == pytest.approx(30, abs=1)


def test_a_knee_that_only_bends_does_not_extend() -> None:
    row = measured(np.zeros_like(TIME), 10 + 100 * TIME)
    assert row["knee_extension_range_stance_deg"] == pytest.approx(0, abs=1e-9)


def test_drive_back_speed_is_positive_and_looks_at_late_swing_too() -> None:
    thigh = 30 - 600 * np.clip(TIME - 0.26, 0, 0.03) - 100 * np.clip(TIME - 0.29, 0, None)
    row = measured(thigh, np.zeros_like(TIME))
    assert row["thigh_extension_velocity_peak_dps"] == pytest.approx(600)


def test_gap_in_the_contact_is_missing_not_zero() -> None:
    thigh, knee = np.zeros_like(TIME), 10 + 100 * TIME
    knee[TIME > 0.36] = np.nan
    thigh[(TIME > 0.35) & (TIME < 0.37)] = np.nan
    row = measured(thigh, knee)
    for name in (
        "knee_flexion_toeoff_deg",
        "knee_extension_range_stance_deg",
        "thigh_extension_velocity_peak_dps",
    ):
        assert np.isnan(row[name]), name
    assert row["thigh_angle_toeoff_deg"] == 0


def test_touchdown_distance_is_ahead_of_the_hips_by_the_points() -> None:
    heel, toe = MOTION.point("right_heel"), MOTION.point("right_foot_index")
    ball = heel[:, 0] + 0.75 * (toe[:, 0] - heel[:, 0]) - MOTION.middle("hip")[:, 0]
    row = measured(np.zeros_like(TIME), np.zeros_like(TIME))
    assert row["touchdown_distance_frac"] == pytest.approx(np.interp(0.3, TIME, ball))


def test_a_row_a_step_and_none_without() -> None:
    angles = table(np.zeros_like(TIME), np.zeros_like(TIME))
    assert len(measure_push_leg(MOTION, columns_of(angles), STEP + STEP)) == 2
    assert measure_push_leg(MOTION, columns_of(angles), ()).empty


def test_knee_that_opens_fastest_after_the_thigh_has_a_positive_lag() -> None:
    def slowing(fastest_at_s: float) -> Array:
        return -20 * np.tanh((TIME - fastest_at_s) / 0.03)

    assert measured(slowing(0.35), slowing(0.37))["hip_knee_lag_s"] == pytest.approx(0.02, abs=2e-3)
    assert measured(slowing(0.37), slowing(0.35))["hip_knee_lag_s"] == pytest.approx(
        -0.02, abs=2e-3
    )
    # a knee that is fastest as the foot leaves has not yet had its peak
    assert np.isnan(measured(slowing(0.35), slowing(0.44))["hip_knee_lag_s"])
