"""Points whose sides are not known -> step rate, alternation of the limbs, and its signs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import ARM_JOINTS, INDEX, LEG_JOINTS, joint_indices
from aqvision.core.types import FloatArray
from aqvision.pose.clean.alternation import (
    alternating_difference,
    limb_difference,
    limbs_in_trunk_lengths,
    predict_limb_difference,
    step_rate,
)
from aqvision.pose.clean.laterality import exchange
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
    expected = alternating_difference(pose.time_s, shuffled, BEFORE.step_frequency_hz)
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
    expected = alternating_difference(pose.time_s, holed, 4.2)
    assert np.isfinite(expected).all()
    assert abs(np.sign(np.sum(expected * true, axis=1)).sum()) == len(pose)


def test_too_few_frames_tell_nothing(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0)
    time_s, difference = pose.time_s[:11], leg_difference(pose)[:11]
    assert np.isnan(step_rate(time_s, difference))
    assert not alternating_difference(time_s, difference, 4.2).any()
    assert not alternating_difference(pose.time_s, leg_difference(pose), float("nan")).any()


def seen_from(pose: PoseSequence, near: str) -> PoseSequence:
    """Let the far elbow and wrist be seen worse, as a trunk in front makes them."""
    visibility = np.ones_like(pose.visibility)
    far = "left" if near == "right" else "right"
    for joint in ("elbow", "wrist"):
        visibility[:, INDEX[f"{far}_{joint}"]] = 0.4
    return replace(pose, visibility=visibility)


def agreement(pose: PoseSequence, joints: tuple[str, ...], expected: FloatArray) -> float:
    difference = limb_difference(limbs_in_trunk_lengths(pose, joints)[0])
    return float(np.mean(np.sum(difference * expected, axis=1) > 0))


@pytest.mark.parametrize(("direction", "near"), [("right", "right"), ("left", "left")])
def test_legs_follow_the_arms_when_most_labels_are_wrong(
    sprint_pose: SprintPose, direction: str, near: str
) -> None:
    pose = seen_from(sprint_pose(120, direction=direction), near)
    wrong = np.random.default_rng(4).random(len(pose)) < 0.65
    shuffled = exchange(pose, LEG_JOINTS, wrong)
    legs, arms = predict_limb_difference(shuffled)
    assert agreement(pose, LEG_JOINTS, legs) > 0.97
    assert agreement(pose, ARM_JOINTS, arms) > 0.97


def test_arms_follow_sight_when_most_labels_are_wrong(sprint_pose: SprintPose) -> None:
    pose = seen_from(sprint_pose(120), "right")
    wrong = np.random.default_rng(5).random(len(pose)) < 0.6
    _, arms = predict_limb_difference(exchange(pose, ARM_JOINTS, wrong))
    assert agreement(pose, ARM_JOINTS, arms) > 0.97


def test_fingers_that_are_not_measured_do_not_hide_the_arms(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120)
    xy = pose.xy_px.copy()
    for side in ("left", "right"):
        xy[:, [INDEX[f"{side}_{finger}"] for finger in ("pinky", "index", "thumb")]] = np.nan
    without = replace(pose, xy_px=xy)
    _, arms = predict_limb_difference(without)
    assert agreement(without, ARM_JOINTS, arms) > 0.95
