"""The folder of results: all files together, and nothing of a run that failed."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.report import folder as written
from aqvision.report.folder import write_results
from tests.support.synthetic import Run, analysis_of


def test_without_a_video_all_but_pictures_are_written(tmp_path: Path) -> None:
    analysis = analysis_of(Run())
    assert write_results(analysis, tmp_path / "out") is analysis
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "analysis.json", "series.csv", "steps.csv", "pose.npz", "report.html",
    }  # fmt: skip


def test_no_folder_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_results(analysis_of(Run()), None)
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise LibraryError("the disk is full", "free some room")

    monkeypatch.setattr(written, "write_analysis_report", fail)
    with pytest.raises(LibraryError, match="disk is full"):
        write_results(analysis_of(Run()), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
