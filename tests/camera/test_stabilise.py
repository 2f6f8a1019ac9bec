"""A run seen by a camera that turns, against the same run seen by one that stands still."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.analysis.store import load_analysis, save_analysis
from aqvision.camera.motion import CameraMotion
from aqvision.camera.panorama import find_panorama, find_skew, mapped
from aqvision.camera.path import CameraPath, no_path
from aqvision.camera.scale import lay_along_lane
from aqvision.camera.stabilise import StillView, view_still
from aqvision.core.clip import Clip
from aqvision.core.errors import CalibrationError
from aqvision.core.marks import Mark, Marks
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.skeleton import INDEX
from aqvision.kinematics.metrics.registry import Grade
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from samples.generator import SideCamera, landmarks_px, simulate_sprint
from tests.support.synthetic import BODY, FEW_DRAWS, STILL, Array, Run, analysis_of, provenance
from tests.support.turned import seen_turned

FOLLOWS = CameraMotion(0.4)
FOCAL = 1000.0
RUN = Run()


def near_run(run: Run = RUN, ahead_m: float = 0.0) -> PoseSequence:
    """See a run from 10 m: a still camera whose picture is as wide as it has to be.

    ``ahead_m`` is how far the camera stands beyond the middle of the run.
    """
    motion = simulate_sprint(run.parameters, BODY, run.start_s + run.time_s)
    y = 10.0 if run.from_left_of_track else -10.0
    camera = SideCamera((run.travel_m / 2 + ahead_m, y, 1.2), FOCAL, 4000, 1080)
    points = landmarks_px(motion, camera)
    points += np.random.default_rng(3).normal(0, run.noise_px, points.shape)
    return PoseSequence(
        time_s=run.time_s,
        xy_px=points,
        visibility=np.ones(points.shape[:2]),
        width_px=4000,
        height_px=1080,
    )


def follow(pose: PoseSequence) -> Array:
    """Turn so that the hips stay in the middle, in degrees about x, y and z."""
    hips = (pose.point("left_hip") + pose.point("right_hip")) / 2
    pan = np.degrees(np.arctan((hips[:, 0] - pose.width_px / 2) / FOCAL))
    tilt = 0.4 * np.sin(2 * np.pi * 1.1 * pose.time_s)
    return np.column_stack([tilt, pan, 0.3 * np.cos(2 * np.pi * 0.8 * pose.time_s)])


def analysed(pose: PoseSequence, path: CameraPath | None) -> Analysis:
    """Measure a pose of a still camera or of one that follows, with the height given."""
    clip = Clip(Path("run.mp4"), height_m=BODY.height_m)
    camera = STILL if path is None else FOLLOWS
    timing = Timing(
        playback_fps=RUN.rate_hz,
        capture_fps=RUN.rate_hz,
        evidence=("the file's presentation times",),
    )
    raw = RawPose(sequence=pose, camera=camera, n_people=1, path=path)
    return analyze_pose(raw, clip, timing, provenance(), Settings(), n_draws=FEW_DRAWS)


@cache
def still_and_followed(from_left: bool) -> tuple[Analysis, Analysis]:
    """Measure one run with both cameras."""
    pose = near_run(replace(RUN, from_left_of_track=from_left))
    moved, path = seen_turned(pose, follow(pose), FOCAL)
    return (
        analysed(pose, None),
        analysed(moved, path),
    )


@pytest.mark.parametrize("from_left", [False, True])
def test_camera_that_follows_measures_what_a_still_one_measures(from_left: bool) -> None:
    still, followed = still_and_followed(from_left)
    assert followed.scene.ground == "track"
    assert followed.scene.camera.turn_deg > 40
    assert "turning_camera" in {w.code for w in followed.warnings}
    assert len(followed.contacts) == len(still.contacts) > 4
    for name, metric in still.metrics.items():
        other = followed.metrics[name]
        assert (other.confidence == Grade.WITHHELD) == (metric.confidence == Grade.WITHHELD), name
        if metric.unit == "deg" and metric.confidence in "AB":
            assert other.value == pytest.approx(metric.value, abs=1.0), name
    for name, tolerance in (("contact_time_s", 0.002), ("step_time_s", 0.002)):
        assert followed.metrics[name].value == pytest.approx(
            still.metrics[name].value, abs=tolerance
        )
    for name in ("speed_mps", "step_length_m"):
        assert followed.metrics[name].value == pytest.approx(still.metrics[name].value, rel=0.01)


def test_stored_analysis_keeps_the_path_and_the_still_picture(tmp_path: Path) -> None:
    _, followed = still_and_followed(False)
    save_analysis(followed, tmp_path)
    found = load_analysis(tmp_path)
    assert found.raw_pose.path is not None
    assert found.raw_pose.sequence.width_px == followed.raw_pose.sequence.width_px
    assert found.pose.width_px == followed.pose.width_px
    # points are stored at single precision
    assert found.still_view.to_picture == pytest.approx(followed.still_view.to_picture, abs=0.01)
    assert replace(found.scene, belt_mps=0.0) == replace(followed.scene, belt_mps=0.0)


def test_foot_on_the_ground_stands_still() -> None:
    _, followed = still_and_followed(False)
    time_s = followed.pose.time_s
    for contact in followed.contacts:
        toe = followed.pose.point(f"{contact.side}_foot_index")[:, 0]
        middle = (time_s > contact.touchdown_s + 0.03) & (time_s < contact.toeoff_s - 0.03)
        # 100 px a metre; the camera turns by some 80 px meanwhile
        assert np.ptp(toe[middle]) < 2.0


def test_without_its_path_a_moving_camera_withholds() -> None:
    pose = near_run()
    moved, _ = seen_turned(pose, follow(pose), FOCAL)
    lost = analysed(moved, no_path(len(moved), "the fog is thick"))
    assert lost.scene.ground == "moving camera"
    assert lost.metrics["speed_mps"].confidence == Grade.WITHHELD
    (warning,) = (w for w in lost.warnings if w.code == "moving_camera")
    assert "the fog is thick" in warning.text
    assert np.isnan(lost.scene.camera.turn_deg)


@pytest.mark.parametrize("ahead_m", [-3.0, 0.0, 2.5])
def test_square_to_the_lane_is_found_from_the_size_of_the_body(ahead_m: float) -> None:
    """The run's middle is seen up to 17 degrees from square: nothing but size can tell."""
    pose = near_run(replace(RUN, noise_px=1.0), ahead_m)
    moved, path = seen_turned(pose, follow(pose), FOCAL)
    panorama = find_panorama(moved, path)
    skew, se = find_skew(panorama, moved)
    hips = panorama.azimuth_rad(mapped(panorama.to_still(skew), moved.xy_px))
    true = np.arctan(
        (pose.xy_px[:, [INDEX["left_hip"], INDEX["right_hip"]], 0].mean(axis=1) - 2000) / FOCAL
    )
    off = float(np.median(hips - true))
    assert abs(np.degrees(off)) < 1.5
    assert abs(off) < 3 * se
    assert np.degrees(se) < 3


