"""A scene says of what nobody told that it is not known, and takes no camera for a moving one."""

from __future__ import annotations

import numpy as np

from aqvision.camera.stabilise import LaneOffset, ScaleSource
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.scene import Scale, Scene
from tests.support.synthetic import GOOD


def test_what_is_not_told_is_not_known_and_the_camera_stands_still() -> None:
    scale = Scale(metres_per_leg=float("nan"), se_frac=float("nan"))
    camera, body = GOOD.scene.camera, GOOD.scene.body
    scene = Scene(camera=camera, body=body, scale=scale, ground=GroundKind.TRACK, step_rate_hz=4.4)
    assert scale.source == ScaleSource.UNKNOWN
    assert np.isnan([scale.perspective_frac, scale.perspective_se_frac, scene.belt_mps]).all()
    assert not scale.perspective_from_marks
    assert scene.lane == LaneOffset()
    assert (camera.turn_deg, camera.tilt_deg, camera.oblique_frac, camera.reason) == (0, 0, 0, "")
