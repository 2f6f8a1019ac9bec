"""A ladder that does not tell -> how many runs would, and where."""

from __future__ import annotations

import numpy as np
import pytest

from aqvision.coupling.more_runs import MOST_RUNS, MoreRuns, runs_to_tell
from aqvision.coupling.verdicts import judge_tracks
from tests.support.climbs import THIGHS, lagging, track

SCATTER = np.array([1.0, -1.5, 0.5, 1.5, -1.5, 0.0])


def asked(slope: float, ratio: float) -> MoreRuns | None:
    """Ask of an athlete whose runs scatter as a variance ratio says."""
    off = ratio**0.5 * 3.5 * SCATTER
    tracks = [
        track(lagging(slope) + off),
        track(lagging(slope) - off, side="right"),
        track(lagging(0.0, level=180.0) + off, THIGHS, side=None),
    ]
    return runs_to_tell(tracks, judge_tracks(tracks, ratio, 6.0), ratio, 6.0)


def test_what_is_told_asks_for_nothing() -> None:
    assert asked(25.0, 0.01) is None
    assert asked(0.0, 0.01) is None


def test_a_likely_letting_go_asks_for_runs_above_where_it_may_begin() -> None:
    more = asked(12.0, 2.0)
    assert more is not None
    assert more.n is not None
    assert 1 <= more.n <= MOST_RUNS
    assert 6.5 <= more.low_mps <= 8.6
    assert more.high_mps == pytest.approx(9.5)


def test_where_nothing_is_seen_to_go_the_fast_third_is_asked_for() -> None:
    more = asked(0.0, 4.0)
    assert more is not None
    assert more.low_mps == pytest.approx(8.5)


def test_noise_that_runs_do_not_average_away_soon_is_told_as_such() -> None:
    more = asked(0.0, 40.0)
    assert more is not None
    assert more.n is None
