"""Sightings of several people -> tracks, the sprinter among them, and the crop that follows."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.clip import AthleteChoice, parse_athlete_at
from aqvision.core.errors import PoseError
from aqvision.core.skeleton import INDEX, N_LANDMARKS
from aqvision.pose.detect.boxes import Box, cut_out
from aqvision.pose.detect.landmarker import Landmarks
from aqvision.pose.track.athlete import (
    candidates_from_rows,
    candidates_to_rows,
    choose_athlete,
    close_candidates,
    crop_path,
    rank_tracks,
)
from aqvision.pose.track.tracks import (
    Sighting,
    Track,
    distinct,
    extend_tracks,
    join_tracks,
    sighting_from_landmarks,
)

RATE_HZ = 15.0
TIMES_S = np.arange(24) / RATE_HZ
STILL = np.column_stack([TIMES_S, np.zeros(24)])


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


NO_CHOICE = AthleteChoice()


def chosen(tracks: list[Track], choice: AthleteChoice = NO_CHOICE) -> Track:
    people, candidates = rank_tracks(tracks, STILL)
    return people[choose_athlete(people, candidates, choice) - 1]


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
    assert chosen(tracks).sightings[0] == runner(0.0)


def test_runner_is_preferred_to_a_walking_coach() -> None:
    coach = [person(t, 300 + 120 * t, 380.0, 0.15 + 0.05 * np.sin(11 * t)) for t in TIMES_S]
    tracks = follow(coach, [runner(t) for t in TIMES_S if t < 1.2])
    assert chosen(tracks).sightings[0] == runner(0.0)


def test_runner_on_a_treadmill_is_preferred_to_a_bystander() -> None:
    treadmill = [runner(t, speed_px_s=0.0, from_x=400.0) for t in TIMES_S]
    tracks = follow([bystander(t) for t in TIMES_S], treadmill)
    assert chosen(tracks).sightings[0] == treadmill[0]


@pytest.mark.parametrize("n_sightings", [0, 1, 2])
def test_nobody_for_long_enough_is_refused(n_sightings: int) -> None:
    tracks = follow([runner(t) for t in TIMES_S[:n_sightings]])
    with pytest.raises(PoseError, match="no athlete was found") as caught:
        chosen(tracks)
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


@pytest.mark.parametrize(("toe_x", "right"), [(60.0, True), (-60.0, False)])
def test_toes_tell_which_way_somebody_faces(toe_x: float, right: bool) -> None:
    body = _body(250.0, 0.9)
    for side in ("left", "right"):
        body.xy_px[INDEX[f"{side}_foot_index"], 0] += toe_x
    sighting = sighting_from_landmarks(body, 0.0, min_px=60)
    assert sighting is not None
    assert sighting.facing == pytest.approx(2 * toe_x / 250)
    assert Track([sighting]).faces_right is right


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


def test_crop_path_of_a_long_clip_needs_little_memory() -> None:
    many = [person(i / 15, 500.0, 200.0) for i in range(3000)]
    tracemalloc.start()
    crop_path(Track(many), margin_frac=0.35)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5e6  # bytes; all against all would be 72 million


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


def dressed(sighting: Sighting, colour: int) -> Sighting:
    """Give somebody a trunk of one colour."""
    return replace(sighting, colours=np.eye(4)[colour])


def behind_a_tree(from_s: float, to_s: float, before: int = 0, after: int = 0) -> list[Track]:
    """Follow a runner who is hidden for a while and may come out in other colours."""
    seen = [dressed(runner(t), before if t <= from_s else after) for t in TIMES_S]
    return follow([s for s in seen if not from_s < s.time_s < to_s])


def test_pieces_parted_by_a_tree_are_joined() -> None:
    pieces = behind_a_tree(0.4, 1.2)
    assert len(pieces) == 2
    (whole,) = join_tracks(pieces)
    assert (whole.first_s, whole.last_s) == (TIMES_S[0], TIMES_S[-1])


def test_pieces_in_other_colours_are_two_people() -> None:
    assert len(join_tracks(behind_a_tree(0.4, 1.2, before=1, after=2))) == 2


def test_pieces_elsewhere_or_of_other_size_are_two_people() -> None:
    early = [runner(t) for t in TIMES_S if t < 0.5]
    elsewhere = [runner(t, 1000.0, 900.0) for t in TIMES_S if t > 1.1]
    smaller = [person(t, 100 + 1000 * t, 90.0) for t in TIMES_S if t > 1.1]
    assert len(join_tracks([Track(early), Track(elsewhere)])) == 2
    assert len(join_tracks([Track(early), Track(smaller)])) == 2


def test_pieces_at_the_same_time_are_two_people() -> None:
    both = [Track([runner(t) for t in times]) for times in (TIMES_S[:18], TIMES_S[6:])]
    assert len(join_tracks(both)) == 2


def test_wrong_finds_at_the_end_of_a_piece_are_dropped() -> None:
    lost = [runner(t) for t in TIMES_S[:12]] + [person(TIMES_S[12], 700.0, 300.0)]
    (whole,) = join_tracks([Track(lost), Track([runner(t) for t in TIMES_S[12:]])])
    assert whole.sightings == [runner(t) for t in TIMES_S]


def test_each_keeps_the_own_colours_where_two_cross_unseen() -> None:
    right = [dressed(runner(t, 600.0, 200.0), 0) for t in TIMES_S if not 0.6 < t < 1.1]
    left = [dressed(runner(t, -600.0, 1220.0), 1) for t in TIMES_S if not 0.6 < t < 1.1]
    for track in join_tracks(follow(right, left)):
        assert len(track.sightings) == len(right)
        assert len({np.argmax(s.colours) for s in track.sightings if s.colours is not None}) == 1


def test_phantom_displaces_nobody() -> None:
    phantoms = [person(t, 100 + 1000 * t + 130, 150.0) for t in TIMES_S[::5]]
    tracks = follow([runner(t) for t in TIMES_S], phantoms)
    assert max(len(track.sightings) for track in tracks) == 24
    assert len(rank_tracks(tracks, STILL)[1]) == 1


def test_runner_is_preferred_to_one_who_walks_for_long() -> None:
    times = np.arange(120) / RATE_HZ
    walk = [person(t, 100 + 240 * t, 200.0, 0.2 + 0.15 * np.sin(11 * t)) for t in times]
    run = [runner(t) for t in TIMES_S]
    people, _ = rank_tracks([Track(walk), Track(run)], np.column_stack([times, 0 * times]))
    assert people[0].sightings[0] == run[0]


def test_camera_that_follows_does_not_make_the_bystander_run() -> None:
    followed = [replace(runner(t), box=runner(0.0).box) for t in TIMES_S]
    passed = [person(t, 1500.0 - 1000 * t, 200.0, 0.1) for t in TIMES_S]
    background = np.column_stack([TIMES_S, -1000 * TIMES_S])
    people, candidates = rank_tracks([Track(passed), Track(followed)], background)
    assert people[0].sightings == followed
    assert candidates[0].score > 5 * candidates[1].score


def test_runner_from_the_side_is_preferred_to_one_who_comes_on() -> None:
    side_on = [runner(t) for t in TIMES_S]
    frontal = [replace(s, trunk_breadth=0.7) for s in side_on]
    people, _ = rank_tracks([Track(frontal), Track(side_on)], STILL)
    assert people[0].sightings[0].trunk_breadth == 0.0


def two_lanes() -> list[Track]:
    near = [runner(t, 900.0) for t in TIMES_S]
    far = [replace(s, box=Box(s.box.left, 200.0, s.box.right, 400.0)) for s in near]
    return follow(near, far)


def test_choice_by_number_and_by_place() -> None:
    tracks = two_lanes()
    people, candidates = rank_tracks(tracks, STILL)
    assert [c.number for c in candidates] == [1, 2]
    for number in (1, 2):
        box = people[number - 1].sightings[12].box
        x, y = box.center
        assert chosen(tracks, AthleteChoice(track=number)) is people[number - 1]
        assert chosen(tracks, AthleteChoice(at=(x, y, float(TIMES_S[12])))) is people[number - 1]


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (AthleteChoice(track=3), "no track 3"),
        (AthleteChoice(at=(5, 5, 0.5)), "nobody was found at 5,5"),
        (AthleteChoice(at=(550, 700, 9.0)), "at 9 s"),
    ],
)
def test_choice_of_nobody_lists_who_is_there(choice: AthleteChoice, words: str) -> None:
    with pytest.raises(PoseError, match=words) as caught:
        chosen(two_lanes(), choice)
    assert "1: 0.0 to 1.5 s" in caught.value.hint
    assert "2: 0.0 to 1.5 s" in caught.value.hint
    assert "\n" not in caught.value.hint


def test_close_candidates_are_named_and_distant_ones_not() -> None:
    _, lanes = rank_tracks(two_lanes(), STILL)
    assert [c.number for c in close_candidates(lanes, 1)] == [2]
    assert [c.number for c in close_candidates(lanes, 2)] == [1]
    tracks = follow([runner(t) for t in TIMES_S], [bystander(t) for t in TIMES_S])
    _, candidates = rank_tracks(tracks, STILL)
    assert close_candidates(candidates, 1) == ()
    assert [c.number for c in close_candidates(candidates, 2)] == [1]


def test_candidates_survive_being_stored() -> None:
    _, candidates = rank_tracks(two_lanes(), STILL)
    assert candidates_from_rows(candidates_to_rows(candidates)) == candidates
    assert candidates_from_rows(candidates_to_rows(())) == ()


@pytest.mark.parametrize("text", ["", "1,2", "1@2", "1,2,3@4", "a,b@c", "-1,2@3", "1,2@nan"])
def test_place_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(PoseError) as caught:
        parse_athlete_at(text)
    assert "X,Y@TIME" in caught.value.hint


def test_choice_is_written_down_and_never_double() -> None:
    assert str(AthleteChoice()) == ""
    assert str(AthleteChoice(track=2)) == "track 2"
    assert str(parse_athlete_at("640,300.5@2")) == "at 640,300.5@2"
    with pytest.raises(PoseError, match="twice"):
        AthleteChoice(track=1, at=(1, 2, 3))
    with pytest.raises(PoseError, match="no track 0"):
        AthleteChoice(track=0)
