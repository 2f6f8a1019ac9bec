"""Names that no system takes, and places where nothing can be written: one line and a hint."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from aqvision.cli.arguments import folders_of
from aqvision.cli.main import main
from aqvision.core.assets import find_sample

LONG = "x" * 300
CLIP = str(find_sample("before.mp4"))
COMMANDS = [
    f"analyze {LONG}.mp4 --out out",
    f"analyze {CLIP} --out {LONG}",
    f"analyze {CLIP} --out taken/out",
    f"analyze {CLIP} --out taken",
    f"analyze {CLIP} --out out --settings {LONG}",
    f"analyze {CLIP} --out out --marks {LONG}",
    f"analyze {CLIP} --out {LONG} --list-athletes",
    f"compare --before {LONG} --after {CLIP} --out out",
    f"compare --before {CLIP} --after {CLIP} --out {LONG}",
    f"compare --before {CLIP} --after {CLIP} --out taken/out",
    f"ladder {LONG} --out out",
    f"ladder {CLIP} --out {LONG}",
    f"check {LONG}.mp4",
    f"check {LONG}.mp4 {LONG}.mov",
    f"batch {LONG}.csv --out out",
    "batch long.csv --out out",
    f"batch good.csv --out {LONG}",
    "batch good.csv --out taken/out",
    f"roster {LONG}",
    f"export {LONG} --format csv",
    f"samples {LONG}",
    "samples taken/samples",
    f"library backup {LONG}",
    "library backup taken/copy",
    f"library restore {LONG}",
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AQVISION_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("AQVISION_DATABASE_URL", raising=False)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (here / "taken").write_text("mine")
    (here / "clip.mp4").write_bytes(Path(CLIP).read_bytes())
    (here / "good.csv").write_text("athlete,label,clip\nAnna,before,clip.mp4\n")
    (here / "long.csv").write_text(f"athlete,label,clip\nAnna,before,{LONG}.mp4\n")
    return here


def refused(arguments: list[str]) -> str:
    result = CliRunner().invoke(main, arguments)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1, result.output
    return result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_name_that_cannot_be_used_is_one_line_and_a_hint(command: str, folder: Path) -> None:
    before = sorted(folder.iterdir())
    told = refused(command.split())
    assert "Error: " in told
    assert "Hint: " in told or command.count(LONG) > 1
    assert LONG[:100] not in told
    assert sorted(folder.iterdir()) == before
    assert (folder / "taken").read_text() == "mine"


@pytest.mark.parametrize("command", ["analyze {clip}", "compare --before {clip} --after {clip}"])
def test_the_name_that_was_given_is_the_one_that_is_named(command: str) -> None:
    told = refused([*command.format(clip=CLIP).split(), "--out", LONG])
    assert told.startswith(f"Error: cannot write into {LONG[:60]}…: the name is too long")


@pytest.mark.parametrize("place", [LONG, "here/taken", "here/taken/home"])
@pytest.mark.parametrize("command", ["serve --no-open --port 0", "library check"])
def test_a_home_that_cannot_be_made_is_refused(
    command: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AQVISION_HOME", str(tmp_path / place))
    assert "Hint: name another folder" in refused(command.split())


@pytest.mark.parametrize("name", ["a\x1b[31mb", "a\nb", "a\udcffb"])
def test_a_name_that_cannot_be_written_down_is_refused(name: str) -> None:
    for command in (["analyze", CLIP, "--out", name], ["check", name], ["samples", name]):
        told = refused(command)
        assert "cannot be written down" in told
        assert len(told.splitlines()) == 2
        assert "\x1b" not in told


def test_folders_of_clips_have_names_that_mean_nothing_else() -> None:
    clips = tuple(map(Path, ("...mp4", "..mp4", "é" * 120 + ".mp4", "a.b.mp4")))
    names = [folder.name for folder in folders_of(clips, Path("out")).values()]
    assert names == ["clip", "clip-2", "é" * 100, "a.b"]


def test_an_export_keeps_what_is_in_the_way(folder: Path) -> None:
    told = refused(["export", "taken", "--format", "csv"])
    assert "taken holds no complete analysis" in told
    assert (folder / "taken").read_text() == "mine"
