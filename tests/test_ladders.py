"""Clips or folders -> ladder.json and a page; and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import aqvision
from aqvision.core.errors import LibraryError
from aqvision.core.left_out import by_hand
from tests.support.climbs import Climber

CLIMBER = Climber(lag_deg_per_mps=25.0, name="Anna")


def test_a_ladder_is_written_with_its_page(tmp_path: Path) -> None:
    found = aqvision.ladder(CLIMBER.ladder(), tmp_path / "out", before=Climber().ladder(seed=8))
    written = json.loads((tmp_path / "out" / "ladder.json").read_text())
    assert found.first == written["lets_go_first"] == "arms"
    assert written["sentence"].split(";")[0] in (tmp_path / "out" / "report.html").read_text()
    assert written["changes"]


def test_the_page_names_what_is_left_out(tmp_path: Path) -> None:
    out = by_hand("slow <b>.mp4", "")
    found = aqvision.ladder(CLIMBER.ladder(), tmp_path, left_out=[out])
    assert out.sentence in found.remarks
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "slow &lt;b&gt;.mp4 is left out: its owner chose" in page


def test_nothing_is_written_without_a_folder(tmp_path: Path) -> None:
    assert aqvision.ladder(CLIMBER.ladder()).rows
    assert list(tmp_path.iterdir()) == []


def test_two_athletes_are_refused() -> None:
    other = Climber(name="Bo").ladder([7.0])
    with pytest.raises(LibraryError, match="different athletes: Anna and Bo"):
        aqvision.ladder([*CLIMBER.ladder(), *other])


def test_the_same_clip_twice_is_refused() -> None:
    clips = CLIMBER.ladder()
    with pytest.raises(LibraryError, match="given twice"):
        aqvision.ladder([*clips, clips[0]])


def test_what_is_no_ladder_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="three different speeds"):
        aqvision.ladder(CLIMBER.ladder([7.0, 9.0]), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_earlier_side_that_is_no_ladder_is_told_apart() -> None:
    with pytest.raises(
        LibraryError, match=r"^the earlier runs: .*three different speeds"
    ) as caught:
        aqvision.ladder(CLIMBER.ladder(), before=Climber().ladder([7.0, 9.0]))
    assert caught.value.hint
