"""The line of the ground: a rolled camera or a sloping track changes no contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from aqvision.camera.motion import CameraMotion
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import EventSettings
from aqvision.core.skeleton import INDEX, Side
from aqvision.kinematics.events.contacts import find_contacts
from aqvision.kinematics.events.ground import (
    MIN_TILT_DEG,
    background_passed_frac,
    find_ground,
    find_stance_windows,
    level_ground,
)
from aqvision.kinematics.motion import Motion
from tests.support.synthetic import Array, Run, analysis_of, analyze, motion_of, with_points

ANGLES = ("thigh_angle_toeoff_deg", "thigh_flexion_peak_deg", "trunk_lean_deg", "elbow_mean_deg")


def rolled(angle_deg: float) -> Callable[[Array], Array]:
    """Turn the picture about its middle, clockwise."""
    cosine, sine = np.cos(np.deg2rad(angle_deg)), np.sin(np.deg2rad(angle_deg))
    middle = np.array([960.0, 540.0])

    def turn(points: Array) -> Array:
        return np.asarray((points - middle) @ np.array([[cosine, sine], [-sine, cosine]]) + middle)

    return turn


def on_the_spot(pose: PoseSequence) -> PoseSequence:
    """Keep the hips where they are, as a treadmill does."""
    hip_x = pose.xy_px[:, 23:25, 0].mean(axis=1)
    return with_points(pose, lambda p: p - np.stack([hip_x - 960, 0 * hip_x], axis=1)[:, None])


@pytest.mark.parametrize("angle_deg", [-5.0, 0.0, 5.0])
@pytest.mark.parametrize("from_left_of_track", [False, True])
def test_slope_is_that_of_the_picture(angle_deg: float, *, from_left_of_track: bool) -> None:
    pose = Run(noise_px=0.6, from_left_of_track=from_left_of_track).pose()
    slope = find_ground(motion_of(with_points(pose, rolled(angle_deg)))).slope
    uphill = 1 if from_left_of_track else -1
    assert np.degrees(np.arctan(slope)) == pytest.approx(uphill * angle_deg, abs=0.2)


def speeding_up(pose: PoseSequence) -> PoseSequence:
    """Play the run from 0.6 to 1.4 of its speed."""
    even, until = pose.time_s, np.linspace(0, 1, len(pose))
    when = even[-1] * (0.6 * until + 0.4 * until**2)
    points = [np.interp(when, even, one) for one in pose.xy_px.reshape(len(pose), -1).T]
    return replace(pose, xy_px=np.array(points).T.reshape(pose.xy_px.shape))


@pytest.mark.parametrize("angle_deg", [-4.0, 0.0, 4.0])
def test_the_background_passes_as_fast_as_the_ground(angle_deg: float) -> None:
    """Also where the low feet of a picture askew are those of its fast or of its slow end."""
    for pose in (Run(noise_px=0.5).pose(), speeding_up(Run(noise_px=0.5).pose())):
        motion = motion_of(with_points(pose, rolled(angle_deg)))
        assert 0.95 < background_passed_frac(motion) < 1.2
    assert background_passed_frac(motion_of(on_the_spot(Run().pose()))) == pytest.approx(
        0, abs=0.02
    )


@pytest.mark.parametrize("angle_deg", [-4.0, 4.0])
def test_slope_is_seen_on_a_treadmill(angle_deg: float) -> None:
    pose = with_points(on_the_spot(Run(noise_px=0.3).pose()), rolled(angle_deg))
    motion = motion_of(pose)
    assert motion.ground == "treadmill"
    slope = find_ground(motion).slope
    assert np.degrees(np.arctan(slope)) == pytest.approx(-angle_deg, abs=1.0)


@pytest.mark.parametrize("angle_deg", [-5.0, 5.0])
def test_rolled_camera_changes_no_contact(angle_deg: float) -> None:
    pose = Run(noise_px=0.6, seed=4).pose()
    level = find_contacts(motion_of(pose), EventSettings())
    tilted = find_contacts(motion_of(with_points(pose, rolled(angle_deg))), EventSettings())
    assert [c.side for c in level] == [c.side for c in tilted]
    for a, b in zip(level, tilted, strict=True):
        assert a.touchdown_s == pytest.approx(b.touchdown_s, abs=0.002)
        assert a.toeoff_s == pytest.approx(b.toeoff_s, abs=0.002)


def test_moving_camera_shows_no_slope() -> None:
    pose = with_points(Run().pose(), rolled(5.0))
    assert find_ground(motion_of(pose, CameraMotion(0.5))).slope == 0.0


def test_each_contact_lies_in_a_stance_window_of_its_foot() -> None:
    run = Run()
    motion = motion_of(run.pose())
    for contact in run.contacts:
        side: Side = "right" if contact.side == "right" else "left"
        windows = find_stance_windows(motion, side)
        assert any(a < contact.touchdown_s and contact.toeoff_s < b for a, b in windows)


def test_a_foot_that_is_hardly_seen_has_no_stance_window() -> None:
    def hide(points: Array) -> Array:
        points[:, INDEX["left_ankle"]] = np.nan
        return points

    assert find_stance_windows(motion_of(with_points(Run().pose(), hide)), "left") == []


@pytest.mark.parametrize("from_left_of_track", [False, True])
@pytest.mark.parametrize("angle_deg", [-8.0, -3.0, 3.0, 8.0])
def test_askew_camera_changes_no_angle(angle_deg: float, *, from_left_of_track: bool) -> None:
    run = Run(noise_px=0.6, from_left_of_track=from_left_of_track)
    level = analysis_of(run)
    askew = analyze(with_points(run.pose(), rolled(angle_deg)), n_draws=1)
    uphill = angle_deg if from_left_of_track else -angle_deg
    assert level.scene.camera.tilt_deg == 0.0
    assert askew.scene.camera.tilt_deg == pytest.approx(uphill, abs=0.3)
    for name in ANGLES:
        found, true = askew.metrics[name].value, level.metrics[name].value
        assert found == pytest.approx(true, abs=0.5), name
    codes = [w.code for w in askew.warnings]
    assert "tilted_camera" in codes
    assert "tilted_camera" not in [w.code for w in level.warnings]


def test_a_small_tilt_is_left_alone() -> None:
    motion = motion_of(with_points(Run().pose(), rolled(MIN_TILT_DEG - 0.5)))
    assert level_ground(motion)[0] is motion


def test_levelled_ground_is_level() -> None:
    motion = motion_of(with_points(Run().pose(), rolled(6.0)))
    assert level_ground(motion)[1].slope == pytest.approx(0.0, abs=0.003)


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
    assert level_ground(motion)[0] is motion


def test_belts_may_be_inclined_and_moving_ground_is_not_known() -> None:
    pose = with_points(Run().pose(), rolled(5.0))
    on_belt = motion_of(on_the_spot(pose))
    assert on_belt.ground == "treadmill"
    assert level_ground(on_belt)[0] is on_belt
    moving = motion_of(pose, CameraMotion(0.5))
    assert level_ground(moving)[0] is moving
