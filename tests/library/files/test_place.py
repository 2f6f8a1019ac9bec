"""What every place does, a folder, objects in memory and those of a real server alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.files.place import (
    Files,
    Kind,
    Name,
    clip_named,
    named_by,
    not_as_stored,
    result_named,
)
from tests.support.places import a_clip, a_result, content_of

RESULT = result_named("0123456789abcdef" * 2)


@pytest.mark.parametrize("text", ["", "..", ".new-1", "a/b", "../" + "a" * 61, "a" * 64 + "\n"])
def test_what_a_user_writes_is_no_name(text: str) -> None:
    for kind in Kind:
        with pytest.raises(LibraryError, match="no name of a clip or a result"):
            Name(kind, text)
    for short in ("a" * 63, "A" * 64):
        with pytest.raises(LibraryError, match="no name of a clip or a result"):
            clip_named(short)


def test_a_name_says_where_it_lies() -> None:
    clip = clip_named("ab" * 32)
    assert clip.path == f"files/ab/{'ab' * 32}"
    assert RESULT.path == f"results/{RESULT.text}"
    assert named_by(clip.path) == clip
    assert named_by(RESULT.path) == RESULT
    for stranger in (f"files/cd/{'ab' * 32}", "files/holiday.mp4", "results/a.b", "place-id", ""):
        assert named_by(stranger) is None
    assert "is not what was stored" in str(not_as_stored(clip))


def test_what_is_kept_comes_back(files: Files, tmp_path: Path) -> None:
    name, clip = a_clip(tmp_path, b"run" * 1000)
    made = a_result(tmp_path / "made", points="xyz")
    expected = content_of(made)
    assert not files.exists(name)
    assert not files.get(name).exists()
    for one, source in ((name, clip), (RESULT, made)):
        files.put(one, files.send(one, source))
        assert files.exists(one)
        assert not source.exists()
    assert files.get(name).read_bytes() == b"run" * 1000
    assert content_of(files.get(RESULT)) == expected
    assert files.get(name).stat().st_mode & 0o077 == 0
    assert {(one.name, one.unfinished) for one in files.list_all()} == {
        (name, False),
        (RESULT, False),
    }


def test_it_is_deleted_for_good(files: Files, tmp_path: Path) -> None:
    name, clip = a_clip(tmp_path)
    made = a_result(tmp_path / "made")
    for one, source in ((name, clip), (RESULT, made)):
        files.put(one, files.send(one, source))
        files.get(one)
    files.delete([name, RESULT, clip_named("0" * 64)])
    assert list(files.list_all()) == []
    assert not files.exists(name)
    assert not files.get(name).exists()
    assert not files.get(RESULT).exists()


def test_who_comes_second_with_a_result_does_not_overwrite_it(files: Files, tmp_path: Path) -> None:
    first, second = (a_result(tmp_path / text, report=text) for text in ("first", "second"))
    for made in (first, second):
        files.put(RESULT, files.send(RESULT, made))
    assert (files.get(RESULT) / "report").read_text() == "first"


def test_the_same_clip_twice_is_one(files: Files, tmp_path: Path) -> None:
    for _ in range(2):
        name, clip = a_clip(tmp_path)
        files.put(name, files.send(name, clip))
    assert [one.name for one in files.list_all()] == [name]


def test_it_is_copied_and_examined(files: Files, tmp_path: Path) -> None:
    name, clip = a_clip(tmp_path)
    made = a_result(tmp_path / "made")
    expected = content_of(made)
    for one in (name, RESULT):
        for ask in (files.examine, lambda name: files.copy(name, tmp_path / "none")):
            with pytest.raises(FileNotFoundError):
                ask(one)
    files.put(name, files.send(name, clip))
    files.put(RESULT, files.send(RESULT, made))
    assert files.examine(name) == frozenset()
    assert files.examine(RESULT) == set(expected)
    files.copy(name, tmp_path / "copy")
    files.copy(RESULT, tmp_path / "copies")
    assert (tmp_path / "copy").read_bytes() == b"clip"
    assert content_of(tmp_path / "copies") == expected


def test_a_place_is_known_again(files: Files) -> None:
    assert files.mark() is None
    assert files.mark("one") == "one"
    assert files.mark("two") == files.mark() == "one"
    assert list(files.list_all()) == []


def test_what_is_in_use_is_there(files: Files, tmp_path: Path) -> None:
    name, clip = a_clip(tmp_path)
    files.put(name, files.send(name, clip))
    with files.in_use(), files.in_use():
        assert files.get(name).is_file()
    files.sweep([name])
    assert files.get(name).is_file()
