"""Texts ask in plain words; each door says where it takes the answer."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from aqvision.batch.table import COLUMNS
from aqvision.cli.main import main
from aqvision.core.prompts import ASKED, HEIGHT, Asked, Door, say_where

PACKAGE = Path(__file__).parents[2] / "src" / "aqvision"
ROOMS = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if path.name != "prompts.py" and path.parent.name != "cli"
)
PAGES = [
    *PACKAGE.rglob("templates/*.html"),
    *(path for path in PACKAGE.rglob("static/*.js") if ".min." not in path.name),
]
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def options_of(command: click.Command) -> Iterator[str]:
    for parameter in command.params:
        yield from parameter.opts
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from options_of(below)


OPTIONS = {option for option in options_of(main) if option.startswith("--")}


@functools.cache
def texts_of(path: Path) -> tuple[str, ...]:
    """Give every text of a file but for those that are documentation."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    silent = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    said = (n.value for n in nodes if isinstance(n, ast.Constant) and id(n) not in silent)
    return tuple(value for value in said if isinstance(value, str))


def options_in(text: str) -> set[str]:
    return set(_OPTION.findall(text)) & OPTIONS


def test_options_would_be_found() -> None:
    assert {"--height-m", "--mark", "--history", "--out", "--port", "--raw"} <= OPTIONS
    assert options_in("no scale: give --height-m or --mark.") == {"--height-m", "--mark"}
    assert options_in("pip install --force-reinstall") == set()
    assert len(ROOMS) > 150
    assert len(PAGES) > 15


def test_no_text_below_the_command_line_names_an_option() -> None:
    named = {
        (path.name, option)
        for path in ROOMS
        for text in texts_of(path)
        for option in options_in(text)
    }
    assert named == set()


def test_no_page_names_an_option() -> None:
    pages = {path.name: options_in(path.read_text(encoding="utf-8")) for path in PAGES}
    assert {name for name, options in pages.items() if options} == set()


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: str(asked.option))
def test_what_is_asked_is_asked_somewhere_and_taken_somewhere(asked: Asked) -> None:
    assert any(asked.words in text for path in ROOMS for text in texts_of(path))
    options = _OPTION.findall(asked.option)
    assert options
    assert set(options) <= OPTIONS


def test_columns_are_those_of_a_roster() -> None:
    named = {asked.column for asked in ASKED if asked.column}
    assert named == {"capture_fps", "track", "height_m", "belt_mps"}
    assert named <= set(COLUMNS)


def test_the_field_of_the_height_is_on_its_page() -> None:
    form = PACKAGE / "web" / "templates" / "athlete_form.html"
    assert f">{HEIGHT.field} <" in form.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("door", "said"),
    [
        ("terminal", "(--height-m) or give marks of known distance (--mark)"),
        ("browser", "(“Standing height”) or give marks of known distance (only with the command"),
        ("roster", "(column height_m of the roster) or give marks of known distance (only with"),
    ],
)
def test_each_door_names_what_it_has(door: Door, said: str) -> None:
    asked = "no scale: say how tall the athlete is or give marks of known distance"
    assert f"the athlete is {said}" in say_where(asked, door)
    assert say_where("film six steps", door) == "film six steps"
