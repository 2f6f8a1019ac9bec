"""Table of training blocks -> blocks in order; what is none is one line and a hint."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aqvision.core.errors import CalibrationError
from aqvision.progress.blocks import TrainingBlock, read_blocks


def table(folder: Path, *rows: str, head: str = "from,to,what") -> Path:
    path = folder / "blocks.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8-sig")
    return path


def test_blocks_are_read_in_order_of_time(tmp_path: Path) -> None:
    found = read_blocks(
        table(tmp_path, '2026-04-01,2026-04-20,"Sleds, heavy"', "2026-03-02, ,Band holds")
    )
    assert [block.what for block in found] == ["Band holds", "Sleds, heavy"]
    assert found[0].first == found[0].last == dt.date(2026, 3, 2)
    assert found[1].to_dict()["to"] == "2026-04-20"


def test_a_block_may_be_planned(tmp_path: Path) -> None:
    assert read_blocks(table(tmp_path, "2090-01-01,2090-02-01,Peaking"))


@pytest.mark.parametrize(
    "row",
    ["2026-04-20,2026-04-01,Backwards", "2026-04-01,2026-04-02,", "01.04.2026,,Sleds",
     f"2026-04-01,,{'x' * 300}", "2026-04-01,,a\x1b[31mb", ",,Sleds"],
)  # fmt: skip
def test_what_is_no_block_is_refused(row: str, tmp_path: Path) -> None:
    with pytest.raises(CalibrationError) as refused:
        read_blocks(table(tmp_path, row))
    assert refused.value.hint
    assert "\x1b" not in str(refused.value)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    for path in (
        table(tmp_path), tmp_path / "nowhere.csv", table(tmp_path, "a,b", head="x,y"),
    ):  # fmt: skip
        with pytest.raises(CalibrationError, match=r"blocks\.csv|nowhere\.csv"):
            read_blocks(path)
    (tmp_path / "blocks.csv").write_bytes(b"from,to,what\n\xff\xfe,,\n")
    with pytest.raises(CalibrationError, match="no table"):
        read_blocks(tmp_path / "blocks.csv")


def test_a_block_knows_that_it_ends_after_it_begins() -> None:
    day = dt.date(2026, 3, 2)
    with pytest.raises(CalibrationError, match="ends before"):
        TrainingBlock(first=day, last=day - dt.timedelta(1), what="x")
