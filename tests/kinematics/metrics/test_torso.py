from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from aqvision.core.skeleton import Side
from aqvision.kinematics.metrics.strides import columns_of
from aqvision.kinematics.metrics.torso import MOST_ARM_LEAK, measure_torso
from aqvision.kinematics.steps import find_steps
from samples.generator import AFTER, BEFORE
from tests.support.synthetic import Run, analysis_of, regular_contacts, truth_of

TIME = np.arange(0, 1.4, 1 / 120)
STEPS = find_steps(regular_contacts(6))
PHASE, RANGE = "thorax_arm_phase_deg", "thorax_rotation_range_deg"


def table(
    yaw_range_deg: float = 16.0,
    drift_dps: float = 0.0,
    noise_deg: float = 0.0,
    seed: int = 0,
    lead_deg: float = 0.0,
) -> pd.DataFrame:
    """A thorax whose right shoulder is forward when the right arm is, at 2 strides/s."""
    turn = np.cos(2 * np.pi * 2.0 * (TIME - 0.2))
    ahead = np.cos(2 * np.pi * 2.0 * (TIME - 0.2) + np.radians(lead_deg))
    yaw = 0.5 * yaw_range_deg * ahead + drift_dps * TIME
    return pd.DataFrame(
        {
            "time_s": TIME,
            "trunk_lean_deg": 9 + 2 * np.cos(2 * np.pi * 4.0 * TIME),
            "thorax_yaw_deg": yaw + np.random.default_rng(seed).normal(0, noise_deg, len(TIME)),
            "right_upper_arm_deg": 45 * turn,
            "left_upper_arm_deg": -45 * turn,
        }
    )


@pytest.mark.parametrize("near", ["left", "right"])
def test_lean_and_rotation_of_a_pure_turn(near: Side) -> None:
    rows = measure_torso(columns_of(table()), STEPS, near)
    mine = rows[[s.side == near for s in STEPS]].dropna(subset="trunk_lean_deg")
    assert len(mine) == 2
    assert mine["trunk_lean_deg"].tolist() == pytest.approx([9, 9], abs=0.05)
    assert mine["trunk_lean_sd_deg"].tolist() == pytest.approx([2 / 2**0.5] * 2, abs=0.05)
    assert mine["trunk_lean_range_deg"].tolist() == pytest.approx([4, 4], abs=0.05)
    assert mine[RANGE].tolist() == pytest.approx([16, 16], abs=0.01)


@pytest.mark.parametrize("near", ["left", "right"])
@pytest.mark.parametrize("lead_deg", [0.0, 30.0])
def test_phase_of_a_turn_that_the_arm_cannot_have_made(near: Side, lead_deg: float) -> None:
    rows = measure_torso(columns_of(table(120.0, lead_deg=lead_deg)), STEPS, near)
    found = rows[PHASE].dropna()
    # half of the possible leak is taken off, so the phase is known to half of what a leak turns it
    turned = np.degrees(np.angle(60 * np.exp(1j * np.radians(lead_deg)) - 0.5 * MOST_ARM_LEAK * 45))
    assert found.tolist() == pytest.approx([turned, turned], abs=0.5)
    assert abs(turned - lead_deg) < 6


def test_phase_is_withheld_where_the_arms_alone_could_have_made_the_turn() -> None:
    leaked = measure_torso(columns_of(table(2 * MOST_ARM_LEAK * 45)), STEPS, "right")
    assert leaked[RANGE].notna().sum() == 2
    assert leaked[PHASE].isna().all()
    # enough in size, but a leak turns it by more than the tolerance
    assert measure_torso(columns_of(table(60.0, lead_deg=60)), STEPS, "right")[PHASE].isna().all()


def test_only_the_near_foot_has_rows_so_that_strides_do_not_overlap() -> None:
    rows = measure_torso(columns_of(table()), STEPS, "left")
    assert rows[[s.side == "right" for s in STEPS]].isna().all(axis=None)


@pytest.mark.parametrize("drift_dps", [-18.0, 18.0, 40.0])
def test_perspective_that_turns_the_view_slowly_is_no_rotation(drift_dps: float) -> None:
    rows = measure_torso(columns_of(table(drift_dps=drift_dps)), STEPS, "right")
    assert rows[RANGE].dropna().tolist() == pytest.approx([16, 16], abs=0.1)


def test_noise_neither_widens_the_rotation_nor_passes_for_a_phase() -> None:
    """16 degrees with 4 degrees of noise read 28.5 by maximum less minimum."""
    ranges = [
        measure_torso(columns_of(table(noise_deg=4, seed=s)), STEPS, "right")[RANGE]
        for s in range(60)
    ]
    assert np.nanmean(ranges) == pytest.approx(16.1, abs=0.5)
    angles = table(0.0, noise_deg=4).assign(right_upper_arm_deg=np.cos(4 * np.pi * TIME))
    still = measure_torso(columns_of(angles), STEPS, "right")
    assert still[PHASE].isna().all()


def test_hidden_shoulders_give_no_rotation_but_leave_the_lean() -> None:
    angles = table()
    angles.loc[30:110, "thorax_yaw_deg"] = np.nan
    rows = measure_torso(columns_of(angles), STEPS, "right")
    assert rows[RANGE].isna().all()
    assert rows["trunk_lean_deg"].notna().sum() == 2


def test_dose_and_response_of_the_thorax() -> None:
    """Change the truth, watch the reading."""
    truth, found = [], []
    for amplitude in (5.0, 10.0, 15.0):
        parameters = replace(BEFORE, thorax_yaw_amplitude_deg=amplitude)
        truth.append(truth_of(parameters)[RANGE][0])
        metrics = analysis_of(Run(parameters)).metrics
        found.append(metrics[RANGE].value)
    assert found == pytest.approx(truth, abs=1.0)


@pytest.mark.parametrize("from_left", [False, True])
def test_thorax_of_the_samples_from_either_side(from_left: bool) -> None:
    run = Run(AFTER, from_left_of_track=from_left)
    found = analysis_of(run).metrics[RANGE].value
    assert found == pytest.approx(truth_of(AFTER)[RANGE][0], abs=1.0)
