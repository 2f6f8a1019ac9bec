"""Sightings of several people -> a track for each, across occlusions."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.pose.track.athlete import rank_tracks
from aqvision.pose.track.tracks import Track, join_tracks
from tests.support.sighted import STILL, TIMES_S, bystander, dressed, follow, person, runner


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
