"""A regular run -> the times, lengths and speeds that it was made of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.kinematics.metrics.steps import measure_steps
from aqvision.kinematics.steps import find_steps
from tests.support.synthetic import BODY, Run, motion_of, regular_contacts


def test_regular_run_gives_the_numbers_it_was_made_of() -> None:
    motion = motion_of(Run().pose())
    table = measure_steps(motion, find_steps(regular_contacts(5)))
    assert table["side"].tolist() == ["left", "right", "left", "right", "left"]
    assert table["contact_time_s"].tolist() == pytest.approx([0.1] * 5)
    assert table["step_time_s"].tolist()[:4] == pytest.approx([0.25] * 4)
    assert table["flight_time_s"].tolist()[:4] == pytest.approx([0.15] * 4)
    assert table["step_frequency_hz"].tolist()[:4] == pytest.approx([4.0] * 4)
    assert table["step_length_m"].tolist()[:4] == pytest.approx([2 * BODY.leg_length_m] * 4)
    assert table["speed_mps"].tolist()[:4] == pytest.approx([8 * BODY.leg_length_m] * 4)
    last = table.iloc[-1][["step_time_s", "flight_time_s", "step_length_m", "speed_mps"]]
    assert last.isna().all()


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_a_missed_contact_gives_no_step_rather_than_a_double_one(missing: int) -> None:
    contacts = tuple(c for i, c in enumerate(regular_contacts(6)) if i != missing)
    steps = find_steps(contacts)
    before = steps[missing - 1]
    assert before.next is None
    assert np.isnan(before.stride_s)
    table = measure_steps(motion_of(Run().pose()), steps)
    assert np.isnan(table["step_time_s"][missing - 1])
    assert table["step_time_s"].max() == pytest.approx(0.25)
    assert table["step_length_m"].max() == pytest.approx(2 * BODY.leg_length_m)


def test_without_a_scale_times_stay_and_lengths_are_missing() -> None:
    motion = replace(motion_of(Run().pose()), metres_per_leg=float("nan"))
    table = measure_steps(motion, find_steps(regular_contacts(3)))
    assert table["step_time_s"].notna().sum() == 2
    assert table[["step_length_m", "speed_mps"]].isna().all(axis=None)


def test_no_contacts_give_an_empty_table_with_its_columns() -> None:
    table = measure_steps(motion_of(Run().pose()), find_steps(()))
    assert table.empty
    assert {"side", "contact_time_s", "speed_mps"} <= set(table.columns)


def test_uncertain_instant_leaves_contact_and_flight_out_and_keeps_the_step() -> None:
    motion = motion_of(Run().pose())
    contacts = list(regular_contacts(5))
    contacts[1] = replace(contacts[1], toeoff_se_s=0.013)
    contacts[3] = replace(contacts[3], touchdown_se_s=0.013)
    table = measure_steps(motion, find_steps(tuple(contacts)))
    assert table["contact_time_s"].isna().tolist() == [False, True, False, True, False]
    assert table["flight_time_s"].isna().tolist() == [False, True, True, False, True]
    assert table["step_time_s"].tolist()[:4] == pytest.approx([0.25] * 4)


def test_duty_factor_and_stance_force_follow_from_the_times() -> None:
    motion = motion_of(Run().pose())
    rows = measure_steps(motion, find_steps(regular_contacts(4, step_s=0.25, contact_s=0.1)))
    assert rows["duty_factor_frac"].iloc[:3].tolist() == pytest.approx([0.2] * 3)
    # contact carries the weight of the flight as well: (contact + flight) / contact
    assert rows["stance_force_bw"].iloc[:3].tolist() == pytest.approx([2.5] * 3)
    assert np.isnan(rows["stance_force_bw"].iloc[3])
