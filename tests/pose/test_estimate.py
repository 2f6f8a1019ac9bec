"""Clips -> the points of the athlete that was asked for in every frame, and of nobody else."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from aqvision.core.clip import AthleteChoice
from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import PoseSettings
from aqvision.core.skeleton import INDEX, N_LANDMARKS
from aqvision.core.types import FloatArray, Image
from aqvision.pose.detect.workers import pose_workers
from aqvision.pose.estimate import Progress, RawPose, estimate_pose, show_nothing, survey_clip
from aqvision.pose.track.athlete import choose_athlete, close_candidates
from aqvision.pose.track.survey import Survey
from aqvision.video.reader import Video, open_video, read_frames
from tests.support.synthetic import STILL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import MakeVideo, SampleMoment

pytestmark = pytest.mark.model

SAMPLE = Path(__file__).parents[2] / "samples" / "before.mp4"
QUICK = {"crf": "20", "preset": "veryfast"}
HIPS = [INDEX["left_hip"], INDEX["right_hip"]]
FIRST, LAST, STRIDE = 30, 170, 2
# where the woman's trunk is, read off the pictures by eye
WOMAN_FRAMES = (48, 60, 96, 132, 156, 180, 192)
WOMAN_X_PX = (1505, 1403, 1062, 704, 467, 193, 85)
FPS = 120.0
JOINTS = [
    INDEX[f"{side}_{name}"]
    for side in ("left", "right")
    for name in ("shoulder", "hip", "knee", "ankle")
]


def measure(video: Video, n_workers: int, progress: Progress = show_nothing) -> RawPose:
    with pose_workers(PoseSettings(), "full", n_workers=n_workers) as estimator:
        return estimate_pose(video, estimator, PoseSettings(), progress=progress)


@pytest.fixture(scope="module")
def sprint(
    sample_moments: tuple[SampleMoment, ...],
    make_video: MakeVideo,
    tmp_path_factory: pytest.TempPathFactory,
) -> Video:
    path = tmp_path_factory.mktemp("clips") / "sprint.mp4"
    frames = (moment.rgb for moment in sample_moments)
    return open_video(
        make_video(path, frames, fps=FPS, options={"crf": "18", "preset": "veryfast"})
    )


@pytest.fixture(scope="module")
def reports() -> list[tuple[str, int, int]]:
    return []


@pytest.fixture(scope="module")
def measured(sprint: Video, reports: list[tuple[str, int, int]]) -> RawPose:
    def note(what: str, done: int, total: int) -> None:
        reports.append((what, done, total))

    return measure(sprint, 1, note)


def test_athlete_is_found_in_nearly_every_frame(measured: RawPose) -> None:
    assert len(measured.sequence) == 40
    assert measured.sequence.detected.mean() >= 0.95
    assert np.diff(measured.sequence.time_s) == pytest.approx(1 / FPS, abs=1e-6)
    assert (measured.sequence.width_px, measured.sequence.height_px) == (1920, 1080)


def test_points_are_near_the_truth_in_the_whole_image(
    measured: RawPose, sample_moments: tuple[SampleMoment, ...]
) -> None:
    true = np.array([moment.xy_px for moment in sample_moments])
    off_px = np.linalg.norm(measured.sequence.xy_px - true, axis=2)[:, JOINTS]
    assert np.nanmedian(off_px) < 0.05 * 220  # the athlete is 220 px tall


def test_scene_is_one_person_before_a_still_camera(measured: RawPose) -> None:
    assert measured.n_people == 1
    assert measured.camera.static is True


def test_progress_ends_at_the_last_frame(
    measured: RawPose, reports: list[tuple[str, int, int]]
) -> None:
    assert len(measured.sequence) == 40
    assert {what for what, _, _ in reports} == {"finding the athlete", "measuring the body"}
    assert reports[-1] == ("measuring the body", 40, 40)
    assert all(0 < done <= total for _, done, total in reports)


def test_two_workers_give_exactly_what_one_gives(sprint: Video, measured: RawPose) -> None:
    again = measure(sprint, 2)
    for name in ("time_s", "xy_px", "visibility"):
        one, two = getattr(measured.sequence, name), getattr(again.sequence, name)
        assert np.array_equal(one, two, equal_nan=True), name


def test_clip_without_a_person_is_refused(tmp_path: Path, make_video: MakeVideo) -> None:
    noise = np.random.default_rng(2).integers(60, 120, (24, 240, 320, 3)).astype(np.uint8)
    video = open_video(make_video(tmp_path / "track.mp4", noise, fps=30.0))
    with pytest.raises(PoseError, match="no athlete was found") as caught:
        measure(video, 1)
    assert "from the side" in caught.value.hint
    assert "\n" not in str(caught.value)


def survey_and_poses(path: Path) -> tuple[Survey, list[RawPose]]:
    """Measure everybody in a clip, the likeliest athlete first."""
    with pose_workers(PoseSettings(), "full", n_workers=1) as estimator:
        clip = survey_clip(open_video(path), estimator, PoseSettings())
        return clip.survey, [clip.measure(c.number) for c in clip.survey.candidates]


def measure_all(path: Path) -> list[RawPose]:
    return survey_and_poses(path)[1]


def hips_px(pose: RawPose) -> FloatArray:
    return np.asarray(pose.sequence.xy_px[:, HIPS].mean(axis=1))


@pytest.fixture(scope="module")
def runner() -> list[Image]:
    frames = islice(read_frames(open_video(SAMPLE)), FIRST, LAST, STRIDE)
    return [frame.rgb for frame in frames]


def with_second_runner(runner: list[Image], *, mirrored: bool, lag: int) -> Iterator[Image]:
    """Paste the runner a second time, one lane nearer, coming the other way or behind."""
    empty = np.median(np.array(runner[::7]), axis=0).astype(np.uint8)
    for i, picture in enumerate(runner):
        both = picture.copy()
        if i >= lag:
            other = runner[i - lag]
            moved = np.abs(other.astype(int) - empty).max(axis=2) > 14
            mask = cv2.dilate(moved.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
            if mirrored:
                other, mask = other[:, ::-1], mask[:, ::-1]
            other, mask = np.roll(other, 40, axis=0), np.roll(mask, 40, axis=0)
            both[mask] = other[mask]
        yield both


@pytest.mark.slow
def test_two_who_cross_are_told_apart_in_every_frame(
    runner: list[Image], make_video: MakeVideo, tmp_path: Path
) -> None:
    frames = with_second_runner(runner, mirrored=True, lag=0)
    poses = measure_all(make_video(tmp_path / "cross.mp4", frames, fps=60.0, options=QUICK))
    assert [pose.chosen for pose in poses] == [1, 2]
    directions = set()
    for pose in poses:
        x = hips_px(pose)[:, 0]
        found = pose.sequence.detected
        assert found.mean() > 0.8
        frame = np.arange(len(x))
        slope, start = np.polyfit(frame[found], x[found], 1)
        assert np.abs(x - (start + slope * frame))[found].max() < 50
        assert abs(slope) > 10
        directions.add(np.sign(slope))
    assert directions == {-1.0, 1.0}
    assert [c.number for c in close_candidates(poses[0].candidates, 1)] == [2]


@pytest.mark.slow
def test_runner_in_the_next_lane_does_not_take_over(
    runner: list[Image], make_video: MakeVideo, tmp_path: Path
) -> None:
    frames = with_second_runner(runner, mirrored=False, lag=14)
    poses = measure_all(make_video(tmp_path / "lanes.mp4", frames, fps=60.0, options=QUICK))
    assert len(poses) == 2
    ahead, behind = sorted((hips_px(p) for p in poses), key=lambda x: -np.nanmax(x[:, 0]))
    apart = (ahead - behind)[np.isfinite(ahead[:, 0]) & np.isfinite(behind[:, 0])]
    assert len(apart) > 35
    assert apart[:, 0].min() > 150
    assert apart[:, 1].max() < -10


def with_coach(runner: list[Image]) -> Iterator[Image]:
    """Stand a body twice as tall in front of the lane, before all of the picture's middle."""
    empty = np.median(np.array(runner[::7]), axis=0).astype(np.uint8)
    body = np.abs(runner[20].astype(int) - empty).max(axis=2) > 14
    y, x = np.nonzero(cv2.dilate(body.astype(np.uint8), np.ones((3, 3), np.uint8)))
    cut = (slice(y.min(), y.max() + 1), slice(x.min(), x.max() + 1))
    coach, shape = (
        cv2.resize(a[cut], None, fx=2, fy=2) for a in (runner[20], body.astype(np.uint8))
    )
    height, width = shape.shape
    left, top = (runner[0].shape[1] - width) // 2, runner[0].shape[0] - height - 30
    for picture in runner:
        both = picture.copy()
        both[top : top + height, left : left + width][shape > 0] = coach[shape > 0]
        yield both


