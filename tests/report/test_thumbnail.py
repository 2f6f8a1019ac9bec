"""Small pictures of clips: the athlete is in them, and no face that is to be hidden."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import save_analysis
from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.types import Image
from aqvision.pose.detect.boxes import Box
from aqvision.pose.track.sightings import Sighting
from aqvision.pose.track.survey import Survey
from aqvision.pose.track.tracks import Track
from aqvision.report.thumbnail import (
    NAME,
    SIZE_PX,
    thumbnail_of_clip,
    thumbnail_of_result,
    thumbnail_of_survey,
)
from aqvision.video.reader import open_video
from aqvision.video.repeats import Repeats
from tests.support.grey_clips import PLAYBACK_FPS, small_slow_motion

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

RED = np.array([230, 20, 20])


@pytest.fixture(scope="module")
def measured(
    tmp_path_factory: pytest.TempPathFactory, make_video: MakeVideo
) -> tuple[Analysis, Path]:
    """Give a clip that is grey but for a red spot at the athlete's hip."""
    analysis = small_slow_motion()
    pictures = []
    for points in analysis.pose.xy_px:
        picture = np.full((analysis.pose.height_px, analysis.pose.width_px, 3), 120, np.uint8)
        x, y = (round(float(v)) for v in points[23])
        cv2.circle(picture, (x, y), 5, RED.tolist(), -1)
        pictures.append(picture)
    path = tmp_path_factory.mktemp("thumbnail") / "clip.mp4"
    return analysis, make_video(path, pictures, fps=PLAYBACK_FPS)


def picture_in(folder: Path) -> Image:
    found = cv2.imread(str(folder / NAME))
    assert found is not None
    return np.asarray(found[..., ::-1], np.uint8)


def red_in(rgb: Image) -> np.ndarray:
    """Give the rows and columns that are red."""
    return np.argwhere((rgb[..., 0] > 170) & (rgb[..., 1] < 100))


def test_of_a_result_it_shows_the_athlete_in_the_middle(
    measured: tuple[Analysis, Path], tmp_path: Path
) -> None:
    analysis, path = measured
    save_analysis(analysis, tmp_path / "result")
    thumbnail_of_result(Clip(path), tmp_path / "result", tmp_path)
    rgb = picture_in(tmp_path)
    assert rgb.shape == (SIZE_PX[1], SIZE_PX[0], 3)
    row, column = red_in(rgb).mean(axis=0) / rgb.shape[:2]
    assert (row, column) == pytest.approx((0.5, 0.5), abs=0.15)
    assert (tmp_path / NAME).stat().st_size < 20_000


def test_where_faces_are_hidden_and_nobody_knows_where_there_is_none(
    measured: tuple[Analysis, Path], tmp_path: Path
) -> None:
    analysis, path = measured
    hidden = Clip(path, blur_faces=True)
    save_analysis(analysis, tmp_path / "result")
    thumbnail_of_result(hidden, tmp_path / "result", tmp_path)
    thumbnail_of_clip(hidden, tmp_path)
    others_unknown = replace(analysis, provenance=replace(analysis.provenance, faces_blurred=True))
    save_analysis(others_unknown, tmp_path / "blurred")
    thumbnail_of_result(hidden, tmp_path / "blurred", tmp_path)
    assert not (tmp_path / NAME).exists()
    known = replace(
        others_unknown, raw_pose=replace(analysis.raw_pose, other_heads=np.empty((0, 5)))
    )
    save_analysis(known, tmp_path / "known")
    thumbnail_of_result(hidden, tmp_path / "known", tmp_path)
    assert len(red_in(picture_in(tmp_path))) > 0


def test_of_a_clip_of_which_nothing_is_known_it_is_the_middle_frame(
    measured: tuple[Analysis, Path], tmp_path: Path, make_video: MakeVideo
) -> None:
    pictures = (np.full((100, 200, 3), 10 * n, np.uint8) for n in range(21))
    thumbnail_of_clip(Clip(make_video(tmp_path / "clip.mp4", pictures)), tmp_path)
    assert picture_in(tmp_path).mean() == pytest.approx(100, abs=6)
    (tmp_path / NAME).unlink()
    (tmp_path / "clip.mp4").write_bytes(b"no video")
    thumbnail_of_clip(Clip(tmp_path / "clip.mp4"), tmp_path)
    assert not (tmp_path / NAME).exists()


@pytest.mark.parametrize("blur_faces", [False, True])
def test_of_a_survey_it_shows_whoever_is_the_athlete(
    tmp_path: Path, make_video: MakeVideo, *, blur_faces: bool
) -> None:
    picture = np.full((240, 320, 3), 120, np.uint8)
    picture[70:80, 250:260:2] = RED
    video = open_video(make_video(tmp_path / "clip.mp4", [picture] * 10, fps=10.0))
    boxes = (Box(20.0, 60.0, 80.0, 180.0), Box(225.0, 60.0, 285.0, 180.0))
    heads = (np.empty((0, 3)), np.array([[255.0, 75.0, 12.0]]))
    tracks = tuple(
        Track([Sighting(time_s=0.5, box=box, foot_spread=0.1, head=head)])
        for box, head in zip(boxes, heads, strict=True)
    )
    survey = Survey(
        tracks=tracks,
        candidates=(),
        camera=CameraMotion(0.0),
        repeats=Repeats((), 1.0),
        samples=np.empty((0, 2)),
    )
    thumbnail_of_survey(survey, video, 1, tmp_path, blur_faces=blur_faces)
    first = picture_in(tmp_path).astype(int)
    thumbnail_of_survey(survey, video, 2, tmp_path, blur_faces=blur_faces)
    second = picture_in(tmp_path).astype(int)
    assert np.ptp(first[60:200], axis=(0, 1)).max() < 30
    assert (np.ptp(second, axis=(0, 1)).max() > 60) != blur_faces


def test_a_tall_athlete_in_a_tall_picture_is_shown_whole(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    picture = np.full((320, 180, 3), 120, np.uint8)
    picture[20:40, 80:100] = picture[280:300, 80:100] = RED
    video = open_video(make_video(tmp_path / "clip.mp4", [picture] * 10, fps=10.0))
    track = Track([Sighting(time_s=0.5, box=Box(60.0, 20.0, 120.0, 300.0), foot_spread=0.1)])
    survey = Survey(
        tracks=(track,),
        candidates=(),
        camera=CameraMotion(0.0),
        repeats=Repeats((), 1.0),
        samples=np.empty((0, 2)),
    )
    thumbnail_of_survey(survey, video, 1, tmp_path, blur_faces=False)
    rows = red_in(picture_in(tmp_path))[:, 0]
    assert rows.min() < 30
    assert rows.max() > 180
