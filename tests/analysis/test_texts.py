"""Sentences for people: a table that fits what chooses from it."""

from __future__ import annotations

import re

import pytest

from aqvision.analysis import verdicts, warnings
from aqvision.analysis.texts import LIMITS, PROMPTS, WARNINGS, WORDS, sentences_of
from aqvision.analysis.warnings import ClipWarning
from aqvision.core.prompts import Prompt

CODES = {key.partition(":")[0] for key in WARNINGS}
OF_THE_CLOCK = {"implausible_fall", "implausible_step_rate"}
SAID = [*(text for pair in WARNINGS.values() for text in pair), *LIMITS.values(), *WORDS.values()]


def test_a_sentence_takes_its_values_and_a_hint_takes_none() -> None:
    text, hint = sentences_of("few_steps", "contacts", n=4)
    assert text == "4 contacts lie wholly in view; few steps make wide intervals."
    assert sentences_of("few_steps", "one contact")[0].startswith("1 contact lies wholly in view")
    assert hint == "Film a longer stretch, or give several clips."
    assert [key for key, (_, hint) in WARNINGS.items() if "{" in hint] == []


def test_a_value_that_is_missing_is_a_fault() -> None:
    with pytest.raises(KeyError):
        sentences_of("dark", "at night")
    with pytest.raises(KeyError):
        sentences_of("cut_off")


def test_tables_speak_of_codes_that_there_are() -> None:
    assert set(PROMPTS) - CODES == OF_THE_CLOCK
    assert set(LIMITS) - CODES == set()
    assert set(verdicts._LIMITED) <= set(LIMITS)
    cases = {f"other_lane: {case}" for case in warnings._LANE_CASES.values()}
    assert cases | {"other_lane"} == {key for key in WARNINGS if key.startswith("other_lane")}


def test_no_sentence_names_an_option() -> None:
    assert [text for text in SAID if re.search(r"(?<!\w)--\w", text)] == []


def test_prompts_follow_from_the_code_whatever_version_wrote_the_warning() -> None:
    assert ClipWarning("treadmill", "On a belt.", "How fast is it?").prompts == (Prompt.BELT,)
    assert ClipWarning("unknown_code", "x", "y").prompts == ()
    assert warnings.warn("no_scale").prompts == (Prompt.HEIGHT, Prompt.MARKS)
