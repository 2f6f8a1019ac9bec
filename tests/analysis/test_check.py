"""The check of a clip: verdicts that agree with the grades, advice in order, a table."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from aqvision.analysis.check import _check_clock, _facts, check_to_dict, judge_clip
from aqvision.analysis.shots import warn_of_cuts
from aqvision.analysis.verdicts import Suitability, judge_groups
from aqvision.core.prompts import Prompt
from aqvision.video.cuts import Shot
from tests.support.checks import NO_DOUBT, SIDE_GROUPS, facts_of, sampled, verdicts
from tests.support.scenes import conditions_with
from tests.support.synthetic import GOOD
from tests.support.videos import video_of


def test_a_good_clip_is_good_for_all_that_the_side_shows() -> None:
    found = verdicts(GOOD)
    assert {group for group, verdict in found.items() if verdict == Suitability.GOOD} == SIDE_GROUPS
    assert found["front view"] == "not"


def test_a_doubted_clock_and_an_unknown_belt_ask_for_what_ends_the_doubt() -> None:
    doubted = judge_groups(
        conditions_with(GOOD, clock_doubt="0.5 steps/s is no running: give it"), ()
    )
    assert {v.prompts for v in doubted if v.group == "step frequency"} == {(Prompt.RATE,)}
    belt = judge_groups(conditions_with(GOOD, ground="treadmill"), ())
    assert {v.prompts for v in belt if v.group == "step length and speed"} == {(Prompt.BELT,)}


def test_a_rate_that_was_given_is_not_asked_for() -> None:
    doubted = conditions_with(GOOD, clock_doubt="2.1 steps/s is no running", rate_given=True)
    assert {v.prompts for v in judge_groups(doubted, ()) if v.group == "step frequency"} == {()}


def test_steps_are_counted_only_from_what_shows_them() -> None:
    """Fewer than two strides that fit no run tell neither a rate nor how many steps there are."""
    few = replace(sampled(), step_rate_hz=1.4, n_strides=0.7)
    timing = NO_DOUBT.timing
    facts = _facts(video_of(120), timing, few)
    assert np.isnan(facts.step_rate_hz)
    assert np.isnan(facts.expected_steps)
    assert _check_clock(timing, few).code == ""
    assert _check_clock(timing, replace(few, n_strides=2.5)).code == "implausible_step_rate"


def test_a_check_as_json_has_the_keys_that_are_documented() -> None:
    unscaled = conditions_with(GOOD, scale_se_frac=float("nan"))
    found = check_to_dict(judge_clip("run.mp4", facts_of(unscaled), unscaled, sampled(), NO_DOUBT))
    assert {tuple(row) for row in found["verdicts"]} == {("group", "verdict", "reason")}
    assert {tuple(row) for row in found["advice"]} == {("code", "text", "hint")}
    assert {row["verdict"] for row in json.loads(json.dumps(found["verdicts"]))} <= set(Suitability)


def test_cuts_are_named_ahead_of_all_else() -> None:
    facts = replace(facts_of(GOOD), expected_steps=0.0)
    cuts = warn_of_cuts(Shot(1.0, 3.0), video_of(120))
    found = judge_clip("run.mp4", facts, GOOD, sampled(), NO_DOUBT, cuts)
    assert [w.code for w in found.advice[:2]] == ["one_shot", "no_steps"]


def test_nothing_can_be_said_without_a_step_in_view() -> None:
    facts = replace(facts_of(GOOD), expected_steps=0.0)
    found = judge_clip("run.mp4", facts, GOOD, sampled(), NO_DOUBT)
    assert {v.verdict for v in found.verdicts} == {"not"}
    assert found.advice[0].code == "no_steps"
