"""What is lost or damaged comes back from a backup, into whatever place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from aqvision.cli.main import main
from aqvision.core.errors import LibraryError
from aqvision.library.backup import back_up, check_library
from aqvision.library.files.place import clip_named, result_named
from aqvision.library.library import Library
from aqvision.library.records import Run, StoredAnalysis
from aqvision.library.restoring import restore
from tests.support.places import with_objects
from tests.support.team_folder import made_result, session_of, small_video, tiny_library

Saved = tuple[Library, Run, StoredAnalysis, Path]


@pytest.fixture(params=["folder", "objects"])
def saved(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Saved]:
    """Make a library with a measured clip, and a backup of it."""
    with tiny_library(tmp_path) as opened:
        library = opened if request.param == "folder" else with_objects(opened)
        run = library.add_run(session_of(library).id, small_video(tmp_path / "a.mp4", b"one"))
        made = library.add_analysis(run.id, "a" * 64, made_result(library), {})
        assert back_up(library, tmp_path / "saved") == []
        yield library, run, made, tmp_path / "saved"


def test_a_whole_library_gets_nothing(saved: Saved) -> None:
    library, *_, backup = saved
    (backup / "results" / "1" / "strips").mkdir(parents=True)
    assert restore(library, backup) == (0, [])


def test_what_is_lost_comes_back(saved: Saved) -> None:
    library, run, made, backup = saved
    kept = library.home.kept
    kept.delete([clip_named(run.file_sha256), result_named(str(made.folder))])
    assert len(check_library(library)) == 3
    assert restore(library, backup) == (2, [])
    assert check_library(library) == []
    assert library.path_of(run).read_bytes().endswith(b"one")
    assert not list(library.home.results.glob(".new-*"))


def test_what_is_damaged_is_replaced(saved: Saved) -> None:
    library, run, made, backup = saved
    kept = library.home.kept
    name = clip_named(run.file_sha256)
    if kept.is_elsewhere:
        kept.bucket.store.put(name.path, b"other")  # type: ignore[attr-defined]
    else:
        kept.get(name).write_bytes(b"other")
        (library.result_folder(made) / "report.html").unlink()
    assert check_library(library)
    assert restore(library, backup)[0] == (1 if kept.is_elsewhere else 2)
    assert check_library(library) == []


def test_a_damaged_backup_replaces_nothing(saved: Saved) -> None:
    library, run, _made, backup = saved
    name = clip_named(run.file_sha256)
    (backup / name.path).write_bytes(b"other")
    library.home.kept.delete([name])
    n, (finding,) = restore(library, backup)
    assert n == 0
    assert "is not what was stored" in finding.text
    assert not library.has_clip(run)


def test_what_was_deleted_since_stays_deleted(saved: Saved) -> None:
    library, *_, backup = saved
    library.delete_athlete(library.athletes()[0].id)
    assert restore(library, backup) == (0, [])
    assert list(library.home.kept.list_all()) == []


def test_a_folder_moves_to_objects(tmp_path: Path) -> None:
    """A home is a backup, too: so a library grows."""
    with tiny_library(tmp_path) as library:
        run = library.add_run(session_of(library).id, small_video(tmp_path / "a.mp4", b"one"))
        library.add_analysis(run.id, "a" * 64, made_result(library), {})
        grown = with_objects(library)
        assert len(check_library(grown)) == 3
        assert restore(grown, library.home.folder) == (2, [])
        assert check_library(grown) == []


def test_another_folder_is_refused(saved: Saved, tmp_path: Path) -> None:
    (tmp_path / "holiday" / "files").mkdir(parents=True)
    with pytest.raises(LibraryError, match="is no backup of a library"):
        restore(saved[0], tmp_path / "holiday")


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tiny_library(tmp_path) as library:
        monkeypatch.setenv("AQVISION_HOME", str(library.home.folder))
        run = library.add_run(session_of(library).id, small_video(tmp_path / "a.mp4", b"one"))
        back_up(library, tmp_path / "saved")
        library.home.kept.delete([clip_named(run.file_sha256)])
        done = CliRunner().invoke(main, ["library", "restore", str(tmp_path / "saved")])
        assert (done.exit_code, done.stdout) == (0, "Clips and results brought back: 1\n")
        (tmp_path / "saved" / clip_named(run.file_sha256).path).write_bytes(b"other")
        library.home.kept.delete([clip_named(run.file_sha256)])
        bad = CliRunner().invoke(main, ["library", "restore", str(tmp_path / "saved")])
        assert bad.exit_code == 1
        assert "BAD" in bad.output
