from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from aqvision.analysis.conditions import Filming
from aqvision.analysis.warnings import (
    ClipWarning,
    warn_of,
    warn_of_candidates,
    warn_of_clock,
    warn_of_filming,
    warn_of_lamps,
    warn_of_pauses,
    warn_of_repeats,
    warn_of_scale,
)
from aqvision.core.prompts import Prompt
from aqvision.kinematics.clock.check import ClockCheck, judge_clock
from aqvision.kinematics.quality.grades import Conditions
from aqvision.kinematics.quality.scene import Scene
from aqvision.pose.detect.appearance import PictureQuality
from aqvision.pose.track.athlete import Candidate
from aqvision.video.repeats import Repeats
from aqvision.video.timing import Timing
from tests.support.scenes import conditions_with, scene_with
from tests.support.synthetic import GOOD, Run, analysis_of, regular_contacts

CONTACTS = regular_contacts(8)


SHARP = PictureQuality(150.0, 120.0, 0.02, 1.1)
WELL_FILMED = Filming(
    athlete_px=400, found_frac=1.0, n_people=1, cut_off_frac=0.0, hidden_frac=0.0, picture=SHARP
)


def warnings_of(
    conditions: Conditions = GOOD, n_contacts: int = 8, filming: Filming = WELL_FILMED
) -> dict[str, ClipWarning]:
    steps = pd.DataFrame({"side": ["left"] * n_contacts})
    found = warn_of(conditions, CONTACTS[:n_contacts], steps, filming)
    assert len({w.code for w in found}) == len(found)
    return {w.code: w for w in found}


def test_a_good_clip_deserves_none() -> None:
    assert warnings_of() == {}


@pytest.mark.parametrize(
    ("code", "conditions", "words"),
    [
        ("slow_frame_rate", conditions_with(GOOD, rate_hz=30), "30 frames"),
        ("moving_camera", conditions_with(GOOD, ground="moving camera"), "withheld"),
        (
            "moving_camera",
            conditions_with(GOOD, ground="moving camera", camera_reason="fog"),
            "not known: fog",
        ),
        ("turning_camera", conditions_with(GOOD, camera_turn_deg=44, track_se_frac=0.012), "1.2%"),
        ("tilted_camera", conditions_with(GOOD, tilt_deg=7.6), "askew by 8 degrees"),
        ("oblique_frames", conditions_with(GOOD, oblique_frac=0.2), "20% of the frames"),
        ("treadmill", conditions_with(GOOD, ground="treadmill"), "treadmill"),
        ("not_side_on", conditions_with(GOOD, view_angle_deg=70), "70 degrees"),
        ("front_view", conditions_with(GOOD, view="front"), "from the front"),
        ("rear_view", conditions_with(GOOD, view="rear", ground="moving camera"), "from behind"),
        ("unsure_sides", conditions_with(GOOD, unsure_legs_frac=0.11), "11%"),
    ],
)
def test_each_condition_has_its_own_warning(code: str, conditions: Conditions, words: str) -> None:
    found = warnings_of(conditions)
    assert list(found) == [code]
    assert words in found[code].text
    assert found[code].hint


def test_what_needs_no_word() -> None:
    assert warnings_of(conditions_with(GOOD, camera_turn_deg=2.0)) == {}  # held in the hand
    assert warnings_of(conditions_with(GOOD, ground="treadmill", belt_mps=8.0)) == {}


def test_a_doubted_clock_is_a_warning_and_a_good_one_is_none() -> None:
    timing = Timing(
        playback_fps=30.0, capture_fps=30.0, evidence=("the file's presentation times",)
    )
    assert warn_of_clock(ClockCheck(timing=timing)) == ()
    (warning,) = warn_of_clock(judge_clock(timing, 0.55, None, None))
    assert "0.55" in warning.text
    assert "give 240 as the rate it was filmed at" in warning.hint


