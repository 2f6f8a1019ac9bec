"""A camera held askew changes no angle; what only looks like it, or is not known, stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.camera.motion import CameraMotion
from aqvision.core.skeleton import INDEX
from aqvision.kinematics.events.ground import find_ground
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.roll_correction import MIN_TILT_DEG, levelled
from tests.kinematics.events.test_ground import on_the_spot, rolled
from tests.support.synthetic import Run, analyze, motion_of, with_points

ANGLES = ("thigh_angle_toeoff_deg", "thigh_flexion_peak_deg", "trunk_lean_deg", "elbow_mean_deg")


@pytest.mark.parametrize("from_left_of_track", [False, True])
@pytest.mark.parametrize("angle_deg", [-8.0, -3.0, 3.0, 8.0])
def test_askew_camera_changes_no_angle(angle_deg: float, *, from_left_of_track: bool) -> None:
    pose = Run(noise_px=0.6, from_left_of_track=from_left_of_track).pose()
    level, askew = analyze(pose), analyze(with_points(pose, rolled(angle_deg)))
    uphill = angle_deg if from_left_of_track else -angle_deg
    assert level.scene.tilt_deg == 0.0
    assert askew.scene.tilt_deg == pytest.approx(uphill, abs=0.3)
    for name in ANGLES:
        found, true = askew.metrics[name].value, level.metrics[name].value
        assert found == pytest.approx(true, abs=0.5), name
    codes = [w.code for w in askew.warnings]
    assert "tilted_camera" in codes
    assert "tilted_camera" not in [w.code for w in level.warnings]


def test_a_small_tilt_is_left_alone() -> None:
    motion = motion_of(with_points(Run().pose(), rolled(MIN_TILT_DEG - 0.5)))
    assert levelled(motion) is motion


def test_levelled_ground_is_level() -> None:
    motion = motion_of(with_points(Run().pose(), rolled(6.0)))
    assert find_ground(levelled(motion)).slope == pytest.approx(0.0, abs=0.003)


def bent(motion: Motion, slope: float, *, of_feet: bool) -> Motion:
    """Let the ground, or the hips and all above, rise along the run; the other stays level."""
    rise = np.zeros_like(motion.xy_leg)
    feet = [INDEX[f"{s}_{j}"] for s in ("left", "right") for j in ("heel", "foot_index", "ankle")]
    x = motion.middle("hip")[:, :1]
    for i in range(rise.shape[1]):
        if (i in feet) == of_feet:
            rise[:, i, 1] = slope * x[:, 0]
    return replace(motion, xy_leg=motion.xy_leg + rise, measured_leg=motion.measured_leg + rise)


@pytest.mark.parametrize("of_feet", [True, False])
def test_one_line_alone_is_no_tilt(*, of_feet: bool) -> None:
    """A lens above the hips and not square bends the ground, rising from a start the hips."""
    motion = bent(motion_of(Run().pose()), 0.07, of_feet=of_feet)
    assert levelled(motion) is motion


def test_belts_may_be_inclined_and_moving_ground_is_not_known() -> None:
    pose = with_points(Run().pose(), rolled(5.0))
    on_belt = motion_of(on_the_spot(pose))
    assert on_belt.ground == "treadmill"
    assert levelled(on_belt) is on_belt
    moving = motion_of(pose, CameraMotion(0.5))
    assert levelled(moving) is moving
