"""Language and units of the command line: settled before anything that holds a text is loaded."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from aqvision.cli.main import main
from aqvision.core.assets import find_sample


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


def test_a_roster_is_written_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    shutil.copy(find_sample("before.mp4"), tmp_path / "Anna_vor.mp4")
    done = run("roster", str(tmp_path), "--out", str(tmp_path / "team.xlsx"), "--lang", "de")
    assert done.returncode == 0, done.stderr
    assert load_workbook(tmp_path / "team.xlsx").sheetnames == ["Liste", "Spalten"]


@pytest.mark.parametrize("option", ["--lang", "--units"])
def test_what_is_not_known_is_refused_in_one_line(option: str) -> None:
    done = run("ladder", "a.mp4", "--out", "/nowhere", option, "elvish")
    assert done.returncode == 2
    assert f"Invalid value for '{option}': 'elvish' is not one of" in done.stderr


def test_texts_that_were_bound_before_are_our_own_fault() -> None:
    arguments = ["ladder", "a.mp4", "--out", "x", "--units", "imperial"]
    done = CliRunner().invoke(main, arguments)
    assert isinstance(done.exception, RuntimeError)


CUT_SHORT = """
import os, signal
from aqvision.cli import start

def loads() -> None:
    try:
        {press}
    except KeyboardInterrupt:
        pass
    raise AttributeError("module 'library' has no attribute 'half'")

start._go_on = loads
start.main()
"""


@pytest.mark.parametrize(
    ("press", "code", "told"),
    [
        ("os.kill(os.getpid(), signal.SIGINT)", 130, "Stopped."),
        ("pass", 1, "AttributeError: module 'library' has no attribute 'half'"),
    ],
)
def test_a_library_that_ctrl_c_cuts_short_says_nothing(press: str, code: int, told: str) -> None:
    program = CUT_SHORT.format(press=press)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, text=True
    )
    assert (done.returncode, done.stderr.splitlines()[-1]) == (code, told)
