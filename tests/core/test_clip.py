"""What the user says of a clip is checked at once."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest

from aqvision.core.clip import AthleteChoice, Clip, parse_athlete_at
from aqvision.core.errors import CalibrationError, PoseError
from aqvision.core.prompts import Prompt
from aqvision.core.splits import parse_splits

PATH = Path("run.mp4")


def test_nothing_but_a_path_is_needed() -> None:
    clip = Clip(PATH)
    assert (clip.height_m, clip.capture_fps, clip.marks) == (None, None, None)


def test_heights_and_masses_no_human_has_are_refused() -> None:
    for known in ({"height_m": 178.0}, {"mass_kg": 7.0}):
        with pytest.raises(CalibrationError, match="cannot be right"):
            Clip(PATH, **known)  # type: ignore[arg-type]


def test_splits_need_body_mass_and_height() -> None:
    splits = parse_splits("5:1.21,10:1.99,20:3.38,30:4.71")
    assert Clip(PATH, mass_kg=70, height_m=1.75, splits=splits).splits is splits
    for known, asked in (({"mass_kg": 70.0}, Prompt.HEIGHT), ({"height_m": 1.75}, Prompt.MASS)):
        with pytest.raises(CalibrationError, match="body mass and height") as caught:
            Clip(PATH, splits=splits, **known)  # type: ignore[arg-type]
        assert caught.value.prompts == (asked,)


@pytest.mark.parametrize("capture_fps", [0.0, -240.0, 2.0, 1e6, math.nan])
def test_rates_no_camera_has_are_refused(capture_fps: float) -> None:
    with pytest.raises(CalibrationError, match=r"a capture rate of .* cannot be right") as caught:
        Clip(PATH, capture_fps=capture_fps)
    assert "120 or 240" in caught.value.hint


def test_a_day_in_the_future_is_refused() -> None:
    assert Clip(PATH, recorded_on=dt.date(2026, 3, 1)).recorded_on == dt.date(2026, 3, 1)
    with pytest.raises(CalibrationError, match="in the future"):
        Clip(PATH, recorded_on=dt.date(2999, 1, 1))


@pytest.mark.parametrize("belt_mps", [0.0, -3.0, 0.4, 36.0, float("nan")])
def test_belt_speed_that_cannot_be_is_refused(belt_mps: float) -> None:
    with pytest.raises(CalibrationError, match="belt speed") as caught:
        Clip(Path("run.mp4"), belt_mps=belt_mps)
    assert "km/h" in caught.value.hint
    assert Clip(Path("run.mp4"), belt_mps=9.5).belt_mps == 9.5


def test_a_clip_is_shown_by_the_name_its_owner_knows() -> None:
    assert Clip(Path("files/ab12")).name == "ab12"
    assert Clip(Path("files/ab12"), called="IMG_1.mov").name == "IMG_1.mov"


@pytest.mark.parametrize("text", ["", "1,2", "1@2", "1,2,3@4", "a,b@c", "-1,2@3", "1,2@nan"])
def test_place_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(PoseError) as caught:
        parse_athlete_at(text)
    assert "X,Y@TIME" in caught.value.hint


def test_choice_is_written_down_and_never_double() -> None:
    assert str(AthleteChoice()) == ""
    assert str(AthleteChoice(track=2)) == "track 2"
    assert str(parse_athlete_at("640,300.5@2")) == "at 640,300.5@2"
    with pytest.raises(PoseError, match="twice"):
        AthleteChoice(track=1, at=(1, 2, 3))
    with pytest.raises(PoseError, match="no track 0"):
        AthleteChoice(track=0)
