"""Intervals of many metrics -> verdicts: sizes, families, repeats, few clips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from aqvision.comparison.interval import (
    DaySource,
    Difference,
    Interval,
    IntervalParts,
    half_width,
    p_value,
)
from aqvision.comparison.judging import Judgement, Verdict, judge

PARTS = IntervalParts(
    step_sd=1, run_sd=1, between_day_sd=1, shared_sd=0, measurement_sd=0,
    between_day_source=DaySource.DEFAULT, n_sessions=0, degrees_of_freedom=12,
)  # fmt: skip
PRIMARY, OTHER = "thigh_separation_touchdown_deg", "knee_flexion_peak_deg"
FIVE_MORE = ("speed_mps", "contact_time_s", "shoulder_range_deg", "trunk_lean_deg",
             "arm_leg_phase_deg")  # fmt: skip


def change(value: float, se: float = 1.0) -> Interval:
    return Interval(
        difference=Difference.within(value, half_width(se, 12, 0.9)),
        p=p_value(value, se, 12),
        parts=PARTS,
    )


def judged(
    intervals: Mapping[str, Interval], *, worthwhile: float = 4.0, of_the_athlete: bool = True
) -> dict[str, Judgement]:
    sizes = dict.fromkeys(intervals, worthwhile)
    return judge(intervals, sizes, (PRIMARY, *FIVE_MORE), several_clips=of_the_athlete)


@pytest.mark.parametrize(
    ("value", "se", "verdict"),
    [
        (6.0, 1.0, Verdict.CHANGED),
        (-6.0, 1.0, Verdict.CHANGED),
        (3.9, 0.3, Verdict.CANNOT_TELL),  # sure, but it may be too small to matter
        (6.0, 4.0, Verdict.CANNOT_TELL),
        (1.0, 1.0, Verdict.NO_CHANGE),
        (0.0, 3.0, Verdict.CANNOT_TELL),
    ],
)
def test_a_change_needs_its_size_and_to_be_no_chance(
    value: float, se: float, verdict: Verdict
) -> None:
    assert judged({PRIMARY: change(value, se)})[PRIMARY].verdict == verdict


def test_one_clip_a_side_speaks_of_runs() -> None:
    found = judged({PRIMARY: change(9.0)}, of_the_athlete=False)
    assert found[PRIMARY].verdict == Verdict.RUNS_DIFFER
    assert found[PRIMARY].verdict.is_change
    known = replace(change(9.0), parts=replace(PARTS, n_sessions=2))
    of_days = judged({PRIMARY: known, OTHER: change(9.0)}, of_the_athlete=False)
    assert of_days[PRIMARY].verdict == Verdict.CHANGED
    assert of_days[OTHER].verdict == Verdict.RUNS_DIFFER


def test_what_was_not_named_has_no_verdict_beyond_no_change_shown() -> None:
    assert judged({OTHER: change(3.0, 3.0)})[OTHER].verdict == Verdict.NOT_SHOWN
    assert judged({OTHER: change(9.0)})[OTHER].verdict == Verdict.CHANGED


def test_among_many_a_chance_change_is_none() -> None:
    """The same change, alone and among twenty metrics that did not change."""
    lucky = {OTHER: change(4.5, 1.9)}
    others = ("flight_time_s", "step_length_m", "recovery_time_s", "thigh_range_deg",
              "elbow_mean_deg", "elbow_range_deg")  # fmt: skip
    quiet = {name: change(0.1, 1.0) for name in others}
    assert judged(lucky)[OTHER].verdict == Verdict.CHANGED
    assert judged(lucky | quiet)[OTHER].verdict == Verdict.NOT_SHOWN


def test_families_do_not_weigh_on_each_other() -> None:
    alone = judged({PRIMARY: change(6.0)})[PRIMARY]
    among = judged({PRIMARY: change(6.0), OTHER: change(0.0), "thigh_range_deg": change(0.0)})
    assert among[PRIMARY] == alone


def test_false_changes_among_primaries_are_rare() -> None:
    """Nothing changed: one comparison in ten calls anything, and fewer beyond the size asked."""
    random = np.random.default_rng(3)
    names = (PRIMARY, *FIVE_MORE)
    called = []
    for _ in range(600):
        errors = 2.0 * np.sqrt(random.chisquare(12, len(names)) / 12)
        draws = {n: change(random.normal(0, 2), se) for n, se in zip(names, errors, strict=True)}
        found = judged(draws, worthwhile=2.0)
        called.append(any(f.verdict.is_change for f in found.values()))
    assert np.mean(called) <= 0.13


def test_a_repeat_goes_with_its_metric() -> None:
    repeat = "knee_gap_touchdown_frac"
    found = judged({PRIMARY: change(9.0), repeat: change(5.0)})
    assert found[repeat].represented_by == PRIMARY
    assert found[repeat].verdict == Verdict.CHANGED
    assert np.isnan(found[repeat].q)
    contradicting = judged({PRIMARY: change(9.0), repeat: change(0.0, 3.0)})
    assert contradicting[repeat].verdict == Verdict.NOT_SHOWN
    follows = judged({PRIMARY: change(0.0, 3.0), repeat: change(9.0)})
    assert follows[repeat].verdict == Verdict.NOT_SHOWN
    alone = judged({repeat: change(9.0)})
    assert alone[repeat].represented_by == ""
    assert alone[repeat].verdict == Verdict.CHANGED
