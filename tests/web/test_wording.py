"""What the program says becomes a sentence of a page that names the page's fields."""

from __future__ import annotations

from pathlib import Path

from aqvision.core.errors import PoseError
from aqvision.core.prompts import Prompt
from aqvision.web import wording
from aqvision.web.wording import LABELS, sentence, sentences_of, with_fields

PAGES = Path(wording.__file__).parent / "templates"


def test_fields_are_named_behind_what_asks_for_them() -> None:
    asked = sentence("choose whom to measure", [Prompt.PERSON])
    assert asked == "Choose whom to measure (“Who is the athlete?”)."
    assert with_fields("no scale", [Prompt.HEIGHT]) == "no scale (“Standing height”)"


def test_every_prompt_has_a_place() -> None:
    for prompt in Prompt:
        assert ("aqvision analyze" in sentence("x", [prompt])) == (prompt not in LABELS)


def test_an_error_is_two_sentences() -> None:
    error = PoseError("nobody runs in a.mp4", "choose whom to measure", [Prompt.PERSON])
    told = ("Nobody runs in a.mp4.", "Choose whom to measure (“Who is the athlete?”).")
    assert sentences_of(error) == told


def test_the_field_of_the_height_is_on_its_page() -> None:
    form = (PAGES / "athlete_form.html").read_text(encoding="utf-8")
    assert f">{LABELS[Prompt.HEIGHT]} <" in form
