"""Folders: ours are replaced, those of others stay; names are safe and never two alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.batch.folders import (
    remove_result,
    replace_file,
    replace_result,
    unfinished_beside,
)
from aqvision.core.errors import LibraryError


def result(folder: Path, content: str) -> Path:
    folder.mkdir()
    for name in ("analysis.json", "report.html"):
        (folder / name).write_text(content)
    return folder


def test_our_files_are_replaced_and_others_stay(tmp_path: Path) -> None:
    target = tmp_path / "out" / "before-1"
    replace_result(result(tmp_path / "old", "old"), target)
    (target / "notes.txt").write_text("mine")
    replace_result(result(tmp_path / "new", "new"), target)
    assert (target / "report.html").read_text() == "new"
    assert (target / "notes.txt").read_text() == "mine"
    assert [path.name for path in target.parent.iterdir()] == ["before-1"]


def test_a_report_of_others_is_refused_and_stays(tmp_path: Path) -> None:
    target = tmp_path / "before-1"
    target.mkdir()
    (target / "report.html").write_text("mine")
    with pytest.raises(LibraryError, match=r"report\.html in .* is not from aqvision"):
        replace_result(result(tmp_path / "new", "new"), target)
    assert [path.read_text() for path in target.iterdir()] == ["mine"]


def test_only_a_folder_of_ours_is_emptied(tmp_path: Path) -> None:
    ours = result(tmp_path / "ours", "old")
    for name in ("keyframes", "stride"):
        (ours / name).mkdir()
        (ours / name / "index.json").write_text("[]")
    remove_result(ours)
    assert not ours.exists()
    foreign = result(tmp_path / "foreign", "mine")
    (foreign / "analysis.json").unlink()
    remove_result(foreign)
    assert (foreign / "report.html").read_text() == "mine"


def test_nothing_unfinished_is_left(tmp_path: Path) -> None:
    target = tmp_path / "index.html"
    with pytest.raises(ValueError, match="halfway"), unfinished_beside(target) as unfinished:
        unfinished.write_text("half")
        raise ValueError("halfway")
    assert list(tmp_path.iterdir()) == []
    source = tmp_path / "source"
    source.write_text("whole")
    replace_file(source, target)
    assert target.read_text() == "whole"
