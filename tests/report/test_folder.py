"""The folder of results: all files together, and nothing of a run that failed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aqvision.core.errors import LibraryError
from aqvision.report import folder as written
from aqvision.report.folder import picture_names, write_results
from aqvision.video.reader import open_video
from tests.support.grey_clips import PLAYBACK_FPS, grey_frames, small_slow_motion
from tests.support.synthetic import Run, analysis_of

if TYPE_CHECKING:
    from tests.conftest import MakeVideo


def test_without_a_video_all_but_pictures_are_written(tmp_path: Path) -> None:
    analysis = analysis_of(Run())
    assert write_results(analysis, tmp_path / "out") is analysis
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "analysis.json", "series.csv", "steps.csv", "pose.npz", "report.html",
    }  # fmt: skip


def test_with_a_video_there_are_pictures_until_a_run_without_it(
    tmp_path: Path, make_video: MakeVideo
) -> None:
    analysis, out = small_slow_motion(), tmp_path / "out"
    clip = make_video(tmp_path / "clip.mp4", grey_frames(analysis), fps=PLAYBACK_FPS)
    write_results(analysis, out, open_video(clip))
    written = {path.relative_to(out).as_posix() for path in out.rglob("*.webp")}
    assert written < set(picture_names(out))
    assert {path.split("/")[0] for path in written} == {"keyframes", "stride", "steps"}
    assert "One stride, slowly" in (out / "report.html").read_text()
    (out / "stride" / "mine.txt").write_text("mine")
    (out / "annotated.mp4").write_bytes(b"of the run before")
    (out / "report.pdf").write_bytes(b"%PDF /CreationDate (D:20000101000000+00'00')")
    write_results(analysis, out)
    left = [path for name in ("keyframes", "stride") for path in (out / name).iterdir()]
    assert [path.name for path in left] == ["mine.txt"]
    assert not (out / "annotated.mp4").exists()
    assert not (out / "report.pdf").exists()


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
