"""Points and instants with known errors -> errors of the metrics that follow from them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from aqvision.core.clip import Clip
from aqvision.core.settings import Settings
from aqvision.core.types import View
from aqvision.kinematics.angles import measure_angles
from aqvision.kinematics.events.contacts import Contact, find_contacts
from aqvision.kinematics.frontal.motion import find_frontal_motion
from aqvision.kinematics.frontal.steps import find_frontal_steps
from aqvision.kinematics.metrics.frontal import measure_frontal_steps
from aqvision.kinematics.metrics.registry import measure_all_steps
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.quality.uncertainty import (
    StepErrors,
    _smooth_noise,
    measure_frontal_errors,
    measure_shared_errors,
    measure_step_errors,
)
from aqvision.pose.clean.clean import clean_frontal_pose
from tests.support.end_runs import end_pose
from tests.support.synthetic import FROM_THE_SIDE, STILL, Run, motion_of
from validation.frontal_renders import EndRender

SETTINGS = Settings()
SD_LEG = 0.01


@cache
def run() -> tuple[Motion, tuple[Contact, ...]]:
    motion = motion_of(Run().pose())
    return motion, find_contacts(motion, SETTINGS.events)


def errors(sd_leg: float, se_s: float) -> pd.DataFrame:
    """Errors of a perfect run whose points and instants are each said to be that uncertain."""
    motion, contacts = run()
    stated = replace(motion, sd_leg=np.full_like(motion.sd_leg, sd_leg))
    timed = tuple(
        replace(
            c, touchdown_se_s=se_s, toeoff_se_s=se_s, touchdown_shared_s=0.0, toeoff_shared_s=0.0
        )
        for c in contacts
    )
    steps = measure_all_steps(stated, measure_angles(stated, SETTINGS.body), timed)
    return measure_step_errors(stated, steps, timed, SETTINGS.body).sd


def typical(table: pd.DataFrame, name: str) -> float:
    return float(np.sqrt(np.nanmean(table[name] ** 2)))


def test_exact_points_and_instants_leave_no_error() -> None:
    table = errors(0.0, 0.0)
    assert list(table.columns) == FROM_THE_SIDE
    assert np.nanmax(table.to_numpy()) < 1e-9


def test_angle_of_a_segment_errs_by_root_two_sd_over_its_length() -> None:
    """Noise of both ends of the segment; at a time that is exact."""
    motion, _ = run()
    thigh = motion.point("left_knee") - motion.point("left_hip")
    length = float(np.nanmedian(np.linalg.norm(thigh, axis=1)))
    expected = np.degrees(np.sqrt(2) * SD_LEG / length)
    assert typical(errors(SD_LEG, 0.0), "thigh_angle_toeoff_deg") == pytest.approx(
        expected, rel=0.2
    )


def test_contact_time_errs_by_both_its_ends() -> None:
    table = errors(0.0, 0.003)
    assert typical(table, "contact_time_s") == pytest.approx(0.003 * np.sqrt(2), rel=0.25)


def test_an_angle_at_touchdown_errs_by_its_speed_times_the_error_of_the_instant() -> None:
    motion, contacts = run()
    steps = measure_all_steps(motion, measure_angles(motion, SETTINGS.body), contacts)
    closing_dps = typical(steps, "scissor_velocity_touchdown_dps")
    err_deg = typical(errors(0.0, 0.003), "thigh_separation_touchdown_deg")
    assert err_deg == pytest.approx(0.003 * closing_dps, rel=0.25)


def test_errors_grow_with_those_of_the_points() -> None:
    small, large = errors(SD_LEG / 2, 0.0), errors(SD_LEG, 0.0)
    for name in ("knee_flexion_toeoff_deg", "trunk_lean_deg", "step_length_m"):
        assert typical(large, name) == pytest.approx(2 * typical(small, name), rel=0.05)


def test_phases_err_around_the_circle_not_by_whole_turns() -> None:
    table = errors(SD_LEG, 0.001)
    for name in ("arm_leg_phase_deg", "thigh_thigh_phase_deg"):
        assert 0.1 < typical(table, name) < 15


def test_the_same_input_gives_the_same_errors() -> None:
    pd.testing.assert_frame_equal(errors(SD_LEG, 0.002), errors(SD_LEG, 0.002))


def test_what_was_not_measured_has_no_error() -> None:
    motion, contacts = run()
    steps = measure_all_steps(motion, measure_angles(motion, SETTINGS.body), contacts)
    table = measure_step_errors(motion, steps, contacts, SETTINGS.body).sd
    unknown = steps[FROM_THE_SIDE].isna().to_numpy(dtype=bool)
    assert unknown.any()
    assert np.isnan(table.to_numpy()[unknown]).all()
    assert np.isfinite(table.to_numpy()[~unknown]).all()


def test_no_contact_no_error() -> None:
    motion, _ = run()
    steps = measure_all_steps(motion, measure_angles(motion, SETTINGS.body), ())
    assert measure_step_errors(motion, steps, (), SETTINGS.body).sd.empty


def test_a_few_draws_give_about_the_error_of_many() -> None:
    motion, contacts = run()
    stated = replace(motion, sd_leg=np.full_like(motion.sd_leg, SD_LEG))
    steps = measure_all_steps(stated, measure_angles(stated, SETTINGS.body), contacts)
    few, many = (
        measure_step_errors(stated, steps, contacts, SETTINGS.body, n_draws=n).sd for n in (6, 24)
    )
    name = "thigh_angle_toeoff_deg"
    assert typical(few, name) != typical(many, name)
    # six draws of six steps know an SD to some 12 %
    assert typical(few, name) == pytest.approx(typical(many, name), rel=0.4)


def test_growth_by_noise_is_told_and_taken_off() -> None:
    """Noise as it is stated, once more, moves what was measured as it has moved it before."""
    motion, contacts = run()
    name = "leg_momentum_cancellation_frac"
    exact = measure_all_steps(motion, measure_angles(motion, SETTINGS.body), contacts)
    shift = _smooth_noise(motion.xy_leg.shape, motion.rate_hz, np.random.default_rng(2)) * 0.02
    noisy = replace(motion, xy_leg=motion.xy_leg + shift, sd_leg=np.full_like(motion.sd_leg, 0.02))
    steps = measure_all_steps(noisy, measure_angles(noisy, SETTINGS.body), contacts)
    errors = measure_step_errors(noisy, steps, contacts, SETTINGS.body, n_draws=8)
    true, read = exact[name].mean(), steps[name].mean()
    assert read < true - 0.005
    assert errors.growth[name] < 0
    assert abs(errors.without_growth(steps)[name].mean() - true) < abs(read - true)


def test_where_noise_made_most_of_it_nothing_is_left() -> None:
    name = "leg_momentum_cancellation_frac"
    steps = pd.DataFrame({name: [0.7, 0.8]})
    found = [StepErrors(steps * 0, {name: by}).without_growth(steps)[name] for by in (-0.05, -0.2)]
    assert found[0].tolist() == pytest.approx([0.75, 0.85])
    assert found[1].isna().all()


def test_frontal_step_times_err_by_both_their_ends() -> None:
    pose = end_pose(EndRender(View.FRONT))
    clean = clean_frontal_pose(pose, View.FRONT, SETTINGS.cleaning, SETTINGS.filter)
    clip = Clip(Path("run.mp4"), height_m=1.78)
    motion = find_frontal_motion(clean, View.FRONT, STILL, clip, SETTINGS.body)
    spans = [replace(s, start_se_s=0.004, end_se_s=0.004) for s in find_frontal_steps(motion)]
    steps = measure_frontal_steps(motion, spans)
    table = measure_frontal_errors(motion, steps, spans)
    assert typical(table, "step_frequency_hz") == pytest.approx(
        0.004 * np.sqrt(2) * float((steps["step_frequency_hz"] ** 2).mean()), rel=0.3
    )
    assert measure_frontal_errors(motion, steps.iloc[:0], [], n_draws=2).empty


def test_what_all_ends_share_moves_means_and_leaves_likes_apart_alone() -> None:
    motion, contacts = run()
    timed = tuple(
        replace(
            c,
            touchdown_se_s=0.003,
            toeoff_se_s=0.004,
            touchdown_shared_s=0.003,
            toeoff_shared_s=0.004,
        )
        for c in contacts
    )
    steps = measure_all_steps(motion, measure_angles(motion, SETTINGS.body), timed)
    shared = measure_shared_errors(motion, steps, timed, SETTINGS.body)
    assert shared["contact_time_s"] == pytest.approx(0.005)
    assert shared["flight_time_s"] == pytest.approx(0.005)
    assert shared["step_time_s"] == pytest.approx(0, abs=1e-9)
    duty = float(steps["duty_factor_frac"].mean() / steps["contact_time_s"].mean())
    assert shared["duty_factor_frac"] == pytest.approx(0.005 * duty, rel=0.02)
    # nothing is left that is each contact's own
    exact = replace(motion, sd_leg=np.zeros_like(motion.sd_leg))
    alone = measure_step_errors(exact, steps, timed, SETTINGS.body, n_draws=2).sd
    assert typical(alone, "contact_time_s") == pytest.approx(0, abs=1e-9)
