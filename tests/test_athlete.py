"""Sightings of several people -> tracks, the sprinter among them, and the crop that follows."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.errors import PoseError
from aqvision.pose.athlete import (
    Box,
    Sighting,
    Track,
    choose_athlete,
    crop_path,
    cut_out,
    distinct,
    extend_tracks,
    sighting_from_landmarks,
)
from aqvision.pose.landmarker import Landmarks
from aqvision.pose.skeleton import INDEX, N_LANDMARKS

RATE_HZ = 15.0
TIMES_S = np.arange(24) / RATE_HZ


def person(time_s: float, x: float, height_px: float, spread: float = 0.1) -> Sighting:
    """See a person who stands on the line y = 800."""
    box = Box(x - 0.2 * height_px, 800 - height_px, x + 0.2 * height_px, 800.0)
    return Sighting(float(time_s), box, spread)


def runner(time_s: float, speed_px_s: float = 1000.0, from_x: float = 100.0) -> Sighting:
    spread = 0.3 + 0.2 * np.sin(2 * np.pi * 4.2 * time_s)
    return person(time_s, from_x + speed_px_s * time_s, 200.0, float(spread))


def bystander(time_s: float) -> Sighting:
    """See someone twice as tall who sways on the spot."""
    return person(time_s, 900.0 + 5 * np.sin(time_s), 400.0, 0.12)


def follow(*paths: list[Sighting]) -> list[Track]:
    tracks: list[Track] = []
    for time_s in TIMES_S:
        extend_tracks(tracks, [s for path in paths for s in path if s.time_s == time_s])
    return tracks


def test_each_person_becomes_one_track() -> None:
    tracks = follow([runner(t) for t in TIMES_S], [bystander(t) for t in TIMES_S])
    assert sorted(len(track.sightings) for track in tracks) == [24, 24]


def test_two_who_cross_keep_their_tracks() -> None:
    right = [runner(t, 600.0, 200.0) for t in TIMES_S]
    left = [runner(t, -600.0, 1200.0) for t in TIMES_S]
    tracks = [t for t in follow(right, left) if len(t.sightings) > 20]
    travel = sorted(t.sightings[-1].box.center[0] - t.sightings[0].box.center[0] for t in tracks)
    assert travel == pytest.approx([-920.0, 920.0], abs=90)


def test_track_survives_a_short_gap_but_not_a_long_one() -> None:
    short = [runner(t) for t in TIMES_S if not 0.5 < t < 0.9]
    assert len(follow(short)) == 1
    long = [runner(t) for t in TIMES_S if not 0.4 < t < 1.1]
    assert len(follow(long)) == 2


def test_runner_is_preferred_to_a_larger_bystander() -> None:
    tracks = follow([bystander(t) for t in TIMES_S], [runner(t) for t in TIMES_S])
    assert choose_athlete(tracks).sightings[0] == runner(0.0)


def test_runner_is_preferred_to_a_walking_coach() -> None:
    coach = [person(t, 300 + 120 * t, 380.0, 0.15 + 0.05 * np.sin(11 * t)) for t in TIMES_S]
    tracks = follow(coach, [runner(t) for t in TIMES_S if t < 1.2])
    assert choose_athlete(tracks).sightings[0] == runner(0.0)


def test_runner_on_a_treadmill_is_preferred_to_a_bystander() -> None:
    treadmill = [runner(t, speed_px_s=0.0, from_x=400.0) for t in TIMES_S]
    tracks = follow([bystander(t) for t in TIMES_S], treadmill)
    assert choose_athlete(tracks).sightings[0] == treadmill[0]


@pytest.mark.parametrize("n_sightings", [0, 1, 2])
def test_nobody_for_long_enough_is_refused(n_sightings: int) -> None:
    tracks = follow([runner(t) for t in TIMES_S[:n_sightings]])
    with pytest.raises(PoseError, match="no athlete was found") as caught:
        choose_athlete(tracks)
    assert "from the side" in caught.value.hint


def test_repeated_finds_of_one_body_count_once() -> None:
    first, again, other = person(0, 500, 200), person(0, 510, 190), person(0, 700, 200)
    assert distinct([first, again, other]) == [first, other]


def _body(height_px: float, visibility: float) -> Landmarks:
    xy = np.full((N_LANDMARKS, 2), 300.0)
    xy[INDEX["nose"]] = (310, 100)
    xy[INDEX["left_ankle"]] = (280, 100 + height_px)
    xy[INDEX["right_ankle"]] = (330, 100 + height_px / 2)
    return Landmarks(xy, np.full(N_LANDMARKS, visibility))


def test_landmarks_become_a_sighting() -> None:
    sighting = sighting_from_landmarks(_body(250.0, 0.9), 0.2, min_px=60)
    assert sighting == Sighting(0.2, Box(280.0, 100.0, 330.0, 350.0), 50 / 250)


def test_small_and_doubtful_bodies_are_no_sighting() -> None:
    assert sighting_from_landmarks(_body(250.0, 0.2), 0.2, min_px=60) is None
    assert sighting_from_landmarks(_body(250.0, 0.9), 0.2, min_px=260) is None


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


@pytest.mark.parametrize(
    ("center", "side"),
    [
        ((50, 40), 20),
        ((5, 5), 30),
        ((98, 79), 31),
        ((50, 40), 400),
        ((-80, -80), 40),
        ((50, 200), 9),
    ],
)
def test_cut_out_keeps_pixels_and_pads_with_black(center: tuple[int, int], side: int) -> None:
    rgb = np.random.default_rng(0).integers(1, 256, (80, 100, 3)).astype(np.uint8)
    square, (left, top) = cut_out(rgb, Box.square(*center, side))
    assert square.shape == (side, side, 3)
    assert square.flags.c_contiguous
    padded = np.zeros((80 + 2000, 100 + 2000, 3), np.uint8)
    padded[1000:1080, 1000:1100] = rgb
    expected = padded[1000 + top : 1000 + top + side, 1000 + left : 1000 + left + side]
    assert np.array_equal(square, expected)
    assert abs(left + side / 2 - center[0]) <= 1
    assert abs(top + side / 2 - center[1]) <= 1
