"""The scripts of completion, in the shell that they are for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from aqvision.cli.main import main
from tests.support.home import settle


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    return settle(monkeypatch, tmp_path)


def test_bash_itself_completes_folders_names_and_words_with_a_blank(home: Path) -> None:
    (home / "aqvision").write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "from aqvision.cli.start import main; main()"\n'
    )
    (home / "aqvision").chmod(0o755)
    script = CliRunner().invoke(main, ["completion", "--shell", "bash"]).stdout
    program = script + (
        'try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()\n'
        "  _aqvision_completion ./aqvision 2>/dev/null\n"
        "  printf '[%s]' \"${COMPREPLY[@]}\"; echo; }\n"
        "try aqvision check my; try aqvision batch ''\n"
    )
    done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=True)  # noqa: S607
    assert done.stdout.splitlines() == ["[my run.mov]", "[clips][team.csv][team.xlsx]"]
