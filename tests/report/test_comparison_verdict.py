"""Comparison -> the sentences that are said of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aqvision.comparison.compare import compare
from aqvision.comparison.judging import Verdict
from aqvision.core.prompts import Prompt
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Pillar
from aqvision.report.comparison_verdict import (
    PRIMARY,
    brief_outcome,
    comparison_verdict,
    speed_matched_outcome,
    speed_matched_reason,
    top_changes,
)
from tests.support.comparisons import (
    BEFORE_RUN,
    before_and_after,
    came_with_speed,
    nothing_changed,
    only,
    refused,
    single_pair,
)
from tests.support.ladders import Athlete, without_scale
from tests.support.scenes import scene_with
from tests.support.synthetic import Run, analysis_of


def test_primary_metrics_exist_in_their_pillar() -> None:
    assert set(PRIMARY) == set(PILLARS)
    for pillar, names in PRIMARY.items():
        assert all(METRICS[name].pillar == pillar for name in names)


def test_the_verdict_names_what_changed_and_the_number_of_contacts() -> None:
    what, steady, sure = comparison_verdict(only("thigh_flexion_peak_deg", "contact_time_s"))
    assert what.startswith("2 of ")
    assert "the swing leg and the steps" in what
    assert "thigh lift from" in what
    assert "contact time from" in what
    assert "stayed within noise" in steady
    assert "thigh lift" not in steady
    n_before = len(analysis_of(BEFORE_RUN).contacts)
    assert f"{n_before} ground contacts before" in sure
    assert "one clip before" in sure


def test_no_change_is_said_plainly() -> None:
    what, steady, _ = comparison_verdict(nothing_changed())
    assert what.startswith("Nothing changed beyond noise")
    assert "stayed within noise" in steady
    assert top_changes(nothing_changed()) == []


def test_a_refused_comparison_gives_its_reason() -> None:
    sentences = comparison_verdict(refused("filmed from different angles"))
    assert sentences[0] == "Nothing could be compared between these clips."
    assert "filmed from different angles" in sentences[1]


def test_outcome_tells_no_change_from_no_comparison() -> None:
    assert brief_outcome(nothing_changed())[0][0] == "No change stands out from the noise."
    before = analysis_of(Run())
    belt = replace(before, scene=scene_with(before.scene, ground="treadmill"))
    ((line, prompts),) = brief_outcome(compare([before], [belt], Settings()))
    assert line.startswith("Nothing could be compared")
    assert "treadmill" in line
    assert prompts == ()  # the reason asks for nothing


def test_cautions_reach_the_verdict() -> None:
    cautious = replace(before_and_after(), cautions=("The speed differs by 9%.",))
    assert "The speed differs by 9%." in comparison_verdict(cautious)[2]


def test_words_of_value_are_not_used() -> None:
    text = " ".join([*comparison_verdict(before_and_after()), *top_changes(before_and_after(), 9)])
    assert not {"better", "worse", "improved", "great"} & set(text.lower().split())


def test_top_changes_prefer_different_pillars() -> None:
    names = (
        "thigh_flexion_peak_deg", "thigh_range_deg", "knee_flexion_peak_deg", "trunk_lean_deg",
    )  # fmt: skip
    lines = top_changes(only(*names), 3)
    assert len(lines) == 3
    assert {line.split(" (")[0] for line in lines[:2]} == {
        METRICS["trunk_lean_deg"].label,
        next(
            METRICS[c.metric].label
            for c in only(*names).changed()
            if c.metric in PRIMARY[Pillar.SWING]
        ),
    }
    assert "knee bend" not in lines[2].lower()


def test_top_changes_carry_numbers_units_and_interval() -> None:
    line = top_changes(only("trunk_lean_deg"), 1)[0]
    assert line.startswith("Trunk lean (torso): ")
    assert "°" in line
    assert "90% interval" in line
    assert "detectable from" in line


def test_the_verdict_says_what_did_not_stay_at_the_same_speed() -> None:
    sentence = speed_matched_outcome(came_with_speed())
    assert "0 of 1 quantities" in sentence
    assert "changed as run and not there: heel recovery (knee bend)" in sentence
    assert "m/s)" in sentence
    assert sentence in comparison_verdict(came_with_speed())
    assert (sentence, ()) in brief_outcome(came_with_speed())


def test_unknown_speed_is_told_and_equal_speed_is_not() -> None:
    random = np.random.default_rng(4)
    clips = [Athlete().run(8.0, random) for _ in range(2)]
    alike = compare(clips[:1], clips[1:], Settings())
    assert speed_matched_reason(alike) == ""
    unknown = compare([without_scale(clips[0])], clips[1:], Settings())
    assert "no scale: say how tall the athlete is" in speed_matched_reason(unknown)
    assert brief_outcome(unknown)[-1] == (speed_matched_reason(unknown), (Prompt.HEIGHT,))


def test_where_nothing_is_comparable_speed_is_no_matter() -> None:
    old = single_pair()
    changes = [replace(c, verdict=Verdict.NOT_COMPARABLE, reason="x") for c in old.changes]
    assert speed_matched_reason(replace(old, changes=tuple(changes))) == ""
