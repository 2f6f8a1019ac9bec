"""The command line: what it refuses, what it prints, what it leaves behind."""

import datetime as dt
import errno
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from aqvision import pipeline
from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import load_analysis, save_analysis
from aqvision.cli.main import main
from aqvision.comparison.compare import Comparison
from aqvision.comparison.compare import compare as compare_analyses
from aqvision.core.clip import Clip
from aqvision.core.recorded import recorded_on
from samples.generator import BEFORE
from tests.support.climbs import Climber
from tests.support.synthetic import Run, analysis_of

SAID = dt.date(2026, 3, 1)


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "aqvision", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_help_names_every_command() -> None:
    result = run("--help")
    assert result.returncode == 0
    for command in ("analyze", "check", "compare", "samples", "doctor"):
        assert command in result.stdout


def test_small_fits_are_not_spread_over_threads(tmp_path: Path) -> None:
    program = (
        "import os, sys\n"
        "from aqvision.cli.main import main\n"
        "assert 'numpy' not in sys.modules\n"
        "main(['samples', sys.argv[1]], standalone_mode=False)\n"
        "print(os.environ['OPENBLAS_NUM_THREADS'])\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert result.stdout.splitlines()[-1] == os.environ.get("OPENBLAS_NUM_THREADS", "1")


def test_wrong_usage_exits_2() -> None:
    assert run("analyze").returncode == 2
    assert run("compare", "--before", "a.mp4", "--out", "x").returncode == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [("missing.mp4", None), ("empty.mp4", b""), ("text.mp4", b"no video at all, just words")],
)
def test_bad_file_is_one_line_and_a_hint(tmp_path: Path, name: str, content: bytes | None) -> None:
    clip = tmp_path / name
    if content is not None:
        clip.write_bytes(content)
    out = tmp_path / "out"
    result = run("analyze", str(clip), "--out", str(out))
    assert result.returncode == 1
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("Error: ")
    assert name in lines[0]
    assert lines[1].startswith("Hint: ")
    assert not out.exists()


def test_output_that_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    clip = Path(__file__).parents[2] / "samples" / "before.mp4"
    for out in ("taken", "taken/below"):
        result = CliRunner().invoke(main, ["analyze", str(clip), "--out", str(tmp_path / out)])
        assert result.exit_code == 1
        assert "cannot write into" in result.output


def test_our_own_fault_shows_a_traceback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr("aqvision.pipeline.analyze", broken)
    result = CliRunner().invoke(main, ["analyze", "clip.mp4", "--out", str(tmp_path / "out")])
    assert isinstance(result.exception, ZeroDivisionError)


def test_each_clip_that_cannot_be_checked_is_named(tmp_path: Path) -> None:
    clips = [str(tmp_path / name) for name in ("a.mp4", "b.mp4")]
    one = CliRunner().invoke(main, ["check", clips[0]])
    assert one.exit_code == 1
    assert one.output.count("Hint:") == 1
    both = CliRunner().invoke(main, ["check", *clips])
    assert both.exit_code == 1
    assert all(f"Error: {path} does not exist" in both.stderr for path in clips)
    assert json.loads(CliRunner().invoke(main, ["check", *clips, "--json"]).stdout) == []


def test_samples_are_copied_and_never_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    assert CliRunner().invoke(main, ["samples", str(folder)]).exit_code == 0
    truth = json.loads((folder / "before.json").read_text())
    assert truth["fps"] == 120
    (folder / "before.json").write_text("mine")
    assert CliRunner().invoke(main, ["samples", str(folder)]).exit_code == 0
    assert (folder / "before.json").read_text() == "mine"


def test_samples_into_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    result = CliRunner().invoke(main, ["samples", str(tmp_path / "taken")])
    assert result.exit_code == 1
    assert "Hint:" in result.output


def run_of_its_own(number: int) -> Analysis:
    """A clip that shows another run than the clips of other numbers."""
    own = replace(BEFORE, speed_mps=7.0 + 0.4 * number, knee_flexion_peak_deg=100.0 + 6 * number)
    clip = analysis_of(Run(own))
    return replace(clip, provenance=replace(clip.provenance, clip_sha256=f"{number:064x}"))


def test_compare_knows_earlier_sessions_and_refuses_what_is_none(tmp_path: Path) -> None:
    for number, name in enumerate(("old", "new")):
        save_analysis(run_of_its_own(number), tmp_path / name)
    arguments = ["compare", "--before", str(tmp_path / "old"), "--after", str(tmp_path / "new"),
                 "--out", str(tmp_path / "out")]  # fmt: skip
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    assert "One clip a side does not tell" in done.output
    for folder, words in (("empty", "no complete analysis"), ("old", "given elsewhere")):
        (tmp_path / folder).mkdir(exist_ok=True)
        refused = CliRunner().invoke(main, [*arguments, "--history", str(tmp_path / folder)])
        assert refused.exit_code == 1
        assert words in refused.output


