"""The crop that follows; people on it -> the athlete or nobody, and no frame of somebody else."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from aqvision.core.skeleton import INDEX, N_LANDMARKS
from aqvision.core.types import FloatArray
from aqvision.pose.detect.boxes import Box
from aqvision.pose.detect.estimator import DetectedPerson, Landmarks
from aqvision.pose.track.identity import (
    crop_path,
    find_identity_outliers,
    guide_to,
    pick_athlete,
)
from aqvision.pose.track.sightings import Sighting
from aqvision.pose.track.tracks import Track
from tests.support.sighted import TIMES_S, person, runner

RED, BLUE = np.eye(4)[0], np.eye(4)[1]
MEET_S = 1.0


def track(from_x: float, speed: float, colours: FloatArray) -> Track:
    """Run along y = 500; both cross at x = 600 after a second."""
    times = np.arange(31) / 15
    boxes = [Box.square(from_x + speed * t, 500.0, 200.0) for t in times]
    return Track(
        [
            Sighting(time_s=float(t), box=b, foot_spread=0.2, colours=colours)
            for t, b in zip(times, boxes, strict=True)
        ]
    )


def seen(x: float, colours: FloatArray, size: float = 200.0) -> DetectedPerson:
    points = np.linspace(-size / 2, size / 2, N_LANDMARKS)
    xy = np.column_stack([x + points, 500.0 + points])
    return DetectedPerson(Landmarks(xy, np.ones(N_LANDMARKS)), colours)


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
def test_off_the_path_or_of_another_size_is_nobody(person: DetectedPerson) -> None:
    assert pick_athlete([person], 0.4, GUIDE) is None


def test_body_given_twice_is_taken_upright() -> None:
    upright = seen(300.0, RED)
    turned = Landmarks(upright.landmarks.xy_px * [1, -1] + [0, 1000], np.ones(N_LANDMARKS))
    people = [DetectedPerson(turned, RED), upright]
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


def test_only_the_frames_of_somebody_else_are_marked() -> None:
    time_s, xy, crops = _bodies(60)
    assert not find_identity_outliers(time_s, xy, crops).any()
    xy[20:23, :, 0] += 140
    xy[40:42] *= [1, 2.2]
    xy[50] = np.nan
    assert np.flatnonzero(find_identity_outliers(time_s, xy, crops)).tolist() == [
        20,
        21,
        22,
        40,
        41,
    ]


def test_crop_follows_a_steady_run_between_and_beyond_sightings() -> None:
    path = crop_path(Track([runner(t) for t in TIMES_S]), margin_frac=0.35)
    for time_s in (-0.1, 0.0, 0.52, 1.0, 1.5, TIMES_S[-1] + 0.2):
        box = path.at(time_s)
        assert box is not None
        assert box.center == pytest.approx((100 + 1000 * time_s, 700.0))
        assert box.size == pytest.approx(200 * 1.7)
        assert box.right - box.left == pytest.approx(box.height)


def test_there_is_no_crop_when_the_athlete_is_out_of_view() -> None:
    path = crop_path(Track([runner(t) for t in TIMES_S]), margin_frac=0.35)
    assert path.at(-0.5) is None
    assert path.at(TIMES_S[-1] + 0.5) is None


def test_one_small_find_does_not_shrink_the_crop() -> None:
    sightings = [runner(t) for t in TIMES_S]
    sightings[12] = person(TIMES_S[12], sightings[12].box.center[0], 120.0)
    box = crop_path(Track(sightings), margin_frac=0.35).at(float(TIMES_S[12]))
    assert box is not None
    assert box.size == pytest.approx(200 * 1.7)


def test_crop_path_of_a_long_clip_needs_little_memory() -> None:
    many = [person(i / 15, 500.0, 200.0) for i in range(3000)]
    tracemalloc.start()
    crop_path(Track(many), margin_frac=0.35)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5e6  # bytes; all against all would be 72 million
