"""Runs and effects of a group come out of JSON as they went in."""

from __future__ import annotations

import math

from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.comparison.team.store import (
    NamedRuns,
    effects_from_json,
    effects_to_json,
    runs_from_json,
    runs_to_json,
)
from aqvision.comparison.team.team_effect import GroupEffect, TeamEffect
from aqvision.comparison.team.team_runs import TeamRun

TOLD = GroupEffect(
    difference=Difference(0.25, -0.125, 0.5), se=0.1, degrees_of_freedom=5.5, p=0.04, q=0.08,
    verdict=Verdict.CHANGED, spread_sd=0.3, others=Difference(0.25, -1.0, 1.5),
    slope_per_mps=0.5, n_athletes=7, n_runs=(14, 12),
)  # fmt: skip
WITHHELD = GroupEffect(n_athletes=2, n_runs=(3, 3), reason="it takes 5", hint="run slower too")


def test_effects_come_out_as_they_went_in() -> None:
    effect = TeamEffect(
        metric="speed_mps", worthwhile=0.1, days_sd=0.2, as_run=TOLD, same_speed=WITHHELD
    )
    (again,) = effects_from_json(effects_to_json([effect]))
    assert (again.metric, again.worthwhile, again.days_sd) == ("speed_mps", 0.1, 0.2)
    assert again.as_run == TOLD
    assert str(again.same_speed) == str(WITHHELD)  # NaN is like no other
    assert again.same_speed.verdict is Verdict.CANNOT_TELL


def test_runs_come_out_as_they_went_in() -> None:
    run = TeamRun(athlete="Zoë", is_after=True, value=8.5, se=0.125)
    worthwhile = {"speed_mps": 0.1, "step_length_m": math.nan}
    again = runs_from_json(runs_to_json(NamedRuns({"speed_mps": [run]}, worthwhile)))
    assert str(again.worthwhile) == str(worthwhile)
    (found,) = again.runs["speed_mps"]
    assert (found.athlete, found.is_after, found.value, found.se) == ("Zoë", True, 8.5, 0.125)
    assert math.isnan(found.speed_mps)
