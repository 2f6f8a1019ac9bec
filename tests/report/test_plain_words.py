"""Findings in plain sentences: the words say the same as the sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.comparison.compare import Change, SideMean
from aqvision.comparison.families import PRIMARIES, PRIMARIES_FROM_AN_END
from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.plain_words import (
    _MORE_AND_LESS,
    HAND,
    hands_in_words,
    plain_sentence,
    plain_sides,
)
from tests.support.comparisons import before_and_after
from tests.support.synthetic import Run, analysis_of


def change(metric: str, value: float, verdict: Verdict = Verdict.CHANGED) -> Change:
    one = before_and_after().changes[0]
    return replace(
        one,
        metric=metric,
        difference=Difference(value, value - 0.5, value + 0.5),
        verdict=verdict,
        minimal_detectable_change=0.1,
    )


SAID = {
    ("hand_crossing_frac", 0.13): (
        "The hands come further across the body, by 13% of the breadth of the shoulders"
    ),
    # the signs are those of the registry: behind the hip is negative, a straight elbow 180
    ("swing_thigh_touchdown_deg", 12.0): "As a foot lands, the swing thigh is 12° further forward",
    ("swing_thigh_touchdown_deg", -12.0): "As a foot lands, the swing thigh is 12° further back",
    ("thigh_angle_toeoff_deg", -6.0): "The pushing thigh ends 6° further back as the foot leaves",
    ("elbow_mean_deg", 9.0): "The elbow is 9° straighter",
    ("trunk_lean_deg", -4.0): "The trunk leans 4° less far forward",
    (
        "touchdown_distance_frac",
        0.05,
    ): "The foot lands further ahead of the hips, by 5% of a leg length",
}


@pytest.mark.parametrize(("metric", "value"), SAID)
def test_the_sentence_says_what_the_sign_means(metric: str, value: float) -> None:
    assert plain_sentence(change(metric, value)) == SAID[metric, value]


def test_hands_are_told_by_the_side_of_the_middle_that_they_come_to() -> None:
    one = replace(change(HAND, 0.13), before=SideMean(-0.012, 5), after=SideMean(0.118, 5))
    assert plain_sides(one) == ("1% short of the middle", "12% past the middle")
    summary = analysis_of(Run()).metrics[HAND]
    both = replace(summary, left=0.04, right=-0.003)
    assert (
        hands_in_words(both) == "The hands swing in: left 4% past the middle, right at the middle"
    )
    one_alone = replace(both, left=float("nan"), right=-0.06)
    assert hands_in_words(one_alone) == "The hands swing in: right 6% short of the middle"


def test_what_did_not_change_says_how_much_it_could_have() -> None:
    one = replace(
        change("trunk_lean_deg", 1.0, Verdict.NO_CHANGE), difference=Difference(1.0, -1.2, 2.3)
    )
    assert plain_sentence(one) == "Trunk lean: no change larger than 3°"


def test_what_cannot_be_told_is_not_told() -> None:
    said = plain_sentence(change("trunk_lean_deg", 5.0, Verdict.CANNOT_TELL))
    assert said == "Trunk lean: cannot be told yet"
    said = plain_sentence(change("trunk_lean_deg", 5.0, Verdict.NOT_SHOWN))
    assert said == "Trunk lean: cannot be told; runs differ by as much anyway"


def test_every_usual_primary_has_words_of_its_own() -> None:
    assert {*PRIMARIES, *PRIMARIES_FROM_AN_END} <= _MORE_AND_LESS.keys() <= METRICS.keys()


def test_a_metric_without_words_is_told_by_its_label() -> None:
    assert "hip_knee_lag_s" not in _MORE_AND_LESS
    said = plain_sentence(change("hip_knee_lag_s", 0.02))
    assert said.startswith(METRICS["hip_knee_lag_s"].label)
    assert said.endswith("20 ms more")


def test_more_and_less_never_read_the_same() -> None:
    assert all(more != less and "{amount}" in more and "{amount}" in less
               for more, less in _MORE_AND_LESS.values())  # fmt: skip


def test_thighs_that_pass_each_other_are_told_by_their_label() -> None:
    one = change("thigh_separation_touchdown_deg", -12.0)
    apart = replace(one, before=SideMean(40.0, 5), after=SideMean(28.0, 5))
    assert plain_sentence(apart) == "As a foot lands, the thighs are 12° closer together"
    passed = replace(one, before=SideMean(8.0, 5), after=SideMean(-4.0, 5))
    assert plain_sentence(passed) == "Thighs apart at touchdown: 12° less"
