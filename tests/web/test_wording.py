"""What the program says becomes a sentence of a page."""

from __future__ import annotations

import pytest

from aqvision.web.wording import sentence


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nobody runs in a.mp4", "Nobody runs in a.mp4."),
        ("IMG_1.MOV is empty", "IMG_1.MOV is empty."),
        ("a.mp4 is empty", "a.mp4 is empty."),
        ("is it there?", "Is it there?"),
        ("choose whom to measure", "Choose whom to measure (“Who is the athlete?”)."),
        ("  ", ""),
    ],
)
def test_phrases_become_sentences(text: str, said: str) -> None:
    assert sentence(text) == said
