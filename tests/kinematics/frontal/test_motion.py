from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.types import EndView, View
from aqvision.kinematics.frontal.motion import FrontalMotion, find_frontal_motion
from aqvision.pose.clean.clean import clean_frontal_pose
from tests.support.end_runs import end_pose, on_the_spot
from tests.support.synthetic import STILL
from validation.frontal_renders import EndRender


def motion_of(
    pose: PoseSequence, view: EndView, camera: CameraMotion = STILL, height_m: float | None = 1.78
) -> FrontalMotion:
    settings = Settings()
    clean = clean_frontal_pose(pose, view, settings.cleaning, settings.filter)
    clip = Clip(Path("a"), height_m=height_m)
    return find_frontal_motion(clean, view, camera, clip, settings.body)


@pytest.mark.parametrize("view", [View.FRONT, View.REAR])
def test_size_follows_the_distance(view: EndView) -> None:
    run = EndRender(view)
    motion = motion_of(end_pose(run), view)
    x_m = run.motion(run.time_s).joints_m["pelvis"][:, 0]
    distance_m = np.abs(run.camera.position_m[0] - x_m)
    product = motion.trunk_px * distance_m
    assert np.ptp(product) / product.mean() < 0.02


@pytest.mark.parametrize("view", [View.FRONT, View.REAR])
def test_x_points_to_the_left_of_the_athlete(view: EndView) -> None:
    motion = motion_of(end_pose(EndRender(view)), view)
    assert (motion.point("left_hip") - motion.point("right_hip"))[:, 0].min() > 0
    assert (motion.middle("shoulder") - motion.middle("hip"))[:, 1].min() > 0


def test_ground_is_told_by_growth_and_by_the_camera() -> None:
    run = EndRender(View.FRONT)
    assert motion_of(end_pose(run), View.FRONT).ground == "track"
    assert motion_of(on_the_spot(run), View.FRONT).ground == "treadmill"
    assert motion_of(end_pose(run), View.FRONT, CameraMotion(0.5)).ground == "moving camera"


def test_only_a_height_gives_a_scale() -> None:
    pose = end_pose(EndRender(View.FRONT))
    assert motion_of(pose, View.FRONT).metres_per_trunk == pytest.approx(0.51, abs=0.01)
    assert np.isnan(motion_of(pose, View.FRONT, height_m=None).metres_per_trunk)


def test_too_few_frames_of_a_trunk_are_refused() -> None:
    pose = end_pose(EndRender(View.FRONT))
    points = pose.xy_px.copy()
    points[10:] = np.nan
    with pytest.raises(PoseError, match="hardly seen"):
        motion_of(replace(pose, xy_px=points), View.FRONT)
