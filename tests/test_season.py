"""A season from folders to files: the same bytes each time, all of them or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aqvision.analysis.store import save_analysis
from aqvision.core.errors import AqvisionError
from aqvision.core.left_out import by_hand
from aqvision.progress.blocks import TrainingBlock
from aqvision.season import follow
from tests.support.seasons import clip, day, write_hold


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    save_analysis(clip(0), tmp_path / "run")
    return [tmp_path / "run", write_hold(tmp_path / "hold", 1)]


def test_the_same_folders_give_the_same_bytes(folders: list[Path], tmp_path: Path) -> None:
    (tmp_path / "blocks.csv").write_text("from,to,what\n2026-03-01,2026-03-09,Band holds\n")
    for name in ("a", "b"):
        follow(folders, tmp_path / name, blocks=tmp_path / "blocks.csv")
    for file in ("progress.json", "report.html"):
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes()
    told = json.loads((tmp_path / "a" / "progress.json").read_text())
    assert told["blocks"][0]["what"] == "Band holds"


def test_blocks_are_told_as_values_as_well(folders: list[Path]) -> None:
    block = TrainingBlock(first=day(0), last=day(8), what="Band holds")
    assert follow(folders, blocks=[block]).blocks == (block,)


def test_the_page_names_what_is_left_out(folders: list[Path], tmp_path: Path) -> None:
    follow(folders, tmp_path / "out", left_out=[by_hand("short.mp4", "")])
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "short.mp4 is left out: its owner chose" in page


def test_days_and_primaries_can_be_given(folders: list[Path]) -> None:
    found = follow(folders, recorded_on={folders[1]: day(8)}, primaries=["trunk_lean_deg"])
    assert found.hold_days == [day(8)]
    assert found.primaries == ("trunk_lean_deg",)


def test_what_is_refused_writes_nothing(folders: list[Path], tmp_path: Path) -> None:
    write_hold(tmp_path / "dateless", None)
    with pytest.raises(AqvisionError):
        follow([*folders, tmp_path / "dateless"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
