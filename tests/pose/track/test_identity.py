"""People on a crop -> the athlete or nobody; frames in which somebody else slipped in."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.core.skeleton import INDEX, N_LANDMARKS
from aqvision.core.types import FloatArray
from aqvision.pose.detect.appearance import colour_distance, mean_colours, trunk_colours
from aqvision.pose.detect.boxes import Box
from aqvision.pose.detect.landmarker import Landmarks
from aqvision.pose.detect.workers import Seen
from aqvision.pose.track.identity import find_strangers, guide_to, pick_athlete
from aqvision.pose.track.tracks import Sighting, Track

RED, BLUE = np.eye(4)[0], np.eye(4)[1]
MEET_S = 1.0


def track(from_x: float, speed: float, colours: FloatArray) -> Track:
    """Run along y = 500; both cross at x = 600 after a second."""
    times = np.arange(31) / 15
    boxes = [Box.square(from_x + speed * t, 500.0, 200.0) for t in times]
    return Track(
        [Sighting(float(t), b, 0.2, colours=colours) for t, b in zip(times, boxes, strict=True)]
    )


def seen(x: float, colours: FloatArray, size: float = 200.0) -> Seen:
    points = np.linspace(-size / 2, size / 2, N_LANDMARKS)
    xy = np.column_stack([x + points, 500.0 + points])
    return Seen(Landmarks(xy, np.ones(N_LANDMARKS)), colours)


RUNNERS = [track(100.0, 500.0, RED), track(1100.0, -500.0, BLUE)]
GUIDE = guide_to(RUNNERS, 1, 0.35)


def test_the_one_on_the_path_is_taken() -> None:
    person = seen(300.0, RED)
    assert pick_athlete([person, seen(900.0, BLUE)], 0.4, GUIDE) is person.landmarks


def test_where_they_meet_the_colours_decide() -> None:
    athlete, other = seen(600.0, RED), seen(600.0, BLUE)
    assert pick_athlete([other, athlete], MEET_S, GUIDE) is athlete.landmarks
    assert pick_athlete([other], MEET_S, GUIDE) is None


def test_where_nothing_tells_them_apart_nobody_is_taken() -> None:
    twins = [track(100.0, 500.0, RED), track(1100.0, -500.0, RED)]
    guide = guide_to(twins, 1, 0.35)
    assert pick_athlete([seen(600.0, RED)], MEET_S, guide) is None
    assert pick_athlete([seen(450.0, RED)], 0.7, guide) is not None


@pytest.mark.parametrize(
    "person", [seen(450.0, RED), seen(300.0, RED, 50.0), seen(300.0, RED, 500)]
)
def test_off_the_path_or_of_another_size_is_nobody(person: Seen) -> None:
    assert pick_athlete([person], 0.4, GUIDE) is None


def test_body_given_twice_is_taken_upright() -> None:
    upright = seen(300.0, RED)
    turned = Landmarks(upright.landmarks.xy_px * [1, -1] + [0, 1000], np.ones(N_LANDMARKS))
    people = [Seen(turned, RED), upright]
    assert pick_athlete(people, 0.4, GUIDE) is upright.landmarks
    assert pick_athlete(people[:1], 0.4, GUIDE) is None


def test_out_of_the_athletes_time_there_is_nobody() -> None:
    assert pick_athlete([seen(1500.0, RED)], 9.0, GUIDE) is None


def test_second_find_of_the_own_body_is_no_rival() -> None:
    again = track(110.0, 500.0, RED)
    assert guide_to([RUNNERS[0], again], 1, 0.35).others == ()


def _bodies(n: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    time_s = np.arange(n) / 60
    xy = np.zeros((n, N_LANDMARKS, 2))
    xy[:, :, 0] = (300 * time_s)[:, None]
    xy[:, [INDEX["left_hip"], INDEX["right_hip"]], 1] = 60.0
    return time_s, xy, np.column_stack([300 * time_s, np.full(n, 30.0), np.full(n, 340.0)])


def test_only_the_frames_of_a_stranger_are_marked() -> None:
    time_s, xy, crops = _bodies(60)
    assert not find_strangers(time_s, xy, crops).any()
    xy[20:23, :, 0] += 140
    xy[40:42] *= [1, 2.2]
    xy[50] = np.nan
    assert np.flatnonzero(find_strangers(time_s, xy, crops)).tolist() == [20, 21, 22, 40, 41]


def _trunk(colour: tuple[int, int, int]) -> FloatArray:
    rgb = np.full((120, 80, 3), 90, np.uint8)
    rgb[30:90, 25:55] = colour
    xy = np.zeros((N_LANDMARKS, 2))
    for joint, y in (("shoulder", 35.0), ("hip", 85.0)):
        xy[[INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]]] = [(38.0, y), (42.0, y)]
    return trunk_colours(rgb, xy)


def test_colours_tell_shirts_apart_and_shades_not() -> None:
    red, darker, blue = _trunk((200, 40, 40)), _trunk((180, 38, 36)), _trunk((30, 60, 190))
    assert colour_distance(red, red) == pytest.approx(0.0, abs=1e-6)
    assert colour_distance(red, darker) < 0.4
    assert colour_distance(red, blue) > 0.8
    assert colour_distance(mean_colours([red, red]), red) == pytest.approx(0.0, abs=1e-6)


def test_trunk_outside_the_picture_has_colours_too() -> None:
    rgb = np.full((50, 50, 3), 90, np.uint8)
    assert np.isfinite(trunk_colours(rgb, np.full((N_LANDMARKS, 2), 400.0))).all()
