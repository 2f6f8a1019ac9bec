"""What the motion says to the clock: when it is believed, doubted, and what is asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from aqvision.kinematics.clock.cadence import PaceChange
from aqvision.kinematics.clock.check import judge_clock, plausible_rates
from aqvision.kinematics.clock.free_fall import Fall
from aqvision.video.timing import Confidence, Timing
from samples.generator import BEFORE
from tests.kinematics.clock.test_cadence import LONG, ramp, shown
from tests.support.synthetic import Run, analyze

FILE = Timing(playback_fps=30.0, capture_fps=30.0, evidence=("the file's presentation times",))
GIVEN = replace(FILE, capture_fps=120.0, evidence=("given by the user",),
                confidence=Confidence.SURE, user_given=True)  # fmt: skip


def test_a_run_that_fits_is_believed_and_says_why() -> None:
    check = judge_clock(FILE, 4.4, Fall(0.95, 0.13, 4), None)
    assert (check.doubt, check.code) == ("", "")
    assert check.timing.confidence == "likely"
    assert len(check.timing.evidence) == 3


@pytest.mark.parametrize(
    ("played", "filmed"),
    [(30, 240), (30, 120), (25, 200), (25, 100), (29.97, 120), (60, 240), (30, 960)],
)
@pytest.mark.parametrize("steps_hz", [3.6, 4.2, 4.8])
def test_the_question_names_the_rate(played: float, filmed: float, steps_hz: float) -> None:
    timing = replace(FILE, playback_fps=played, capture_fps=played)
    check = judge_clock(timing, steps_hz * played / filmed, None, None)
    assert check.timing.confidence == "unsure"
    assert f"give {filmed} as the rate it was filmed at" in check.hint


def test_no_rate_is_named_that_makes_no_run() -> None:
    assert plausible_rates(960, 0.5, None) == ()
    check = judge_clock(replace(FILE, playback_fps=960.0, capture_fps=960.0), 0.5, None, None)
    assert "the rate it was filmed at" in check.hint


def test_fall_doubts_a_clock_that_the_steps_allow() -> None:
    """A sprint at half speed takes the steps of a jog, but falls at a quarter of g."""
    check = judge_clock(replace(FILE, playback_fps=60.0, capture_fps=60.0), 2.25,
                        Fall(1.9, 0.14, 4), None)  # fmt: skip
    assert check.code == "implausible_fall"
    assert check.timing.confidence == "unsure"
    assert "give 120 as the rate it was filmed at" in check.hint


def test_an_unsure_fall_doubts_nothing() -> None:
    assert judge_clock(FILE, 4.4, Fall(1.6, 0.4, 2), None).doubt == ""
    assert judge_clock(FILE, 4.4, Fall(0.8, 0.13, 4), None).doubt == ""


def test_the_users_word_is_questioned_not_overruled() -> None:
    check = judge_clock(GIVEN, 4.4, Fall(2.0, 0.13, 4), None)
    assert check.doubt == ""
    assert check.code == "doubtful_capture_rate"
    assert check.timing.confidence == "sure"


def test_a_ramp_withholds_times_whoever_gave_the_rate() -> None:
    for timing in (FILE, GIVEN):
        check = judge_clock(timing, 4.4, None, PaceChange(0.5, 0.125))
        assert check.code == "changing_speed"
        assert "8 times" in check.text
        assert check.doubt
    # the place is named on the clock of playback, where the user can find it
    assert "2.0 s into the clip" in check.text


def test_no_rate_is_named_for_a_clip_of_uneven_pace() -> None:
    check = judge_clock(FILE, 0.55, None, None, even=False)
    assert check.timing.confidence == "unsure"
    assert "cut it" in check.hint
    assert "looks filmed at" not in check.hint


def test_unseen_steps_leave_the_clock_unsure() -> None:
    check = judge_clock(FILE, float("nan"), None, None)
    assert check.timing.confidence == "unsure"
    assert check.doubt


def test_undeclared_slow_motion_withholds_times_and_keeps_curves() -> None:
    slow = replace(LONG, time_s=np.arange(len(LONG)) / 30)
    analysis = analyze(slow)
    assert analysis.video.capture_fps_confidence == "unsure"
    (warning,) = [w for w in analysis.warnings if w.code == "implausible_step_rate"]
    assert "give 240 as the rate it was filmed at" in warning.hint
    assert analysis.metrics["contact_time_s"].confidence == "withheld"
    assert analysis.series["left_thigh_deg"].notna().mean() > 0.9
    at_toeoff = analysis.metrics["thigh_angle_toeoff_deg"]
    assert at_toeoff.confidence == "withheld"
    assert at_toeoff.reason == analysis.metrics["step_time_s"].reason


def test_ramp_withholds_times_and_keeps_curves() -> None:
    analysis = analyze(shown(LONG, ramp(4)))
    assert "changing_speed" in {w.code for w in analysis.warnings}
    assert analysis.metrics["step_frequency_hz"].confidence == "withheld"
    assert "cut it" in analysis.metrics["step_frequency_hz"].reason
    assert analysis.series["left_thigh_deg"].notna().mean() > 0.9
    at_toeoff = analysis.metrics["thigh_angle_toeoff_deg"]
    assert at_toeoff.confidence == "withheld"
    assert at_toeoff.reason == analysis.metrics["step_time_s"].reason


def test_real_time_at_any_rate_is_believed() -> None:
    for rate_hz in (30, 60, 240):
        analysis = analyze(Run(BEFORE, rate_hz, 0.5, 2).pose())
        assert analysis.video.capture_fps_confidence != "unsure", rate_hz
        assert len(analysis.video.clock_evidence) >= 1


def test_each_rate_that_makes_a_run_is_offered_with_its_steps() -> None:
    """0.6 steps a second at 30 is a fast run filmed at 240 or a slow one filmed at 120."""
    hint = judge_clock(FILE, 0.6, None, None).hint
    assert "give 240 as the rate it was filmed at, which makes 4.8 steps a second" in hint
    assert "or 120, which makes 2.4" in hint
    assert "A jog takes 2.6 to 3 steps a second" in hint


def test_fewer_than_two_strides_name_no_rate() -> None:
    check = judge_clock(FILE, 2.1, None, None, n_strides=1.7)
    assert check.code == "few_strides"
    assert "filmed at" not in check.hint + check.doubt
    assert judge_clock(FILE, 2.1, None, None, n_strides=2.0).code == "implausible_step_rate"
    assert judge_clock(FILE, 4.2, None, None, n_strides=1.0).code == ""


def test_a_rate_that_was_given_is_never_asked_for() -> None:
    for even in (True, False):
        check = judge_clock(GIVEN, 2.1, None, None, even=even)
        assert check.code == "doubtful_capture_rate"
        assert "give" not in check.doubt.replace("given", "")
        assert "give" not in check.hint
    assert "Check that rate" in judge_clock(GIVEN, 2.1, None, None).hint
