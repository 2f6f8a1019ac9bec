"""Sentences of the command line: all that are used are there, and all that are there are used."""

from __future__ import annotations

import re
from pathlib import Path

import aqvision.cli
from aqvision.cli.texts import TEXTS, say

SOURCES = [path.read_text() for path in Path(aqvision.cli.__path__[0]).glob("*.py")]
CHOSEN = {"contacts", "steps", "error", "error of clip", "good check", "bad check"}


def test_sentences_take_their_values() -> None:
    assert say("written", path="a.trc") == "Written: a.trc"
    assert say("seen", view="side", slant="", camera="still", athlete_px=412.3, in_view_frac=0.9,
               steps="", people="") == (
        "side view; camera still; athlete 412 px tall, wholly in view in 90% of the clip"
    )  # fmt: skip


def test_the_table_holds_what_is_said_and_no_more() -> None:
    said = {key for text in SOURCES for key in re.findall(r'say\(\s*"([^"]+)"', text)}
    assert said | CHOSEN == set(TEXTS)
