"""progress on the command line: what it prints, writes and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aqvision.analysis.store import save_analysis
from aqvision.cli.main import main
from tests.support.seasons import clip, write_hold


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_analysis(clip(0), tmp_path / "season" / "run")
    write_hold(tmp_path / "season" / "hold", 1)
    write_hold(tmp_path / "dateless", None)
    return tmp_path


def do(folder: Path, *arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["progress", *arguments, "--out", str(folder / "out")])
    assert result.exit_code == code, result.output
    return result


def test_it_says_what_there_is_and_where_the_page_is(folder: Path) -> None:
    said = do(folder, str(folder / "season")).stdout
    assert "1 hold on 1 date and 1 run on 1 date" in said
    assert "No trial shows" in said
    assert (folder / "out" / "report.html").is_file()


def test_a_day_can_be_said_and_json_is_the_file(folder: Path) -> None:
    said = do(folder, str(folder / "season"), f"{folder / 'dateless'}@2026-03-09", "--json").stdout
    assert json.loads(said) == json.loads((folder / "out" / "progress.json").read_text())
    assert json.loads(said)["dates"][-1] == "2026-03-09"


def test_a_result_without_a_day_is_one_line_and_a_hint(folder: Path) -> None:
    result = do(folder, str(folder / "dateless"), code=1)
    error, hint = result.stderr.splitlines()
    assert "nobody says when" in error
    assert "FOLDER@2026-03-14" in hint
    assert not (folder / "out").exists()


def test_what_is_not_there_is_refused(folder: Path) -> None:
    assert "does not exist" in do(folder, str(folder / "nowhere"), code=1).stderr
    blocks = ("--blocks", str(folder / "none.csv"))
    assert "none.csv" in do(folder, str(folder / "season"), *blocks, code=1).stderr
