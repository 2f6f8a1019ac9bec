from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from aqvision.core.types import EndView, View
from aqvision.kinematics.frontal.steps import find_frontal_steps
from tests.kinematics.frontal.test_motion import motion_of
from tests.support.end_runs import end_pose, on_the_spot
from validation.frontal_renders import EndRender


@pytest.mark.parametrize("view", [View.FRONT, View.REAR])
def test_each_contact_lies_within_the_step_of_its_foot(view: EndView) -> None:
    run = EndRender(view)
    contacts = run.motion(run.time_s).contacts
    steps = find_frontal_steps(motion_of(end_pose(run), view))
    assert len(steps) >= 4
    for step in steps:
        middles = [(c.touchdown_s + c.toeoff_s) / 2 for c in contacts if c.side == step.side]
        assert any(step.start_s < middle < step.end_s for middle in middles)


@pytest.mark.parametrize("step_frequency_hz", [4.0, 4.4])
def test_steps_on_the_spot_last_as_long_as_they_truly_do(step_frequency_hz: float) -> None:
    run = EndRender(View.FRONT, step_frequency_hz=step_frequency_hz)
    steps = find_frontal_steps(motion_of(on_the_spot(run), View.FRONT))
    strides = [b.end_s - a.start_s for a, b in pairwise(steps)]
    assert np.allclose(strides, 2 / step_frequency_hz, atol=0.003)


def test_a_gap_ends_the_chain_and_invents_no_step() -> None:
    run = EndRender(View.FRONT)
    whole = motion_of(end_pose(run), View.FRONT)
    points = whole.xy_px.copy()
    points[60:150, 27:29] = np.nan
    steps = find_frontal_steps(replace(whole, xy_px=points))
    assert all(step.step_s < 0.4 for step in steps)
    assert len(steps) < len(find_frontal_steps(whole))


def test_no_ankles_no_steps() -> None:
    whole = motion_of(end_pose(EndRender(View.FRONT)), View.FRONT)
    points = np.full_like(whole.xy_px, np.nan)
    assert find_frontal_steps(replace(whole, xy_px=points)) == ()
