"""Hips ahead of their joints, or anywhere across the trunk -> hips where they belong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.evidence import PointEvidence
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.pose.clean.hips import facing, joint_shift_px, move_hips, steady_shift_px

if TYPE_CHECKING:
    from tests.conftest import SprintPose


def with_hips_ahead(pose: PoseSequence, trunks: float, direction: int) -> PoseSequence:
    """Move both hips across the trunk, and let the points come from heat maps."""
    trunk = pose.middle("shoulder") - pose.middle("hip")
    across = np.stack([-trunk[:, 1], trunk[:, 0]], axis=1)
    ahead_px = direction * trunks * np.stack([across, across], axis=1)
    maps = PointEvidence.stacked([PointEvidence.nothing()] * len(pose))
    return replace(move_hips(pose, ahead_px), evidence=maps)


@pytest.mark.parametrize(("direction", "sign"), [("right", 1), ("left", -1)])
def test_hips_of_the_network_are_brought_back_to_the_joints(
    sprint_pose: SprintPose, direction: str, sign: int
) -> None:
    true = sprint_pose(120, direction=direction)
    seen = with_hips_ahead(true, 0.04, sign)
    mended = move_hips(seen, joint_shift_px(seen))
    off_px = np.linalg.norm(mended.middle("hip") - true.middle("hip"), axis=1)
    assert off_px.max() < 0.002 * np.median(true.trunk_px)


def test_hips_of_another_program_stay_where_they_are(sprint_pose: SprintPose) -> None:
    assert not joint_shift_px(sprint_pose(120)).any()


@pytest.mark.parametrize("direction", ["right", "left"])
@pytest.mark.parametrize("off", [0.06, -0.06])
def test_steady_places_bring_displaced_hips_back(
    sprint_pose: SprintPose, direction: str, off: float
) -> None:
    true = sprint_pose(120, direction=direction)
    moved = with_hips_ahead(true, off, 1)
    mended = move_hips(moved, steady_shift_px(moved))
    left_px = np.linalg.norm(mended.point("left_hip") - true.point("left_hip"), axis=1)
    assert np.median(left_px) < 0.4 * abs(off) * np.median(true.trunk_px)


def test_unseen_legs_move_nothing(sprint_pose: SprintPose) -> None:
    pose = with_hips_ahead(sprint_pose(120), 0.04, 1)
    xy = pose.xy_px.copy()
    for side in SIDES:
        xy[:, INDEX[f"{side}_knee"]] = np.nan
    assert facing(replace(pose, xy_px=xy)) == 0
    assert not joint_shift_px(replace(pose, xy_px=xy)).any()
    assert not steady_shift_px(replace(pose, xy_px=xy)).any()


@pytest.mark.parametrize(("direction", "sign"), [("right", 1), ("left", -1)])
def test_knees_tell_where_the_athlete_faces(
    sprint_pose: SprintPose, direction: str, sign: int
) -> None:
    assert facing(sprint_pose(120, direction=direction)) == sign
