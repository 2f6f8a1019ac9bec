"""Earlier sessions -> what a day adds, and how it widens the interval of a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.between_days import (
    BetweenDayVariance,
    History,
    gather_history,
    measure_between_days,
    pool_with_default,
)
from aqvision.comparison.compare import Change, compare
from aqvision.comparison.interval import half_width
from aqvision.core.errors import LibraryError
from aqvision.core.settings import ComparisonSettings, Settings
from aqvision.kinematics.metrics.registry import METRICS
from tests.support.ladders import KNEE, WITHHELD, Athlete
from tests.support.scenes import scene_with

SETTINGS = Settings(comparison=ComparisonSettings(n_bootstrap=400))
STEADY = Athlete(clip_sd=0.0, step_sd=0.5, measurement_sd=0.1)
DEFAULT_SD = 7 / (1.96 * 2**0.5)
"""Error of one session that the minimal detectable change of the knee, 7 degrees, stands for."""


def day(
    at_8_mps: float, seed: int = 0, athlete: Athlete = STEADY, n_clips: int = 1
) -> list[Analysis]:
    random = np.random.default_rng(seed)
    return [replace(athlete, at_8_mps=at_8_mps).run(8.0, random) for _ in range(n_clips)]


def between_days(sessions: Sequence[Sequence[Analysis]], **settings: float) -> BetweenDayVariance:
    comparison = replace(SETTINGS.comparison, **settings)
    history = History(tuple(tuple(s) for s in sessions))
    return measure_between_days(METRICS[KNEE], history, ("left", "right"), 240.0, comparison)


def knee(history: Sequence[Sequence[Analysis]], step: float = 0.0) -> Change:
    found = compare(day(110, 1), day(110 + step, 2), SETTINGS, history)
    return next(c for c in found.changes if c.metric == KNEE)


def test_own_sessions_and_default_are_weighed_by_their_degrees_of_freedom() -> None:
    athlete = replace(STEADY, n_steps=12)
    sessions = [day(mean, i, athlete) for i, mean in enumerate((105.0, 110.0, 115.0))]
    found = between_days(sessions)
    own, default = 25.0, DEFAULT_SD**2
    # two degrees of freedom of one's own against the two of the default
    assert found.variance == pytest.approx((2 * own + 2 * default) / 4, rel=0.06)
    assert (found.degrees_of_freedom, found.n_sessions) == (4, 3)
    assert between_days(sessions, session_prior_freedom=0.0).variance == pytest.approx(own, rel=0.1)
    # two sessions count for a third
    two = between_days(sessions[:2])
    assert two.variance == pytest.approx((12.5 + 2 * default) / 3, rel=0.15)


def test_scatter_of_steps_and_clips_is_not_taken_for_that_of_days() -> None:
    """Means of noisy days scatter though the days are alike; the comparison brings that itself."""
    noisy = Athlete(clip_sd=0.0, step_sd=12.0, n_steps=12)
    sessions = [day(110, i, noisy) for i in range(30)]
    assert between_days(sessions, session_prior_freedom=0.0).variance < 5
    scattered = [day(110, i, Athlete(clip_sd=6.0), n_clips=4) for i in range(30)]
    assert between_days(scattered, session_prior_freedom=0.0).variance < 4


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_sessions_change_no_interval(n: int) -> None:
    alone, with_history = knee([]), knee([day(130)] * n)
    assert alone.difference == with_history.difference
    parts = with_history.interval_parts
    assert parts is not None
    assert (parts.between_day_source, parts.n_sessions) == ("default", n)
    assert np.isnan(parts.between_day_sd)


def test_days_that_differ_keep_a_change_within_between_days() -> None:
    steady = [day(110 + d, 10 + d) for d in (0, 1, 0, 1, 0)]
    restless = [day(110 + 7 * d, 20 + d) for d in (-2, -1, 0, 1, 2)]
    assert knee([], 9).verdict == "changed"
    assert knee(steady, 9).verdict == "changed"
    assert knee(restless, 9).verdict == "within noise"
    parts = knee(restless, 9).interval_parts
    assert parts is not None
    assert parts.between_day_source == "own and default"
    assert parts.between_day_sd == pytest.approx(2**0.5 * 9.2, rel=0.15)


@pytest.mark.parametrize("n_sessions", [3, 5, 8])
@pytest.mark.parametrize(("day_sd", "least"), [(1.0, 0.88), (2.5, 0.88), (5.0, 0.8)])
def test_interval_holds_the_truth_between_days_as_often_as_it_says(
    n_sessions: int, day_sd: float, least: float
) -> None:
    """Days calmer than the default, such as it says, and twice as restless.

    The last are drawn to the default; without a history they would be held in one case of three.
    """
    random, within = np.random.default_rng(n_sessions), 0.5
    held, alone = [], []
    for _ in range(1000):
        means = random.normal(0, np.hypot(day_sd, within**0.5), n_sessions)
        days = pool_with_default(means.tolist(), within, 7.0, 2.0)
        change = abs(random.normal(0, np.sqrt(2 * (day_sd**2 + within))))
        held.append(change <= half_width(2 * within, 12, days, 0.9))
        alone.append(change <= half_width(2 * within, 12, BetweenDayVariance(), 0.9))
    assert np.mean(held) >= least
    assert np.mean(alone) < 0.8


def test_few_sessions_are_said() -> None:
    clips = (*day(110), *day(110, 1))
    comparison = SETTINGS.comparison
    one = gather_history([day(110)], clips, comparison).remarks
    two = gather_history([day(110), day(111)], clips, comparison).remarks
    three = gather_history([day(110), day(111), day(112)], clips, comparison).remarks
    assert "takes two sessions" in one[0]
    assert "2 sessions" in two[0]
    assert "33%" in two[0]
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


def test_another_athlete_is_refused() -> None:
    ada, bob = ([replace(c, athlete=name) for c in day(110)] for name in ("Ada", "Bob"))
    with pytest.raises(LibraryError, match="the history holds Bob"):
        gather_history([bob], ada, SETTINGS.comparison)
    assert gather_history([day(110)], ada, SETTINGS.comparison).sessions
