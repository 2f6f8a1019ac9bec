"""A camera that travels beside the athlete: said so, never a treadmill, and no speed is given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.analysis.chain import SideChain, follow_chain
from aqvision.analysis.check import Camera, _conditions, judge_clip
from aqvision.analysis.travelling import LEAST_AT_A_GLANCE, before_background, camera_travels
from aqvision.camera.motion import CameraMotion
from aqvision.camera.path import TRAVELS, CameraPath
from aqvision.core.clip import Clip
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.kinematics.motion import GroundKind
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from tests.support.checks import NO_DOUBT, facts_of, sampled
from tests.support.synthetic import BODY, FEW_DRAWS, GOOD, Run, analysis_of, provenance
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


def seen_by_a_check(run: Run, pose: PoseSequence, background_px: NDArray[np.float64]) -> bool:
    """Ask of frames 40 a second, and of how the background moved ten times a second."""
    raw = RawPose(sequence=pose, camera=MOVES, n_people=1)
    timing = Timing(playback_fps=run.rate_hz, capture_fps=run.rate_hz, evidence=("the file",))
    chain = follow_chain(raw, Clip(Path("run.mp4")), timing, Settings(), sample=True)
    assert isinstance(chain, SideChain)
    path = np.column_stack([pose.time_s, background_px])[::4]
    motion = before_background(chain.motion, pose.time_s, path)
    return camera_travels(MOVES, motion, LEAST_AT_A_GLANCE)


@pytest.mark.parametrize(
    ("times_as_far", "travels"), [(2.0, True), (8.0, True), (1.3, False), (1.0, False)]
)
def test_a_check_tells_a_camera_that_travels_from_one_that_turns(
    times_as_far: float, travels: bool
) -> None:
    """Before a background at the athlete's own distance, all passes as for a camera that turns.

    A check looks at the background more coarsely than a measuring, and says only what is plain.
    """
    run = Run(rate_hz=40.0, noise_px=0.5)
    pose = run.pose()
    hips = pose.middle("hip")[:, 0]
    along_px = np.polyval(np.polyfit(pose.time_s, hips, 1), pose.time_s)
    along_px -= along_px[0]
    stays = replace(pose, xy_px=pose.xy_px - np.stack([along_px, 0 * along_px], axis=1)[:, None])
    background_px = np.asarray(-along_px / times_as_far, dtype=np.float64)
    assert seen_by_a_check(run, stays, background_px) is travels


def test_a_check_says_that_the_camera_travels_and_what_it_costs() -> None:
    scene = replace(
        GOOD.scene,
        ground=GroundKind.MOVING_CAMERA,
        camera=replace(GOOD.scene.camera, reason=TRAVELS),
    )
    seen = replace(sampled(), scene=scene, camera_static=False)
    conditions = _conditions(seen, NO_DOUBT.timing, NO_DOUBT, Settings())
    facts = replace(facts_of(GOOD), camera=Camera.MOVING)
    found = judge_clip("run.mp4", facts, conditions, seen, NO_DOUBT)
    (said,) = [w for w in found.advice if w.code == "moving_camera"]
    assert "travels along" in said.text
    verdict = next(v for v in found.verdicts if v.group == "step length and speed")
    assert verdict.verdict == "not"
    assert "travels along" in verdict.reason


@pytest.mark.parametrize(("pans", "ground"), [(False, "track"), (True, "moving camera")])
def test_before_a_plain_wall_the_feet_tell_whether_the_camera_stood(
    pans: bool, ground: str
) -> None:
    run = Run(rate_hz=40.0, noise_px=0.5)
    pose = run.pose()
    hips = pose.middle("hip")[:, 0]
    along_px = 0.6 * (hips - hips[0]) * pans
    seen = replace(pose, xy_px=pose.xy_px - np.stack([along_px, 0 * along_px], axis=1)[:, None])
    raw = RawPose(sequence=seen, camera=CameraMotion(float("nan")), n_people=1)
    timing = Timing(playback_fps=40, capture_fps=40, evidence=("the file",))
    chain = follow_chain(raw, Clip(Path("run.mp4")), timing, Settings(), sample=True)
    assert chain.scene.ground == ground
