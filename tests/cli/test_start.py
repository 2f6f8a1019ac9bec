"""Language and units of the command line: settled before anything that holds a text is loaded."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from aqvision.cli.main import main


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "aqvision", *arguments],
        capture_output=True, check=False, encoding="utf-8",
        env={**os.environ, "LANGUAGE": "", "LC_ALL": "", "LANG": "C.UTF-8", **environment},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        (("--lang", "de"), {}, "Fehler: "),
        (("--lang=de",), {"LANGUAGE": "en"}, "Fehler: "),
        ((), {"LANG": "de_DE.UTF-8"}, "Fehler: "),
        (("--lang", "en"), {"LANG": "de_DE.UTF-8"}, "Error: "),
        ((), {}, "Error: "),
    ],
)
def test_the_whole_command_speaks_the_language_that_is_asked_for(
    arguments: tuple[str, ...], environment: dict[str, str], says: str
) -> None:
    done = run("progress", "/nowhere", "--out", "/nowhere/at/all", *arguments, **environment)
    assert done.returncode == 1
    assert done.stderr.startswith(says)


@pytest.mark.parametrize("option", ["--lang", "--units"])
def test_what_is_not_known_is_refused_in_one_line(option: str) -> None:
    done = run("ladder", "a.mp4", "--out", "/nowhere", option, "elvish")
    assert done.returncode == 2
    assert f"Invalid value for '{option}': 'elvish' is not one of" in done.stderr


def test_texts_that_were_bound_before_are_our_own_fault() -> None:
    arguments = ["ladder", "a.mp4", "--out", "x", "--units", "imperial"]
    done = CliRunner().invoke(main, arguments)
    assert isinstance(done.exception, RuntimeError)
