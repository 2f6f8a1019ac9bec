"""People in a clip -> one picture of all of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.pose.detect.boxes import Box
from aqvision.pose.track.athlete import Candidate
from aqvision.pose.track.sightings import Sighting
from aqvision.pose.track.survey import Survey
from aqvision.pose.track.tracks import Track
from aqvision.report.contact_sheet import NAME, write_contact_sheet
from aqvision.video.reader import open_video
from aqvision.video.repeats import Repeats

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

SIZE_PX = (240, 320)
GREYS = (60, 200)


def person(number: int, time_s: float) -> tuple[Track, Candidate]:
    track = Track([Sighting(time_s=time_s, box=Box(120.0, 60.0, 200.0, 180.0), foot_spread=0.1)])
    found = Candidate(
        number=number,
        score=0.9,
        first_s=time_s,
        last_s=time_s,
        height_px=120.0,
        first_px=(160.0, 120.0),
        last_px=(160.0, 120.0),
        strides=True,
    )
    return track, found


def test_everybody_has_a_tile_from_the_moment_at_which_they_are_seen(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    """The picture is dark first and bright later; the likeliest athlete is seen later."""
    frames = [np.full((*SIZE_PX, 3), grey, dtype=np.uint8) for grey in GREYS for _ in range(10)]
    clip = open_video(make_video(tmp_path / "clip.mp4", frames, fps=10.0))
    people = [person(1, 1.5), person(2, 0.5)]
    survey = Survey(
        tracks=tuple(track for track, _ in people),
        candidates=tuple(found for _, found in people),
        camera=CameraMotion(0.0),
        repeats=Repeats((), 1.0),
        samples=np.empty((0, 2)),
    )
    path = write_contact_sheet(survey, clip, tmp_path / "new")
    assert path == tmp_path / "new" / NAME
    sheet = cv2.imread(str(path))
    assert sheet is not None
    tiles = np.hsplit(sheet, 2)
    middles = [float(tile[140:180, 140:180].mean()) for tile in tiles]
    assert middles[0] > middles[1] + 100
    # below the picture dark letters stand on white paper
    for tile in tiles:
        assert tile[330:].min() < 100
        assert np.median(tile[330:]) > 250


def test_faces_of_everybody_are_hidden_where_that_is_asked_for(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    picture = np.full((*SIZE_PX, 3), 120, dtype=np.uint8)
    picture[70:80:2, 155:165] = 255
    picture[71:81:2, 155:165] = 0
    clip = open_video(make_video(tmp_path / "clip.mp4", [picture] * 10, fps=10.0))
    track, found = person(1, 0.5)
    head = np.array([[160.0, 75.0, 12.0]])
    track.sightings[0] = replace(track.sightings[0], head=head)
    survey = Survey(
        tracks=(track,),
        candidates=(found,),
        camera=CameraMotion(0.0),
        repeats=Repeats((), 1.0),
        samples=np.empty((0, 2)),
    )
    contrasts = []
    for name, blur_faces in (("open", False), ("hidden", True)):
        path = write_contact_sheet(survey, clip, tmp_path / name, blur_faces=blur_faces)
        sheet = cv2.imread(str(path))
        assert sheet is not None
        # between the number in the corner and the rectangle around the body
        contrasts.append(int(np.ptp(sheet[85:105, 150:170])))
    assert contrasts[0] > 100
    assert contrasts[1] < 30
