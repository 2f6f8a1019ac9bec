"""A track -> the part of a frame that pictures show, and the moment they are taken at."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.pose.track.identity import crop_path
from aqvision.pose.track.in_pictures import middle_in_view_s, region_along
from aqvision.pose.track.tracks import Track
from aqvision.video.reader import Video
from tests.support.sighted import TIMES_S, runner

VIDEO = Video(
    path=Path("run.mp4"),
    demuxer="mov",
    codec="h264",
    width_px=1000,
    height_px=1080,
    n_packets=100,
    fps=30.0,
    duration_s=3.0,
    tags={},
)


def test_the_part_holds_a_picture_of_one_and_a_half_bodies_that_is_off_the_path() -> None:
    track = Track([runner(float(t)) for t in TIMES_S])
    region_at = region_along(crop_path(track, 0.0))
    for sighting in track.sightings[3:-3]:
        region = region_at(sighting.time_s)
        assert region is not None
        rows, columns = region
        room = (0.25 + 0.08) * sighting.box.height
        assert rows.start < sighting.box.top - room
        assert rows.stop > sighting.box.bottom + room
        assert columns.start < sighting.box.left - room
        assert columns.stop > sighting.box.right + room


def test_nothing_is_kept_where_nobody_is() -> None:
    track = Track([runner(float(t)) for t in TIMES_S])
    assert region_along(crop_path(track, 0.0))(9.0) is None


def test_the_moment_lies_where_the_body_is_wholly_in_view() -> None:
    track = Track([runner(float(t)) for t in TIMES_S])  # out of a picture of 1000 px at 0.9 s
    assert middle_in_view_s(track, VIDEO) == pytest.approx(0.8, abs=0.1)
    beyond = Track([runner(float(t), from_x=2000.0) for t in TIMES_S])
    assert middle_in_view_s(beyond, VIDEO) == pytest.approx(1.5, abs=0.05)