@pytest.mark.slow
def test_coach_who_stands_in_front_does_not_capture_the_track(
    runner: list[Image], make_video: MakeVideo, tmp_path: Path
) -> None:
    clip = make_video(tmp_path / "coach.mp4", with_coach(runner), fps=60.0, options=QUICK)
    poses = measure_all(clip)
    athlete = poses[0]
    found = athlete.sequence.detected
    x, y = hips_px(athlete)[found].T
    frame = np.flatnonzero(found)
    slope, start = np.polyfit(frame, x, 1)
    assert abs(slope) > 10
    assert np.abs(x - (start + slope * frame)).max() < 50
    assert np.ptp(y) < 40  # the coach's hips are far lower in the picture
    assert found.mean() > 0.7
    assert frame[0] < 10
    assert frame[-1] > len(found) - 10


@pytest.mark.parametrize(
    "size_px",
    [
        pytest.param((1920, 1080), id="1080p"),
        pytest.param((3840, 2160), id="4K", marks=pytest.mark.slow),
    ],
)
def test_athlete_of_120_px_is_found(
    runner: list[Image], make_video: MakeVideo, tmp_path: Path, size_px: tuple[int, int]
) -> None:
    width, height = size_px
    scale, left, top = 120 / 190, width // 5, height // 2 - 150
    ground = cv2.resize(cv2.GaussianBlur(runner[0], (0, 0), 25), size_px)

    def pictures() -> Iterator[Image]:
        for rgb in runner[10:46]:
            small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            picture = ground.copy()
            picture[top : top + small.shape[0], left : left + small.shape[1]] = small
            yield np.ascontiguousarray(picture[:height, :width], dtype=np.uint8)

    (pose,) = measure_all(make_video(tmp_path / "small.mp4", pictures(), fps=60.0, options=QUICK))
    found = pose.sequence.detected
    assert found.mean() > 0.9
    x, y = hips_px(pose)[found].T
    assert np.diff(x).min() > 0
    assert y.std() < 0.1 * 120
    assert 90 < pose.candidates[0].height_px < 140


