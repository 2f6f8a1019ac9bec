"""How a line may go on: commands, options, and paths of the kind that is taken there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.home import asked, settle


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    return settle(monkeypatch, tmp_path)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("aqvision comp", ["plain,compare", "plain,completion"]),
        ("aqvision analyze --qu", ["plain,--quality", "plain,--quiet"]),
        ("aqvision analyze --quality b", ["plain,best"]),
        ("aqvision analyze ", ["path,clips/", "path,my run.mov", "path,run.MP4", "path,teams.trc"]),
        ("aqvision batch t", ["path,team.csv", "path,team.xlsx"]),
        ("aqvision batch team.csv --out ", ["path,clips/"]),
        ("aqvision check ./r", ["path,./run.MP4"]),
        ("aqvision check ~/r", ["path,~/run.MP4"]),
        ("aqvision check nowhere/r", [""]),
    ],
)
def test_what_fits_is_offered(line: str, offered: list[str]) -> None:
    assert asked(line) == offered


def test_nothing_slow_is_loaded_to_complete() -> None:
    program = (
        "import os, sys\n"
        "from aqvision.cli.completing import athletes\n"
        "from aqvision.cli.main import main\n"
        "from aqvision.library.glance import athlete_names\n"
        "athlete_names()\n"
        "slow = {'numpy', 'pandas', 'rich', 'sqlalchemy', 'av', 'psutil'}\n"
        "print(sorted(slow & {*sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
