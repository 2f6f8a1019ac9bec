"""Every group of metrics is judged by the rules that grade a measured clip."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.analysis.check import judge_clip
from aqvision.analysis.verdicts import GROUPS, rank_advice
from aqvision.analysis.warnings import warn_of_filming
from aqvision.core.prompts import Prompt
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.kinematics.quality.grades import Conditions, grade_of
from tests.support.checks import NO_DOUBT, SIDE_GROUPS, WELL, facts_of, sampled, verdicts
from tests.support.scenes import conditions_with
from tests.support.synthetic import GOOD


@pytest.mark.parametrize(
    "conditions",
    [
        GOOD,
        conditions_with(GOOD, rate_hz=30),
        conditions_with(GOOD, ground="moving camera"),
        conditions_with(GOOD, view_angle_deg=50),
        conditions_with(GOOD, view="front"),
        conditions_with(GOOD, unsure_legs_frac=0.2),
    ],
)
def test_a_group_is_refused_just_when_all_its_metrics_are_withheld(conditions: Conditions) -> None:
    for group, verdict in verdicts(conditions).items():
        grades = [
            grade_of(m, conditions)[0]
            for m in METRICS.values()
            if GROUPS[group](m) and not m.grows_with_noise
        ]
        assert (verdict == "not") == (set(grades) == {"withheld"}), group


def test_slow_frames_spare_step_frequency() -> None:
    found = verdicts(conditions_with(GOOD, rate_hz=30))
    assert found["contact and flight times"] == "not"
    assert found["angles"] == "limited"
    assert found["step frequency"] == "good"


def test_a_missing_scale_limits_lengths_alone() -> None:
    unscaled = conditions_with(GOOD, scale_se_frac=float("nan"))
    found = judge_clip("run.mp4", facts_of(unscaled), unscaled, sampled(), NO_DOUBT)
    limited = [v for v in found.verdicts if v.verdict == "limited"]
    assert [v.group for v in limited] == ["step length and speed"]
    assert "how tall the athlete is" in limited[0].reason
    assert limited[0].prompts == (Prompt.HEIGHT, Prompt.MARKS)
    assert [a.code for a in found.advice] == ["no_scale"]
    assert found.advice[0].prompts == (Prompt.HEIGHT, Prompt.MARKS)
    assert all(v.prompts == () for v in found.verdicts if v is not limited[0])


def test_poor_pictures_limit_and_do_not_refuse() -> None:
    found = verdicts(GOOD, filming=replace(WELL, athlete_px=120))
    assert {found[group] for group in SIDE_GROUPS} == {"limited"}


def test_what_costs_most_is_advised_first() -> None:
    poor = conditions_with(GOOD, rate_hz=30, view_angle_deg=50, ground="treadmill")
    codes = [w.code for w in rank_advice(poor, warn_of_filming(poor, WELL))]
    assert codes == ["not_side_on", "slow_frame_rate"]
