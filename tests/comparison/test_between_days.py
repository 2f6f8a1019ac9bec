"""Earlier sessions -> what a day adds, and how it widens the interval of a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.between_days import (
    History,
    add_history,
    gather_history,
    pool_with_prior,
)
from aqvision.comparison.compare import Change, compare
from aqvision.comparison.interval import half_width
from aqvision.comparison.prior import Prior, prior_of
from aqvision.comparison.variance import welch_satterthwaite
from aqvision.core.errors import LibraryError
from aqvision.core.settings import ComparisonSettings, Settings
from aqvision.kinematics.metrics.registry import METRICS
from tests.support.comparisons import filmed
from tests.support.ladders import KNEE, WITHHELD, Athlete
from tests.support.scenes import scene_with

SETTINGS = Settings()
STEADY = Athlete(clip_sd=0.0, step_sd=0.5, measurement_sd=0.1)
DEFAULT_SD = METRICS[KNEE].variation.day_sd


def day(
    at_8_mps: float, seed: int = 0, athlete: Athlete = STEADY, n_clips: int = 1
) -> list[Analysis]:
    random = np.random.default_rng(seed)
    return [replace(athlete, at_8_mps=at_8_mps).run(8.0, random) for _ in range(n_clips)]


def between_days(sessions: Sequence[Sequence[Analysis]], freedom: float = 6.0) -> Prior:
    history = History(tuple(tuple(s) for s in sessions))
    prior = prior_of(METRICS[KNEE], 110.0, ComparisonSettings(prior_freedom=freedom))
    return add_history(prior, METRICS[KNEE], history, ("left", "right"))


def knee(history: Sequence[Sequence[Analysis]], step: float = 0.0) -> Change:
    found = compare(day(110, 1), day(110 + step, 2), SETTINGS, history)
    return next(c for c in found.changes if c.metric == KNEE)


def test_own_sessions_and_prior_are_weighed_by_their_degrees_of_freedom() -> None:
    athlete = replace(STEADY, n_steps=12)
    sessions = [day(mean, i, athlete) for i, mean in enumerate((105.0, 110.0, 115.0))]
    found = between_days(sessions)
    # what runs vary by is no matter of days
    own, prior = 25.0 - METRICS[KNEE].variation.run_sd ** 2, DEFAULT_SD**2
    assert found.day_variance == pytest.approx((2 * own + 6 * prior) / 8, rel=0.1)
    assert (found.day_freedom, found.n_sessions) == (8, 3)
    assert between_days(sessions, freedom=1.0).day_variance == pytest.approx(
        (2 * own + prior) / 3, rel=0.15
    )
    # two sessions count for a seventh
    assert between_days(sessions[:2]).day_freedom == 7


def test_scatter_of_steps_and_clips_is_not_taken_for_that_of_days() -> None:
    """Means of noisy days scatter though the days are alike; the comparison brings that itself."""
    noisy = Athlete(clip_sd=0.0, step_sd=12.0, n_steps=12)
    sessions = [day(110, i, noisy) for i in range(30)]
    assert between_days(sessions, freedom=1.0).day_variance < 10
    scattered = [day(110, i, Athlete(clip_sd=2.25), n_clips=4) for i in range(30)]
    assert between_days(scattered, freedom=1.0).day_variance < 1


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_sessions_change_no_interval(n: int) -> None:
    alone, with_history = knee([]), knee([day(130)] * n)
    assert alone.difference == with_history.difference
    parts = with_history.interval_parts
    assert parts is not None
    assert (parts.between_day_source, parts.n_sessions) == ("default", n)
    assert parts.between_day_sd == pytest.approx(2**0.5 * DEFAULT_SD)


def test_days_of_the_athlete_decide_what_a_change_is() -> None:
    """Two days of one clip differ by 12 degrees: a change in the steady, none in the restless."""
    steady = [day(110 + d, 10 + d) for d in (0, 1, 0, 1, 0, 1, 0, 1, 0)]
    restless = [day(110 + 7 * d, 20 + d) for d in (-2, -1, 0, 1, 2, -2, -1, 1, 2)]
    assert knee([], 16).verdict == "these runs differ"
    assert knee(steady, 16).verdict == "changed"
    assert knee(restless, 16).verdict == "no change shown"
    parts = knee(restless, 16).interval_parts
    assert parts is not None
    assert parts.between_day_source == "own and default"


@pytest.mark.parametrize("n_sessions", [3, 5, 8])
@pytest.mark.parametrize(("day_sd", "least"), [(1.0, 0.88), (2.25, 0.88), (4.5, 0.75)])
def test_interval_holds_the_truth_between_days_as_often_as_it_says(
    n_sessions: int, day_sd: float, least: float
) -> None:
    """Days calmer than the prior, such as it says, and twice as restless: those are drawn to it."""
    random, within = np.random.default_rng(n_sessions), 0.5
    prior = prior_of(METRICS[KNEE], 110.0, SETTINGS.comparison)
    held = []
    for _ in range(1000):
        means = random.normal(0, np.hypot(day_sd, within**0.5), n_sessions)
        found = pool_with_prior(means.tolist(), within, prior)
        change = abs(random.normal(0, np.sqrt(2 * (day_sd**2 + within))))
        parts = [2 * within, 2 * found.day_variance]
        freedom = welch_satterthwaite(parts, [12, found.day_freedom])
        held.append(change <= half_width(sum(parts) ** 0.5, freedom, 0.9))
    assert np.mean(held) >= least


def test_few_sessions_are_said() -> None:
    clips = (*day(110), *day(110, 1))
    comparison = SETTINGS.comparison
    one = gather_history([day(110)], clips, comparison).remarks
    two = gather_history([day(110), day(111)], clips, comparison).remarks
    three = gather_history([day(110), day(111), day(112)], clips, comparison).remarks
    assert "takes two sessions" in one[0]
    assert "2 sessions" in two[0]
    assert "14%" in two[0]
    assert three == ()
    assert gather_history([], clips, comparison).remarks == ()


def test_a_session_that_may_not_be_compared_is_left_out_and_said() -> None:
    belt = [replace(c, scene=scene_with(c.scene, ground="treadmill")) for c in day(110)]
    found = gather_history([belt, day(110)], day(110), SETTINGS.comparison)
    assert len(found.sessions) == 1
    assert "left out" in found.remarks[0]
    assert "treadmill" in found.remarks[0]


def test_a_session_without_the_metric_does_not_count_for_it() -> None:
    without = [replace(c, metrics={**c.metrics, KNEE: WITHHELD}) for c in day(110)]
    assert between_days([without, day(110), day(111)]).n_sessions == 2


@pytest.mark.parametrize("repeat", ["compared", "twice"])
def test_a_day_given_twice_is_refused(repeat: str) -> None:
    clip, other = day(110), day(111)
    sessions = [clip] if repeat == "compared" else [other, other]
    with pytest.raises(LibraryError, match="given elsewhere"):
        gather_history(sessions, clip, SETTINGS.comparison)


def test_clips_of_one_day_are_one_session_however_they_are_given() -> None:
    one, other, later = day(110, 1), day(111, 2), day(112, 3)
    sessions = [filmed(one, [1]), filmed(other, [1]), filmed(later, [5]), day(113, 4)]
    found = gather_history(sessions, day(110), SETTINGS.comparison)
    assert [len(session) for session in found.sessions] == [2, 1, 1]
    # a folder of several clips of several days as well
    parted = gather_history([filmed(one + later, [1, 5])], day(110), SETTINGS.comparison)
    assert [len(session) for session in parted.sessions] == [1, 1]


def test_a_session_of_a_compared_day_is_refused() -> None:
    with pytest.raises(LibraryError, match="2026-03-01, a day that is compared"):
        gather_history([filmed(day(110, 1), [1])], filmed(day(110), [1]), SETTINGS.comparison)


def test_another_athlete_is_refused() -> None:
    ada, bob = ([replace(c, athlete=name) for c in day(110)] for name in ("Ada", "Bob"))
    with pytest.raises(LibraryError, match="the history holds Bob"):
        gather_history([bob], ada, SETTINGS.comparison)
    assert gather_history([day(110)], ada, SETTINGS.comparison).sessions
