"""Points and instants with known errors -> errors of the metrics that follow from them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from aqvision.core.settings import Settings
from aqvision.kinematics.angles import measure_angles
from aqvision.kinematics.events.contacts import Contact, find_contacts
from aqvision.kinematics.metrics.registry import measure_all_steps
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.quality.uncertainty import measure_step_errors
from tests.support.synthetic import FROM_THE_SIDE, Run, motion_of

SETTINGS = Settings()
SD_LEG = 0.01


@cache
def run() -> tuple[Motion, tuple[Contact, ...]]:
    motion = motion_of(Run().pose())
    return motion, find_contacts(motion, SETTINGS.events)


def errors(sd_leg: float, se_s: float) -> pd.DataFrame:
    """Errors of a perfect run whose points and instants are said to be that uncertain."""
    motion, contacts = run()
    stated = replace(motion, sd_leg=np.full_like(motion.sd_leg, sd_leg))
    timed = tuple(replace(c, touchdown_se_s=se_s, toeoff_se_s=se_s) for c in contacts)
    steps = measure_all_steps(stated, measure_angles(stated, SETTINGS.body), timed)
    return measure_step_errors(stated, steps, timed, SETTINGS.body)


def typical(table: pd.DataFrame, name: str) -> float:
    return float(np.sqrt(np.nanmean(table[name] ** 2)))


def test_exact_points_and_instants_leave_no_error() -> None:
    table = errors(0.0, 0.0)
    assert list(table.columns) == FROM_THE_SIDE
    assert np.nanmax(table.to_numpy()) < 1e-9


def test_angle_of_a_segment_errs_by_root_two_sd_over_its_length() -> None:
    """Noise of both ends: biomechanics-notes, section 1; at an instant that is exact."""
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
    table = measure_step_errors(motion, steps, contacts, SETTINGS.body)
    unknown = steps[FROM_THE_SIDE].isna().to_numpy(dtype=bool)
    assert unknown.any()
    assert np.isnan(table.to_numpy()[unknown]).all()
    assert np.isfinite(table.to_numpy()[~unknown]).all()


def test_no_contact_no_error() -> None:
    motion, _ = run()
    steps = measure_all_steps(motion, measure_angles(motion, SETTINGS.body), ())
    assert measure_step_errors(motion, steps, (), SETTINGS.body).empty
