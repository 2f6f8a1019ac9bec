"""Poses with points that cannot be right -> the same without them, and nothing else lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import CleaningSettings
from aqvision.core.skeleton import INDEX, Side, joint_indices
from aqvision.pose.clean.outliers import (
    drop_backward_knees,
    drop_misfit_bones,
    drop_off_curve,
    drop_outliers,
    drop_unseen,
    drop_upside_down,
    stands_on_head,
)
from samples.generator import AFTER
from tests.support.synthetic import with_spikes

if TYPE_CHECKING:
    from tests.conftest import SprintPose

CLEANING = CleaningSettings()


def lost(pose: PoseSequence) -> NDArray[np.bool_]:
    return np.isnan(pose.xy_px[:, :, 0])


@pytest.mark.parametrize("fps", [60.0, 120.0, 240.0])
def test_single_wrong_points_are_removed_and_good_ones_kept(
    fps: float, sprint_pose: SprintPose
) -> None:
    pose, hit = with_spikes(sprint_pose(fps, 1.0), size_px=80.0)
    dropped = np.isnan(drop_outliers(pose, CLEANING.outlier_mads).xy_px[:, :, 0])
    assert dropped[hit].mean() > 0.95
    assert dropped[~hit].mean() < 0.015


def test_points_outside_the_picture_are_forgotten(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(60.0)
    xy = pose.xy_px.copy()
    beyond = ((-5, 500), (1925, 500), (900, -1), (900, 1085), (2, 500), (900, 1078))
    for frame, point in enumerate(beyond):
        xy[frame, INDEX["nose"]] = point
    kept = replace(pose, xy_px=xy).inside_picture()
    lost = np.isnan(kept.xy_px[:, :, 0])
    assert np.argwhere(lost).tolist() == [[frame, 0] for frame in range(len(beyond))]


def test_frames_in_which_the_network_is_not_sure_are_forgotten(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(60.0)
    visibility = pose.visibility.copy()
    visibility[10:20] = 0.1
    visibility[30:40, INDEX["left_ankle"]] = 0.0  # a hidden limb is no reason
    visibility[50] = np.nan
    kept = drop_unseen(replace(pose, visibility=visibility), CLEANING.min_visibility)
    assert np.flatnonzero(~kept.detected).tolist() == [*range(10, 20), 50]


@pytest.mark.parametrize("fps", [60.0, 120.0, 240.0])
@pytest.mark.parametrize("noise_px", [0.0, 1.5])
def test_a_good_sprint_keeps_its_points(
    fps: float, noise_px: float, sprint_pose: SprintPose
) -> None:
    pose = sprint_pose(fps, noise_px, parameters=AFTER)
    for drop in (drop_upside_down, drop_backward_knees, drop_misfit_bones, drop_off_curve):
        assert lost(drop(pose)).mean() < 0.001, drop.__name__


def test_body_on_its_head_is_forgotten_whole(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0)
    xy = pose.xy_px.copy()
    hips_y = xy[40:44, [INDEX["left_hip"], INDEX["right_hip"]], 1].mean()
    xy[40:44, :, 1] = 2 * hips_y - xy[40:44, :, 1]
    turned = replace(pose, xy_px=xy)
    assert np.flatnonzero(stands_on_head(xy)).tolist() == [40, 41, 42, 43]
    assert np.flatnonzero(~drop_upside_down(turned).detected).tolist() == [40, 41, 42, 43]


@pytest.mark.parametrize("direction", ["right", "left"])
def test_knee_that_bends_the_wrong_way_is_forgotten(
    direction: str, sprint_pose: SprintPose
) -> None:
    pose = sprint_pose(120.0, direction=direction)
    hip, knee, ankle = joint_indices("left", ("hip", "knee", "ankle"))
    xy = pose.xy_px.copy()
    thigh = xy[50, knee] - xy[50, hip]
    across = np.array([-thigh[1], thigh[0]]) * (1 if direction == "right" else -1)
    xy[50, ankle] = xy[50, knee] - across  # the shank forward, at right angles
    gone = lost(drop_backward_knees(replace(pose, xy_px=xy)))
    frames, joints = np.nonzero(gone)
    assert set(frames.tolist()) == {50}
    assert set(joints.tolist()) == {knee, ankle}


def test_bone_of_another_length_loses_its_lower_end(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0, 1.0)
    xy = pose.xy_px.copy()
    knee, ankle = INDEX["right_knee"], INDEX["right_ankle"]
    xy[60, ankle] += 0.8 * (xy[60, ankle] - xy[60, knee])
    gone = np.argwhere(lost(drop_misfit_bones(replace(pose, xy_px=xy))))
    assert gone.tolist() == [[60, ankle]]


@pytest.mark.parametrize("n_wrong", [1, 2, 3])
def test_short_runs_of_wrong_points_are_found_on_the_curve(
    n_wrong: int, sprint_pose: SprintPose
) -> None:
    pose = sprint_pose(120.0, 1.0)
    xy = pose.xy_px.copy()
    hit = np.zeros(xy.shape[:2], bool)
    runs: tuple[tuple[int, Side], ...] = ((40, "left"), (80, "right"), (120, "left"))
    for start, side in runs:
        hit[start : start + n_wrong, joint_indices(side, ("knee", "ankle"))] = True
    xy[hit] += [35.0, -20.0]
    gone = lost(drop_off_curve(replace(pose, xy_px=xy)))
    assert gone[hit].mean() > 0.9
    assert gone[~hit].mean() < 0.005


def test_slow_rates_and_short_clips_are_not_judged_by_a_curve(sprint_pose: SprintPose) -> None:
    for pose in (sprint_pose(60.0), sprint_pose(120.0, duration_s=0.07)):
        assert drop_off_curve(pose) is pose


def test_what_is_missing_stays_missing(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(120.0)
    xy = pose.xy_px.copy()
    xy[30:40] = np.nan
    seen = replace(pose, xy_px=xy)
    for drop in (drop_upside_down, drop_backward_knees, drop_misfit_bones, drop_off_curve):
        assert np.array_equal(lost(drop(seen)), lost(seen)), drop.__name__
