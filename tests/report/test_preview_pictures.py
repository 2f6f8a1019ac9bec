"""Pictures to tap in: stills of a part, the film as a strip, and people who are in it together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np
import pytest

from aqvision.core.types import FloatArray, Image
from aqvision.pose.detect.boxes import Box
from aqvision.pose.track.sightings import Sighting
from aqvision.pose.track.survey import Survey
from aqvision.pose.track.tracks import Track
from aqvision.report.preview_pictures import STRIP, write_groups, write_stills, write_strip
from aqvision.video.reader import Video, open_video

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

SIZE, FPS, N = (160, 90), 10.0, 30


@dataclass(frozen=True)
class Seen:
    """Who was seen, and one head in the middle of the picture all the time."""

    tracks: tuple[Track, ...] = ()

    def heads(self) -> FloatArray:
        return np.array([[t / 10, 1, 80.0, 45.0, 20.0] for t in range(N)])


def seen(*tracks: Track) -> Survey:
    return cast("Survey", Seen(tracks))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory, make_video: MakeVideo) -> Video:
    """Film of a chequered field whose brightness rises."""
    chequers = 40 * ((np.indices(SIZE[::-1]).sum(axis=0) // 4) % 2)
    pictures = [np.dstack([chequers + 4 * i] * 3).astype(np.uint8) for i in range(N)]
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    return open_video(make_video(path, pictures, fps=FPS, options={"crf": "10"}))


def read(path: Path) -> Image:
    picture = cv2.imread(str(path))
    assert picture is not None
    return np.asarray(picture, dtype=np.uint8)


def test_stills_are_of_the_part_that_is_meant(film: Video, tmp_path: Path) -> None:
    stills = write_stills(seen(), film, tmp_path, (1.0, 2.0), blur_faces=False)
    assert [time_s for _name, time_s in stills] == pytest.approx([1.0, 1.5, 2.0], abs=0.06)
    assert read(tmp_path / stills[0][0]).shape == (90, 160, 3)


def test_the_strip_shows_the_whole_film_or_what_was_searched_for_heads(
    film: Video, tmp_path: Path
) -> None:
    times = write_strip(seen(), film, tmp_path, (1.0, 2.0), blur_faces=False)
    assert len(times) == 8
    columns = read(tmp_path / STRIP).mean(axis=(0, 2)).reshape(8, -1).mean(axis=1)
    assert (np.diff(columns) > 3).all()
    write_strip(seen(), film, tmp_path, (1.0, 2.0), blur_faces=True)
    shown = read(tmp_path / STRIP).mean(axis=(0, 2)).reshape(8, -1).mean(axis=1)
    outside = [not 1.0 <= time_s <= 2.0 for time_s in times]
    assert shown[outside] == pytest.approx(226, abs=3)
    assert (np.abs(shown[~np.array(outside)] - 226) > 40).all()


def test_heads_are_hidden_where_faces_are_not_to_be_shown(film: Video, tmp_path: Path) -> None:
    spread = []
    for blur_faces in (False, True):
        ((name, _time_s), *_) = write_stills(
            seen(), film, tmp_path, (1.0, 2.0), blur_faces=blur_faces
        )
        spread.append(float(read(tmp_path / name)[38:52, 73:87].std()))
    assert spread[0] > 10 > spread[1]


def track(left: float, first: int, last: int) -> Track:
    box = Box(left, 20.0, left + 20.0, 70.0)
    return Track([Sighting(time_s=t / 10, box=box, foot_spread=0.1) for t in range(first, last)])


def test_people_are_shown_together_and_each_once(film: Video, tmp_path: Path) -> None:
    people = seen(track(10, 2, 16), track(60, 8, 20), track(100, 22, 28))
    alone, pair = sorted(
        write_groups(people, film, tmp_path, blur_faces=False), key=lambda one: len(one.boxes)
    )
    assert sorted(pair.boxes) == [1, 2]
    assert 0.8 <= pair.time_s <= 1.6
    assert sorted(alone.boxes) == [3]
    assert alone.boxes[3] == Box(100 / 160, 20 / 90, 120 / 160, 70 / 90)
    assert (tmp_path / pair.picture).is_file()


def test_nobody_is_in_no_picture(film: Video, tmp_path: Path) -> None:
    assert write_groups(seen(), film, tmp_path, blur_faces=False) == []