def test_compare_refuses_pictures_with_faces_where_they_are_to_be_hidden(tmp_path: Path) -> None:
    for number, name in enumerate(("old", "new")):
        clip = run_of_its_own(number)
        made_by = replace(clip.provenance, faces_blurred=name == "old")
        save_analysis(replace(clip, provenance=made_by), tmp_path / name)
    arguments = ["compare", "--before", str(tmp_path / "old"), "--after", str(tmp_path / "new"),
                 "--out", str(tmp_path / "out"), "--blur-faces"]  # fmt: skip
    refused = CliRunner().invoke(main, arguments)
    assert refused.exit_code == 1
    assert f"the pictures in {tmp_path / 'new'} show faces" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_a_ladder_of_folders_is_one_sentence_a_page_and_json(tmp_path: Path) -> None:
    folders = []
    for number, clip in enumerate(Climber(lag_deg_per_mps=25.0).ladder()):
        folders.append(str(tmp_path / str(number)))
        save_analysis(clip, tmp_path / str(number))
    done = CliRunner().invoke(main, ["ladder", *folders, "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "the arms hold; above, the " in done.output
    assert (tmp_path / "out" / "report.html").is_file()
    as_json = ["ladder", *folders[:4], "--before", folders[4], "--out", str(tmp_path / "two")]
    refused = CliRunner().invoke(main, as_json)
    assert refused.exit_code == 1
    assert "three different speeds" in refused.output
    shown = CliRunner().invoke(main, ["ladder", *folders, "--json", "--out", str(tmp_path / "out")])
    assert json.loads(shown.stdout)["lets_go_first"] == "arms"


def test_the_folder_of_a_comparison_is_told_from_a_result(tmp_path: Path) -> None:
    report = tmp_path / "report"
    for number, name in enumerate(("before-1", "after-1")):
        save_analysis(run_of_its_own(number), report / name)
    (report / "comparison.json").write_text("{}")
    sides = [f"--{side}={report / side}-1" for side in ("before", "after")]
    out = f"--out={tmp_path / 'out'}"
    for command in (
        ["export", str(report), "--format", "csv"],
        ["compare", "--before", str(report), sides[1], out],
        ["compare", *sides, "--history", str(report), out],
    ):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 1, result.output
        told, hint = result.stderr.splitlines()
        assert told == f"Error: {report} is a comparison, not the result of a clip"
        assert f"{report / 'after-1'} or {report / 'before-1'}" in hint


def test_a_folder_of_clips_is_told_what_to_do(tmp_path: Path) -> None:
    clips = tmp_path / "our clips"
    clips.mkdir()
    for command in (["analyze", str(clips), "--out", str(tmp_path / "out")], ["check", str(clips)]):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 1
        assert "our clips is a folder, not a clip" in result.stderr
        assert f"aqvision roster '{clips}'" in result.stderr


def test_a_clip_is_named_once(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in ("t.mp4", "u.mp4")]
    Path(names[0]).write_text("no video")
    result = CliRunner().invoke(main, ["check", *names])
    assert [line for line in result.stderr.splitlines() if "Error" in line] == [
        "Error: t.mp4 is not a video",
        f"Error: {names[1]} does not exist",
    ]


def test_the_samples_bring_their_roster(tmp_path: Path) -> None:
    clips = tmp_path / "clips"
    assert CliRunner().invoke(main, ["samples", str(clips)]).exit_code == 0
    result = CliRunner().invoke(main, ["roster", str(clips)])
    assert result.exit_code == 1
    told, hint = result.stderr.splitlines()
    assert told.endswith("roster.csv is there already")
    assert f"aqvision batch {clips / 'roster.csv'} --out {clips / 'reports'}" in hint


def test_days_that_are_said_go_before_those_of_folders(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    unsaid = recorded_on(None, dt.date(2026, 1, 1))
    for number, name in enumerate(("old", "new", "winter/one", "winter/two")):
        save_analysis(replace(run_of_its_own(number), recorded=unsaid), tmp_path / name)
    clip = tmp_path / "run.mp4"
    clip.write_bytes(b"")
    given: list[Clip] = []
    sides: list[list[dt.date | None]] = []

    def measure(clip: Clip, folder: Path, **_: object) -> Analysis:
        given.append(clip)
        analysis = replace(run_of_its_own(4), recorded=unsaid)
        save_analysis(analysis, folder)
        return analysis

    def compare(*parts: Any, **_: object) -> Comparison:
        before, after, settings, history, _primaries = parts
        sides.extend([a.recorded.on for a in side] for side in (before, after, *history))
        return compare_analyses(before, after, settings)

    monkeypatch.setattr(pipeline, "analyze", measure)
    monkeypatch.setattr("aqvision.comparison.compare.compare", compare)
    sided = ["--before", f"{tmp_path}/old@2026-03-01", "--before", f"{clip}@2026-03-01",
             "--after", f"{tmp_path}/new"]  # fmt: skip
    past = ["--history", f"{tmp_path}/winter@2025-12-24", "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(main, ["compare", *sided, *past])
    assert done.exit_code == 0, done.output
    assert [(clip.path.name, clip.recorded_on) for clip in given] == [("run.mp4", SAID)]
    winter = dt.date(2025, 12, 24)
    assert [sorted(side, key=str) for side in sides] == [
        [unsaid.on, SAID], [unsaid.on], [winter, winter]
    ]  # fmt: skip
    assert load_analysis(tmp_path / "old").recorded == unsaid


def test_a_full_disk_is_said_and_costs_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for number, name in enumerate(("old", "new")):
        save_analysis(run_of_its_own(number), tmp_path / name)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "comparison.json").write_text("an earlier one")

    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("aqvision.report.page.write_comparison_report", fill)
    arguments = ["compare", "--before", str(tmp_path / "old"), "--after", str(tmp_path / "new"),
                 "--out", str(tmp_path / "out")]  # fmt: skip
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert (
        result.output == "Error: the disk is full\nHint: make room on it, then do the same again\n"
    )
    assert [path.read_text() for path in (tmp_path / "out").iterdir()] == ["an earlier one"]
