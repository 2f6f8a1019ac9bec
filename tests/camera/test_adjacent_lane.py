"""Lanes beside a line of marks, by the row in which feet stand, against cameras that are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from aqvision.camera.adjacent_lane import AdjacentLane, lay_ground, standing_toes
from aqvision.camera.ground_plane import LaneFit, along_m, fit_lane, line_of
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX
from samples.generator import SideCamera
from tests.support.lanes import TOE_UP_M, AskewRun
from tests.support.synthetic import Array, Run, mirrored

SIZE_PX, FOCAL_PX, AWAY_M = (1920, 1080), 2000.0, 15.0
CLICK_PX = 1.9
ALONG_M = np.array([[-4.0, 0.0], [0.0, 0.0], [4.0, 0.0]])
PLACES_M = np.array([[-3.0, 1.22], [3.0, 1.22], [1.0, -2.44]])
SHAKY_PX = np.random.default_rng(5).normal([960, 680], [200, 20], (30, 2))


def camera(yaw_deg: float = 0.0, height_m: float = 1.2) -> SideCamera:
    yaw = np.radians(yaw_deg)
    place = (-AWAY_M * float(np.sin(yaw)), -AWAY_M * float(np.cos(yaw)), height_m)
    return SideCamera(place, FOCAL_PX, *SIZE_PX, yaw_deg=yaw_deg)


def seen(through: SideCamera, places_m: Array, up_m: float = 0.0) -> Array:
    return through.project(np.column_stack([places_m, np.full(len(places_m), up_m)]))


def line_through(through: SideCamera) -> LaneFit:
    return fit_lane(seen(through, ALONG_M), ALONG_M, CLICK_PX)


def beside(through: SideCamera, further_m: float, camera_height_m: float | None) -> AdjacentLane:
    """An athlete of whom the network sees the toes at their usual height above the ground."""
    places = np.column_stack([np.linspace(-4, 4, 30), np.full(30, further_m)])
    toes = seen(through, places, TOE_UP_M)
    return AdjacentLane(
        further_m=further_m,
        toes_px=toes,
        size_px=SIZE_PX,
        click_px=CLICK_PX,
        camera_height_m=camera_height_m,
    )


def off_and_se(through: SideCamera, athlete: AdjacentLane, given: LaneFit) -> tuple[float, float]:
    """By what part six metres on the athlete's line come out wrong, and what is stated of it."""
    across = athlete.further_m
    x = seen(through, np.array([[-3.0, across], [3.0, across]]))[:, 0]
    metres = np.ptp(along_m(line_of(given.homography, across), x))
    return float(metres) / 6 - 1, given.length_se_frac(across, (float(x[0]), float(x[1])))


@pytest.mark.parametrize("height_m", [0.5, 1.2, 4.0])
@pytest.mark.parametrize("turned_deg", [(0, 0, 0), (12, 0, 0), (-25, 4, 0), (8, -6, 5)])
def test_line_lens_and_height_give_the_whole_ground(
    turned_deg: tuple[float, float, float], height_m: float
) -> None:
    """However the camera is turned, tilted and rolled."""
    yaw, pitch, roll = turned_deg
    level = camera(yaw, height_m)
    lens = np.array([[FOCAL_PX, 0, 960], [0, FOCAL_PX, 540], [0, 0, 1.0]])
    askew = Rotation.from_euler("xz", [pitch, roll], degrees=True).as_matrix() @ level.rotation
    away = -askew @ np.array(level.position_m)
    true = lens @ np.column_stack([askew[:, 0], askew[:, 1], away])
    found = lay_ground(line_of(true, 0.0), FOCAL_PX, height_m, SIZE_PX)
    ground = np.column_stack([PLACES_M, np.ones(len(PLACES_M))])
    told, known = (ground @ h.T for h in (found, true))
    assert told[:, :2] / told[:, 2:] == pytest.approx(known[:, :2] / known[:, 2:], abs=1e-6)


@pytest.mark.parametrize("yaw_deg", [0, 12, -25])
@pytest.mark.parametrize("further_m", [-2.44, -1.22, 1.22, 2.44, 6.0])
@pytest.mark.parametrize("height_m", [1.0, 1.4, 3.0])
def test_camera_height_brings_marks_to_another_lane(
    yaw_deg: float, further_m: float, height_m: float
) -> None:
    through = camera(yaw_deg, height_m)
    athlete, line = beside(through, further_m, height_m), line_through(through)
    ground = athlete.ground(line)
    assert ground is not None
    before, _ = off_and_se(through, athlete, line)
    after, se = off_and_se(through, athlete, ground)
    # a slant changes it by up to an eighth
    assert before == pytest.approx(-further_m / (AWAY_M + further_m), abs=0.03)
    assert abs(after) < 0.2 * abs(before)
    assert abs(after) < se < 0.35 * abs(before)


@pytest.mark.parametrize("further_m", [-1.22, 1.22, 2.44])
@pytest.mark.parametrize("height_m", [1.0, 1.2, 1.7])
def test_usual_height_is_less_sure_and_says_so(further_m: float, height_m: float) -> None:
    through = camera(5, height_m)
    line = line_through(through)
    measured, usual = (beside(through, further_m, h) for h in (height_m, None))
    found, guessed = measured.ground(line), usual.ground(line)
    assert found is not None
    assert guessed is not None
    _, sure = off_and_se(through, measured, found)
    off, se = off_and_se(through, usual, guessed)
    before, _ = off_and_se(through, usual, line)
    assert abs(off) < 0.5 * abs(before)
    assert abs(off) < 1.5 * se
    assert se > 1.1 * sure


