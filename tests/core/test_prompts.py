"""What is asked is data; an interface names, behind a text, where it takes the answers."""

from __future__ import annotations

import pytest

from aqvision.core.prompts import Prompt, as_sentence, with_places

PLACES = {
    Prompt.HEIGHT: "--height-m",
    Prompt.MARKS: "only elsewhere",
    Prompt.LENS: "only elsewhere",
}


@pytest.mark.parametrize(
    ("text", "prompts", "said"),
    [
        ("say how tall", [Prompt.HEIGHT], "say how tall (--height-m)"),
        ("Say how tall.", [Prompt.HEIGHT], "Say how tall (--height-m)."),
        (
            "tall, or marks?",
            [Prompt.HEIGHT, Prompt.MARKS],
            "tall, or marks (--height-m; only elsewhere)?",
        ),
        ("marks or lens", [Prompt.MARKS, Prompt.LENS], "marks or lens (only elsewhere)"),
        ("film six steps.", [], "film six steps."),
        ("", [Prompt.HEIGHT], ""),
    ],
)
def test_places_stand_at_the_end_once_each(text: str, prompts: list[Prompt], said: str) -> None:
    assert with_places(text, prompts, PLACES) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nobody runs in a.mp4", "Nobody runs in a.mp4."),
        ("IMG_1.MOV is empty", "IMG_1.MOV is empty."),
        ("a.mp4 is empty", "a.mp4 is empty."),
        ("is it there?", "Is it there?"),
        ("  ", ""),
    ],
)
def test_phrases_become_sentences(text: str, said: str) -> None:
    assert as_sentence(text, [], PLACES) == said


def test_the_place_stands_inside_the_sentence() -> None:
    assert as_sentence("say how tall", [Prompt.HEIGHT], PLACES) == "Say how tall (--height-m)."
