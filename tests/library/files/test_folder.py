"""A folder keeps what it always kept, where it always was, and moves it there."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.library.files.folder import FolderFiles, files_in, remove_folder
from aqvision.library.files.place import DamagedError, result_named
from aqvision.library.storage import open_home
from tests.support.places import a_clip, a_result

RESULT = result_named("1" * 32)


@pytest.fixture
def files(tmp_path: Path) -> FolderFiles:
    return FolderFiles(open_home(tmp_path / "home").folder)


def test_nothing_is_copied(files: FolderFiles, tmp_path: Path) -> None:
    name, clip = a_clip(tmp_path)
    made = a_result(tmp_path / "made")
    numbers = clip.stat().st_ino, (made / "report").stat().st_ino
    assert files.send(name, clip) == clip
    files.put(name, clip)
    files.put(RESULT, files.send(RESULT, made))
    assert files.get(name) == files.folder / "files" / name.text[:2] / name.text
    assert files.get(RESULT) == files.folder / "results" / RESULT.text
    assert numbers == (
        files.get(name).stat().st_ino,
        (files.get(RESULT) / "report").stat().st_ino,
    )
    files.delete([name, RESULT])
    assert sorted(path.name for path in files.folder.rglob("*")) == ["files", "results", "uploads"]


def test_what_is_not_ours_is_listed_too(files: FolderFiles) -> None:
    (files.folder / "files" / "holiday.mp4").touch()
    (files.folder / "results" / ".new-1").mkdir()
    assert [(one.place, one.name, one.unfinished) for one in files.list_all()] == [
        ("files/holiday.mp4", None, False),
        ("results/.new-1", None, True),
    ]


def test_a_damaged_clip_is_told(files: FolderFiles, tmp_path: Path) -> None:
    name, clip = a_clip(tmp_path)
    files.put(name, clip)
    files.get(name).write_bytes(b"other")
    with pytest.raises(DamagedError, match="is not what was stored") as caught:
        files.examine(name)
    assert "add the clip again" in caught.value.hint


def test_files_of_a_folder(tmp_path: Path) -> None:
    made = a_result(tmp_path / "made")
    assert files_in(made) == {"report", "pictures/one"}
    remove_folder(made)
    remove_folder(made)
    with pytest.raises(FileNotFoundError):
        files_in(made)
