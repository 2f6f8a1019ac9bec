"""PoseSequence: shapes, time and missing frames."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.sequence import PoseSequence, middle_of
from aqvision.core.skeleton import INDEX, N_LANDMARKS
from aqvision.core.types import FloatArray

if TYPE_CHECKING:
    from tests.conftest import SprintPose


def test_landmark_path_and_length(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(60.0)
    assert len(pose) == 99
    assert pose.point("left_knee").shape == (99, 2)
    assert np.array_equal(pose.point("left_knee"), pose.xy_px[:, INDEX["left_knee"]])


def test_frames_without_any_point_are_not_detected(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(60.0)
    xy = pose.xy_px.copy()
    xy[10:13] = np.nan
    xy[20, :32] = np.nan
    lost = np.flatnonzero(~replace(pose, xy_px=xy).detected)
    assert lost.tolist() == [10, 11, 12]


@pytest.mark.parametrize(("n_points", "n_frames"), [(32, 99), (33, 98)], ids=["points", "frames"])
def test_wrong_shapes_are_refused(n_points: int, n_frames: int, sprint_pose: SprintPose) -> None:
    pose = sprint_pose(60.0)
    with pytest.raises(ValueError, match=rf"xy_px has shape \({n_frames}, {n_points}, 2\)"):
        replace(pose, xy_px=np.zeros((n_frames, n_points, 2)))
    with pytest.raises(ValueError, match=rf"visibility has shape \({n_frames}, {n_points}\)"):
        replace(pose, visibility=np.zeros((n_frames, n_points)))


@pytest.mark.parametrize(
    "time_s", [np.zeros(99), -np.arange(99.0), np.full(99, np.nan)], ids=["still", "back", "NaN"]
)
def test_clocks_that_do_not_rise_are_refused(time_s: FloatArray, sprint_pose: SprintPose) -> None:
    with pytest.raises(ValueError, match="time_s does not rise"):
        replace(sprint_pose(60.0), time_s=time_s)


def test_points_cannot_be_changed(sprint_pose: SprintPose) -> None:
    with pytest.raises(ValueError, match="read-only"):
        sprint_pose(60.0).xy_px[0] = 0.0


def test_no_frame_at_all_is_an_empty_sequence() -> None:
    empty = PoseSequence(
        time_s=np.zeros(0),
        xy_px=np.zeros((0, 33, 2)),
        visibility=np.zeros((0, 33)),
        width_px=640,
        height_px=360,
    )
    assert len(empty) == 0
    assert empty.detected.shape == (0,)


def test_frames_with_a_point_outside_the_picture_are_not_wholly_in_view() -> None:
    xy = np.full((5, N_LANDMARKS, 2), 50.0)
    xy[1, 3] = (-1, 50)
    xy[2, 4] = (50, 100)
    xy[3] = np.nan
    pose = PoseSequence(
        time_s=np.arange(5.0),
        xy_px=xy,
        visibility=np.ones((5, N_LANDMARKS)),
        width_px=200,
        height_px=100,
    )
    assert pose.wholly_in_view.tolist() == [True, False, False, False, True]


def test_body_at_the_very_edge_may_be_cut_off() -> None:
    xy = np.full((3, N_LANDMARKS, 2), 50.0)
    xy[:, 0] = [(50, 6), (50, 4), (50, 6)]
    xy[:, 1] = [(50, 90), (50, 90), (50, 97)]
    pose = PoseSequence(
        time_s=np.arange(3.0),
        xy_px=xy,
        visibility=np.ones((3, N_LANDMARKS)),
        width_px=200,
        height_px=100,
    )
    assert pose.wholly_in_view.tolist() == [True, False, False]


def test_point_that_is_never_known_does_not_count_one_that_is_lost_does() -> None:
    xy = np.full((3, N_LANDMARKS, 2), 50.0)
    xy[:, 17] = np.nan
    xy[1, 4] = np.nan
    pose = PoseSequence(
        time_s=np.arange(3.0),
        xy_px=xy,
        visibility=np.ones((3, N_LANDMARKS)),
        width_px=200,
        height_px=100,
    )
    assert pose.wholly_in_view.tolist() == [True, False, True]


def test_nobody_is_never_in_view() -> None:
    xy = np.full((3, N_LANDMARKS, 2), np.nan)
    pose = PoseSequence(
        time_s=np.arange(3.0),
        xy_px=xy,
        visibility=np.full((3, N_LANDMARKS), np.nan),
        width_px=200,
        height_px=100,
    )
    assert pose.wholly_in_view.tolist() == [False] * 3


def test_feet_below_the_picture_are_cut_off_and_entering_is_not(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(60.0)
    assert pose.cut_off_frac == 0
    half_low = pose.xy_px.copy()
    half_low[::2, :, 1] += pose.height_px - half_low[::2, :, 1].max(axis=1)[:, None] - 2
    assert replace(pose, xy_px=half_low).cut_off_frac == pytest.approx(0.5, abs=0.02)
    at_the_side = pose.xy_px - np.array([pose.xy_px[..., 0].min(), 0])
    assert replace(pose, xy_px=at_the_side).cut_off_frac == 0
    assert np.isnan(replace(pose, xy_px=np.full_like(half_low, np.nan)).cut_off_frac)


def test_feet_are_cut_off_only_beyond_the_lower_edge(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(60.0)
    lowest = pose.xy_px[..., 1].max(axis=1)
    body_px = float(np.ptp(pose.xy_px, axis=1).max())
    assert pose.feet_cut_frac == 0
    just_inside = replace(pose, height_px=int(lowest.max() + 0.0125 * body_px + 3))
    assert (just_inside.feet_cut_frac, just_inside.cut_off_frac > 0) == (0, True)
    half = replace(pose, height_px=int(np.median(lowest)))
    assert 0.5 <= half.feet_cut_frac <= 0.75  # and those that are nearly cut off
    assert replace(pose, height_px=int(lowest.min())).feet_cut_frac == 1
    above = pose.xy_px - np.array([0, pose.xy_px[..., 1].min()])
    assert replace(pose, xy_px=above).feet_cut_frac == 0  # the head is
    at_the_side = pose.xy_px - np.array([pose.xy_px[..., 0].max(), 0])
    assert np.isnan(replace(pose, xy_px=at_the_side).feet_cut_frac)


def test_a_hidden_shank_of_the_near_side_counts(sprint_pose: SprintPose) -> None:
    pose = sprint_pose(60.0)
    seen = pose.visibility.copy()
    seen[:33, INDEX["right_ankle"]] = 0.1
    found = replace(pose, visibility=seen)
    assert found.hidden_frac("right") == pytest.approx(33 / 99)
    assert found.hidden_frac("left") == 0


def test_the_middle_of_a_joint_and_the_trunk_between_two() -> None:
    points = np.full((3, N_LANDMARKS, 2), np.nan)
    for name, x, y in (("shoulder", 10.0, 20.0), ("hip", 13.0, 24.0)):
        points[:, INDEX[f"left_{name}"]] = x - 1, y
        points[:, INDEX[f"right_{name}"]] = x + 1, y
    pose = PoseSequence(
        time_s=np.arange(3) / 30,
        xy_px=points,
        visibility=np.ones((3, N_LANDMARKS)),
        width_px=100,
        height_px=100,
    )
    assert pose.middle("hip").tolist() == [[13.0, 24.0]] * 3
    assert pose.trunk_px.tolist() == [5.0] * 3
    assert np.isnan(pose.middle("knee")).all()
    assert middle_of(points[0], "shoulder").tolist() == [10.0, 20.0]