def test_copies_are_counted_in_a_warning() -> None:
    timing = Timing(
        playback_fps=30.0, capture_fps=30.0, evidence=("the file's presentation times",)
    )
    assert warn_of_repeats(timing) == ()
    (warning,) = warn_of_repeats(replace(timing, repeats=Repeats((3, 9, 12))))
    assert warning.code == "repeated_frames"
    assert "3 frames" in warning.text


@pytest.mark.parametrize(
    ("code", "filming"),
    [
        ("small_athlete", replace(WELL_FILMED, athlete_px=150)),
        ("athlete_lost", replace(WELL_FILMED, found_frac=0.6)),
        ("several_people", replace(WELL_FILMED, n_people=3)),
        ("cut_off", replace(WELL_FILMED, cut_off_frac=0.2)),
        ("hidden", replace(WELL_FILMED, hidden_frac=0.2)),
        (
            "smeared",
            replace(WELL_FILMED, picture=replace(SHARP, outline_frac=0.04, smear_ratio=1.5)),
        ),
        ("soft_picture", replace(WELL_FILMED, picture=replace(SHARP, outline_frac=0.04))),
        ("dark", replace(WELL_FILMED, picture=replace(SHARP, brightness=25.0, contrast=20.0))),
        ("faint", replace(WELL_FILMED, picture=replace(SHARP, contrast=20.0))),
    ],
)
def test_what_the_pictures_lack(code: str, filming: Filming) -> None:
    found = warnings_of(filming=filming)
    assert list(found) == [code]
    assert found[code].hint


def test_who_was_named_is_not_asked_for_again() -> None:
    assert warnings_of(filming=replace(WELL_FILMED, n_people=3, chosen=True)) == {}


def test_what_is_not_known_of_the_pictures_is_no_fault() -> None:
    unknown = replace(
        WELL_FILMED, cut_off_frac=float("nan"), hidden_frac=float("nan"), picture=PictureQuality()
    )
    assert warnings_of(filming=unknown) == {}


def test_steps_in_view_are_counted() -> None:
    assert list(warnings_of(n_contacts=0)) == ["no_contacts"]
    assert list(warnings_of(n_contacts=4)) == ["few_steps"]
    assert warnings_of(n_contacts=1)["few_steps"].text.startswith("1 contact lies wholly in view")


def test_front_view_is_not_called_a_treadmill() -> None:
    assert list(warnings_of(conditions_with(GOOD, view_angle_deg=70, ground="treadmill"))) == [
        "not_side_on"
    ]


def test_close_candidates_are_listed_and_distant_ones_are_not() -> None:
    first = Candidate(
        number=1,
        score=1.0,
        first_s=0.0,
        last_s=2.0,
        height_px=300.0,
        first_px=(10.0, 500.0),
        last_px=(900.0, 500.0),
        strides=True,
    )
    near, far = replace(first, number=2, score=0.8), replace(first, number=3, score=0.2)
    (warning,) = warn_of_candidates((first, near, far), 1)
    assert warning.code == "close_candidates"
    assert near.describe() in warning.text
    assert far.describe() not in warning.text
    assert "whom to measure" in warning.hint
    assert warn_of_candidates((first, far), 1) == ()
    assert warn_of_candidates((), 1) == ()


def test_lamps_that_pulse_are_named_with_rates_that_divide() -> None:
    time_s = np.arange(240) / 240
    light = 110 * (1 + 0.04 * np.sin(2 * np.pi * 100 * time_s))
    (warning,) = warn_of_lamps(light, 240.0)
    assert warning.code == "flicker"
    assert "by 4%, as of lamps that pulse 100 times a second" in warning.text
    assert "50 or 100 frames a second" in warning.hint
    assert warn_of_lamps(np.full(240, 110.0), 240.0) == ()
    assert warn_of_lamps(np.zeros(0), 240.0) == ()  # of an older file


def test_a_pause_of_the_camera_is_told_with_its_place() -> None:
    time_s = np.arange(60) / 120
    assert warn_of_pauses(time_s) == ()
    time_s[30:] += 3
    (warning,) = warn_of_pauses(time_s)
    assert warning.code == "paused"
    assert "3.0 s without a frame, after 0.24 s" in warning.text
    assert warning.hint


