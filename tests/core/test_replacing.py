"""A result takes the place of its own earlier one, and of nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.core.replacing import refuse_to_overwrite, refuse_to_replace

MARKER = "analysis.json"


def result_of(folder: Path, *clips: str) -> None:
    named = [{"clip_sha256": clip, "clip_name": f"{clip}.mp4"} for clip in clips]
    (folder / MARKER).write_text(json.dumps({"made": {"of": named}}))


def test_the_same_clip_may_be_measured_again(tmp_path: Path) -> None:
    result_of(tmp_path, "a", "b")
    (tmp_path / "report.html").write_text("ours")
    refuse_to_replace(tmp_path, MARKER, ["b", "c"])
    refuse_to_replace(tmp_path / "new", MARKER, ["b"])
    refuse_to_replace(None, MARKER, ["b"])


def test_what_is_damaged_may_be_measured_again(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text('{"cut')
    refuse_to_replace(tmp_path, MARKER, ["a"])


def test_a_result_of_another_clip_stays_and_is_named(tmp_path: Path) -> None:
    result_of(tmp_path, "a")
    with pytest.raises(LibraryError, match=r"holds the result of a\.mp4"):
        refuse_to_replace(tmp_path, MARKER, ["b"])


@pytest.mark.parametrize("name", ["report.html", "series.csv"])
def test_a_file_of_the_user_stays(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(LibraryError, match=f"{name} would be replaced") as refused:
        refuse_to_replace(tmp_path, MARKER, ["a"], ("series.csv",))
    assert "name another folder" in refused.value.hint


def test_a_file_is_not_written_over_by_something_else(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    refuse_to_overwrite(path, b"new")
    path.write_bytes(b"corrected")
    refuse_to_overwrite(path, b"corrected")
    with pytest.raises(LibraryError, match="holds something else"):
        refuse_to_overwrite(path, b"new")