@pytest.fixture(scope="module")
def in_the_park() -> tuple[Survey, list[RawPose]]:
    """A woman walks through behind a tree while a man does exercises on a box and jumps off."""
    data = Path(__file__).parents[3] / "shared" / "data" / "real"
    if not data.is_dir():
        pytest.skip("the folder of recorded clips, ../shared/data/real, is not here")
    return survey_and_poses(data / "two_people_walk.mp4")


@pytest.mark.slow
@pytest.mark.real_data
def test_the_one_who_walks_through_is_chosen(in_the_park: tuple[Survey, list[RawPose]]) -> None:
    _, (woman, _) = in_the_park
    found = np.flatnonzero(woman.sequence.detected)
    assert found[0] in range(34, 44)  # comes out from behind the tree
    assert found[-1] in range(190, 206)  # leaves the picture on the left
    missing = set(range(found[0], found[-1])) - set(found)
    assert all(frame > 195 for frame in missing)  # half of her is beyond the edge
    assert len(missing) <= 5
    x, y = hips_px(woman)[found].T
    read_off = (found >= WOMAN_FRAMES[0]) & (found <= WOMAN_FRAMES[-1])
    assert np.abs(x - np.interp(found, WOMAN_FRAMES, WOMAN_X_PX))[read_off].max() < 50
    assert (x[found < WOMAN_FRAMES[0]] > 1480).all()
    assert (x[found > WOMAN_FRAMES[-1]] < 110).all()
    assert not woman.sequence.wholly_in_view[found[-3:]].any()
    assert ((y > 640) & (y < 840)).all()


@pytest.mark.slow
@pytest.mark.real_data
def test_the_one_on_the_box_can_be_chosen_too(in_the_park: tuple[Survey, list[RawPose]]) -> None:
    _, (_, man) = in_the_park
    found = np.flatnonzero(man.sequence.detected)
    assert np.isin(np.arange(140), found).mean() > 0.95  # on the box
    assert np.isin(np.arange(190, 225), found).mean() > 0.9  # after the jump
    x, y = hips_px(man)[found].T
    on_box = found <= 140
    assert ((x > 580) & (x < 860) & (y < 420))[on_box].all()
    assert (x[~on_box] > 660).all()  # the woman is left of 620 px by then
    assert (x[found >= 190] > 1000).all()


@pytest.mark.slow
@pytest.mark.real_data
def test_a_place_in_the_picture_names_one_of_them(
    in_the_park: tuple[Survey, list[RawPose]],
) -> None:
    survey, _ = in_the_park
    for place, number in (((1000, 700, 3.4), 1), ((650, 270, 1.0), 2)):
        choice = AthleteChoice(at=place)
        assert choose_athlete(survey.tracks, survey.candidates, choice) == number


def test_points_alone_come_without_candidates_copies_turn_and_picture() -> None:
    seen = np.ones((3, N_LANDMARKS))
    points = PoseSequence(
        time_s=np.arange(3) / 60,
        xy_px=np.zeros((3, N_LANDMARKS, 2)),
        visibility=seen,
        width_px=640,
        height_px=480,
    )
    raw = RawPose(sequence=points, camera=STILL, n_people=1)
    assert (raw.candidates, raw.chosen, raw.path) == ((), 1, None)
    assert raw.repeats.indices == ()
    assert np.isnan(raw.picture.contrast)
