"""How force changed between clips."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import nan_to_null
from aqvision.comparison.compare import compare
from aqvision.comparison.force_changes import ForceChange, compare_force
from aqvision.comparison.judging import Verdict
from aqvision.comparison.prior import Steadiness
from aqvision.comparison.store import comparison_to_dict
from aqvision.core.settings import Settings
from aqvision.core.splits import Splits, TimingStart
from aqvision.kinematics.force.measure import Force
from aqvision.kinematics.force.profile import ForceVelocity, measure_profile
from aqvision.kinematics.force.quantities import QUANTITIES
from aqvision.kinematics.force.sprint_curve import time_at
from tests.support.comparisons import filmed
from tests.support.synthetic import Run, analysis_of

PLACES = (5.0, 10.0, 20.0, 30.0, 40.0)
OF_PROFILE = [name for name, quantity in QUANTITIES.items() if not quantity.of_spring]


@cache
def timed(top: float, tau: float) -> Analysis:
    """Film some run, and time a sprint by its first movement."""
    splits = Splits(
        distance_m=PLACES,
        time_s=tuple(time_at(np.array(PLACES), top, tau)),
        start=TimingStart.MOVEMENT,
    )
    profile = measure_profile(splits, 75, 1.8)
    assert isinstance(profile, ForceVelocity)
    return replace(analysis_of(Run()), force=Force(velocity=profile, spring_reason="few steps"))


def changes(before: list[Analysis], after: list[Analysis]) -> dict[str, ForceChange]:
    found = compare_force(before, after, Settings().comparison, Steadiness())
    return {change.name: change for change in found}


def days_of(*sprints: tuple[float, float], start: int = 1) -> list[Analysis]:
    clips = [timed(*sprint) for sprint in sprints]
    return filmed(clips, range(start, start + len(clips)))


def test_a_stronger_start_on_several_days_is_a_change() -> None:
    before = days_of((8.5, 1.30), (8.45, 1.31), (8.5, 1.28))
    after = days_of((8.5, 1.05), (8.5, 1.07), (8.55, 1.05), start=11)
    found = changes(before, after)
    assert list(found) == OF_PROFILE
    push, top = found["f0_n_per_kg"], found["top_speed_mps"]
    assert push.verdict is Verdict.CHANGED
    assert push.difference.low > 0
    assert (push.n_before, push.n_after) == (3, 3)
    assert not top.verdict.is_change


def test_the_same_sprint_is_no_change() -> None:
    same = changes(days_of((8.5, 1.2), (8.5, 1.2)), days_of((8.5, 1.2), (8.5, 1.2), start=11))
    assert not any(change.verdict.is_change for change in same.values())
    assert same["f0_n_per_kg"].difference.value == pytest.approx(0, abs=1e-9)


def test_one_clip_a_side_tells_of_runs_only() -> None:
    found = changes([timed(8.0, 1.5)], [timed(10.0, 0.9)])
    assert found["f0_n_per_kg"].verdict is Verdict.RUNS_DIFFER


def test_what_one_side_lacks_is_not_compared() -> None:
    without = replace(timed(8.5, 1.2), force=Force(velocity_reason="no start"))
    assert changes([without], [timed(8.5, 1.2)]) == {}


def test_a_comparison_holds_it_and_so_does_its_file() -> None:
    comparison = compare([timed(8.0, 1.5)], [timed(10.0, 0.9)], Settings())
    written = nan_to_null(comparison_to_dict(comparison))
    rows = json.loads(json.dumps(written, allow_nan=False))["force_changes"]
    assert [row["name"] for row in rows] == OF_PROFILE
    assert rows[0]["low"] < rows[0]["change"] < rows[0]["high"]
