"""Completion: its script goes where each shell looks, and the shells get what fits."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from aqvision.cli.completion import find_shell, place_of
from aqvision.cli.main import main
from aqvision.cli.shells import SHELLS
from tests.support.home import settle

PLACES = {
    "bash": ".local/share/bash-completion/completions/aqvision",
    "zsh": ".local/share/zsh/site-functions/_aqvision",
    "fish": ".config/fish/completions/aqvision.fish",
}


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    return settle(monkeypatch, tmp_path)


@pytest.mark.parametrize("shell", SHELLS)
def test_one_command_installs_it_and_says_how_to_undo_it(shell: str, home: Path) -> None:
    for _ in range(2):
        done = CliRunner().invoke(main, ["completion", "--install", "--shell", shell])
        assert done.exit_code == 0
        assert done.stdout == f"{home / PLACES[shell]}\n"
        assert f"to undo it: rm {home / PLACES[shell]}\n" in done.stderr
    written = (home / PLACES[shell]).read_text(encoding="utf-8")
    printed = CliRunner().invoke(main, ["completion", "--shell", shell])
    assert (printed.stdout, printed.stderr) == (written, "")
    if shutil.which(shell):
        subprocess.run([shell, "-n", home / PLACES[shell]], check=True)


def test_a_file_of_somebody_else_stays(home: Path) -> None:
    path = home / PLACES["fish"]
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    done = CliRunner().invoke(main, ["completion", "--install", "--shell", "fish"])
    assert done.exit_code == 1
    assert "is not ours\nHint: move it away" in done.stderr
    assert path.read_text() == "mine"


def test_a_shell_that_it_does_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    named = CliRunner().invoke(main, ["completion", "--install", "--shell", "tcsh"])
    assert named.exit_code == 2
    assert "is not one of 'bash', 'zsh', 'fish'" in named.stderr
    monkeypatch.setattr("aqvision.cli.completion.find_shell", lambda: "tcsh")
    found = CliRunner().invoke(main, ["completion", "--install"])
    assert found.exit_code == 1
    assert found.stderr.splitlines() == [
        "Error: there is no completion for the shell tcsh",
        "Hint: name one of bash, zsh, fish with --shell",
    ]


def test_the_shell_that_started_it_goes_before_the_usual_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Parent:
        def __init__(self, name: str) -> None:
            self.name = lambda: name

    class Process:
        names = ("make", "-zsh", "bash")

        def parents(self) -> list[Parent]:
            return [Parent(name) for name in self.names]

    monkeypatch.setattr("psutil.Process", Process)
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert find_shell() == "zsh"
    Process.names = ("sshd",)  # type: ignore[assignment]
    assert find_shell() == "fish"


def test_zsh_takes_a_folder_of_the_user_that_it_searches(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    own = home / ".functions"
    searched = [Path("/usr/share/zsh/functions"), own]
    monkeypatch.setattr("aqvision.cli.completion._searched_by_zsh", lambda: searched)
    assert place_of("zsh") == own / "_aqvision"
    done = CliRunner().invoke(main, ["completion", "--install", "--shell", "zsh"])
    assert ".zshrc" not in done.stderr
    monkeypatch.setattr("aqvision.cli.completion._searched_by_zsh", list)
    done = CliRunner().invoke(main, ["completion", "--install", "--shell", "zsh"])
    assert f"  fpath+=({(home / PLACES['zsh']).parent})\n" in done.stderr
