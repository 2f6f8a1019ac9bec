import pytest

from aqvision.comparison.families import PRIMARIES, PRIMARIES_FROM_AN_END
from aqvision.core.settings import Settings
from aqvision.kinematics.angles import measure_angles
from aqvision.kinematics.events.contacts import find_contacts
from aqvision.kinematics.metrics.registry import (
    EVIDENCE,
    METRICS,
    PILLARS,
    Grade,
    Metric,
    measure_all_steps,
)
from aqvision.report.sources import SOURCES
from tests.support.synthetic import FROM_THE_SIDE, Run, motion_of

# The contract that other programs rely on.
CONTRACT = {
    "steps": "contact_time_s flight_time_s step_time_s step_frequency_hz step_length_m speed_mps "
    "touchdown_distance_frac duty_factor_frac stance_force_bw",
    "push": "hip_knee_lag_s thigh_angle_toeoff_deg knee_flexion_toeoff_deg "
    "knee_extension_range_stance_deg "
    "hip_extension_toeoff_deg thigh_extension_velocity_peak_dps trunk_leg_line_toeoff_deg",
    "swing": "thigh_flexion_peak_deg knee_flexion_peak_deg thigh_range_deg "
    "thigh_angular_velocity_mean_dps thigh_angular_acceleration_peak_dps2 "
    "thigh_separation_touchdown_deg knee_gap_touchdown_frac recovery_time_s "
    "retraction_velocity_dps swing_thigh_touchdown_deg heel_hip_distance_min_frac "
    "thigh_reversal_back_frac thigh_reversal_front_frac foot_speed_touchdown_mps "
    "scissor_velocity_touchdown_dps thigh_separation_toeoff_deg scissor_velocity_toeoff_dps "
    "thigh_separation_peak_deg thigh_separation_peak_lag_s",
    "arms": "shoulder_flexion_max_deg shoulder_flexion_min_deg shoulder_flexion_mean_deg "
    "arm_same_leg_phase_deg arm_reversal_lag_s shoulder_range_deg elbow_range_deg elbow_mean_deg "
    "upper_arm_angular_velocity_peak_dps arm_leg_phase_deg",
    "torso": "trunk_lean_deg trunk_lean_sd_deg trunk_lean_range_deg thorax_rotation_range_deg "
    "thorax_arm_phase_deg",
    "together": "thigh_thigh_phase_deg thigh_antiphase_share_frac thigh_coupling_variability_deg "
    "arm_leg_momentum_ratio arm_leg_momentum_phase_deg leg_momentum_cancellation_frac "
    "body_momentum_cancellation_frac arm_thigh_phase_sd_deg step_time_recovery "
    "thigh_separation_recovery",
    "balance": "step_time_variation_frac step_time_difference_s step_time_symmetry_angle_frac "
    "contact_time_symmetry_angle_frac switch_time_frac toeoff_to_thigh_peak_s",
}
UNITS = {
    "_s": "s", "_hz": "Hz", "_m": "m", "_mps": "m/s", "_frac": "leg", "_deg": "deg",
    "_dps": "deg/s", "_dps2": "deg/s²", "_bw": "BW", "_ratio": "",
    "_recovery": "",
}  # fmt: skip

each_metric = pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))


def test_every_name_of_the_contract_is_there() -> None:
    promised = {name for names in CONTRACT.values() for name in names.split()}
    assert promised <= set(METRICS)
    assert {m.pillar for m in METRICS.values()} == set(PILLARS)


@each_metric
def test_metric_says_what_it_is(metric: Metric) -> None:
    assert METRICS[metric.name] is metric
    assert len(metric.label) > 3
    assert metric.definition[0].isupper()
    assert metric.definition.endswith(".")
    assert metric.best != Grade.WITHHELD


@each_metric
def test_what_runs_and_days_vary_by_has_a_source_or_is_assumed(metric: Metric) -> None:
    assert metric.evidence in EVIDENCE
    variation = metric.variation
    assert 0 < variation.run_sd <= variation.day_sd
    assert variation.source == "assumed" or variation.source in SOURCES


@each_metric
def test_a_repeat_names_a_metric_that_repeats_none(metric: Metric) -> None:
    assert not metric.repeats or METRICS[metric.repeats].repeats == ""
    assert metric.name not in PRIMARIES or not metric.repeats


@each_metric
def test_sides_are_compared_over_whole_strides_and_never_scored(metric: Metric) -> None:
    if metric.compares_sides:
        assert not metric.sided
        assert not metric.main
        assert metric.name not in PRIMARIES


def test_what_grows_with_noise_is_flagged_and_never_first() -> None:
    flagged = {m.name for m in METRICS.values() if m.grows_with_noise}
    assert flagged == {
        "thigh_coupling_variability_deg",
        "thigh_antiphase_share_frac",
        "scissor_velocity_toeoff_dps",
    }
    assert not (flagged | {"hip_knee_lag_s"}) & {*PRIMARIES, *PRIMARIES_FROM_AN_END}
    assert not any(METRICS[name].main for name in (*flagged, "hip_knee_lag_s"))


@pytest.mark.parametrize("pillar", PILLARS)
def test_each_pillar_names_a_few_metrics_first(pillar: str) -> None:
    first = [m for m in METRICS.values() if m.pillar == pillar and m.main]
    assert 1 <= len(first) <= 6


@each_metric
def test_name_ends_in_its_unit(metric: Metric) -> None:
    ending = "_" + metric.name.rsplit("_", 1)[1]
    allowed = {UNITS[ending], ""} if ending == "_frac" else {UNITS[ending]}
    assert metric.unit in allowed


def test_step_table_has_a_row_a_contact_and_a_column_a_metric_of_the_side_view() -> None:
    settings, motion = Settings(), motion_of(Run().pose())
    contacts = find_contacts(motion, settings.events)
    table = measure_all_steps(motion, measure_angles(motion, settings.body), contacts)
    assert table["side"].tolist() == [c.side for c in contacts]
    assert set(FROM_THE_SIDE) <= set(table.columns)
    ends = [
        f"{end}_{what}" for end in ("touchdown", "toeoff") for what in ("s", "se_s", "shared_s")
    ]
    others = ["side", *ends]
    assert set(table.columns) - set(FROM_THE_SIDE) == set(others)
    assert table.columns.is_unique
