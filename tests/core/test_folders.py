"""Files appear in a folder together, or it stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.core.folders import try_folder, written_whole


def content(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def write_new(folder: Path) -> None:
    (folder / "analysis.json").write_text("new")
    (folder / "keyframes").mkdir()
    (folder / "keyframes" / "index.json").write_text("new")


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    (tmp_path / "keyframes").mkdir()
    for name in ("analysis.json", "notes.txt", "keyframes/index.json", "keyframes/mine.txt"):
        (tmp_path / name).write_text("old")
    return tmp_path


def test_new_files_take_the_place_of_old_ones_and_others_stay(earlier: Path) -> None:
    with written_whole(earlier) as unfinished:
        write_new(unfinished)
        assert set(content(earlier).values()) == {"old", "new"}
        assert (earlier / "analysis.json").read_text() == "old"
    assert content(earlier) == {
        "analysis.json": "new",
        "notes.txt": "old",
        "keyframes/index.json": "new",
        "keyframes/mine.txt": "old",
    }
    assert sorted(path.name for path in earlier.iterdir()) == [
        "analysis.json", "keyframes", "notes.txt",
    ]  # fmt: skip


@pytest.mark.parametrize("error", [OSError("no room"), KeyboardInterrupt()])
def test_what_stood_there_stays_when_it_cannot_be_finished(
    earlier: Path, error: BaseException
) -> None:
    before = content(earlier)
    with pytest.raises(type(error)), written_whole(earlier) as unfinished:
        write_new(unfinished)
        raise error
    assert content(earlier) == before
    assert len(list(earlier.iterdir())) == 3


def test_no_empty_folder_is_left(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="no room"), written_whole(tmp_path / "new") as unfinished:
        write_new(unfinished)
        raise OSError("no room")
    assert not (tmp_path / "new").exists()


def test_a_folder_in_place_of_a_file_leaves_all_as_it_was(earlier: Path) -> None:
    (earlier / "report.html").mkdir()
    before, removed = content(earlier), list[Path]()
    with pytest.raises(LibraryError, match="folder"), written_whole(
        earlier, removed.append
    ) as unfinished:  # fmt: skip
        write_new(unfinished)
        (unfinished / "report.html").write_text("new")
    assert content(earlier) == before
    assert removed == []


def test_a_folder_that_is_tried_is_gone_again(tmp_path: Path) -> None:
    try_folder(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    for name in ("file/b", f"new/{'x' * 300}"):
        with pytest.raises(LibraryError, match="cannot write into"):
            try_folder(tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
