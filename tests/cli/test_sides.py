"""One clip that cannot be measured leaves the others to be compared, and is named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import save_analysis
from aqvision.cli.main import main
from aqvision.core.clip import Clip
from aqvision.core.errors import LibraryError, PoseError
from samples.generator import BEFORE
from tests.support.synthetic import Run, analysis_of
from tests.support.team_folder import small_video


def run_of_its_own(number: int) -> Analysis:
    own = replace(BEFORE, speed_mps=7.0 + 0.4 * number, knee_flexion_peak_deg=100.0 + 6 * number)
    clip = analysis_of(Run(own))
    made = replace(clip.provenance, clip_sha256=f"{number:064x}", clip_name=f"{number}.mp4")
    return replace(clip, provenance=made)


@pytest.fixture
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Clips of which those that are called bad cannot be measured."""

    def measure(clip: Clip, folder: Path, **_: object) -> object:
        if clip.name.startswith("bad"):
            raise PoseError("nobody runs in this clip", "film one runner")
        if clip.name.startswith("full"):
            raise LibraryError("the disk is full", "make room")
        analysis = run_of_its_own(len(list(tmp_path.glob("out/*"))))
        save_analysis(analysis, folder)
        return analysis

    monkeypatch.setattr("aqvision.pipeline.analyze", measure)
    for name in ("good-1", "good-2", "bad-1", "bad-2", "full"):
        small_video(tmp_path / f"{name}.mp4", name.encode())
    return tmp_path


def compared(clips: Path, before: list[str], after: list[str]) -> list[str]:
    given = [f"--before={clips / name}.mp4" for name in before]
    given += [f"--after={clips / name}.mp4" for name in after]
    return ["compare", *given, f"--out={clips / 'out'}"]


def test_a_clip_that_cannot_be_measured_is_left_out_by_itself(clips: Path) -> None:
    done = CliRunner().invoke(main, compared(clips, ["bad-1", "good-1"], ["good-2", "bad-2"]))
    assert done.exit_code == 0, done.output
    said = "is left out: it could not be measured: nobody runs in this clip"
    assert done.stderr.splitlines() == [
        f"bad-1.mp4 (before) {said}",
        f"bad-2.mp4 (after) {said}",
    ]
    written = json.loads((clips / "out" / "comparison.json").read_text())
    assert [(one["name"], one["side"]) for one in written["left_out"]] == [
        ("bad-1.mp4", "before"),
        ("bad-2.mp4", "after"),
    ]
    assert written["cautions"][0] == f"bad-1.mp4 (before) {said}"
    assert f"bad-1.mp4 (before) {said}" in (clips / "out" / "report.html").read_text()


def test_a_side_without_a_clip_is_refused(clips: Path) -> None:
    one = CliRunner().invoke(main, compared(clips, ["bad-1"], ["good-2"]))
    assert one.exit_code == 1
    assert "Error: nobody runs in this clip" in one.stderr
    both = CliRunner().invoke(main, compared(clips, ["bad-1", "bad-2"], ["good-2"]))
    assert both.exit_code == 1
    assert "Error: no clip before could be measured, of the first: nobody runs" in both.stderr
    assert not (clips / "out" / "comparison.json").exists()


def test_what_is_no_fault_of_the_clip_ends_the_command(clips: Path) -> None:
    done = CliRunner().invoke(main, compared(clips, ["full", "good-1"], ["good-2"]))
    assert done.exit_code == 1
    assert "the disk is full" in done.stderr
