import numpy as np
import pandas as pd
import pytest

from aqvision.core.types import View
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.kinematics.quality.grades import publishable_sides
from aqvision.kinematics.quality.summary import MetricSummary, summarise
from tests.support.scenes import conditions_with
from tests.support.synthetic import GOOD


def table(n: int = 6, seed: int = 0) -> pd.DataFrame:
    """Steps left, right, left, ... whose every metric is 1 on the left and 2 on the right."""
    random = np.random.default_rng(seed)
    side = np.array(["left", "right"] * n)[:n]
    columns = {
        name: np.where(side == "left", 1.0, 2.0) + random.normal(0, 0.01, n) for name in METRICS
    }
    return pd.DataFrame({"side": side, **columns})


def exact(steps: pd.DataFrame) -> pd.DataFrame:
    """Errors of measuring that are none."""
    return pd.DataFrame(0.0, index=steps.index, columns=list(METRICS))


def healthy(summary: MetricSummary) -> bool:
    """NaN and withheld go together, and whatever is not best says why."""
    if summary.confidence == "withheld":
        return bool(np.isnan(summary.value)) and bool(summary.reason) and summary.n == 0
    return bool(np.isfinite(summary.value)) and summary.n > 0


def test_good_clip_gives_all_with_sides_spread_and_error() -> None:
    summaries = summarise(table(), exact(table()), GOOD)
    assert set(summaries) == set(METRICS)
    knee = summaries["knee_flexion_peak_deg"]
    assert knee.left == pytest.approx(1, abs=0.02)
    assert knee.right == pytest.approx(2, abs=0.02)
    assert knee.value == pytest.approx(1.5, abs=0.02)
    assert knee.n == 6
    assert knee.confidence == "A"
    assert 0.003 < knee.sd < 0.03  # within the sides, not between them
    # each side's mean of three has sd / sqrt 3; the mean of both half the root of their sum
    assert knee.se == pytest.approx(knee.sd * np.sqrt(2 / 3) / 2)


def test_every_summary_is_either_a_number_or_a_reason() -> None:
    for conditions in (
        GOOD,
        conditions_with(GOOD, rate_hz=30),
        conditions_with(GOOD, ground="moving camera"),
        conditions_with(GOOD, ground="treadmill"),
        conditions_with(GOOD, view_angle_deg=60),
        conditions_with(
            GOOD, clock_doubt="1.1 steps/s is no running: give the rate it was filmed at"
        ),
        conditions_with(GOOD, scale_se_frac=float("nan")),
        conditions_with(GOOD, unsure_legs_frac=0.2, unsure_arms_frac=0.2),
        conditions_with(GOOD, far_arm_seen_frac=0.1),
    ):
        for steps in (table(), table(1), table(0)):
            assert all(healthy(s) for s in summarise(steps, exact(steps), conditions).values()), (
                conditions
            )


