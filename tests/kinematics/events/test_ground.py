"""The line of the ground: a rolled camera or a sloping track changes no contact."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from aqvision.camera.motion import CameraMotion
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import EventSettings
from aqvision.core.skeleton import INDEX, Side
from aqvision.kinematics.events.contacts import find_contacts
from aqvision.kinematics.events.ground import find_ground, find_stance_windows
from tests.support.synthetic import Array, Run, motion_of, with_points


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
