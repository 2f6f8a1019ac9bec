"""Where in the stride the limbs stand: known phases, mirrored, and what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.kinematics.metrics.registry import Grade
from aqvision.kinematics.quality.summary import withheld_summary
from aqvision.report.phase_clock import Limb, Mark, phase_clock
from tests.support.synthetic import Run, analysis_of


def told(**phases: float | tuple[float, float]) -> Analysis:
    """Make a clip with these phases: a number, or those of left and right."""
    clip = analysis_of(Run())
    metrics = dict(clip.metrics)
    for name, phase in phases.items():
        left, right = phase if isinstance(phase, tuple) else (float("nan"),) * 2
        value = (left + right) / 2 if isinstance(phase, tuple) else phase
        metrics[name] = replace(
            metrics[name], value=value, left=left, right=right, se=2.0, confidence=Grade.B
        )
    return replace(clip, metrics=metrics)


def marks_of(*clips: Analysis) -> dict[tuple[Limb, str], Mark]:
    return {(mark.limb, mark.side): mark for mark in phase_clock(clips).marks}


def test_limbs_that_swing_exactly_together_stand_at_top_and_bottom() -> None:
    marks = marks_of(told(thigh_thigh_phase_deg=180.0, arm_leg_phase_deg=(0.0, 0.0)))
    places = {key: abs(mark.late_deg) for key, mark in marks.items() if key[0] != Limb.THORAX}
    assert places == {
        (Limb.THIGH, "right"): 0.0,
        (Limb.THIGH, "left"): 180.0,
        (Limb.ARM, "left"): 0.0,
        (Limb.ARM, "right"): 180.0,
    }
    assert marks[Limb.ARM, "left"].words == "in time, give or take 3°"


def test_who_is_ahead_comes_earlier_on_the_dial() -> None:
    marks = marks_of(told(thigh_thigh_phase_deg=170.0, arm_leg_phase_deg=(-12.0, 5.0)))
    assert marks[Limb.THIGH, "left"].late_deg == pytest.approx(-170)
    assert marks[Limb.THIGH, "left"].words == "10° behind, give or take 2°"
    assert marks[Limb.ARM, "left"].late_deg == pytest.approx(12)
    assert marks[Limb.ARM, "right"].late_deg == pytest.approx(-175)
    # a quarter of a stride late is to the right
    late = replace(marks[Limb.ARM, "left"], late_deg=90.0)
    assert late.place()[0] > 0
    assert late.place()[1] == pytest.approx(0)


def test_phases_of_several_clips_are_averaged_on_the_circle_and_their_scatter_counts() -> None:
    clips = [told(thigh_thigh_phase_deg=180.0, arm_leg_phase_deg=(p, p)) for p in (355.0, 15.0)]
    arm = marks_of(*clips)[Limb.ARM, "left"]
    assert arm.ahead_deg == pytest.approx(5)
    assert arm.se_deg == pytest.approx(10)


def test_without_the_thighs_there_is_no_dial_but_a_reason() -> None:
    clip = analysis_of(Run())
    withheld = {"thigh_thigh_phase_deg": withheld_summary("deg", "no stride in view")}
    clock = phase_clock([replace(clip, metrics=clip.metrics | withheld)])
    assert clock.marks == ()
    assert clock.missing == ("no stride in view",)


def test_a_limb_that_is_not_measured_is_named_with_its_reason() -> None:
    nan = float("nan")
    clock = phase_clock([told(thigh_thigh_phase_deg=180.0, arm_leg_phase_deg=(nan, 3.0))])
    assert [(m.limb, m.side) for m in clock.marks if m.limb == Limb.ARM] == [(Limb.ARM, "right")]
    assert "left arm (only the near side is measured)" in clock.missing