CASES = {
    "slow": (
        conditions_with(GOOD, rate_hz=30),
        {"contact_time_s", "flight_time_s", "step_time_s", "recovery_time_s"},
        {"step_frequency_hz", "thigh_flexion_peak_deg", "trunk_lean_deg"},
        "film at 120",
    ),
    "moving camera": (
        conditions_with(GOOD, ground="moving camera"),
        {"contact_time_s", "flight_time_s", "speed_mps", "step_length_m", "recovery_time_s"},
        {"step_frequency_hz", "thigh_range_deg", "thigh_angle_toeoff_deg"},
        "the camera moves",
    ),
    "treadmill": (
        conditions_with(GOOD, ground="treadmill"),
        {"speed_mps", "step_length_m"},
        {"contact_time_s", "thigh_range_deg"},
        "belt",
    ),
    "no scale": (
        conditions_with(GOOD, scale_se_frac=float("nan")),
        {"speed_mps", "step_length_m"},
        {"contact_time_s", "touchdown_distance_frac"},
        "how tall the athlete is",
    ),
    "slow motion not declared": (
        conditions_with(
            GOOD, clock_doubt="0.55 steps/s is no running: give the rate it was filmed at"
        ),
        {
            *(
                "contact_time_s",
                "step_frequency_hz",
                "speed_mps",
                "thigh_angular_velocity_mean_dps",
            ),
            *("thigh_angle_toeoff_deg", "knee_extension_range_stance_deg"),
        },
        {"thigh_range_deg", "knee_flexion_peak_deg", "trunk_lean_deg"},
        "the rate it was filmed at",
    ),
    "unsure legs": (
        conditions_with(GOOD, unsure_legs_frac=0.08),
        {"thigh_range_deg", "contact_time_s", "thigh_thigh_phase_deg"},
        {"trunk_lean_deg", "shoulder_range_deg"},
        "left and right cannot be told apart",
    ),
    "unsure arms": (
        conditions_with(GOOD, unsure_arms_frac=0.08),
        {"shoulder_range_deg", "arm_leg_phase_deg"},
        {"trunk_lean_deg", "thigh_range_deg"},
        "left and right cannot be told apart",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_condition_withholds_what_it_spoils_and_nothing_else(case: str) -> None:
    conditions, withheld, given_still, words = CASES[case]
    summaries = summarise(table(), exact(table()), conditions)
    for name in withheld:
        assert summaries[name].confidence == "withheld", name
        assert words in summaries[name].reason
    for name in given_still:
        assert np.isfinite(summaries[name].value), name


def test_what_a_wrong_clock_keeps_from_being_found_is_withheld_for_the_clock() -> None:
    doubt = conditions_with(GOOD, clock_doubt="0.5 steps/s is no running", unsure_arms_frac=0.2)
    found = summarise(table(0), exact(table(0)), doubt)
    side = [m for m in METRICS.values() if "side" in m.views and not m.grows_with_noise]
    assert {found[m.name].reason for m in side} == {"0.5 steps/s is no running"}


def test_a_view_from_the_front_withholds_everything_with_its_angle() -> None:
    summaries = summarise(table(), exact(table()), conditions_with(GOOD, view_angle_deg=71))
    assert {s.confidence for s in summaries.values()} == {"withheld"}
    assert "71 degrees away from side-on" in summaries["thigh_range_deg"].reason
    oblique = summarise(table(), exact(table()), conditions_with(GOOD, view_angle_deg=20))[
        "thigh_range_deg"
    ]
    assert oblique.confidence == "B"
    assert "20 degrees" in oblique.reason


def test_hidden_far_arm_leaves_the_near_one() -> None:
    hidden = conditions_with(GOOD, far_arm_seen_frac=0.5)
    summary = summarise(table(), exact(table()), hidden)["shoulder_range_deg"]
    assert np.isnan(summary.left)
    assert summary.value == summary.right == pytest.approx(2, abs=0.02)
    assert "near arm only" in summary.reason
    assert publishable_sides(METRICS["shoulder_range_deg"], hidden) == ("right",)
    assert publishable_sides(METRICS["thigh_range_deg"], hidden) == ("left", "right")


def test_mean_frequency_is_one_over_the_mean_time() -> None:
    steps = pd.DataFrame(
        {"side": ["left", "right", "left"], "step_frequency_hz": [1 / 0.2, 1 / 0.25, 1 / 0.3]}
    )
    assert summarise(steps, exact(steps), GOOD)["step_frequency_hz"].value == pytest.approx(
        1 / 0.25
    )


def test_missing_steps_are_left_out_not_counted_as_zero() -> None:
    steps = table()
    steps.loc[[0, 1, 2], "knee_flexion_peak_deg"] = np.nan
    knee = summarise(steps, exact(steps), GOOD)["knee_flexion_peak_deg"]
    assert knee.n == 3
    assert knee.value == pytest.approx(1.5, abs=0.03)
    steps["knee_flexion_peak_deg"] = np.nan
    knee = summarise(steps, exact(steps), GOOD)["knee_flexion_peak_deg"]
    assert "no stride lies wholly in view" in knee.reason


def test_a_turn_of_the_thorax_without_its_phase_blames_the_arms() -> None:
    steps = table()
    steps["thorax_arm_phase_deg"] = np.nan
    timing = summarise(steps, exact(steps), GOOD)["thorax_arm_phase_deg"]
    assert timing.confidence == "withheld"
    assert "the arms' swing" in timing.reason
    steps["thorax_rotation_range_deg"] = np.nan
    timing = summarise(steps, exact(steps), GOOD)["thorax_arm_phase_deg"]
    assert "no stride lies wholly in view" in timing.reason


def test_one_side_only_is_that_side() -> None:
    steps = table()
    left = steps[steps["side"] == "left"]
    summary = summarise(left, exact(left), GOOD)["thigh_range_deg"]
    assert summary.value == summary.left
    assert np.isnan(summary.right)


def test_steps_that_agree_better_than_the_measuring_are_not_believed() -> None:
    steps = table()
    coarse = exact(steps) + 0.5
    knee = summarise(steps, coarse, GOOD)["knee_flexion_peak_deg"]
    assert knee.measurement_sd == pytest.approx(0.5)
    assert knee.sd < 0.03
    assert knee.se == pytest.approx(0.5 * np.sqrt(2 / 3) / 2)
    fine = summarise(steps, exact(steps) + 1e-4, GOOD)["knee_flexion_peak_deg"]
    assert fine.se == summarise(steps, exact(steps), GOOD)["knee_flexion_peak_deg"].se


def test_lengths_carry_the_error_of_their_scale() -> None:
    steps = table()
    for share in (0.01, 0.05):
        summaries = summarise(steps, exact(steps), conditions_with(GOOD, scale_se_frac=share))
        speed, knee = summaries["speed_mps"], summaries["knee_flexion_peak_deg"]
        by_steps = speed.sd * np.sqrt(2 / 3) / 2
        assert speed.se == pytest.approx(np.hypot(by_steps, share * speed.value))
        assert knee.se == pytest.approx(knee.sd * np.sqrt(2 / 3) / 2)


def test_measuring_error_counts_only_the_steps_and_sides_that_were_used() -> None:
    steps = table()
    errors = exact(steps)
    errors.loc[steps["side"] == "left", "shoulder_range_deg"] = 9.0  # the hidden arm
    errors.loc[0, "thigh_range_deg"] = 9.0
    steps.loc[0, "thigh_range_deg"] = np.nan
    summaries = summarise(steps, errors, conditions_with(GOOD, far_arm_seen_frac=0.5))
    assert summaries["shoulder_range_deg"].measurement_sd == 0.0
    assert summaries["thigh_range_deg"].measurement_sd == 0.0


def test_one_step_has_no_spread() -> None:
    summary = summarise(table(1), exact(table(1)), GOOD)["thigh_range_deg"]
    assert np.isfinite(summary.value)
    assert np.isnan(summary.sd)
    assert np.isnan(summary.se)


@pytest.mark.parametrize("view", ["side", "front", "rear"])
def test_each_view_gives_its_own_metrics_and_refuses_the_others_by_name(view: View) -> None:
    summaries = summarise(table(), exact(table()), conditions_with(GOOD, view=view))
    for name, metric in METRICS.items():
        shown = summaries[name].confidence != "withheld"
        withheld = metric.grows_with_noise or metric.of_clip  # six steps are too few for a clip's
        assert shown == (view in metric.views and not withheld), name
        if view not in metric.views:
            assert summaries[name].reason.startswith(f"{view} view: "), name


def test_step_frequency_from_the_front_is_no_better_than_b_and_knows_its_bias() -> None:
    # as the scene has it: two rates in one clip would lower the grade
    steps = table().assign(step_frequency_hz=np.linspace(4.38, 4.42, 6))
    side, front = (
        summarise(steps, exact(steps), conditions_with(GOOD, view=view))
        for view in ("side", "front")
    )
    name = "step_frequency_hz"
    assert (side[name].confidence, front[name].confidence) == ("A", "B")
    assert front[name].se >= 0.01 * front[name].value
    assert front[name].se > side[name].se


def test_exchanged_arms_withhold_the_hands_and_exchanged_legs_the_width() -> None:
    front = conditions_with(GOOD, view="front")
    arms = summarise(table(), exact(table()), conditions_with(front, unsure_arms_frac=0.2))
    legs = summarise(table(), exact(table()), conditions_with(front, unsure_legs_frac=0.2))
    assert arms["hand_crossing_frac"].confidence == "withheld"
    assert arms["step_width_frac"].confidence == "C"
    assert legs["step_width_frac"].confidence == "withheld"
    assert legs["hand_crossing_frac"].confidence == "C"


def test_known_belt_gives_speed_and_step_length_without_a_scale() -> None:
    belt = conditions_with(GOOD, ground="treadmill", belt_mps=8.0, scale_se_frac=float("nan"))
    found = summarise(table(), exact(table()), belt)
    for name in ("speed_mps", "step_length_m"):
        assert found[name].confidence == "B"
        assert "treadmill's speed as given" in found[name].reason
        assert found[name].se >= 0.02 * found[name].value
    # how fast the foot comes down against the belt is not told by the belt alone
    assert found["foot_speed_touchdown_mps"].confidence == "withheld"


def test_turned_camera_adds_its_error_to_what_is_measured_along_the_track() -> None:
    turned = conditions_with(GOOD, camera_turn_deg=40.0, track_se_frac=0.2)
    still, found = (summarise(table(), exact(table()), c) for c in (GOOD, turned))
    for name in ("speed_mps", "step_length_m"):
        expected = np.hypot(still[name].se, 0.2 * still[name].value)
        assert found[name].se == pytest.approx(expected)
        assert "turned by 40 degrees" in found[name].reason
    assert found["contact_time_s"] == still["contact_time_s"]
    assert found["thigh_range_deg"] == still["thigh_range_deg"]


def test_what_too_much_noise_was_taken_off_is_withheld_and_says_so() -> None:
    name = "leg_momentum_cancellation_frac"
    steps = table().assign(**{name: np.nan})
    summary = summarise(steps, exact(steps), GOOD)[name]
    assert "unsteadiness of the points" in summary.reason


def test_a_long_clip_has_a_value_of_its_own_without_left_and_right() -> None:
    steps = table(60)
    random = np.random.default_rng(1)
    apart = random.normal(-10, 3.0, len(steps))
    touchdowns = 0.25 * np.arange(len(steps))
    steps = steps.assign(
        thigh_separation_touchdown_deg=apart,
        touchdown_s=touchdowns,
        touchdown_se_s=0.001,
        toeoff_se_s=0.001,
    )
    found = summarise(steps, exact(steps), GOOD)["thigh_separation_recovery"]
    assert (found.confidence, found.n) == ("C", 60)
    assert abs(found.value) < 2 * found.se
    assert np.isnan([found.left, found.right, found.sd]).all()


def test_what_the_points_unsteadiness_makes_is_withheld_and_says_so() -> None:
    summaries = summarise(table(), exact(table()), GOOD)
    for name, metric in METRICS.items():
        if metric.grows_with_noise:
            assert summaries[name].confidence == "withheld"
            assert "unsteadiness of the points" in summaries[name].reason


def test_what_all_steps_share_is_not_averaged_away() -> None:
    steps = table()
    alone = summarise(steps, exact(steps), GOOD)["contact_time_s"]
    found = summarise(steps, exact(steps), GOOD, {"contact_time_s": 0.005})["contact_time_s"]
    assert found.se == pytest.approx(np.hypot(alone.se, 0.005))
    assert (found.shared_se, alone.shared_se) == (0.005, 0.0)
    assert found.measurement_sd == alone.measurement_sd
