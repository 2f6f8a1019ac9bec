"""Checksums that are kept: right whatever was done to a clip, and read from it once."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from aqvision.batch import checksums
from aqvision.batch.checksums import Checksums
from aqvision.core.assets import file_sha256


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the clips that are read; a clip counts as settled at once."""
    names: list[str] = []

    def noting(path: Path) -> str:
        names.append(path.name)
        return file_sha256(path)

    monkeypatch.setattr(checksums, "file_sha256", noting)
    monkeypatch.setattr(checksums, "_SETTLED_NS", -1)
    return names


def told(folder: Path, *clips: Path) -> list[str]:
    known = Checksums.kept_in(folder / "known.json")
    given = [known.of(clip) for clip in clips]
    known.keep()
    return given


def test_a_clip_is_read_once(tmp_path: Path, read: list[str]) -> None:
    clips = [tmp_path / name for name in ("a.mp4", "b.mp4")]
    for clip in clips:
        clip.write_text(clip.name)
    expected = [file_sha256(clip) for clip in clips]
    assert told(tmp_path, *clips) == expected
    assert told(tmp_path, clips[0]) == expected[:1]
    assert told(tmp_path, *clips) == expected
    assert read == ["a.mp4", "b.mp4"]
    kept = tmp_path / "known.json"
    assert kept.stat().st_mode & 0o077 == 0
    assert "mp4" not in kept.read_text()


def written_over(clip: Path) -> None:
    clip.write_text("new")


def written_over_with_its_old_times(clip: Path) -> None:
    about = clip.stat()
    clip.write_text("new")
    os.utime(clip, ns=(about.st_atime_ns, about.st_mtime_ns))


def exchanged_with_its_old_times(clip: Path) -> None:
    other = clip.with_name("other")
    other.write_text("new")
    shutil.copystat(clip, other)
    other.replace(clip)


@pytest.mark.parametrize(
    "change", [written_over, written_over_with_its_old_times, exchanged_with_its_old_times]
)
def test_whatever_was_exchanged_is_noticed(
    change: Callable[[Path], None], tmp_path: Path, read: list[str]
) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_text("old")
    told(tmp_path, clip)
    change(clip)
    assert clip.stat().st_size == 3
    assert told(tmp_path, clip) == [file_sha256(clip)]
    assert len(read) == 2


def test_what_was_changed_just_now_is_not_believed_later(tmp_path: Path) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_text("old")
    told(tmp_path, clip)
    assert (tmp_path / "known.json").read_text() == "{}"
    assert time.time_ns() - clip.stat().st_ctime_ns < checksums._SETTLED_NS


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": "../../x"}', "null"])
def test_a_damaged_file_is_as_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "known.json").write_text(text)
    clip = tmp_path / "a.mp4"
    clip.write_text("old")
    assert told(tmp_path, clip) == [file_sha256(clip)]


def test_a_clip_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Checksums.kept_in(tmp_path / "known.json").of(tmp_path / "gone.mp4")
