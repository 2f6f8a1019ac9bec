"""Standard output holds the answer alone, and --quiet leaves only errors beside it."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from aqvision.analysis.store import save_analysis
from aqvision.cli.main import main
from aqvision.core.assets import find_sample
from tests.support.seasons import clip, write_hold
from tests.support.stand_ins import measured_as, stand_in


def is_json(text: str) -> bool:
    return isinstance(json.loads(text), dict | list)


def is_paths(text: str) -> bool:
    return bool(text) and all(Path(line).exists() for line in text.splitlines())


def is_script(text: str) -> bool:
    return subprocess.run(["bash", "-n"], input=text, text=True, check=False).returncode == 0  # noqa: S607


def is_lines(text: str) -> bool:
    return bool(text.strip())


def is_nothing(text: str) -> bool:
    return text == ""


LINES: dict[str, tuple[str, Callable[[str], bool]]] = {
    "analyze": ("run.mp4 --out a --json", is_json),
    "batch": ("team/roster.csv --out reports --json", is_json),
    "check": ("run.mp4 --json", is_json),
    "compare": ("--before old --after new --out c --json", is_json),
    "completion": ("--shell bash", is_script),
    "doctor": ("", is_lines),
    "events": ("run.mp4 --out a --json", is_json),
    "export": ("old --format csv", is_paths),
    "hold": ("run.mp4 --out h --json", is_json),
    "ladder": ("old new run mid --out l --json", is_json),
    "library backup": ("copy", is_paths),
    "library check": ("", is_lines),
    "library ladder": ("--help", is_lines),  # needs measured sessions: tests/cli/test_library.py
    "library measure-again": ("", is_lines),
    "library restore": ("saved", is_lines),
    "library move": ("--help", is_lines),  # needs a PostgreSQL server: tests/cli/test_library.py
    "library upgrade": ("", is_lines),
    "plan": ("old --json", is_json),
    "progress": ("season --out p --json", is_json),
    "roster": ("clips", is_paths),
    "samples": ("samples", is_paths),
    "serve": ("--no-open", is_nothing),  # tells its address where it serves
    "worker": ("--help", is_lines),  # works until it is told to stop: tests/cli/test_worker.py
}
RESULTS_ONLY = {
    "doctor",
    "export",
    "library backup",
    "library check",
    "library move",
    "library restore",
    "library upgrade",
    "serve",
}
"""They tell no progress and no hints, so they cannot be made quieter."""


def leaves() -> Iterator[tuple[str, click.Command]]:
    """List all commands by name, those of a group with its name."""
    for name, command in main.commands.items():
        parts = command.commands if isinstance(command, click.Group) else {"": command}
        yield from ((f"{name} {part}".strip(), one) for part, one in parts.items())


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Give a folder with a clip, results, a season and a team, and everything slow stood in for."""
    stand_in(monkeypatch, tmp_path)
    here = tmp_path / "here"
    for name in ("run.mp4", "clips/anna_before.mp4", "team/before.mp4", "team/after.mp4"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(find_sample(f"{'after' if 'after' in name else 'before'}.mp4"), here / name)
    (here / "team" / "roster.csv").write_text(
        "athlete,label,clip\nAnna,before,before.mp4\nAnna,after,after.mp4\n"
    )
    for name in ("old", "new", "run", "mid"):
        save_analysis(measured_as(name), here / name)
    save_analysis(clip(0), here / "season" / "run")
    write_hold(here / "season" / "hold", 1)
    for name in ("files", "results"):
        (here / "saved" / name).mkdir(parents=True)
    monkeypatch.chdir(here)
    return here


def test_every_command_is_tried_and_offers_to_be_quiet_where_it_talks() -> None:
    assert {name for name, _ in leaves()} == set(LINES)
    quiet = {name for name, one in leaves() if any("--quiet" in p.opts for p in one.params)}
    assert quiet == set(LINES) - RESULTS_ONLY


@pytest.mark.parametrize("name", LINES)
def test_nothing_but_the_answer_is_on_standard_output(name: str, folder: Path) -> None:
    line, is_answer = LINES[name]
    arguments = [*name.split(), *shlex.split(line)]
    told = CliRunner().invoke(main, arguments)
    assert told.exit_code == 0, told.output
    assert is_answer(told.stdout), told.stdout
    if name in RESULTS_ONLY:
        assert told.stderr == ""


@pytest.mark.parametrize("name", sorted(set(LINES) - RESULTS_ONLY))
def test_quiet_leaves_the_answer_and_says_nothing_beside_it(name: str, folder: Path) -> None:
    line, is_answer = LINES[name]
    told = CliRunner().invoke(main, [*name.split(), *shlex.split(line), "--quiet"])
    assert told.exit_code == 0, told.output
    assert is_answer(told.stdout), told.stdout
    assert told.stderr == ""


def test_errors_are_said_however_quiet_it_is(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.mp4")
    told = CliRunner().invoke(main, ["analyze", missing, "--out", str(tmp_path / "o"), "--quiet"])
    assert told.exit_code == 1
    assert told.stdout == ""
    assert [line.split(":")[0] for line in told.stderr.splitlines()] == ["Error", "Hint"]


def test_progress_is_told_unless_it_is_to_be_quiet(folder: Path) -> None:
    for options, told in (([], True), (["--quiet"], False)):
        done = CliRunner().invoke(
            main, ["batch", "team/roster.csv", "--out", f"out-{told}", *options]
        )
        assert done.exit_code == 0, done.output
        assert ("Reports as athletes are done" in done.stderr) is told
        assert "Team: " in done.stdout
