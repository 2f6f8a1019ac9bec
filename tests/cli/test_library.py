"""Commands of the library: findings, ladders of its sessions, and what is measured again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from aqvision.analysis.store import save_analysis
from aqvision.cli.main import main
from aqvision.jobs import queue
from aqvision.jobs.presence import present
from aqvision.library.backup import Finding
from aqvision.library.library import Library
from aqvision.library.records import Session
from tests.support.climbs import Climber
from tests.support.team_folder import fake_command, small_video, tiny_library

MARCH, MAY = dt.date(2026, 3, 2), dt.date(2026, 5, 4)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    with tiny_library(tmp_path) as opened:
        monkeypatch.setenv("AQVISION_HOME", str(opened.home.folder))
        yield opened


def test_findings_are_a_line_and_a_hint_and_exit_1(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "aqvision.library.backup.check_library", lambda _: [Finding("a clip is gone", "add it")]
    )
    result = CliRunner().invoke(main, ["library", "check"])
    assert result.exit_code == 1
    first, second = result.output.splitlines()
    assert "a clip is gone" in first
    assert "add it" in second


def test_the_tables_move_to_postgresql_once_nobody_works_on_them(
    library: Library, postgres_url: str
) -> None:
    library.add_athlete("Anna")
    library.close()
    command = ["library", "move", "--to", postgres_url]
    with present(library.home.folder / "locks"):
        refused = CliRunner().invoke(main, command)
    assert (refused.exit_code, "works on this library" in refused.output) == (1, True)
    moved = CliRunner().invoke(main, command)
    assert moved.exit_code == 0, moved.output
    assert "1 athletes, 0 sessions, 0 clips" in moved.output
    assert "Next: set AQVISION_DATABASE_URL" in moved.output
    result = CliRunner().invoke(main, ["library", "check"])
    assert (result.exit_code, "were moved" in result.output) == (1, True)
    result = CliRunner().invoke(
        main, ["library", "check"], env={"AQVISION_DATABASE_URL": postgres_url}
    )
    assert result.exit_code == 0, result.output


def climbed(library: Library, day: dt.date, speeds_mps: tuple[float, ...], folder: Path) -> Session:
    """Store a session whose runs are measured at these speeds."""
    athlete = library.find_or_add_athlete("Anna", 1.71)
    session = library.add_session(athlete.id, "before", day)
    for analysis in Climber(lag_deg_per_mps=25.0, name="Anna").ladder(speeds_mps, seed=day.month):
        run = library.add_run(session.id, small_video(folder / "c.mp4", analysis.name.encode()))
        made = library.home.new_result()
        save_analysis(analysis, made)
        (made / "report.html").write_text("a report")
        library.add_analysis(run.id, run.id, made, analysis.provenance.to_dict())
    return session


def test_a_ladder_of_the_latest_session_and_against_an_earlier_one(
    library: Library, tmp_path: Path
) -> None:
    early = climbed(library, MARCH, (7.0, 7.8, 8.6, 9.4), tmp_path)
    late = climbed(library, MAY, (6.5, 7.1, 7.7, 8.3, 8.9, 9.5), tmp_path)
    shown = CliRunner().invoke(main, ["library", "ladder", "anna"])
    assert shown.exit_code == 0, shown.output
    assert "arms" in shown.output
    command = ["library", "ladder", "Anna", "--before", "2026-03-02", "--json"]
    against = CliRunner().invoke(main, command)
    assert against.exit_code == 0, against.output
    told = json.loads(against.stdout.splitlines()[-1])
    assert (len(told["runs"]), len(told["before"]["runs"])) == (6, 4)
    first, second = library.comparisons(early.athlete_id)
    assert (first.session_ids, second.session_ids) == ((late.id,), (early.id, late.id))
    assert f"Report: {library.result_folder(first) / 'report.html'}" in shown.output


def test_what_is_no_ladder_is_a_line_and_a_hint(library: Library, tmp_path: Path) -> None:
    climbed(library, MARCH, (7.0, 7.05, 7.1), tmp_path)
    refused = CliRunner().invoke(main, ["library", "ladder", "Anna"])
    assert refused.exit_code == 1
    assert "Error: a ladder takes three different speeds" in refused.output
    assert "Hint: film runs" in refused.output
    for command, said in (
        (["Anna", "--day", "2026-05-04"], "no session of 4 May 2026 of Anna has 3 measured runs"),
        (["Anna", "--day", "someday"], "there is no day 'someday'"),
        (["Ben"], "nobody in the library is called Ben"),
    ):
        refused = CliRunner().invoke(main, ["library", "ladder", *command])
        assert (refused.exit_code, said in refused.output) == (1, True), refused.output


def test_what_was_measured_otherwise_is_measured_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = partial(queue.open_jobs, command=fake_command(tmp_path / "diary"))
    monkeypatch.setattr(queue, "open_jobs", fake)
    result = CliRunner().invoke(main, ["library", "measure-again"])
    assert (result.exit_code, "present way" in result.output) == (0, True)
    for name in ("ok.mp4", "refuse.mp4"):
        session = library.add_session(library.find_or_add_athlete("Anna").id, "before")
        run = library.add_run(session.id, small_video(tmp_path / name, name.encode()))
        made = library.home.new_result()
        made.mkdir()
        library.add_analysis(run.id, name, made, {"method": "1.1"})
    library.add_athlete("Ben")
    assert "present way" in CliRunner().invoke(
        main, ["library", "measure-again", "--athlete", "Ben"]
    ).output  # fmt: skip
    result = CliRunner().invoke(main, ["library", "measure-again", "--athlete", "Anna"])
    assert result.exit_code == 1
    assert "Clips to measure again: 2" in result.output
    assert "Done: 1" in result.output
    assert "nobody runs here" in result.output
    assert "made ok.mp4" in (tmp_path / "diary").read_text()
