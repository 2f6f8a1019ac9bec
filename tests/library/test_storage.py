"""The home folder: where it is, and that nobody else looks into it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.storage import find_home, open_home, seen_by_others


def test_the_environment_names_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AQVISION_HOME", str(tmp_path / "team"))
    assert find_home() == tmp_path / "team"
    monkeypatch.delenv("AQVISION_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert find_home() == tmp_path / "data" / "aqvision"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_home() == tmp_path / ".local" / "share" / "aqvision"


def test_a_home_is_made_private(tmp_path: Path) -> None:
    home = open_home(tmp_path / "a" / "b")
    for folder in (home.folder, home.files, home.results, home.uploads):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert home.new_result() != home.new_result()
    assert home.new_result().parent == home.results


def test_what_lies_in_a_home_that_others_may_look_into_is_private(tmp_path: Path) -> None:
    """The folder was there, as was what an earlier version or a copy left in it."""
    folder = tmp_path / "team"
    (folder / "uploads").mkdir(parents=True)
    (folder / "photos").mkdir()
    for path in (folder, folder / "uploads", folder / "photos"):
        path.chmod(0o755)
    for name in ("library.sqlite", "jobs.sqlite", "web.key", "notes.txt"):
        (folder / name).touch()
        (folder / name).chmod(0o644)
    home = open_home(folder)
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    foreign = {"photos": modes.pop("photos"), "notes.txt": modes.pop("notes.txt")}
    assert foreign == {"photos": 0o755, "notes.txt": 0o644}
    assert set(modes.values()) == {0o700, 0o600}
    assert seen_by_others(home) == folder
    folder.chmod(0o700)
    assert seen_by_others(home) is None


def test_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for taken in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(LibraryError, match="cannot be kept in") as caught:
            open_home(taken)
        assert "AQVISION_HOME" in caught.value.hint


def test_what_was_begun_long_ago_is_removed(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    old, fresh, half = home.new_result(), home.new_result(), home.files / ".new-clip"
    for path in (old, fresh):
        path.mkdir()
        (path / "report.html").touch()
    half.touch()
    for path in (old, half):
        os.utime(path, (0, 0))
    home.remove_left_over()
    assert [path.exists() for path in (old, fresh, half)] == [False, True, False]
