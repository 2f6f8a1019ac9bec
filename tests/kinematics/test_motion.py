from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aqvision.camera.motion import CameraMotion
from aqvision.camera.stabilise import LaneScale
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.skeleton import INDEX
from aqvision.kinematics.motion import find_motion
from samples.generator import AFTER
from tests.support.synthetic import (
    BODY,
    STILL,
    Array,
    Run,
    cleaned,
    motion_of,
    with_points,
)

PX_PER_M = 3000 / 24


def test_leg_length_is_the_athletes() -> None:
    motion = motion_of(Run().pose())
    assert motion.leg_px == pytest.approx(BODY.leg_length_m * PX_PER_M, rel=0.01)
    assert motion.metres_per_leg == pytest.approx(BODY.leg_length_m)


@pytest.mark.parametrize("from_left", [False, True])
def test_direction_and_near_side_follow_the_camera(from_left: bool) -> None:
    motion = motion_of(Run(AFTER, from_left_of_track=from_left).pose())
    assert motion.direction == (-1 if from_left else 1)
    assert motion.near_side == ("left" if from_left else "right")
    hips = motion.middle("hip")[:, 0]
    assert hips[-1] > hips[0]
    assert motion.point("nose")[:, 1].mean() > motion.point("left_heel")[:, 1].mean()


def test_running_speed_is_the_simulated_one() -> None:
    motion = motion_of(Run().pose())
    hips = motion.middle("hip")[:, 0] * motion.metres_per_leg
    assert np.polyfit(motion.time_s, hips, 1)[0] == pytest.approx(7.7, rel=0.01)


def test_marks_beat_the_height() -> None:
    lane = LaneScale(
        metres_per_px=1 / PX_PER_M, se_frac=0.01, described="2 marks on a line", recedes=False
    )
    clip = Clip(Path("run.mp4"), height_m=1.60)
    motion = find_motion(cleaned(Run().pose()), STILL, clip, Settings().body, lane)
    assert motion.metres_per_leg == pytest.approx(motion.leg_px / PX_PER_M)
    assert motion.scale_se_frac < 0.02


def test_without_a_scale_there_are_no_metres() -> None:
    clip = Clip(Path("run.mp4"))
    motion = find_motion(cleaned(Run().pose()), STILL, clip, Settings().body)
    assert np.isnan(motion.metres_per_leg)
    assert np.isfinite(motion.xy_leg).all()


def on_the_spot(points: Array) -> Array:
    hips = points[:, [INDEX["left_hip"], INDEX["right_hip"]], 0].mean(axis=1)
    points[:, :, 0] += 960 - hips[:, None]
    return points


def test_ground_is_told_from_travel_and_camera() -> None:
    pose = Run().pose()
    assert motion_of(pose).ground == "track"
    assert motion_of(with_points(pose, on_the_spot)).ground == "treadmill"
    assert motion_of(pose, CameraMotion(0.3)).ground == "moving camera"
    assert motion_of(pose, CameraMotion(float("nan"))).ground == "track"


def turned_to_the_camera(pose: PoseSequence, angle_deg: float) -> PoseSequence:
    """Pull the right shoulder ahead as a runner does who comes at an angle."""
    breadth_px = 0.213 * BODY.height_m * PX_PER_M

    def change(points: Array) -> Array:
        for side, sign in (("right", 0.5), ("left", -0.5)):
            points[:, INDEX[f"{side}_shoulder"], 0] += (
                sign * np.sin(np.radians(angle_deg)) * breadth_px
            )
        return points

    return with_points(pose, change)


@pytest.mark.parametrize("angle_deg", [0, 15, 30, 45])
def test_view_angle_is_read_from_the_shoulders(angle_deg: float) -> None:
    motion = motion_of(turned_to_the_camera(Run().pose(), angle_deg))
    assert motion.view_angle_deg == pytest.approx(angle_deg, abs=2)


def test_legs_hardly_seen_are_refused_with_a_hint() -> None:
    def hide_legs(points: Array) -> Array:
        points[:, INDEX["left_knee"] :] = np.nan
        return points

    with pytest.raises(PoseError, match="legs are hardly seen") as refused:
        motion_of(with_points(Run().pose(), hide_legs))
    assert "whole body" in refused.value.hint


def test_one_leg_is_enough_for_direction_and_size() -> None:
    def hide_left(points: Array) -> Array:
        for joint in ("knee", "ankle", "heel", "foot_index"):
            points[:, INDEX[f"left_{joint}"]] = np.nan
        return points

    motion = motion_of(with_points(Run().pose(), hide_left))
    assert motion.direction == 1
    assert motion.leg_px == pytest.approx(BODY.leg_length_m * PX_PER_M, rel=0.01)


def test_time_of_frames_is_kept_when_the_rate_varies() -> None:
    pose = Run().pose()
    time = pose.time_s + 0.002 * np.sin(np.arange(len(pose)))
    assert motion_of(replace(pose, time_s=time)).time_s == pytest.approx(time)
