"""The open signs of alternation are settled even where most labels are wrong."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import ARM_JOINTS, INDEX, LEG_JOINTS
from aqvision.core.types import FloatArray
from aqvision.pose.clean.laterality import exchange
from aqvision.pose.clean.limb_prediction import (
    expect_limbs,
    limb_difference,
    limbs_in_trunk_lengths,
)

SprintPose = Callable[..., PoseSequence]


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
    legs, arms = expect_limbs(shuffled)
    assert agreement(pose, LEG_JOINTS, legs) > 0.97
    assert agreement(pose, ARM_JOINTS, arms) > 0.97


def test_arms_follow_sight_when_most_labels_are_wrong(sprint_pose: SprintPose) -> None:
    pose = seen_from(sprint_pose(120), "right")
    wrong = np.random.default_rng(5).random(len(pose)) < 0.6
    _, arms = expect_limbs(exchange(pose, ARM_JOINTS, wrong))
    assert agreement(pose, ARM_JOINTS, arms) > 0.97


def test_fingers_that_are_not_measured_do_not_hide_the_arms(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120)
    xy = pose.xy_px.copy()
    for side in ("left", "right"):
        xy[:, [INDEX[f"{side}_{finger}"] for finger in ("pinky", "index", "thumb")]] = np.nan
    without = replace(pose, xy_px=xy)
    _, arms = expect_limbs(without)
    assert agreement(without, ARM_JOINTS, arms) > 0.95
