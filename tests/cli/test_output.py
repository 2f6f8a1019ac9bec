"""The terminal names the option that takes what a text asks for."""

from __future__ import annotations

import pytest

from aqvision.cli.output import complain, show
from aqvision.core.errors import CalibrationError


def test_lines_of_a_result_name_options(capsys: pytest.CaptureFixture[str]) -> None:
    show("  Give 240 as the rate it was filmed at, if that is right.")
    told = capsys.readouterr().out
    assert told == "  Give 240 as the rate it was filmed at (--capture-fps), if that is right.\n"


@pytest.mark.parametrize(
    ("hint", "where", "said"),
    [
        ("choose whom to measure", "", "Error: no\nHint: choose whom to measure (--track, after"),
        ("film again", "a.mp4", "Error: a.mp4: no\nHint: film again\n"),
        ("", "", "Error: no\n"),
    ],
)
def test_complaints_are_a_line_and_a_hint_on_stderr(
    capsys: pytest.CaptureFixture[str], hint: str, where: str, said: str
) -> None:
    complain(CalibrationError("no", hint), where)
    told = capsys.readouterr()
    assert told.err.startswith(said)
    assert told.err.count("\n") == said.rstrip("\n").count("\n") + 1
    assert told.out == ""