def of_scale(**changes: object) -> dict[str, ClipWarning]:
    scene: Scene = scene_with(analysis_of(Run()).scene, **changes)
    return {warning.code: warning for warning in warn_of_scale(scene)}


def test_of_scale_square_view_deserves_none() -> None:
    assert of_scale() == {}


@pytest.mark.parametrize("change", [-0.2, 0.2])
def test_perspective_names_what_a_step_may_be_wrong_by(change: float) -> None:
    found = of_scale(perspective_frac=change, perspective_se_frac=0.03)
    assert "20%, give or take 3%" in found["perspective"].text
    assert "up to 10%" in found["perspective"].text
    left = of_scale(perspective_frac=change, perspective_se_frac=0.03, perspective_from_marks=True)
    assert list(left) == ["marks_disagree"]
    assert "fourth mark" in left["marks_disagree"].hint


def test_slant_makes_metres_by_the_height_too_short() -> None:
    found = of_scale(view_angle_deg=25.0)
    assert "25 degrees" in found["foreshortened"].text
    assert "too small, by up to about 9%" in found["foreshortened"].text
    assert of_scale(view_angle_deg=12.0) == {}
    assert of_scale(view_angle_deg=25.0, scale_from="2 marks on a line") == {}


def test_what_is_not_sure_or_does_not_matter_is_not_said() -> None:
    assert of_scale(perspective_frac=0.2, perspective_se_frac=0.11) == {}
    assert of_scale(perspective_frac=0.02, perspective_se_frac=0.001) == {}
    assert of_scale(perspective_frac=float("nan"), perspective_se_frac=float("nan")) == {}
    sure = {"perspective_frac": 0.2, "perspective_se_frac": 0.01, "lane_offset_m": 1.22}
    assert of_scale(scale_se_frac=float("nan"), **sure) == {}
    assert of_scale(ground="treadmill", **sure) == {}


@pytest.mark.parametrize(
    ("offset_m", "by", "words"),
    [
        (1.22, "", "behind the marks, which is not corrected"),
        (1.22, "", "too small"),
        (-1.22, "", "1.22 m in front of the marks"),
        (-1.22, "", "too large"),
        (1.22, "the height", "no better than the height, which is used"),
        (1.22, "the lens", "corrected by 9%, by the focal length"),
        (-1.22, "a usual camera height", "corrected by 9%, by the row in which the feet stand"),
    ],
)
def test_other_lane_is_told_with_what_was_done(offset_m: float, by: str, words: str) -> None:
    found = of_scale(lane_offset_m=offset_m, lane_offset_from=by, lane_corrected_frac=0.09)
    assert words in found["other_lane"].text
    assert "marks of known distance" in found["other_lane"].hint


@pytest.mark.parametrize("by", ["the ground", "the camera's height"])
def test_lane_that_is_corrected_well_needs_no_word(by: str) -> None:
    assert of_scale(lane_offset_m=1.22, lane_offset_from=by) == {}


def test_a_treadmill_is_asserted_only_before_a_background_that_stands_still() -> None:
    belt = conditions_with(GOOD, ground="treadmill")
    for still, words in ((True, "as on a treadmill"), (False, "or with a camera that travels")):
        filming = replace(WELL_FILMED, background_still=still)
        (found,) = [w for w in warn_of_filming(belt, filming) if w.code == "treadmill"]
        assert words in found.text
        assert found.hint.startswith("If it is a treadmill")
        assert found.prompts == (Prompt.BELT,)


def test_contacts_that_were_withheld_are_not_said_to_be_out_of_view() -> None:
    steps = pd.DataFrame({"side": []})
    for conditions, said in (
        (GOOD, "lies wholly in view"),
        (conditions_with(GOOD, clock_doubt="1.1 steps/s is no running"), "by this clock"),
        (conditions_with(GOOD, view_angle_deg=50), None),
    ):
        texts = {w.code: w.text for w in warn_of(conditions, (), steps, WELL_FILMED)}
        assert ("no_contacts" in texts) == (said is not None)
        assert (said or "") in texts.get("no_contacts", "")