def test_feet_that_are_two_pixels_off_are_within_what_is_stated() -> None:
    """Two rows are 2 / (height in m * pixels a metre) of the scale."""
    through = camera()
    line, athlete = line_through(through), beside(through, 1.22, 1.2)
    ends = []
    for rows in (-2.0, 2.0):
        ground = replace(athlete, toes_px=athlete.toes_px + np.array([0, rows])).ground(line)
        assert ground is not None
        off, se = off_and_se(through, athlete, ground)
        assert abs(off) < 2 * se
        ends.append(off)
    px_per_m = FOCAL_PX / (AWAY_M + 1.22)
    assert abs(ends[1] - ends[0]) == pytest.approx(4 / (1.2 * px_per_m), rel=0.15)


def test_unsteady_feet_are_less_sure() -> None:
    through = camera()
    line, athlete = line_through(through), beside(through, 1.22, 1.2)
    shaken = athlete.toes_px + np.random.default_rng(3).normal(0, [0, 6], athlete.toes_px.shape)
    steady, unsteady = athlete.ground(line), replace(athlete, toes_px=shaken).ground(line)
    assert steady is not None
    assert unsteady is not None
    assert off_and_se(through, athlete, unsteady)[1] > 1.2 * off_and_se(through, athlete, steady)[1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"further_m": -2.44},  # before the marks instead of behind them
        {"further_m": 0.1},  # so near the marks, and seen so far above them
        {"toes_px": np.empty((0, 2))},
        {"toes_px": SHAKY_PX},
    ],
)
def test_feet_that_contradict_the_lane_correct_nothing(wrong: dict[str, object]) -> None:
    through = camera()
    athlete = beside(through, 2.44, 1.2)
    line = line_through(through)
    assert athlete.ground(line) is not None
    assert replace(athlete, **wrong).ground(line) is None  # type: ignore[arg-type]


def test_copies_of_a_picture_tell_the_same() -> None:
    """In the mirror, at half the size, and standing upright with room above and below."""
    through = camera(8)
    athlete, marks_px = beside(through, 1.22, 1.2), seen(through, ALONG_M)
    ground = athlete.ground(fit_lane(marks_px, ALONG_M, CLICK_PX))
    assert ground is not None
    usual = athlete.toes_px[:, 0].min(), athlete.toes_px[:, 0].max()
    metres = np.ptp(along_m(line_of(ground.homography, 1.22), np.array(usual)))
    copies = (
        (np.diag([-1.0, 1.0]), [1920.0, 0.0], SIZE_PX),
        (np.diag([0.5, 0.5]), [0.0, 0.0], (960, 540)),
        (np.eye(2), [-420.0, 420.0], (1080, 1920)),
    )
    for turn, shift, size_px in copies:
        size = abs(turn[0, 0])
        toes = athlete.toes_px @ turn + shift
        copy = AdjacentLane(
            further_m=1.22,
            toes_px=toes,
            size_px=size_px,
            click_px=CLICK_PX * size,
            camera_height_m=1.2,
        )
        found = copy.ground(fit_lane(marks_px @ turn + shift, ALONG_M, CLICK_PX * size))
        assert found is not None
        ends = np.array([toes[:, 0].min(), toes[:, 0].max()])
        there = np.ptp(along_m(line_of(found.homography, 1.22), ends))
        assert there == pytest.approx(metres, rel=1e-6)


@pytest.mark.parametrize("rate_hz", [60.0, 120.0, 240.0])
def test_toes_that_stand_are_on_the_ground(rate_hz: float) -> None:
    run = AskewRun(0, Run(rate_hz=rate_hz, noise_px=1.0))
    toes = standing_toes(run.pose())
    ground = seen(run.camera, np.array([[5.75, 0.0]]))[0, 1]
    n_stances = len(run.run.contacts)
    assert 3 * n_stances < len(toes) < 0.2 * rate_hz * n_stances
    assert np.quantile(toes[:, 1], 0.75) == pytest.approx(ground, abs=2.5)
    turned = standing_toes(mirrored(run.pose()))
    assert np.sort(turned[:, 1]) == pytest.approx(np.sort(toes[:, 1]))


def test_toe_that_is_lost_for_a_frame_is_no_place() -> None:
    pose = AskewRun(0).pose()
    points = pose.xy_px.copy()
    points[::3, INDEX["right_foot_index"]] = np.nan
    assert np.isfinite(standing_toes(replace(pose, xy_px=points))).all()


def test_who_is_hardly_seen_stands_nowhere() -> None:
    pose = AskewRun(0).pose()
    points = pose.xy_px.copy()
    points[:, INDEX["left_hip"]] = np.nan
    assert len(standing_toes(replace(pose, xy_px=points))) == 0
    short = PoseSequence(
        time_s=pose.time_s[:2],
        xy_px=pose.xy_px[:2],
        visibility=pose.visibility[:2],
        width_px=pose.width_px,
        height_px=pose.height_px,
    )
    assert len(standing_toes(short)) == 0
