"""Tracks of known bends -> who lets go, where, and who is first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from aqvision.coupling.couplings import Limb
from aqvision.coupling.letting_go import (
    Evidence,
    LimbOutcome,
    break_grid,
    break_priors,
    judge_limbs,
    own_weights,
    slope_above,
    weigh,
)
from aqvision.coupling.tracks import Track
from tests.support.climbs import CONTACT, SPEEDS_MPS, THIGHS, lagging, track

GRID = break_grid(np.array(SPEEDS_MPS))
RATIO = 0.25


def evidence(*tracks: Track) -> list[Evidence]:
    return [weigh(one, GRID, RATIO, 6.0) for one in tracks]


def judged(arms: Sequence[Track], thighs: Sequence[Track]) -> tuple[LimbOutcome, LimbOutcome]:
    arm, thigh = judge_limbs([(Limb.ARMS, evidence(*arms)), (Limb.THIGHS, evidence(*thighs))])
    return arm, thigh


def thighs(slope: float = 0.0, break_mps: float = 8.4) -> Track:
    return track(lagging(slope, break_mps, 180.0), THIGHS, side=None)


def test_the_grid_begins_at_the_slowest_run_and_half_the_chance_is_there() -> None:
    assert GRID[0] == 6.5
    assert GRID[-1] < 9.5 - 0.1
    assert break_priors(len(GRID)).sum() == pytest.approx(1.0)
    assert break_priors(len(GRID))[0] == 0.5


def test_a_bend_speaks_for_its_speed_and_a_level_line_against_any() -> None:
    bent, level = evidence(track(lagging(20.0)), track(lagging(0.0)))
    assert abs(GRID[int(np.argmax(bent.odds))] - 8.4) < 0.3
    assert bent.odds.max() > 20
    assert level.odds.max() < 1
    assert float(own_weights(level) @ level.chance_below(8.0)) > 0.8
    assert float(own_weights(bent) @ bent.chance_below(8.0)) < 0.1


def test_evidence_does_not_know_the_sign_or_the_unit_of_zero() -> None:
    one, mirrored = evidence(track(lagging(12.0)), track([7 - v for v in lagging(12.0)]))
    assert mirrored.odds == pytest.approx(one.odds)
    assert mirrored.shift == pytest.approx(-one.shift)


def test_the_limb_that_bends_lets_go_and_is_first() -> None:
    arms, still = judged([track(lagging(20.0)), track(lagging(20.0), side="right")], [thighs()])
    assert arms.lets_go > 0.95
    assert arms.first > 0.8
    assert still.lets_go < 0.5
    assert arms.break_mps == pytest.approx(8.4, abs=0.15)
    assert arms.break_low_mps <= 8.4 <= arms.break_high_mps
    assert not arms.is_steady


def test_of_two_that_let_go_the_one_at_the_lower_speed_is_first() -> None:
    arms, legs = judged([track(lagging(25.0, 8.6))] * 2, [thighs(25.0, 7.4)] * 2)
    assert min(arms.lets_go, legs.lets_go) > 0.9
    assert legs.first > 0.8 > arms.first


def test_a_steady_change_is_told_from_one_above_a_speed() -> None:
    steady, _ = judged([track(5 - 10 * np.array(SPEEDS_MPS))] * 2, [thighs()])
    assert steady.is_steady
    assert steady.expected_break_mps == 6.5


def test_one_of_two_tracks_may_show_it_alone() -> None:
    pair = [track(lagging(20.0)), track(lagging(0.0), side="right")]
    arms, _ = judged(pair, [thighs()])
    left, right = arms.shows
    assert left > 0.8
    assert right < 0.3


def test_the_slope_above_has_an_interval_that_holds_it() -> None:
    pair = [track(lagging(20.0)), track(lagging(20.0), side="right")]
    arms, _ = judged(pair, [thighs()])
    found = slope_above(evidence(pair[0])[0], arms, 0.9)
    assert found.value == pytest.approx(-20.0, rel=0.2)
    assert found.low < -20.0 < found.high < 0


def test_contact_that_shortens_as_usual_does_not_let_go() -> None:
    usual, stuck = evidence(
        track([0.9 / v for v in SPEEDS_MPS], CONTACT, step_sd=0.001),
        track([0.9 / min(v, 8.0) for v in SPEEDS_MPS], CONTACT, step_sd=0.001),
    )
    assert usual.odds.max() <= 1.0
    assert stuck.odds.max() > 2.0


def test_without_a_limb_nothing_is_said() -> None:
    assert judge_limbs([]) == ()
