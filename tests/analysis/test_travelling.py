"""A camera that travels beside the athlete: said so, never a treadmill, and no speed is given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.camera.motion import CameraMotion
from aqvision.camera.path import CameraPath
from aqvision.core.clip import Clip
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from tests.support.synthetic import BODY, FEW_DRAWS, Run, analysis_of, provenance
from tests.support.turned import seen_turned

RUN = Run(noise_px=0.5)
FOCAL = RUN.camera.focal_px
MOVES = CameraMotion(0.3)


def beside(times_as_far: float) -> tuple[PoseSequence, CameraPath]:
    """Ride beside the run at its mean speed; the background is so many times as far away."""
    pose = RUN.pose()
    hips = pose.middle("hip")[:, 0]
    shift_px = np.polyval(np.polyfit(pose.time_s, hips, 1), pose.time_s)
    shift_px -= shift_px[0]
    stays = replace(pose, xy_px=pose.xy_px - np.stack([shift_px, 0 * shift_px], axis=1)[:, None])
    # what follows the background takes its passing for a turn
    pan = np.degrees(np.arctan(shift_px / times_as_far / FOCAL))
    return stays, seen_turned(pose, np.column_stack([0 * pan, pan, 0 * pan]), FOCAL)[1]


def measured(pose: PoseSequence, path: CameraPath) -> Analysis:
    timing = Timing(playback_fps=RUN.rate_hz, capture_fps=RUN.rate_hz, evidence=("the file",))
    return analyze_pose(
        RawPose(sequence=pose, camera=MOVES, n_people=1, path=path),
        Clip(Path("run.mp4"), height_m=BODY.height_m),
        timing,
        provenance(),
        Settings(),
        n_draws=FEW_DRAWS,
    )


@pytest.mark.parametrize("times_as_far", [1.5, 8.0])
def test_a_camera_that_travels_along_is_named_and_gives_no_speed(times_as_far: float) -> None:
    analysis = measured(*beside(times_as_far))
    said = {w.code: w for w in analysis.warnings}
    assert "travels along with the athlete" in said["moving_camera"].text
    assert "treadmill" not in said
    for name in ("speed_mps", "step_length_m"):
        assert analysis.metrics[name].confidence == "withheld"
        assert np.isnan(analysis.metrics[name].value)
        assert "camera travels along" in analysis.metrics[name].reason
    assert analysis.metrics["contact_time_s"].confidence == "withheld"
    assert analysis.scene.step_rate_hz == pytest.approx(4.2, abs=0.05)
    still = analysis_of(RUN)
    lean, same = (a.metrics["trunk_lean_deg"].value for a in (analysis, still))
    assert lean == pytest.approx(same, abs=0.5)


def test_a_camera_that_turns_on_the_spot_is_not_said_to_travel() -> None:
    pose = RUN.pose()
    hips = pose.middle("hip")[:, 0]
    pan = np.degrees(np.arctan((hips - hips.mean()) / FOCAL))
    analysis = measured(*seen_turned(pose, np.column_stack([0 * pan, pan, 0 * pan]), FOCAL))
    assert analysis.scene.camera.reason == ""
    assert analysis.metrics["speed_mps"].value == pytest.approx(
        analysis_of(RUN).metrics["speed_mps"].value, rel=0.02
    )


def test_a_belt_before_a_camera_in_a_hand_is_not_said_to_be_travelled_beside() -> None:
    stays, _ = beside(1.0)
    shake = 0.3 * np.sin(2 * np.pi * 1.3 * stays.time_s)
    moved, path = seen_turned(stays, np.column_stack([0.5 * shake, shake, 0 * shake]), FOCAL)
    analysis = measured(moved, path)
    assert analysis.scene.ground == "treadmill"
    assert "moving_camera" not in {w.code for w in analysis.warnings}
