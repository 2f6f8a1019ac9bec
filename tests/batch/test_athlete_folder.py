"""In an athlete's folder ours is told from what others laid there, and only ours goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.batch.athlete_folder import (
    COMPARISON,
    REPORT,
    remove_athlete,
    remove_comparison,
    results_in,
    strange_files,
    write_comparison,
)
from aqvision.core.errors import LibraryError


def write(path: Path, text: str = "x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Folder of an athlete with a comparison, a clip and a note that a coach laid there."""
    for file in (COMPARISON, REPORT):
        write(tmp_path / "made" / file, file)
    write_comparison(tmp_path / "made", tmp_path / "anna")
    for file in ("analysis.json", REPORT):
        write(tmp_path / "anna" / "before-1" / file)
    write(tmp_path / "anna" / "notes.txt")
    return tmp_path / "anna"


def test_what_others_laid_there_is_told_from_ours(folder: Path) -> None:
    write(folder / "mine" / "analysis.json")  # no name of a clip's folder
    assert results_in(folder) == [folder / "before-1" / "analysis.json"]
    strange = {path.relative_to(folder).as_posix() for path in strange_files(folder)}
    assert strange == {"notes.txt", "mine/analysis.json"}


def test_only_what_is_ours_goes(folder: Path) -> None:
    write(folder / "before-1" / "remark.txt")
    remove_athlete(folder)
    left = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert left == {"notes.txt", "before-1/remark.txt"}
    (folder / "notes.txt").unlink()
    (folder / "before-1" / "remark.txt").unlink()
    (folder / "before-1").rmdir()
    remove_athlete(folder)
    assert not folder.exists()


def test_a_report_of_somebody_else_stays(tmp_path: Path, folder: Path) -> None:
    remove_comparison(folder)
    foreign = write(folder / REPORT, "mine")
    remove_comparison(folder)
    with pytest.raises(LibraryError):
        write_comparison(tmp_path / "made", folder)
    assert foreign.read_text() == "mine"
