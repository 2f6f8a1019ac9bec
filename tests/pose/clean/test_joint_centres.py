"""Hips are moved to where the thighs turn, and left alone where they already are."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX
from aqvision.pose.clean.joint_centres import find_hip_shift, move_hips

SprintPose = Callable[..., PoseSequence]


def thigh_px(pose: PoseSequence) -> float:
    return float(
        np.median(np.linalg.norm(pose.point("left_knee") - pose.point("left_hip"), axis=1))
    )


def displaced(pose: PoseSequence, forward_px: float) -> PoseSequence:
    """Move both hips across the trunk."""
    hips = (pose.point("left_hip") + pose.point("right_hip")) / 2
    trunk = (pose.point("left_shoulder") + pose.point("right_shoulder")) / 2 - hips
    unit = trunk / np.linalg.norm(trunk, axis=1, keepdims=True)
    across = np.stack([-unit[:, 1], unit[:, 0]], axis=1)
    xy = pose.xy_px.copy()
    for side in ("left", "right"):
        xy[:, INDEX[f"{side}_hip"]] += forward_px * across
    return replace(pose, xy_px=xy)


def test_true_hips_stay_where_they_are(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120)
    shift = find_hip_shift(pose)
    for moved in (shift.left, shift.right):
        assert np.linalg.norm(moved, axis=1).max() < 0.03 * thigh_px(pose)


@pytest.mark.parametrize("direction", ["right", "left"])
@pytest.mark.parametrize("off_frac", [0.08, -0.08])
def test_displaced_hips_are_brought_back(
    sprint_pose: SprintPose, direction: str, off_frac: float
) -> None:
    pose = sprint_pose(120, direction=direction)
    off_px = off_frac * thigh_px(pose)
    moved = displaced(pose, off_px)
    mended = move_hips(moved, find_hip_shift(moved))
    left_px = np.median(np.linalg.norm(mended.point("left_hip") - pose.point("left_hip"), axis=1))
    assert left_px < 0.4 * abs(off_px)


def test_unseen_legs_move_nothing(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120)
    xy = pose.xy_px.copy()
    xy[:, INDEX["left_knee"]] = np.nan
    assert not find_hip_shift(replace(pose, xy_px=xy)).left.any()
