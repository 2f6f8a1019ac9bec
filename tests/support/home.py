"""A user's own folder with clips and a roster in it, and what a shell asks there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aqvision.cli.shells import COMPLETING


def settle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Settle into a user's folder with some clips, a roster and a library in it."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "BASH_COMPLETION_USER_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AQVISION_HOME", str(tmp_path / ".library"))
    monkeypatch.chdir(tmp_path)
    for name in ("run.MP4", "my run.mov", "notes.md", "team.csv", "team.xlsx", "teams.trc"):
        (tmp_path / name).touch()
    (tmp_path / "clips").mkdir()
    return tmp_path


def asked(line: str) -> list[str]:
    """Ask as the shell does, with the line up to the cursor."""
    words = len(line.split(" ")) - 1
    telling = {COMPLETING: "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(words)}
    done = subprocess.run(
        [sys.executable, "-c", "from aqvision.cli.start import main; main()"],
        capture_output=True, text=True, check=False, env={**os.environ, **telling},
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]