def test_bad_focal_length_hardly_matters() -> None:
    """What is measured is a shift in pixels; the lens only bends it."""
    pose = near_run()
    moved, path = seen_turned(pose, follow(pose), FOCAL)
    wrong = replace(path, focal_px=1.05 * path.focal_px, turn=path.turn / 1.05)
    lengths = []
    for one in (path, wrong):
        view = view_still(moved, FOLLOWS, one).sequence
        hips = view.point("left_hip")[:, 0]
        shins = np.linalg.norm(view.point("left_knee") - view.point("left_ankle"), axis=1)
        lengths.append(np.ptp(hips) / np.median(shins))
    assert lengths[1] == pytest.approx(lengths[0], rel=0.01)


def test_known_distance_counts_in_the_first_frame() -> None:
    pose = near_run()
    moved, path = seen_turned(pose, follow(pose), FOCAL)
    metre = pose.xy_px.copy()
    metre[:, 1] = metre[:, 0] + [FOCAL / 10.0, 0.0]  # at the lane's distance of 10 m
    ends = seen_turned(replace(pose, xy_px=metre), follow(pose), FOCAL)[0].xy_px[0, :2]
    assert np.hypot(*(ends[1] - ends[0])) < 0.95 * FOCAL / 10.0  # it is seen askew
    marks = Marks(tuple(Mark(x, y, m, time_s=0.0) for m, (x, y) in enumerate(ends.tolist())))
    clip, size = Clip(Path("run.mp4"), marks=marks), (moved.width_px, moved.height_px)
    found = lay_along_lane(view_still(moved, FOLLOWS, path), clip, size).lane
    assert found is not None
    assert 1 / found.metres_per_px == pytest.approx(FOCAL / 10.0, rel=0.02)
    unseen = replace(path, zoom=np.where(np.arange(len(pose)) == 0, np.nan, path.zoom))
    with pytest.raises(CalibrationError, match="first frame"):
        lay_along_lane(view_still(moved, FOLLOWS, unseen), clip, size)
    view = view_still(moved, FOLLOWS, path)
    assert lay_along_lane(view, Clip(Path("run.mp4")), size) is view


