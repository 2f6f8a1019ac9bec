"""What the parts of a scene say of a clip, from the side and from an end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aqvision.analysis.chain import follow_chain
from aqvision.analysis.conditions import filming_of
from aqvision.camera.stabilise import LaneOffset, ScaleSource
from aqvision.core.clip import Clip
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.types import View
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.scene import Scene
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from tests.support.end_runs import end_pose
from tests.support.synthetic import BODY, STILL, Run
from validation.frontal_renders import EndRender


def scene_of(pose: PoseSequence, height_m: float | None = BODY.height_m) -> Scene:
    clip = Clip(Path("run.mp4"), height_m=height_m)
    timing = Timing(
        playback_fps=pose.rate_hz,
        capture_fps=pose.rate_hz,
        evidence=("the file's presentation times",),
    )
    raw = RawPose(sequence=pose, camera=STILL, n_people=1)
    return follow_chain(raw, clip, timing, Settings()).scene


def test_a_side_view_is_told_in_parts() -> None:
    scene = scene_of(Run().pose())
    assert (scene.camera.view, scene.ground) == (View.SIDE, GroundKind.TRACK)
    assert (scene.camera.direction, scene.camera.near_side) == (1, "right")
    assert scene.body.athlete_px == pytest.approx(BODY.height_m * 125, rel=0.02)
    assert scene.body.far_arm_seen_frac == 1.0
    assert scene.step_rate_hz == pytest.approx(4.2, abs=0.02)
    assert scene.scale.source == ScaleSource.HEIGHT
    assert scene.lane == LaneOffset()


def test_without_a_height_no_scale_has_a_source() -> None:
    scale = scene_of(Run().pose(), height_m=None).scale
    assert np.isnan(scale.metres_per_leg)
    assert scale.source == ScaleSource.UNKNOWN


def test_from_an_end_no_side_is_near_and_no_arm_far() -> None:
    pose = end_pose(EndRender(View.FRONT))
    scene = scene_of(pose)
    assert (scene.camera.view_angle_deg, scene.camera.direction) == (90.0, 0)
    assert np.isnan(scene.body.far_arm_seen_frac)
    assert np.isnan(filming_of(RawPose(sequence=pose, camera=STILL, n_people=1), scene).hidden_frac)


def test_filming_tells_size_and_people() -> None:
    pose = Run().pose()
    scene = scene_of(pose)
    filming = filming_of(RawPose(sequence=pose, camera=STILL, n_people=3), scene)
    assert filming.athlete_px == scene.body.athlete_px
    assert filming.n_people == 3
    assert filming.hidden_frac == 0.0
