"""What is sent on beside a result: its report on paper, its video with all that was found."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from click.testing import CliRunner

from aqvision.cli.main import main
from aqvision.cli.sending_on import draw_videos, print_reports
from aqvision.core.assets import find_sample


def test_a_video_is_drawn_of_each_who_was_measured(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drawn = []

    def write(analysis: Mock, _video: object, folder: Path, pillar: str, _progress: object) -> Path:
        drawn.append((analysis, folder.name, pillar))
        return folder / "annotated.mp4"

    one, two = (Mock(raw_pose=Mock(quarter_turns=0)) for _ in range(2))
    people = [(one, tmp_path / "athlete-1"), (two, tmp_path / "athlete-2")]
    monkeypatch.setattr("aqvision.report.annotated_video.write_annotated", write)
    made = draw_videos(find_sample("before.mp4"), people, "arms")
    assert drawn == [(one, "athlete-1", "arms"), (two, "athlete-2", "arms")]
    assert made == [folder / "annotated.mp4" for _, folder in people]


def test_no_video_is_promised_of_a_pose_file(tmp_path: Path) -> None:
    (tmp_path / "run.trc").write_text("PathFileType\t4\n")
    asked = ["analyze", str(tmp_path / "run.trc"), "--out", str(tmp_path / "x"), "--video", "swing"]
    told = CliRunner().invoke(main, asked)
    assert told.exit_code == 1
    assert "run.trc is no video" in told.output
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    "asked",
    [
        ["analyze", "run.mp4"],
        ["compare", "--before", "a", "--after", "b"],
        ["ladder", "a", "b"],
        ["hold", "hold.mp4"],
        ["progress", "season"],
    ],
)
def test_no_print_is_promised_without_a_browser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, asked: list[str]
) -> None:
    monkeypatch.setattr("aqvision.report.pdf._browsers", lambda: iter(()))
    told = CliRunner().invoke(main, [*asked, "--out", str(tmp_path / "x"), "--pdf"])
    assert told.exit_code == 1
    assert told.output.startswith("Error: no Chromium is here to make a PDF with\nHint: install")
    assert not (tmp_path / "x").exists()


def test_reports_are_printed_where_that_is_wanted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("aqvision.report.pdf.write_pdf", lambda page: page.with_suffix(".pdf"))
    assert print_reports([tmp_path], wanted=True) == [tmp_path / "report.pdf"]
    assert print_reports([tmp_path], wanted=False) == []
