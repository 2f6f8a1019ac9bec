"""What was typed: what it means, and what does not go together."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from aqvision.cli.arguments import clip_from, folders_of
from aqvision.cli.main import main
from aqvision.core.assets import find_sample


def test_each_clip_has_a_folder_of_its_own() -> None:
    out, runs = Path("out"), [Path("a/run.mp4"), Path("b/run.mp4"), Path("c/run.mov")]
    assert folders_of(runs[:1], out) == {runs[0]: out}
    named = ["run", "run-2", "run-2-2"]
    assert folders_of(runs, out) == dict(zip(runs, (out / n for n in named), strict=True))
    assert folders_of([runs[0], runs[0]], out) == {runs[0]: out / "run"}


def test_marks_are_gathered_however_they_are_given(tmp_path: Path) -> None:
    table = tmp_path / "marks.csv"
    table.write_text("time_s,x_px,y_px,along_m\n,1650,822,10\n")
    none = dict.fromkeys(("height_m", "capture_fps", "known_distance", "camera_height_m"))
    told = {
        "marks": ("210,830=0", "915,826@1.5=5"),
        "marks_file": table,
        "lane_offset_m": 1.22,
        "camera_height_m": 1.1,
    }
    marks = clip_from(tmp_path / "run.mp4", {**none, **told}).marks
    assert marks is not None
    assert [mark.along_m for mark in marks.places] == [0, 5, 10]
    assert (marks.lane_offset_m, marks.camera_height_m) == (1.22, 1.1)
    nothing = {"marks": (), "marks_file": None, "lane_offset_m": None}
    assert clip_from(tmp_path / "run.mp4", {**none, **nothing}).marks is None
    for wrong in (
        {**told, "known_distance": "1,2,900,2,5"},
        {**nothing, "lane_offset_m": 1.0},
        {**nothing, "camera_height_m": 1.1},
    ):
        with pytest.raises(click.UsageError):
            clip_from(tmp_path / "run.mp4", {**none, **wrong})


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (["--track", "1", "--athlete-at", "1,2@3"], "do not go together"),
        (["--list-athletes", "--all-athletes"], "do not go together"),
        (["other.mp4", "--track", "1"], "is for one clip"),
    ],
)
def test_choices_of_athletes_that_do_not_fit_are_wrong_usage(
    choices: list[str], words: str, tmp_path: Path
) -> None:
    result = CliRunner().invoke(main, ["analyze", "a.mp4", *choices, "--out", str(tmp_path / "x")])
    assert result.exit_code == 2
    assert words in result.output


@pytest.mark.parametrize("choice", [["--track", "0"], ["--athlete-at", "middle"]])
def test_impossible_choice_is_one_line_and_a_hint(choice: list[str], tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["analyze", "a.mp4", *choice, "--out", str(tmp_path / "x")])
    assert result.exit_code == 1
    assert "Hint:" in result.output


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--height-m", "3"),
        ("--height-m", "5'13\""),
        ("--mass-kg", "11 st"),
        ("--capture-fps", "2"),
        ("--known-distance", "1,2,3"),
        ("--mark", "1,2=0"),
    ],
)
def test_impossible_calibration_is_refused(tmp_path: Path, option: str, value: str) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"x")
    result = CliRunner().invoke(
        main, ["analyze", str(clip), "--out", str(tmp_path / "out"), option, value]
    )
    assert result.exit_code == 1
    assert "Hint:" in result.output


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        (["--splits", "fast"], 1, "'fast' is no split times"),
        (["--splits", "5:1.2,10:2,20:3.4,30:4.7"], 1, "(--mass-kg)"),
        (["--splits", "5:1.2,10:2,20:3.4,30:4.7", "--mass-kg", "70000"], 1, "is no body mass"),
        (["--splits", "5:1.2,10:2,20:3.4,30:4.7", "--all-athletes"], 2, "for one athlete"),
        (["--timing-start", "hand"], 2, "'hand' is not one of"),
    ],
)
def test_split_times_that_do_not_fit_are_refused(
    told: list[str], status: int, words: str, tmp_path: Path
) -> None:
    clip = str(find_sample("before.mp4"))
    result = CliRunner().invoke(main, ["analyze", clip, "--out", str(tmp_path / "x"), *told])
    assert result.exit_code == status
    assert words in result.output


def test_unknown_setting_is_named(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[filter]\nknee_herz = 12\n")
    result = CliRunner().invoke(
        main,
        ["analyze", "clip.mp4", "--out", str(tmp_path / "out"), "--settings", str(settings)],
    )
    assert result.exit_code == 1
    assert "knee_herz" in result.output


def test_a_missing_clip_is_refused_before_another_is_measured(tmp_path: Path) -> None:
    there = find_sample("before.mp4")
    arguments = ["compare", "--before", str(there), "--after", str(tmp_path / "no.mp4")]
    result = CliRunner().invoke(main, [*arguments, "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "no.mp4 does not exist" in result.stderr
    assert "Hint:" in result.stderr
    assert "measuring" not in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("told", "status", "words"),
    [
        (["--from", "2", "--to", "1"], 1, "a part from 2 to 1 s"),
        (["--from", "nan"], 1, "a part from nan"),
        (["--to", "-1"], 1, "Hint:"),
        (["--from", "9"], 1, "before.mp4 lasts 1.65 s"),
        (["--to", "9"], 1, "before.mp4 lasts 1.65 s"),
        (["--to", "soon"], 2, "is no number"),
        (["b.mp4", "--from", "1"], 2, "for one clip"),
    ],
)
def test_a_part_that_is_none_of_the_film_is_refused(
    told: list[str], status: int, words: str, tmp_path: Path
) -> None:
    clip = str(find_sample("before.mp4"))
    result = CliRunner().invoke(main, ["analyze", clip, "--out", str(tmp_path / "x"), *told])
    assert (result.exit_code, words in result.output) == (status, True), result.output
