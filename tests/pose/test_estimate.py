"""A short clip -> the athlete's points in every frame, whatever the number of workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.core.errors import PoseError
from aqvision.core.settings import PoseSettings
from aqvision.core.skeleton import INDEX
from aqvision.pose.estimate import RawPose, estimate_pose
from aqvision.video.reader import Video, open_video

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVideo, SampleMoment

pytestmark = pytest.mark.model

FPS = 120.0
JOINTS = [
    INDEX[f"{side}_{name}"]
    for side in ("left", "right")
    for name in ("shoulder", "hip", "knee", "ankle")
]


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

    return estimate_pose(sprint, "full", PoseSettings(), note, n_workers=1)


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
    again = estimate_pose(sprint, "full", PoseSettings(), lambda *_: None, n_workers=2)
    for name in ("time_s", "xy_px", "visibility"):
        one, two = getattr(measured.sequence, name), getattr(again.sequence, name)
        assert np.array_equal(one, two, equal_nan=True), name


def test_clip_without_a_person_is_refused(tmp_path: Path, make_video: MakeVideo) -> None:
    noise = np.random.default_rng(2).integers(60, 120, (24, 240, 320, 3)).astype(np.uint8)
    video = open_video(make_video(tmp_path / "track.mp4", noise, fps=30.0))
    with pytest.raises(PoseError, match="no athlete was found") as caught:
        estimate_pose(video, "full", PoseSettings(), lambda *_: None, n_workers=1)
    assert "from the side" in caught.value.hint
    assert "\n" not in str(caught.value)
