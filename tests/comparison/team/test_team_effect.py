"""The effect of a group: told, judged as one family, or withheld with what is missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.comparison.judging import Verdict
from aqvision.comparison.team.team_effect import FEWEST_ATHLETES, TeamEffect, team_effects
from aqvision.comparison.team.team_runs import TeamRun
from aqvision.core.settings import Settings
from validation.team_effects import METRIC, Team, draw_team

SETTINGS = Settings().comparison
NAN = float("nan")


def runs_of(team: Team, seed: int = 0) -> list[TeamRun]:
    return draw_team(team, np.random.default_rng(seed))


def effect_of(runs: list[TeamRun], worthwhile: float = 3.0) -> TeamEffect:
    return team_effects({METRIC: runs}, {METRIC: worthwhile}, SETTINGS)[0]


def test_a_large_change_is_told_and_a_small_one_is_none() -> None:
    runs = runs_of(Team(n_athletes=20, spread=0.5))
    large = effect_of([replace(r, value=r.value + 6.0 * r.is_after) for r in runs]).as_run
    assert large.verdict == Verdict.CHANGED
    assert large.difference.excludes_zero
    assert (large.n_athletes, large.n_runs) == (20, (60, 60))
    small = effect_of([replace(r, value=r.value - 2.0 * r.is_after) for r in runs]).as_run
    assert small.verdict == Verdict.NO_CHANGE
    assert small.difference.at_most < 3.0


def test_others_lie_farther_than_the_mean() -> None:
    told = effect_of(runs_of(Team(n_athletes=12, spread=2.0))).as_run
    assert told.others.low < told.difference.low < told.difference.high < told.others.high
    assert told.spread_sd == pytest.approx(4.5, rel=0.5)


def test_few_athletes_are_told_what_is_missing_and_nothing_else() -> None:
    few = effect_of(runs_of(Team(n_athletes=FEWEST_ATHLETES - 1)))
    for one in (few.as_run, few.same_speed):
        assert one.verdict == Verdict.CANNOT_TELL
        assert np.isnan([one.difference.value, one.difference.low, one.p, one.spread_sd]).all()
        assert f"here are {FEWEST_ATHLETES - 1}" in one.reason
        assert f"it takes {FEWEST_ATHLETES}" in one.reason
    nobody = effect_of([])
    assert "here are 0" in nobody.as_run.reason


def test_without_speeds_it_is_told_as_run_alone() -> None:
    runs = [replace(r, speed_mps=NAN) for r in runs_of(Team(n_athletes=8))]
    found = effect_of(runs)
    assert found.as_run.is_told
    assert not found.same_speed.is_told
    assert "ladder" in found.same_speed.hint


def test_speed_itself_has_no_effect_at_the_same_speed() -> None:
    runs = {"speed_mps": [replace(r, value=8 + r.value / 50) for r in runs_of(Team(n_athletes=8))]}
    found = team_effects(runs, {"speed_mps": 0.2}, SETTINGS)[0]
    assert found.as_run.is_told
    assert found.same_speed.reason == "it is the speed itself"


def test_what_speed_brings_is_no_part_of_the_effect_at_the_same_speed() -> None:
    runs = runs_of(Team(n_athletes=30, speeds="faster", spread=0.2), 1)
    found = effect_of([replace(r, value=r.value + 6 * (r.speed_mps - 8)) for r in runs])
    assert found.same_speed.slope_per_mps == pytest.approx(9.0, abs=2.5)
    gap = found.as_run.difference.value - found.same_speed.difference.value
    assert gap == pytest.approx(9 * 0.15, abs=0.6)


def test_speeds_that_are_alike_need_no_slope() -> None:
    found = effect_of(runs_of(Team(n_athletes=8)))
    assert np.isnan(found.same_speed.slope_per_mps)
    assert found.same_speed.difference == found.as_run.difference


def test_metrics_are_judged_as_one_family() -> None:
    runs = runs_of(Team(n_athletes=10, spread=0.5))
    names = ("trunk_lean_deg", "thigh_range_deg", "shoulder_range_deg")
    alone = effect_of(runs).as_run
    flat = [replace(r, value=r.value - 2.0 * r.is_after) for r in runs]
    together = team_effects(
        {names[0]: runs, names[1]: flat, names[2]: flat}, dict.fromkeys(names, 3.0), SETTINGS
    )[0].as_run
    assert alone.q == pytest.approx(alone.p)
    assert together.q == pytest.approx(min(3 * together.p, 1.0))
