"""The chain from points to scene: one for a whole clip and for a sample, on a real clock."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aqvision.analysis.chain import (
    EndChain,
    SideChain,
    fall_at_running_pace,
    follow_chain,
    in_real_time,
)
from aqvision.core.clip import Clip
from aqvision.core.marks import Mark, Marks
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.types import View
from aqvision.kinematics.events.ground import find_ground
from aqvision.pose.estimate import RawPose
from aqvision.video.repeats import Repeats
from aqvision.video.timing import Timing
from tests.kinematics.events.test_ground import rolled
from tests.support.end_runs import end_pose
from tests.support.synthetic import BODY, STILL, Run, with_points
from validation.frontal_renders import EndRender

SETTINGS = Settings()
CLIP = Clip(Path("run.mp4"), height_m=BODY.height_m)
MARKS = Marks((Mark(100.0, 600.0, 0.0, time_s=0.5), Mark(900.0, 600.0, 6.0)))


def timing(fps: float, capture_fps: float | None = None) -> Timing:
    return Timing(
        playback_fps=fps,
        capture_fps=capture_fps or fps,
        evidence=("the file's presentation times",),
    )


def from_the_side(pose: PoseSequence, *, sample: bool = False) -> SideChain:
    raw = RawPose(sequence=pose, camera=STILL, n_people=1)
    chain = follow_chain(raw, CLIP, timing(pose.rate_hz), SETTINGS, sample=sample)
    assert isinstance(chain, SideChain)
    return chain


def test_a_sample_gives_the_scene_of_the_whole_clip() -> None:
    pose = Run().pose()
    whole, sample = from_the_side(pose), from_the_side(pose, sample=True)
    assert repr(sample.scene) == repr(whole.scene)  # NaN is unequal to itself
    assert sample.ground is None
    assert whole.ground == find_ground(whole.motion)
    assert whole.side_on


def test_only_a_whole_clip_shows_the_roll_of_the_camera() -> None:
    askew = with_points(Run().pose(), rolled(6.0))
    whole, sample = from_the_side(askew), from_the_side(askew, sample=True)
    assert whole.scene.camera.tilt_deg == pytest.approx(-6.0, abs=0.3)
    assert sample.scene.camera.tilt_deg == 0.0
    # the ground is found anew after the roll is gone
    assert whole.ground == find_ground(whole.motion)


@pytest.mark.parametrize("view", [View.FRONT, View.REAR])
def test_an_end_of_the_lane_has_a_chain_of_its_own(view: View) -> None:
    assert view is not View.SIDE
    pose = end_pose(EndRender(view))
    chain = follow_chain(
        RawPose(sequence=pose, camera=STILL, n_people=1), CLIP, timing(pose.rate_hz), SETTINGS
    )
    assert isinstance(chain, EndChain)
    assert chain.scene.camera.view == view
    assert np.isfinite(chain.scene.scale.metres_per_leg)


def test_slow_motion_brings_points_and_marks_to_real_time() -> None:
    pose = Run().pose()
    slow = timing(30, 240)
    raw, clip = RawPose(sequence=pose, camera=STILL, n_people=1), replace(CLIP, marks=MARKS)
    real, marked = in_real_time(raw, clip, slow)
    assert real.sequence.time_s == pytest.approx(pose.time_s / 8)
    assert marked.marks is not None
    assert [mark.time_s for mark in marked.marks.places] == [0.5 / 8, None]


def test_pictures_between_regular_copies_were_taken_evenly() -> None:
    pose = Run().pose()
    uneven = pose.time_s + 0.002 * (np.arange(len(pose)) % 2)
    raw = RawPose(sequence=replace(pose, time_s=uneven), camera=STILL, n_people=1)
    copied = replace(timing(120), repeats=Repeats(tuple(range(1, 40, 2)), 2.0))
    real, _ = in_real_time(raw, CLIP, copied)
    assert np.ptp(np.diff(real.sequence.time_s)) == pytest.approx(0, abs=1e-9)


def test_a_clip_eight_times_too_slow_falls_as_slowly() -> None:
    pose = Run(rate_hz=240).pose()
    chain = from_the_side(replace(pose, time_s=8 * pose.time_s))
    fall = fall_at_running_pace(chain, SETTINGS, 4.2 / 8)
    assert fall is not None
    assert abs(np.log(fall.slowed / 8)) < 2 * fall.slowed_se_frac
    assert fall_at_running_pace(chain, SETTINGS, float("nan")) is None