def test_frames_seen_too_obliquely_are_left_out() -> None:
    pose = near_run(ahead_m=-4.5)  # at the end the athlete is 10 m away along the lane
    moved, path = seen_turned(pose, follow(pose), FOCAL)
    view = view_still(moved, FOLLOWS, path)
    hips = np.arctan((pose.point("left_hip")[:, 0] - 2000) / FOCAL)
    oblique = np.degrees(np.abs(hips)) > 37
    square = np.degrees(np.abs(hips)) < 33
    assert oblique.mean() > 0.2
    assert not view.sequence.detected[oblique].any()
    assert view.sequence.detected[square].all()
    assert view.oblique_frac == pytest.approx(oblique.mean(), abs=0.06)


def test_small_shake_is_taken_out_and_the_view_left_as_it_is() -> None:
    pose = RUN.pose()
    turn = follow(pose) * [1.0, 0.0, 1.0]
    moved, path = seen_turned(pose, turn, 3000.0)
    view = view_still(moved, FOLLOWS, path)
    assert view.oblique_frac == 0.0
    still = view.sequence.xy_px - view.sequence.xy_px[0, 0]
    assert np.abs(still - (pose.xy_px - pose.xy_px[0, 0])).max() < 3.0  # a roll of its own is left
    found = analysed(moved, path)
    true = analysis_of(RUN)
    for name in ("contact_time_s", "speed_mps", "step_length_m"):
        assert found.metrics[name].value == pytest.approx(true.metrics[name].value, rel=0.01), name
    assert found.metrics["trunk_lean_deg"].value == pytest.approx(
        true.metrics["trunk_lean_deg"].value, abs=0.5
    )


def test_zoom_is_taken_out() -> None:
    pose = RUN.pose()
    zoom = np.linspace(0.8, 1.0, len(pose))
    moved, path = seen_turned(pose, np.zeros((len(pose), 3)), 3000.0, zoom)
    found = analysed(moved, path)
    true = analysis_of(RUN)
    for name in ("contact_time_s", "speed_mps", "step_length_m"):
        assert found.metrics[name].value == pytest.approx(true.metrics[name].value, rel=0.01), name


def test_points_come_back_into_the_frames_of_the_video() -> None:
    pose = near_run()
    moved, path = seen_turned(pose, follow(pose), FOCAL)
    view = view_still(moved, FOLLOWS, path)
    assert mapped(view.to_picture, view.sequence.xy_px) == pytest.approx(moved.xy_px, abs=1e-6)


def test_still_camera_is_left_alone() -> None:
    pose = RUN.pose()
    view = view_still(pose, STILL, None)
    assert isinstance(view, StillView)
    assert view.sequence is pose
    assert (view.turn_deg, view.oblique_frac, view.track_se_frac, view.reason) == (0, 0, 0, "")
    assert np.isnan(view_still(pose, CameraMotion(0.3), None).turn_deg)


def test_uncertain_square_makes_places_less_certain() -> None:
    pose = near_run(ahead_m=2.5)
    moved, path = seen_turned(pose, follow(pose), FOCAL)
    sure = view_still(moved, FOLLOWS, path).track_se_frac
    drifting = view_still(moved, FOLLOWS, replace(path, drift_px=40.0)).track_se_frac
    assert 0.01 <= sure < 0.04
    assert drifting > sure + 0.02
