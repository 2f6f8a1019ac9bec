"""Split times read from a clip that shows a sprint from standing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.splits import Splits
from aqvision.kinematics.force.profile import ForceVelocity, measure_profile
from aqvision.kinematics.force.run_start import read_splits
from aqvision.kinematics.motion import GroundKind, Motion
from tests.support.standing_start import STOOD_S, TAU, TOP, sprint
from tests.support.synthetic import Run, motion_of


def test_a_clip_from_standing_gives_the_profile() -> None:
    splits = read_splits(sprint())
    assert isinstance(splits, Splits)
    assert splits.distance_m[0] == 2.0
    assert splits.distance_m[-1] >= 24
    found = measure_profile(splits, 75, 1.8, from_clip=True, scale_se_frac=0.01)
    assert isinstance(found, ForceVelocity)
    assert found.top_speed_mps.value == pytest.approx(TOP, rel=0.03)
    assert found.tau_s.value == pytest.approx(TAU, rel=0.05)
    assert found.start_s == pytest.approx(STOOD_S, abs=0.05)
    assert found.f0_n_per_kg.low < TOP / TAU < found.f0_n_per_kg.high * 1.01


@pytest.mark.parametrize(
    ("motion", "told"),
    [
        (sprint(from_s=1.0), "does not show the start"),
        (motion_of(Run().pose()), "does not show the start"),
        (sprint(2.0), "the clip shows 7 m of the run, and 20 m are needed"),
        (replace(sprint(), metres_per_leg=np.nan), "scale"),
        (replace(sprint(), ground=GroundKind.TREADMILL), "no run past places"),
        (replace(sprint(), ground=GroundKind.MOVING_CAMERA), "no run past places"),
    ],
)
def test_what_a_clip_does_not_show_is_said(motion: Motion, told: str) -> None:
    assert told in str(read_splits(motion))


def test_frames_without_the_hips_are_left_out() -> None:
    motion = sprint()
    motion.xy_leg[100:104] = np.nan
    assert isinstance(read_splits(motion), Splits)
