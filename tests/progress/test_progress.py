"""A season as a whole: the parts stand beside each other and agree."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.comparison.compare import compare
from aqvision.comparison.hold_metrics import HOLD_METRICS
from aqvision.progress.progress import Progress
from tests.support.seasons import BLOCKS, SETTINGS, clip, day, hold, season_of

PRIMARIES = ("contact_time_s", "speed_mps")
SHIFTS = (0.0, -0.004, -0.006)


@pytest.fixture(scope="module")
def season() -> Progress:
    clips = [clip(20 * i, contact_time_s=by) for i, by in enumerate(SHIFTS)]
    holds = [hold(20 * i + 2, 9.0 - i) for i in range(3)]
    return season_of(clips, holds, BLOCKS, PRIMARIES)


def test_dates_are_those_of_holds_and_of_sprints(season: Progress) -> None:
    assert season.dates == [day(n) for n in (0, 2, 20, 22, 40, 42)]
    assert season.together == tuple((day(n + 2), day(n)) for n in (0, 20, 40))
    assert (season.n_missing, season.pairs) == (2, ())


def test_the_change_is_what_a_comparison_of_both_ends_says(season: Progress) -> None:
    ends = compare([clip(0)], [clip(40, contact_time_s=SHIFTS[-1])], SETTINGS, (), PRIMARIES)
    assert season.comparison is not None
    found, said = (
        next(c for c in one.changes if c.metric == "contact_time_s")
        for one in (season.comparison, ends)
    )
    assert found.difference == said.difference
    line = season.sprint_lines[0]
    assert (line.dots[0].value, line.dots[-1].value) == pytest.approx(
        (said.before.value, said.after.value)
    )


def test_lengths_are_told_in_one_unit() -> None:
    legs = {**hold(0).numbers, "sway_rms_leg_lengths": (0.008, 0.001)}
    both = [replace(hold(n), numbers=legs) for n in (0, 9)]
    names = {line.name for line in season_of([], both).hold_lines}
    assert "sway_rms_mm" in names
    assert "sway_rms_leg_lengths" not in names
    unscaled = [replace(both[0], numbers={**legs, "sway_rms_mm": (float("nan"),) * 2}), both[1]]
    names = {line.name for line in season_of([], unscaled).hold_lines}
    assert "sway_rms_leg_lengths" in names
    assert "sway_rms_mm" not in names
    assert names <= set(HOLD_METRICS)


def test_holds_or_sprints_alone_make_a_season() -> None:
    alone = season_of([clip(0)], [])
    assert (alone.comparison, alone.hold_lines, alone.pairs) == (None, (), ())
    assert len(alone.sprint_lines) == 6
    assert season_of([], [hold(0)]).sprint_lines == ()
