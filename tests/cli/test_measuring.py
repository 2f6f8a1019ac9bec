"""Calls of the public interface: what options come to, and what is said meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from aqvision.cli.main import main
from aqvision.cli.measuring import analyze_everybody, show_contacts
from aqvision.core.clip import Clip, Notes
from aqvision.core.errors import PoseError, VideoError
from aqvision.core.given_contacts import GivenContact
from aqvision.core.splits import TimingStart, parse_splits

OPTIONS = (
    "height_m", "capture_fps", "known_distance", "marks_file", "lane_offset_m", "camera_height_m",
    "settings_file",
)  # fmt: skip


def test_of_whom_it_was_not_possible_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = {**dict.fromkeys(OPTIONS), "marks": (), "model": "full", "quality": "usual"}

    def measure(*_: object, **__: object) -> dict[int, object]:
        return dict(found)

    monkeypatch.setattr("aqvision.everybody.analyze_athletes", measure)
    found: dict[int, object] = {1: "measured", 2: PoseError("too far away", "come closer")}
    made = analyze_everybody(Path("run.mp4"), tmp_path, options, "cpu")
    assert [folder for _, folder in made] == [tmp_path / "athlete-1"]
    assert capsys.readouterr().err == "run.mp4, track 2: too far away\n"
    del found[1]
    with pytest.raises(PoseError, match="too far away"):
        analyze_everybody(Path("run.mp4"), tmp_path, options, "cpu")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Clip]:
    """Give the clips that are to be measured, and measure none."""
    clips: list[Clip] = []

    def measure(clip: Clip, *_: object, **__: object) -> None:
        clips.append(clip)
        raise PoseError("enough seen", "")

    monkeypatch.setattr("aqvision.pipeline.analyze", measure)
    return clips


def test_what_is_said_of_the_run_reaches_the_clip(told: list[Clip], tmp_path: Path) -> None:
    said = ["--surface", "grass", "--shoes", "flats"]
    CliRunner().invoke(main, ["analyze", "clip.mp4", "--out", str(tmp_path / "x"), *said])
    assert told[0].notes == Notes("grass", "flats")


def test_without_a_gpu_the_cpu_measures_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    used: list[object] = []

    def measure(*_: object, device: str, **__: object) -> None:
        used.append(device)
        raise PoseError("enough seen", "")

    monkeypatch.setattr("aqvision.pose.network.device._try_gpu", lambda _: "no driver")
    monkeypatch.setattr("aqvision.pipeline.analyze", measure)
    arguments = ["analyze", "clip.mp4", "--out", str(tmp_path / "out"), "--device", "gpu"]
    result = CliRunner().invoke(main, arguments)
    assert used == ["cpu"]
    assert result.stderr.splitlines()[0] == (
        "The GPU cannot be used here (no driver); measuring on the CPU."
    )
    CliRunner().invoke(main, arguments[:-2])
    assert used == ["cpu", "cpu"]


@pytest.mark.model
def test_athletes_are_listed_without_being_measured(tmp_path: Path) -> None:
    clip = str(Path(__file__).parents[2] / "samples" / "before.mp4")
    result = CliRunner().invoke(main, ["analyze", clip, "--list-athletes", "--out", str(tmp_path)])
    assert result.exit_code == 0
    assert "  1: 0.0 to 1.6 s" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["athletes.webp"]
    refused = CliRunner().invoke(main, ["analyze", clip, "--track", "2", "--out", str(tmp_path)])
    assert refused.exit_code == 1
    assert "there is no track 2" in refused.output
    assert "1: 0.0 to 1.6 s" in refused.output


SPLITS = "10:1.99,20:3.38,30:4.71"
TABLE = "side,touchdown_s,toeoff_s\nleft,0.1,0.2\n"


def test_contacts_of_a_table_reach_the_clip(told: list[Clip], tmp_path: Path) -> None:
    table = tmp_path / "events.csv"
    table.write_text(TABLE)
    for command in ("analyze", "events"):
        CliRunner().invoke(
            main, [command, "clip.mp4", "--out", str(tmp_path / "x"), "--events", str(table)]
        )
    expected = (GivenContact(side="left", touchdown_s=0.1, toeoff_s=0.2),)
    assert [clip.contacts for clip in told] == [expected, expected]


def test_contacts_are_of_one_athlete_in_one_clip(tmp_path: Path) -> None:
    table = tmp_path / "events.csv"
    table.write_text(TABLE)
    said = ["--out", str(tmp_path / "x"), "--events", str(table)]
    for more in (["a.mp4", "b.mp4"], ["a.mp4", "--all-athletes"]):
        done = CliRunner().invoke(main, ["analyze", *more, *said])
        assert done.exit_code == 2
        assert "--events is for one athlete in one clip" in done.output


def test_mass_and_splits_reach_the_clip(told: list[Clip], tmp_path: Path) -> None:
    said = ["--mass-kg", "70", "--height-m", "1.75", "--timing-start", "gun", "--splits", SPLITS]
    CliRunner().invoke(main, ["analyze", "clip.mp4", "--out", str(tmp_path / "x"), *said])
    assert [clip.splits for clip in told] == [parse_splits(SPLITS, TimingStart.GUN)]
    assert told[0].mass_kg == 70
    two = CliRunner().invoke(main, ["analyze", "a.mp4", "b.mp4", "--out", str(tmp_path), *said])
    assert two.exit_code == 2
    assert "--splits is for one athlete in one clip" in two.output


def test_points_of_another_program_have_no_pictures_to_check(tmp_path: Path) -> None:
    with pytest.raises(VideoError, match=r"run\.trc is no video"):
        show_contacts(tmp_path / "run.trc", tmp_path / "x", {}, "cpu")
