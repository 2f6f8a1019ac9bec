"""Tracks of several people -> the sprinter among them, the one who was named, or a refusal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.core.clip import AthleteChoice
from aqvision.core.errors import PoseError
from aqvision.core.prompts import Prompt
from aqvision.pose.detect.boxes import Box
from aqvision.pose.track.athlete import (
    Candidate,
    candidates_from_rows,
    candidates_to_rows,
    choose_athlete,
    close_candidates,
    rank_tracks,
    refuse_crowd,
)
from aqvision.pose.track.tracks import Track
from tests.support.sighted import RATE_HZ, STILL, TIMES_S, bystander, follow, person, runner

NO_CHOICE = AthleteChoice()


def chosen(tracks: list[Track], choice: AthleteChoice = NO_CHOICE) -> Track:
    people, candidates = rank_tracks(tracks, STILL)
    return people[choose_athlete(people, candidates, choice) - 1]


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


def people(*scores: float) -> list[Candidate]:
    return [
        Candidate(
            number=n,
            score=score,
            first_s=0.0,
            last_s=2.0,
            height_px=300.0,
            first_px=(10.0, 500.0),
            last_px=(900.0, 500.0),
            strides=True,
        )
        for n, score in enumerate(scores, 1)
    ]


def test_a_crowd_is_refused_and_an_unequal_pair_is_not() -> None:
    with pytest.raises(PoseError, match="5 people") as caught:
        refuse_crowd(people(1.0, 0.9, 0.8, 0.7, 0.6), 1)
    assert "whom to measure" in caught.value.hint
    refuse_crowd(people(1.0, 0.8, 0.4, 0.3, 0.2), 1)


def test_two_who_score_nearly_alike_are_asked_about_not_guessed_between() -> None:
    """A ladder drill filmed from the front: the wrong one scored 0.09, the runner 0.08."""
    with pytest.raises(PoseError, match="not clear who the athlete is") as caught:
        refuse_crowd(people(0.09, 0.08), 1)
    assert caught.value.prompts == (Prompt.PERSON,)
    assert "1: 0.0 to 2.0 s" in str(caught.value)
    assert "2: 0.0 to 2.0 s" in str(caught.value)
    first, second = people(0.09, 0.08)
    refuse_crowd([first, replace(second, first_s=1.5, last_s=3.5)], 1)  # one after the other
