from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.analysis.hold import HoldNotes, PosedClip, analyze_hold
from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.settings import Settings
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from tests.support.holds import STEADY, measured
from tests.support.synthetic import Run, provenance
from validation.hold_motions import LEG_M, measure, rigid_like


def codes(*, rigid: bool = False) -> set[str]:
    return {w.code for w in measured(rigid=rigid, noise=1.0).warnings}


def test_a_hold_has_its_notes_its_scale_and_its_facts() -> None:
    said = HoldNotes(load="30 kg", band="red")
    analysis = measure(STEADY, notes=said)
    assert analysis.notes == said
    assert analysis.video.capture_fps == 30.0
    assert analysis.body.metres_per_leg == pytest.approx(LEG_M)
    assert analysis.rigid_clip == ""
    assert measured(noise=1.0, rigid=True).rigid_clip == "rigid.mp4"


def test_an_estimated_floor_is_told_and_a_measured_one_is_not() -> None:
    assert "hold_floor_estimated" in codes()
    assert "hold_floor_estimated" not in codes(rigid=True)


def test_a_rigid_clip_at_another_rate_is_warned_of() -> None:
    beside = rigid_like(replace(STEADY, rate_hz=60.0)).posed(1.0)
    told = analyze_hold(STEADY.posed(1.0), Settings(), rigid=beside).warnings
    (differs,) = (w for w in told if w.code == "hold_rigid_differs")
    assert "frames a second" in differs.text


def test_a_camera_that_moves_is_refused() -> None:
    posed = STEADY.posed()
    moving = replace(posed, raw=replace(posed.raw, camera=CameraMotion(0.2)))
    with pytest.raises(PoseError, match="the camera moves"):
        analyze_hold(moving, Settings())


def test_a_run_is_no_hold() -> None:
    pose = Run().pose()
    run = PosedClip(
        raw=RawPose(sequence=pose, camera=CameraMotion(0.0), n_people=1),
        clip=Clip(Path("run.mp4")),
        timing=Timing(playback_fps=120.0, capture_fps=120.0, evidence=("made",)),
        provenance=provenance(),
    )
    with pytest.raises(PoseError, match="nobody holds a posture"):
        analyze_hold(run, Settings())


def test_slow_motion_is_brought_to_real_time() -> None:
    posed = STEADY.posed()
    slowed = replace(posed, timing=replace(posed.timing, capture_fps=60.0))
    analysis = analyze_hold(slowed, Settings())
    assert analysis.measures.path.duration_s == pytest.approx(10.0)
