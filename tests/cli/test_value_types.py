"""What was typed: what cannot be written down is refused before anything is done."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from aqvision.cli.main import main


@pytest.mark.parametrize("option", ["--athlete", "--surface", "--shoes"])
@pytest.mark.parametrize("text", ["a\nb", "a\x1b[31mb", "a\u2028b", "a\udcffb"])
def test_words_that_break_a_line_are_refused(option: str, text: str) -> None:
    result = CliRunner().invoke(main, ["analyze", "a.mp4", "--out", "out", option, text])
    assert result.exit_code == 1
    told = f"{option} holds a line break or another character that cannot be shown"
    assert result.stderr.splitlines() == [f"Error: {told}", "Hint: type it again, on one line"]


def test_names_of_any_language_are_taken() -> None:
    named = ["--athlete", "Zo\u0308e \N{MAN}\u200d\N{BABY} \u05d0\u05d1"]
    result = CliRunner().invoke(main, ["analyze", "no.mp4", "--out", "out", *named])
    assert "no.mp4 does not exist" in result.stderr
