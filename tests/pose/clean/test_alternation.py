"""Step rate and alternation of the legs, from points whose sides are not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import LEG_JOINTS, joint_indices
from aqvision.core.types import FloatArray
from aqvision.pose.clean.alternation import expected_difference, step_rate
from samples.generator import AFTER, BEFORE, SprintParameters

if TYPE_CHECKING:
    from tests.conftest import SprintPose


def leg_difference(pose: PoseSequence) -> FloatArray:
    """Left minus right leg, (T, 10) pixels."""
    left, right = joint_indices("left", LEG_JOINTS), joint_indices("right", LEG_JOINTS)
    return (pose.xy_px[:, left] - pose.xy_px[:, right]).reshape(len(pose), -1)


def random_signs(n_frames: int, seed: int) -> FloatArray:
    return np.random.default_rng(seed).choice([-1.0, 1.0], (n_frames, 1))


@pytest.mark.parametrize("parameters", [BEFORE, AFTER], ids=["before", "after"])
@pytest.mark.parametrize("fps", [60.0, 120.0, 240.0])
def test_step_rate_needs_no_sides(
    fps: float, parameters: SprintParameters, sprint_pose: SprintPose
) -> None:
    pose = sprint_pose(fps, 3.0, parameters=parameters)
    difference = leg_difference(pose)
    expected_hz = pytest.approx(parameters.step_frequency_hz, abs=0.05)
    assert step_rate(pose.time_s, difference) == expected_hz
    assert step_rate(pose.time_s, difference * random_signs(len(pose), 1)) == expected_hz


def test_alternation_is_found_up_to_one_sign(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0, 3.0)
    true = leg_difference(sprint_pose(120.0))
    shuffled = leg_difference(pose) * random_signs(len(pose), 2)
    expected = expected_difference(pose.time_s, shuffled, BEFORE.step_frequency_hz)
    signs = np.sign(np.sum(expected * true, axis=1))
    assert abs(signs.sum()) == len(pose)
    left_over = np.sqrt(np.mean((signs[0] * expected - true) ** 2) / np.mean(true**2))
    assert left_over < 0.08


def test_missing_frames_are_bridged(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0)
    true = leg_difference(pose)
    holed = true.copy()
    holed[50:62] = np.nan
    holed[::9] = np.nan
    assert step_rate(pose.time_s, holed) == pytest.approx(4.2, abs=0.05)
    expected = expected_difference(pose.time_s, holed, 4.2)
    assert np.isfinite(expected).all()
    assert abs(np.sign(np.sum(expected * true, axis=1)).sum()) == len(pose)


def test_too_few_frames_tell_nothing(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0)
    time_s, difference = pose.time_s[:11], leg_difference(pose)[:11]
    assert np.isnan(step_rate(time_s, difference))
    assert not expected_difference(time_s, difference, 4.2).any()
    assert not expected_difference(pose.time_s, leg_difference(pose), float("nan")).any()
