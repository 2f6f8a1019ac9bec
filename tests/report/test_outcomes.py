"""What the primary metrics came to, read as a parent reads it: ten sentences as they stand."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Comparison, compare
from aqvision.comparison.interval import Difference
from aqvision.comparison.judging import Verdict
from aqvision.core.settings import Settings
from aqvision.core.types import View
from aqvision.kinematics.metrics.registry import Grade
from aqvision.report.outcomes import looked_at, primary_changes, primary_outcomes, sure_plan
from samples.generator import BEFORE
from tests.support.comparisons import (
    BEFORE_RUN,
    before_and_after,
    clips_of,
    only,
    three_days_a_side,
)
from tests.support.end_runs import end_pose
from tests.support.ladders import without_scale
from tests.support.synthetic import Run, analyze
from validation.frontal_renders import EndRender


def told(comparison: Comparison, **by_metric: dict[str, object]) -> list[str]:
    """Say what a comparison came to whose changes are as given, and all others hidden."""
    changes = [
        replace(c, **by_metric[c.metric])  # type: ignore[arg-type]
        if c.metric in by_metric
        else replace(c, verdict=Verdict.NOT_COMPARABLE)
        for c in comparison.changes
    ]
    primaries = tuple(by_metric)
    return primary_outcomes(replace(comparison, changes=tuple(changes), primaries=primaries))


CHANGED: dict[str, object] = {"verdict": Verdict.CHANGED, "confidence": Grade.B}
LEFT_OPEN: dict[str, object] = {
    "verdict": Verdict.CANNOT_TELL,
    "more_after": None,
    "clips_a_side": None,
}


def test_a_change_is_told_with_its_amount_and_what_is_most_likely() -> None:
    (line,) = told(
        three_days_a_side(),
        contact_time_s={**CHANGED, "difference": Difference(-0.016, -0.0244, -0.008)},
    )
    assert line.startswith("Contact time went down from ")
    assert line.endswith(": by 16 ms, most likely 8 to 24. Why that changed, clips do not tell.")


def test_more_than_three_changes_are_told_in_short() -> None:
    (line, *_) = primary_outcomes(three_days_a_side())
    assert line.count("went") == 3
    assert " Also: arm swing at the shoulder +" in line


def test_two_runs_differ_and_what_is_missing_is_said() -> None:
    first, *_, last = primary_outcomes(before_and_after())
    assert first.startswith(
        "These two runs differ. Thighs apart at touchdown: 50° before, 32° after"
    )
    assert "which is 18° less (most likely " in first
    assert last.startswith(
        "One run on a side does not tell whether the athlete has changed. For that, film three "
        "runs before and three after, each on another day: then a change of "
    )
    assert last.endswith(" in arm swing at the shoulder can be seen.")


def test_no_change_says_how_small_it_would_be() -> None:
    assert told(
        three_days_a_side(),
        trunk_lean_deg={"verdict": Verdict.NO_CHANGE, "difference": Difference(0.5, -1.6, 2.6)},
    ) == ["No change found: if there is one, it is smaller than 3° in trunk lean."]


@pytest.mark.parametrize(
    ("more_after", "clips_a_side", "advice"),
    [
        (1, 4, "Film one more run after, on another day."),
        (3, 4, "Film 3 more runs after, each on another day."),
        (
            None,
            4,
            "The runs before are too few for that: next time, film 4 before and 4 after, each on "
            "another day.",
        ),
        (
            None,
            None,
            "In clips like these not even a dozen runs a side would show every change that is "
            "worth telling. What would help: for contact time, 240 frames a second or more.",
        ),
    ],
)
def test_what_cannot_be_told_yet_says_what_to_film(
    more_after: int | None, clips_a_side: int | None, advice: str
) -> None:
    open_still: dict[str, object] = {
        **LEFT_OPEN,
        "more_after": more_after,
        "clips_a_side": clips_a_side,
    }
    assert told(three_days_a_side(), contact_time_s=open_still) == [
        f"Cannot be told yet: contact time. {advice}"
    ]


def test_what_would_help_depends_on_the_metric() -> None:
    (line,) = told(
        three_days_a_side(), speed_mps=LEFT_OPEN, contact_time_s=LEFT_OPEN, trunk_lean_deg=LEFT_OPEN
    )
    assert line.endswith(
        "for speed, marks of known distance along the track; for contact time, 240 frames a second "
        "or more; for trunk lean, filming from nearer, square to the lane."
    )


def test_what_is_measured_roughly_is_no_headline() -> None:
    old = three_days_a_side()
    rough = [replace(c, confidence=Grade.C) if c.is_comparable else c for c in old.changes]
    comparison = replace(old, changes=tuple(rough))
    assert primary_outcomes(comparison) == [
        "Too rough in these clips to rely on (grade C): speed, contact time, thighs apart at "
        "touchdown, arm swing at the shoulder, trunk lean and arm against opposite thigh."
    ]
    assert looked_at(comparison) == ""


def test_at_30_frames_a_second_contacts_are_not_compared() -> None:
    slow = clips_of(Run(BEFORE, rate_hz=30.0, noise_px=0.5), (0, 1, 4))
    lines = primary_outcomes(compare(slow[:1], slow[1:], Settings()))
    assert (
        "Could not be compared: contact time and thighs apart at touchdown. At 30 frames a second "
        "touchdown and toe-off lie between frames in which the legs turn by several degrees. Film "
        "at 60 frames a second or more." in lines
    )


def test_without_scale_step_frequency_stands_in_for_speed() -> None:
    clips = [without_scale(clip) for clip in clips_of(BEFORE_RUN, (0, 1))]
    named = [c.metric for c in primary_changes(compare(clips[:1], clips[1:], Settings()))]
    assert named[0] == "step_frequency_hz"
    assert "speed_mps" not in named


@cache
def from_the_front() -> Analysis:
    return analyze(end_pose(EndRender(View.FRONT, arm_crossing_deg=30.0)))


def test_from_the_front_its_own_metrics_are_told() -> None:
    twin = replace(
        from_the_front(), provenance=replace(from_the_front().provenance, clip_sha256="1" * 64)
    )
    text = " ".join(primary_outcomes(compare([from_the_front()], [twin], Settings())))
    assert "step width" in text
    assert "contact" not in text


def test_a_change_that_nobody_named_is_never_alone() -> None:
    comparison = only("thigh_flexion_peak_deg")
    assert primary_outcomes(comparison)[0].startswith("Cannot be told yet: ")
    assert looked_at(comparison).startswith(
        "Looked at as well, though not named beforehand: thigh lift +"
    )


def test_what_is_too_rough_is_not_promised_to_be_seen() -> None:
    found = before_and_after()
    assert {row.metric for row in sure_plan(found)} == {row.metric for row in found.plan}
    changes = [replace(c, confidence=Grade.C) for c in found.changes]
    assert not sure_plan(replace(found, changes=tuple(changes)))
