"""Tracks -> verdicts that are said only where they are sure."""

from __future__ import annotations

import numpy as np

from aqvision.coupling.couplings import Limb
from aqvision.coupling.tracks import Track
from aqvision.coupling.verdicts import Verdict, judge_tracks
from aqvision.kinematics.metrics.registry import METRICS, Grade
from tests.support.climbs import ARM, CONTACT, SPEEDS_MPS, THIGHS, lagging, track


def body(slope: float, sides: tuple[str, ...] = ("left", "right")) -> list[Track]:
    arms = [track(lagging(slope * (side in sides)), side=side) for side in ("left", "right")]
    return [*arms, track(lagging(0.0, level=180.0), THIGHS, side=None)]


def test_what_lets_go_and_what_holds_is_told() -> None:
    found = judge_tracks(body(20.0), 0.25, 6.0)
    assert [one.verdict for one in found.tracks] == [
        Verdict.LETS_GO, Verdict.LETS_GO, Verdict.HOLDS,
    ]  # fmt: skip
    assert found.first == Limb.ARMS
    assert found.is_told


def test_the_side_that_does_not_lag_is_not_said_to() -> None:
    found = judge_tracks(body(25.0, ("left",)), 0.25, 6.0)
    assert found.tracks[0].verdict == Verdict.LETS_GO
    assert found.tracks[1].verdict != Verdict.LETS_GO


def test_where_all_holds_nothing_is_first() -> None:
    found = judge_tracks(body(0.0), 0.25, 6.0)
    assert {one.verdict for one in found.tracks} == {Verdict.HOLDS}
    assert found.first is None
    assert found.is_told


def test_the_same_lag_in_an_athlete_whose_runs_differ_widely_cannot_be_told() -> None:
    found = judge_tracks(body(12.0), 3.0, 6.0)
    assert found.first is None
    assert found.tracks[0].verdict == Verdict.CANNOT_TELL
    assert not found.is_told


def test_three_speeds_tell_nothing() -> None:
    speeds = (6.5, 8.0, 9.5)
    found = judge_tracks([track([5.0, 5.0, -40.0], speeds_mps=speeds)], 0.25, 6.0)
    assert found.tracks[0].verdict == Verdict.CANNOT_TELL


def test_nothing_is_named_after_what_is_rough_or_repeats_another_or_has_no_limb() -> None:
    rough = track(lagging(25.0), grade=Grade.C)
    repeat = track([v / 1000 for v in lagging(25.0)], "arm_reversal_lag_s", step_sd=0.001)
    contact = track([0.9 / v for v in SPEEDS_MPS], CONTACT)
    found = judge_tracks([rough, repeat, contact], 0.25, 6.0)
    assert [one.counts for one in found.tracks] == [False, True, False]  # the other is too rough
    found = judge_tracks([track(lagging(0.0)), repeat], 0.25, 6.0)
    assert [one.counts for one in found.tracks] == [True, False]


def test_a_small_shift_is_no_letting_go_however_sure() -> None:
    small = METRICS[ARM].mdc_240hz / 3
    found = judge_tracks([track(lagging(small), step_sd=0.01)] * 2, 1e-4, 6.0)
    assert found.tracks[0].verdict == Verdict.HOLDS


def test_ladders_without_a_change_are_seldom_said_to_have_one() -> None:
    random, own = np.random.default_rng(6), METRICS[ARM].variation.run_sd
    said = [
        any(one.verdict == Verdict.LETS_GO for one in judge_tracks(tracks, 1.0, 6.0).tracks)
        for _ in range(40)
        for tracks in (
            [
                track(own * random.standard_normal(6)),
                track(own * random.standard_normal(6), THIGHS, side=None),
            ],
        )
    ]
    assert np.mean(said) <= 0.05


def test_without_tracks_there_is_nothing_to_judge() -> None:
    assert judge_tracks([], 1.0, 6.0).tracks == ()
