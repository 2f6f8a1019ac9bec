"""Metres along a lane that a camera sees askew, from marks whose truth is known."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import load_analysis, save_analysis
from aqvision.camera.panorama import mapped
from aqvision.camera.scale import lay_along_lane
from aqvision.camera.stabilise import LaneScale, StillView, view_still
from aqvision.core.clip import Clip
from aqvision.core.errors import CalibrationError
from aqvision.core.marks import Mark, Marks
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX
from samples.generator import BEFORE
from tests.camera.test_stabilise import FOCAL, FOLLOWS, follow, near_run
from tests.support.lanes import DISTANCE_M, TOE_UP_M, AskewRun, lengths, on_lane
from tests.support.synthetic import BODY, STILL, Array, Run, mirrored, truth_of
from tests.support.turned import seen_turned

HIPS = [INDEX["left_hip"], INDEX["right_hip"]]
SPEED_MPS = BEFORE.speed_mps
STEP_M = truth_of(BEFORE)["step_length_m"][0]
THREE, TWO_LANES = (
    on_lane(-4, 0, 4),
    (*on_lane(-4, 0, 4, across_m=-1.83), *on_lane(-4, 0, 4, across_m=-0.61)),
)


def marks(yaw_deg: float, *places_m: tuple[float, float], offset_m: float = 0.0) -> Marks:
    return Marks(AskewRun(yaw_deg).marks(*places_m), lane_offset_m=offset_m)


@cache
def seen_askew(yaw_deg: float, places_m: tuple[tuple[float, float], ...]) -> Analysis:
    return AskewRun(yaw_deg).analyze(marks(yaw_deg, *places_m))


def lane_of(yaw_deg: float, given: Marks, height_m: float | None = None) -> LaneScale:
    lane = laid(AskewRun(yaw_deg).pose(), given, height_m).lane
    assert lane is not None
    return lane


def laid(pose: PoseSequence, given: Marks, height_m: float | None = None) -> StillView:
    clip = Clip(Path("run.mp4"), height_m=height_m, marks=given)
    size = (pose.width_px, pose.height_px)
    return lay_along_lane(view_still(pose, STILL, None), clip, size)


@pytest.mark.parametrize(("yaw_deg", "places_m"), [(12, THREE), (25, THREE), (25, TWO_LANES)])
def test_speed_and_step_length_are_true_however_askew(
    yaw_deg: float, places_m: tuple[tuple[float, float], ...]
) -> None:
    found = seen_askew(yaw_deg, places_m)
    assert found.metrics["speed_mps"].value == pytest.approx(SPEED_MPS, rel=0.01)
    assert lengths(found).mean() == pytest.approx(STEP_M, rel=0.01)
    assert lengths(found) == pytest.approx(STEP_M, rel=0.03)
    assert abs(found.scene.scale.perspective_frac) < 2 * found.scene.scale.perspective_se_frac
    assert not {"perspective", "marks_disagree", "other_lane"} & {w.code for w in found.warnings}


def test_two_marks_are_wrong_by_perspective_and_say_so() -> None:
    found = seen_askew(25, on_lane(-4, 4))
    off = lengths(found) / STEP_M - 1
    assert np.ptp(off) > 0.3
    (warned,) = (w for w in found.warnings if w.code == "perspective")
    assert np.abs(off).max() < abs(found.scene.scale.perspective_frac) / 2
    assert f"{abs(found.scene.scale.perspective_frac) / 2:.0%}" in warned.text
    assert "marks of known distance" in warned.hint


def hips_m(view: StillView) -> Array:
    """Where the hips are along the lane, in metres from where they are first."""
    assert view.lane is not None
    x = view.sequence.xy_px[:, HIPS, 0].mean(axis=1) * view.lane.metres_per_px
    return np.asarray(np.abs(x - x[0]))


def test_mirrored_and_smaller_copies_measure_the_same() -> None:
    pose, given = AskewRun(12).pose(), marks(12, *THREE)
    usual = laid(pose, given)
    turned = tuple(replace(m, x_px=pose.width_px - m.x_px) for m in given.places)
    small = tuple(replace(m, x_px=m.x_px / 2, y_px=m.y_px / 2) for m in given.places)
    half = replace(pose, xy_px=pose.xy_px / 2, width_px=960, height_px=540)
    backward = tuple(replace(m, along_m=100 - m.along_m) for m in given.places)
    assert usual.lane is not None
    for copy, places in ((mirrored(pose), turned), (half, small), (pose, backward)):
        found = laid(copy, Marks(places))
        assert found.lane is not None
        assert found.lane.se_frac == pytest.approx(usual.lane.se_frac, rel=0.01)
        assert hips_m(found) == pytest.approx(hips_m(usual), abs=0.003)


def test_middle_of_the_run_stays_as_it_is() -> None:
    pose = AskewRun(20).pose()
    view = laid(pose, marks(20, *THREE))
    back = mapped(view.to_picture, view.sequence.xy_px)
    known = np.isfinite(back)
    assert known.mean() > 0.99
    assert back[known] == pytest.approx(pose.xy_px[known], abs=1e-6)
    hips = pose.xy_px[:, HIPS, 0].mean(axis=1)
    middle = int(np.argmin(np.abs(hips - np.median(hips))))
    for joint in ("left_knee", "right_ankle", "nose"):
        before, after = (
            p.point(joint)[middle] - p.point("left_hip")[middle] for p in (pose, view.sequence)
        )
        assert after == pytest.approx(before, abs=12)


def test_view_is_kept_with_the_analysis(tmp_path: Path) -> None:
    found = seen_askew(12, THREE)
    save_analysis(found, tmp_path)
    again = load_analysis(tmp_path)
    kept, usual = (mapped(a.still_view.to_picture, a.pose.xy_px) for a in (again, found))
    assert kept == pytest.approx(usual, abs=0.01, nan_ok=True)
    assert again.scene.scale.source == "3 marks on a line"


def test_plane_corrects_another_lane_exactly() -> None:
    """The marks count across from the near line; the athlete runs 1.22 m behind it."""
    near = tuple((along, across + 1.22) for along, across in TWO_LANES)
    places = tuple(
        replace(m, across_m=across)
        for m, (_, across) in zip(AskewRun(12).marks(*TWO_LANES), near, strict=True)
    )
    lane = lane_of(12, Marks(places, lane_offset_m=1.22))
    straight = lane_of(12, marks(12, *TWO_LANES))
    assert lane.metres_per_px == pytest.approx(straight.metres_per_px, rel=1e-6)
    assert lane.offset.offset_from == "the ground"


def beside(run: AskewRun, further_m: float, said_m: float | None = None) -> Marks:
    """Lay marks on a line that the athlete runs behind, and say so, or something else."""
    line = run.marks(*on_lane(-4, 0, 4, across_m=-further_m))
    said_m = further_m if said_m is None else said_m
    return Marks(tuple(replace(m, across_m=0.0) for m in line), lane_offset_m=said_m)


# The toes of the run lie 4 mm above the ground, those of a network higher.
SEEN = AskewRun(0, toes_up_m=TOE_UP_M - 0.004)


@pytest.mark.parametrize(("yaw_deg", "further_m"), [(0, 2.44), (15, 1.22), (15, -1.22)])
def test_camera_height_corrects_another_lane(yaw_deg: float, further_m: float) -> None:
    run = replace(SEEN, yaw_deg=yaw_deg)
    told = replace(beside(run, further_m), camera_height_m=1.2)
    not_said = laid(run.pose(), replace(told, lane_offset_m=0.0)).lane
    straight = laid(run.pose(), Marks(run.marks(*THREE))).lane
    found = run.analyze(told)
    assert not_said is not None
    assert straight is not None
    before = not_said.metres_per_px / straight.metres_per_px - 1
    assert before == pytest.approx(-further_m / DISTANCE_M, rel=0.08)
    assert found.metrics["speed_mps"].value == pytest.approx(SPEED_MPS, rel=0.015)
    assert lengths(found).mean() == pytest.approx(STEP_M, rel=0.015)
    assert 0.015 < found.scene.scale.se_frac < 0.035
    assert found.scene.lane.offset_from == "the camera's height"
    assert found.scene.lane.corrected_frac == pytest.approx(1 / (1 + before) - 1, abs=0.02)
    assert "other_lane" not in {w.code for w in found.warnings}


def test_two_marks_are_brought_to_another_lane_as_well() -> None:
    told = beside(SEEN, 1.22)
    two = replace(told, places=(told.places[0], told.places[2]), camera_height_m=1.2)
    lane, straight = laid(SEEN.pose(), two).lane, lane_of(0, marks(0, *THREE))
    assert lane is not None
    assert lane.metres_per_px == pytest.approx(straight.metres_per_px, rel=0.015)


def test_usual_camera_height_corrects_with_a_warning() -> None:
    found = SEEN.analyze(beside(SEEN, 1.22))
    assert found.metrics["speed_mps"].value == pytest.approx(SPEED_MPS, rel=0.02)
    assert found.scene.lane.offset_from == "a usual camera height"
    measured = SEEN.analyze(replace(beside(SEEN, 1.22), camera_height_m=1.2))
    assert found.scene.scale.se_frac > measured.scene.scale.se_frac
    (warned,) = (w for w in found.warnings if w.code == "other_lane")
    assert f"corrected by {found.scene.lane.corrected_frac:.0%}" in warned.text
    assert "how high above the ground the lens stood" in warned.hint


def test_height_stands_in_where_it_is_surer() -> None:
    far = beside(SEEN, 3.66)
    found = SEEN.analyze(far, BODY.height_m)
    assert found.scene.scale.source == "the height"
    assert found.scene.lane.corrected_frac == 0.0
    assert found.metrics["speed_mps"].value == pytest.approx(SPEED_MPS, rel=0.02)
    assert "other_lane" in {w.code for w in found.warnings}
    sure = laid(SEEN.pose(), replace(far, camera_height_m=1.2), BODY.height_m).lane
    assert sure is not None
    assert np.isfinite(sure.metres_per_px)


def test_lane_that_feet_contradict_is_not_corrected_but_stated() -> None:
    """The athlete runs behind the marks and is said to run before them."""
    found = SEEN.analyze(replace(beside(SEEN, 2.44, -2.44), camera_height_m=1.2))
    off = found.metrics["speed_mps"].value / SPEED_MPS - 1
    assert off == pytest.approx(-2.44 / DISTANCE_M, rel=0.02)
    assert abs(off) < found.scene.scale.se_frac < 0.22
    assert found.scene.lane.offset_from == ""
    (warned,) = (w for w in found.warnings if w.code == "other_lane")
    assert "2.44 m in front of the marks, which is not corrected" in warned.text


def test_turning_camera_corrects_a_lane_by_its_lens() -> None:
    pose = near_run()
    moved, path = seen_turned(pose, follow(pose), FOCAL)
    size, clip = (moved.width_px, moved.height_px), Clip(Path("run.mp4"))
    still = view_still(moved, FOLLOWS, path)
    times = (0.0, float(pose.time_s[60]), float(pose.time_s[-1]))
    shown = [
        seen_at(pose, k, along) for k, along in zip((0, 60, -1), (1.0, 4.0, 10.0), strict=True)
    ]
    places = tuple(
        Mark(x, y, along, time_s=t)
        for (x, y), along, t in zip(shown, (1.0, 4.0, 10.0), times, strict=True)
    )
    usual = lay_along_lane(still, replace(clip, marks=Marks(places)), size).lane
    behind = lay_along_lane(still, replace(clip, marks=Marks(places, lane_offset_m=1.0)), size).lane
    assert usual is not None
    assert behind is not None
    assert 1 / usual.metres_per_px == pytest.approx(FOCAL / 10, rel=0.02)
    assert behind.metres_per_px / usual.metres_per_px == pytest.approx(1 + 1.0 / 10, abs=0.005)
    assert behind.offset.offset_from == "the lens"
    assert behind.offset.corrected_frac == pytest.approx(1.0 / 10, abs=0.005)
    untimed = Marks(tuple(replace(m, time_s=None) for m in places))
    with pytest.raises(CalibrationError, match="in which frame") as refused:
        lay_along_lane(still, replace(clip, marks=untimed), size)
    assert "@TIME" in refused.value.hint
    late = Marks((places[0], replace(places[1], time_s=60.0)))
    with pytest.raises(CalibrationError, match="no frame at the time"):
        lay_along_lane(still, replace(clip, marks=late), size)


def seen_at(pose: PoseSequence, frame: int, along_m: float) -> tuple[float, float]:
    """Show a place on the ground in a frame of the camera that follows."""
    points = pose.xy_px.copy()
    middle_m = Run().travel_m / 2
    points[frame, 0] = [2000 + FOCAL / 10 * (along_m - middle_m), 540 + FOCAL / 10 * 1.2]
    x, y = seen_turned(replace(pose, xy_px=points), follow(pose), FOCAL)[0].xy_px[frame, 0].tolist()
    return x, y


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ((Mark(100, 900, 0), Mark(1930, 900, 8)), "outside the picture"),
        ((Mark(100, 900, 0), Mark(900, -3, 8)), "outside the picture"),
        ((Mark(900, 100, 0), Mark(905, 900, 8)), "up the picture"),
        ((Mark(900, 900, 0), Mark(912, 900, 0.1)), "only to"),
        (AskewRun(0).marks((-4, 0), (-2, 0.5), (0, 1.01), (2, 1.5), (4, 2)), "lie on one line"),
        ((Mark(300, 900, 0), Mark(400, 900, 1), Mark(500, 900, 4)), "ends in the distance"),
    ],
)
def test_marks_that_do_not_fit_the_run_are_refused(places: tuple[Mark, ...], words: str) -> None:
    with pytest.raises(CalibrationError, match=words) as refused:
        laid(AskewRun(0).pose(), Marks(places))
    assert refused.value.hint


def test_wrong_mark_among_three_is_seen_by_the_body() -> None:
    """Three marks fit any perspective; that the athlete then changes size tells on them."""
    one, two, three = marks(0, *THREE).places
    found = AskewRun(0).analyze(Marks((one, replace(two, along_m=0.5), three)))
    assert "marks_disagree" in {w.code for w in found.warnings}
