from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
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
from tests.support.turned import seen_turned
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


@pytest.mark.parametrize(("pan_px", "moved"), [(0.1, False), (3.0, True)])
def test_only_a_path_that_moves_the_picture_is_taken_out(pan_px: float, *, moved: bool) -> None:
    still = STEADY.posed()
    pose = still.raw.sequence
    pan = np.degrees(pan_px / 1500) * np.sin(2 * np.pi * 0.1 * pose.time_s)
    seen, path = seen_turned(pose, pan[:, None] * [0.0, 1.0, 0.0], 1500.0)
    raw = replace(still.raw, sequence=seen, camera=CameraMotion(0.2), path=path)
    analysis = analyze_hold(replace(still, raw=raw), Settings())
    assert ("hold_camera_moved" in {w.code for w in analysis.warnings}) is moved
    assert analysis.measures.sway.rms_leg.value == pytest.approx(
        measured().measures.sway.rms_leg.value, rel=0.03
    )


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
