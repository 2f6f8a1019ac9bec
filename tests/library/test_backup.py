"""Backup and check: a copy is a library, and each kind of damage is found."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from aqvision.cli.main import main
from aqvision.core.errors import LibraryError
from aqvision.jobs.queue import open_jobs
from aqvision.library import backup
from aqvision.library.backup import back_up, check_library
from aqvision.library.library import Library, open_library
from aqvision.library.records import Run, StoredAnalysis, StoredComparison
from benchmarks.team_library import fill as fill_team
from tests.support.places import with_objects
from tests.support.team_folder import (
    made_result,
    queries_of,
    small_video,
    stored,
    tiny_library,
)

Full = tuple[Library, Run, StoredAnalysis, StoredComparison]


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Full]:
    """Make a library with one of everything."""
    with tiny_library(tmp_path) as library:
        yield fill(library, tmp_path)


@pytest.fixture
def full_of_objects(tmp_path: Path) -> Iterator[Full]:
    """Make one whose clips and results are objects."""
    folder = tmp_path / "far"
    folder.mkdir()
    with tiny_library(folder) as library:
        yield fill(with_objects(library), folder)


def fill(library: Library, tmp_path: Path) -> Full:
    athlete = library.add_athlete("Anna")
    before, after = (library.add_session(athlete.id, label) for label in ("before", "after"))
    run = library.add_run(before.id, small_video(tmp_path / "a.mp4", b"one"))
    analysis = library.add_analysis(run.id, "a" * 64, made_result(library), {})
    comparison = library.add_comparison(before.id, after.id)
    made = made_result(library)
    (made / "analysis.json").rename(made / "comparison.json")
    compared = library.finish_comparison(comparison.id, "c" * 64, made, {})
    return library, run, analysis, compared


def test_a_sound_library_has_no_findings(full: Full, full_of_objects: Full) -> None:
    assert check_library(full[0]) == []
    assert check_library(full_of_objects[0]) == []


def test_a_check_asks_no_query_a_clip(tmp_path: Path) -> None:
    asked = []
    for n_clips in (3, 30):
        folder = tmp_path / str(n_clips)
        folder.mkdir()
        with tiny_library(folder) as library:
            fill_team(library, 1, n_clips)
            with queries_of(library) as queries:
                check_library(library)
            asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_backup_is_a_library(full: Full, tmp_path: Path) -> None:
    library = full[0]
    with open_jobs(library, 0):
        pass  # its queue goes along
    assert back_up(library, tmp_path / "copies" / "first") == []
    with open_library(tmp_path / "copies" / "first") as copy:
        check_copy(copy, full)
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["first"]


def check_copy(copy: Library, full: Full) -> None:
    library, run, analysis, compared = full
    assert copy.athletes() == library.athletes()
    assert copy.run(run.id) == run
    assert copy.path_of(run).read_bytes() == library.path_of(run).read_bytes()
    assert (copy.result_folder(analysis) / "report.html").is_file()
    assert (copy.result_folder(compared) / "comparison.json").is_file()
    with open_jobs(copy, 0, upgrade=False) as jobs:
        assert jobs.queue.held() == {}
    assert copy.home.folder.stat().st_mode & 0o077 == 0
    library.delete_athlete(library.athletes()[0].id)
    assert check_library(copy) == []


def test_a_backup_overwrites_nothing(full: Full, tmp_path: Path) -> None:
    library = full[0]
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "thesis.txt").write_text("x")
    for target in (taken, taken / "thesis.txt", library.home.folder / "copy"):
        with pytest.raises(LibraryError, match=r"there already|within the library"):
            back_up(library, target)
    with pytest.raises(LibraryError, match="cannot write"):
        back_up(library, taken / "thesis.txt" / "below")
    assert [path.name for path in taken.iterdir()] == ["thesis.txt"]


def break_clip(library: Library, run: Run) -> None:
    library.path_of(run).write_bytes(b"something else")


def lose_clip(library: Library, run: Run) -> None:
    library.path_of(run).unlink()


def leave_file(library: Library, run: Run) -> None:
    small_video(library.home.files / "holiday.mp4", b"x")


def leave_unfinished(library: Library, run: Run) -> None:
    folder = library.home.new_result()
    folder.mkdir()
    os.utime(folder, (0, 0))


def leave_result(library: Library, run: Run) -> None:
    made_result(library).rename(library.home.results / ("0" * 32))


def lose_result(library: Library, run: Run) -> None:
    analysis = library.analysis_of(run.id)
    assert analysis is not None
    (library.result_folder(analysis) / "report.html").unlink()


def lose_comparison(library: Library, run: Run) -> None:
    compared = library.comparisons(library.athletes()[0].id)[0]
    library.result_folder(compared).rename(library.home.folder / "elsewhere")


def cut_reference(library: Library, run: Run) -> None:
    with closing(sqlite3.connect(library.home.database, isolation_level=None)) as connection:
        connection.execute("DELETE FROM athlete")


def spoil_index(library: Library, run: Run) -> None:
    library.engine.dispose()
    with closing(sqlite3.connect(library.home.database, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema"
            " WHERE name = 'ix_job_state') WHERE name = 'ix_run_file_sha256'"
        )


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (break_clip, "is not what was stored"),
        (lose_clip, "the clip a.mp4 of run"),
        (leave_file, "nothing refers to files/holiday.mp4"),
        (leave_unfinished, "was never finished"),
        (leave_result, "nothing refers to results/000"),
        (lose_result, "report.html of the analysis"),
        (lose_comparison, "comparison.json of the comparison"),
        (cut_reference, "of the table session has lost its athlete"),
        (spoil_index, "the database is damaged"),
    ],
)
def test_each_kind_of_damage_is_found(
    full: Full, damage: Callable[[Library, Run], None], said: str
) -> None:
    library, run, *_ = full
    damage(library, run)
    findings = check_library(library)
    assert any(said in finding.text for finding in findings), findings
    assert all(finding.hint for finding in findings)


def test_a_backup_of_objects_is_a_home(full_of_objects: Full, tmp_path: Path) -> None:
    library, run, analysis, compared = full_of_objects
    copied = list(library.home.folder.rglob(".new-*"))
    assert back_up(library, tmp_path / "copy") == []
    assert list(library.home.folder.rglob(".new-*")) == copied
    with open_library(tmp_path / "copy") as copy:
        assert check_library(copy) == []
        assert copy.path_of(run).read_bytes() == library.path_of(run).read_bytes()
        for one in (analysis, compared):
            assert (copy.result_folder(one) / "report.html").is_file()


def test_tables_on_a_server_are_left_to_it(
    full_of_objects: Full, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, run, analysis, _compared = full_of_objects
    monkeypatch.setattr(backup, "has_tables", lambda _: False)
    assert back_up(library, tmp_path / "copy") == []
    assert not list((tmp_path / "copy").glob("*.sqlite"))
    assert (tmp_path / "copy" / "files" / run.file_sha256[:2] / run.file_sha256).is_file()
    assert (tmp_path / "copy" / "results" / str(analysis.folder) / "report.html").is_file()
    store_of(library).delete(f"results/{analysis.folder}.tar")
    store_of(library).put(f"files/{run.file_sha256[:2]}/{run.file_sha256}", b"other")
    texts = [finding.text for finding in back_up(library, tmp_path / "another")]
    assert texts == [
        f"files/{run.file_sha256[:2]}/{run.file_sha256} is not what was stored",
        f"results/{analysis.folder} is missing",
    ]


def store_of(library: Library) -> Any:
    return library.home.kept.bucket.store  # type: ignore[attr-defined]


def spoil_object(library: Library, key: str) -> None:
    store_of(library).put(key, b"something else")


def lose_object(library: Library, key: str) -> None:
    store_of(library).delete(key)


def cut_object(library: Library, key: str) -> None:
    store_of(library).put(key, bytes(store_of(library).get(key).bytes())[:-10_000])


def leave_object(library: Library, key: str) -> None:
    store_of(library).put(f"files/00/{'0' * 64}", b"x")


@pytest.mark.parametrize(
    ("damage", "kind", "said"),
    [
        (spoil_object, "files", "is not what was stored"),
        (lose_object, "files", "the clip a.mp4 of run"),
        (spoil_object, "results", "is not what was stored"),
        (cut_object, "results", "is not what was stored"),
        (lose_object, "results", "report.html of the"),
        (leave_object, "files", "nothing refers to files/00/"),
    ],
)
def test_each_kind_of_damage_of_objects_is_found(
    full_of_objects: Full,
    damage: Callable[[Library, str], None],
    kind: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = full_of_objects[0]
    monkeypatch.setattr(backup, "_ARRIVING_S", -1)
    damage(library, next(one.place for one in library.home.kept.list_all() if kind in one.place))
    findings = check_library(library)
    assert any(said in finding.text for finding in findings), findings
    assert all(finding.hint for finding in findings)


def test_an_object_that_is_just_coming_in_is_no_finding(full_of_objects: Full) -> None:
    library = full_of_objects[0]
    leave_object(library, "")
    assert check_library(library) == []


def test_what_is_being_written_is_no_finding(full: Full) -> None:
    library = full[0]
    made_result(library)
    small_video(library.home.files / ".new-upload", b"x")
    assert check_library(library) == []
    assert len(stored(library)) == 2


def test_the_command_exits_1_with_findings(
    full: Full, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library, run, *_ = full
    monkeypatch.setenv("AQVISION_HOME", str(library.home.folder))
    monkeypatch.delenv("AQVISION_DATABASE_URL", raising=False)
    good = CliRunner().invoke(main, ["library", "check"])
    assert (good.exit_code, good.output.count("\n")) == (0, 1)
    saved = CliRunner().invoke(main, ["library", "backup", str(tmp_path / "copy")])
    assert saved.exit_code == 0
    assert saved.stdout == f"{tmp_path / 'copy'}\n"
    lose_clip(library, run)
    bad = CliRunner().invoke(main, ["library", "check"])
    assert bad.exit_code == 1
    assert "BAD  the clip a.mp4" in bad.output
    refused = CliRunner().invoke(main, ["library", "backup", str(tmp_path / "copy")])
    assert refused.exit_code == 1
    assert "Hint: " in refused.output
