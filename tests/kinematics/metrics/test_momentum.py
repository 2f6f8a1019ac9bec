from dataclasses import replace

import numpy as np
import pytest

from aqvision.kinematics.metrics.momentum import MOMENTUM_METRICS, measure_momentum
from aqvision.kinematics.steps import find_steps
from samples.generator import BEFORE
from tests.support.synthetic import Run, motion_of, regular_contacts

STEPS = find_steps(regular_contacts(6, step_s=1 / 4.2, contact_s=0.115, start_s=0.0537))


def test_only_whole_strides_of_the_near_foot_have_a_value() -> None:
    motion = motion_of(Run().pose())
    rows = measure_momentum(motion, STEPS)
    assert list(rows.columns) == [m.name for m in MOMENTUM_METRICS]
    near = [s.side == motion.near_side and s.stride_end is not None for s in STEPS]
    assert (rows.notna().all(axis=1) == near).all()
    assert (rows.notna().any(axis=1) == near).all()


@pytest.mark.parametrize("from_left", [False, True])
def test_arms_against_legs_are_the_same_from_either_side(from_left: bool) -> None:
    """The right knee bends by 5 degrees more, so the sides differ a little."""
    rows = measure_momentum(motion_of(Run(from_left_of_track=from_left).pose()), STEPS)
    mean = rows.mean()
    assert mean["arm_leg_momentum_ratio"] == pytest.approx(0.404, abs=0.03)
    assert mean["arm_leg_momentum_phase_deg"] == pytest.approx(192.7, abs=3)


def test_arms_that_come_later_turn_the_phase_by_as_much() -> None:
    late = replace(BEFORE, arm_lag_frac=BEFORE.arm_lag_frac + 0.05)
    phases = [
        measure_momentum(motion_of(Run(p).pose()), STEPS)["arm_leg_momentum_phase_deg"].mean()
        for p in (BEFORE, late)
    ]
    assert phases[0] - phases[1] == pytest.approx(18.0, abs=3)


def test_no_step_no_value() -> None:
    rows = measure_momentum(motion_of(Run().pose()), ())
    assert list(rows.columns) == [m.name for m in MOMENTUM_METRICS]
    assert np.isnan(rows.to_numpy(dtype=float)).all()
