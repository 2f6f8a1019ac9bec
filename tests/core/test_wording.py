"""Tests of the marks on texts, and of the catalogue that gives them in another language."""

from __future__ import annotations

import ast
import string
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from aqvision.analysis.verdicts import GROUPS, Suitability
from aqvision.camera.stabilise import ScaleSource
from aqvision.comparison.judging import Verdict
from aqvision.core.types import View
from aqvision.core.wording import WORDS, _, catalogue, ngettext, word_of
from aqvision.kinematics.motion import GroundKind
from aqvision.library.records import JobState
from aqvision.report.team_people import Standing
from aqvision.video.timing import Confidence

SOURCE = Path(__file__).parents[2] / "src" / "aqvision"
MARKS = {"_": 1, "ngettext": 2, "as_recorded": 1, "as_recorded_count": 2}
"""Names that mark texts, and how many texts each takes."""

ERRORS = {"VideoError", "PoseError", "CalibrationError", "SettingsError", "LibraryError"}
SHOWN = (View, Confidence, GroundKind, ScaleSource, Suitability, Verdict, Standing, JobState)
"""Enums whose values stand in files and before people."""


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    """Give the syntax of each module."""
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }


@pytest.fixture(scope="module")
def calls(trees: dict[str, ast.Module]) -> dict[str, list[ast.Call]]:
    """Give all calls of the program, by module."""
    return {
        module: [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        for module, tree in trees.items()
    }


def called(call: ast.Call) -> str:
    """Name the function of a call; empty where it is an attribute."""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def fields(text: str) -> set[str]:
    """Name what a text leaves open."""
    return {name.partition(".")[0] for _text, name, *_ in string.Formatter().parse(text) if name}


def formatted(calls: list[ast.Call]) -> Iterator[tuple[ast.Call, set[str]]]:
    """Give marked texts that are formatted at once, with the names that they are given."""
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr == "format":
            marked = call.func.value
            if isinstance(marked, ast.Call) and called(marked) in MARKS:
                yield marked, {keyword.arg or "" for keyword in call.keywords}


def test_marked_texts_are_plain_strings(calls: dict[str, list[ast.Call]]) -> None:
    faults = [
        f"{module}:{call.lineno}"
        for module, found in calls.items()
        for call in found
        for text in call.args[: MARKS.get(called(call), 0)]
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str))
    ]

    assert faults == []


def test_marked_texts_leave_open_what_they_are_given(calls: dict[str, list[ast.Call]]) -> None:
    faults = [
        f"{module}:{marked.lineno}"
        for module, found in calls.items()
        for marked, given in formatted(found)
        if set().union(*(fields(ast.literal_eval(t)) for t in marked.args[: MARKS[called(marked)]]))
        != given
    ]

    assert faults == []


def hides_mark(part: ast.FunctionDef | ast.Lambda) -> bool:
    """Tell whether a function marks texts and gives the name of the mark to something else."""
    body = part.body if isinstance(part.body, list) else [part.body]
    nodes = [node for within in (part.args, *body) for node in ast.walk(within)]
    names = [node for node in nodes if isinstance(node, ast.Name) and node.id == "_"]
    named = any(isinstance(node, ast.arg) and node.arg == "_" for node in nodes)
    stored = any(isinstance(name.ctx, ast.Store) for name in names)
    return (named or stored) and any(isinstance(name.ctx, ast.Load) for name in names)


def test_nothing_else_has_the_name_of_the_mark(trees: dict[str, ast.Module]) -> None:
    faults = [
        f"{module}:{part.lineno}"
        for module, tree in trees.items()
        for part in ast.walk(tree)
        if isinstance(part, ast.FunctionDef | ast.Lambda) and hides_mark(part)
    ]

    assert faults == []


def test_no_error_for_people_goes_unmarked(calls: dict[str, list[ast.Call]]) -> None:
    faults = [
        f"{module}:{call.lineno}"
        for module, found in calls.items()
        for call in found
        for text in call.args[:2]
        if called(call) in ERRORS and isinstance(text, ast.JoinedStr | ast.Constant)
    ]

    assert faults == []


def test_values_that_people_see_have_words() -> None:
    values = {value.value for shown in SHOWN for value in shown if value.value} | set(GROUPS)

    assert values - set(WORDS) == set()
    assert word_of(View.SIDE) == "side"


def write_catalogue(path: Path, texts: dict[str, str]) -> None:
    """Write a catalogue as msgfmt does: counts, tables of lengths and places, then the texts."""
    pairs = sorted((old.encode(), new.encode()) for old, new in texts.items())
    begin = 28 + 16 * len(pairs)
    tables, held = b"", b""
    for text in [*(old for old, _new in pairs), *(new for _old, new in pairs)]:
        tables += struct.pack("<II", len(text), begin + len(held))
        held += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, begin)
    path.parent.mkdir(parents=True)
    path.write_bytes(head + tables + held)


def test_a_catalogue_gives_texts_in_the_language_that_is_asked_for(
    tmp_path: Path,
) -> None:
    texts = {
        "": "Content-Type: text/plain; charset=utf-8\nPlural-Forms: nplurals=2; plural=n != 1;\n",
        "{name} is empty": "leer: {name}",
        "one clip\0{n} clips": "ein Clip\0{n} Clips",
    }
    write_catalogue(tmp_path / "de" / "LC_MESSAGES" / "aqvision.mo", texts)

    german, other = catalogue("de", tmp_path), catalogue("fr", tmp_path)

    assert german.gettext("{name} is empty").format(name="a.mp4") == "leer: a.mp4"
    assert german.ngettext("one clip", "{n} clips", 3).format(n=3) == "3 Clips"
    assert other.gettext("{name} is empty") == "{name} is empty"


def test_without_a_catalogue_texts_stay_as_they_are() -> None:
    assert _("the disk is full") == "the disk is full"
    assert ngettext("one clip", "{n} clips", 2) == "{n} clips"
