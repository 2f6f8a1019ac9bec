"""A first roster as a workbook: ready to fill in, and nothing in it is made into something else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from openpyxl import load_workbook

from aqvision.batch.draft_workbook import write_draft_workbook
from aqvision.batch.sorting import LeftOut
from aqvision.batch.table import COLUMNS, USUAL


def test_a_workbook_is_ready_to_fill_in(tmp_path: Path) -> None:
    columns = (*USUAL, "kind")
    row = ["=1+1", "before", "1-2.mp4", None, dt.date(2026, 3, 14), *[None] * 5]
    path = tmp_path / "roster.xlsx"
    left_out = [LeftOut("a.jpg", "a photo", "choose a video")]
    write_draft_workbook(path, columns, [row], ["Anna, ANNA: taken for one athlete"], left_out)
    book = load_workbook(path)
    assert book.sheetnames == ["Roster", "Columns", "Notes", "Left out"]
    sheet = book["Roster"]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == list(columns)
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", "=1+1")
    assert [sheet[f"{letter}50"].number_format for letter in "ACE"] == ["@", "@", "yyyy-mm-dd"]
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert lists == {"B2:B102": '"before,after"', "J2:J102": '"run,ladder,hold"'}
    assert [row[0].value for row in book["Columns"].iter_rows(min_row=2)] == list(COLUMNS)
    assert book["Notes"]["A2"].value == "Anna, ANNA: taken for one athlete"
    assert [cell.value for cell in book["Left out"][2]] == ["a.jpg", "a photo", "choose a video"]


def test_a_workbook_has_no_sheet_for_what_there_is_none_of(tmp_path: Path) -> None:
    write_draft_workbook(tmp_path / "roster.xlsx", USUAL, [["Anna"] + [None] * 8], [], [])
    assert load_workbook(tmp_path / "roster.xlsx").sheetnames == ["Roster", "Columns"]
