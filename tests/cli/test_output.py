"""The terminal names the option that takes what a text asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from aqvision.cli.main import main
from aqvision.cli.output import complain, show
from aqvision.cli.texts import PLACES
from aqvision.core.errors import CalibrationError
from aqvision.core.prompts import Prompt


def options_of(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        yield from parameter.opts
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from options_of(below)


def test_every_prompt_has_options_that_there_are() -> None:
    offered = set(options_of(main))
    assert set(PLACES) == set(Prompt)
    for place in PLACES.values():
        named = re.findall(r"--[a-z-]+", place)
        command = place.removeprefix("aqvision ")
        # a day stands behind a name, and another command takes another kind of clip
        assert named or "@" in place or command in main.commands
        assert set(named) <= offered


def test_lines_of_a_result_name_options(capsys: pytest.CaptureFixture[str]) -> None:
    show("  Give 240 as the rate it was filmed at, if that is right.", [Prompt.RATE])
    told = capsys.readouterr().out
    assert told == "  Give 240 as the rate it was filmed at, if that is right (--capture-fps).\n"


@pytest.mark.parametrize(
    ("hint", "prompts", "where", "said"),
    [
        ("choose one", [Prompt.PERSON], "", "Error: no\nHint: choose one (--track, after"),
        ("film again", [], "a.mp4", "Error: a.mp4: no\nHint: film again\n"),
        ("", [], "", "Error: no\n"),
    ],
)
def test_complaints_are_a_line_and_a_hint_on_stderr(
    capsys: pytest.CaptureFixture[str], hint: str, prompts: list[Prompt], where: str, said: str
) -> None:
    complain(CalibrationError("no", hint, prompts), where)
    told = capsys.readouterr()
    assert told.err.startswith(said)
    assert told.err.count("\n") == said.rstrip("\n").count("\n") + 1
    assert told.out == ""
