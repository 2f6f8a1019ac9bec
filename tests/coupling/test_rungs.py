"""Clips -> rungs in the order of their speeds, and what makes no ladder."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.core.errors import LibraryError
from aqvision.coupling.rungs import n_speeds, rungs_of
from aqvision.kinematics.quality.summary import withheld_summary
from tests.support.climbs import Climber


def without_speed(clip: Analysis) -> Analysis:
    told = withheld_summary("m/s", "no scale: say how tall the athlete is")
    return replace(clip, metrics={**clip.metrics, "speed_mps": told})


def test_runs_stand_in_the_order_of_their_speeds() -> None:
    rungs = rungs_of(Climber().ladder([9.0, 7.0, 8.0]))
    assert [rung.speed_mps for rung in rungs] == pytest.approx([7.0, 8.0, 9.0])
    assert [rung.run for rung in rungs] == [1, 2, 0]
    assert {rung.section for rung in rungs} == {None}
    assert rungs[0].stance_force_bw == pytest.approx(0.24 / (0.9 / 7), rel=0.05)


def test_a_long_clip_whose_speed_rises_is_cut_every_four_steps() -> None:
    speeds = np.repeat([6.5, 7.5, 8.5, 9.5], 4)
    rungs = rungs_of([Climber(n_steps=16).run(speeds, np.random.default_rng(0))])
    assert [rung.section for rung in rungs] == [0, 1, 2, 3]
    assert [rung.speed_mps for rung in rungs] == pytest.approx([6.5, 7.5, 8.5, 9.5])
    assert [len(rung.analysis.steps) for rung in rungs] == [4, 4, 4, 4]


def test_a_run_at_one_speed_is_not_cut() -> None:
    runs = [Climber(n_steps=16).run([v], np.random.default_rng(0)) for v in (7.0, 8.0, 9.0)]
    assert len(rungs_of(runs)) == 3


def test_two_speeds_are_no_ladder() -> None:
    with pytest.raises(LibraryError, match="three different speeds; here are 2"):
        rungs_of(Climber().ladder([7.0, 7.05, 9.0]))


def test_runs_within_a_metre_a_second_are_no_ladder() -> None:
    with pytest.raises(LibraryError, match=r"within 0\.8 m/s, 8\.0 to 8\.8"):
        rungs_of(Climber().ladder([8.0, 8.4, 8.8]))


def test_without_a_scale_the_reason_is_told() -> None:
    clips = [without_speed(clip) for clip in Climber().ladder([7.0, 8.0, 9.0])]
    with pytest.raises(LibraryError, match=r"here are 0 \(no scale") as caught:
        rungs_of(clips)
    assert "100 % of full effort" in caught.value.hint


def test_speeds_that_differ_as_runs_do_count_once() -> None:
    assert n_speeds([7.0, 7.15, 7.3, 8.0]) == 3
