"""Workbooks: numbers stay numbers, words never become formulas, the same tables the same bytes."""

import datetime as dt
import hashlib
import re
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from aqvision.core.errors import LibraryError
from aqvision.report import workbook
from aqvision.report.workbook import (
    DATE_FORM,
    TEXT_FORM,
    Column,
    Table,
    Value,
    holds_tables,
    write_workbook,
)

HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "#N/A", "\t=1", "1e5", "TRUE")
COLUMNS = (Column(heading="Name", width=30), Column(heading="Value", unit="s", form="0.000"))


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    write_workbook([Table("Sheet", COLUMNS, [(text, 1.0) for text in HOSTILE])], path)
    sheet = openpyxl.load_workbook(path)["Sheet"]
    cells = [row[0] for row in sheet.iter_rows(min_row=3)]
    assert [cell.value for cell in cells] == list(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    assert not re.search(r"<f[ >/]", xml)


def test_numbers_are_numbers_and_what_is_not_known_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    day = dt.date(2026, 3, 1)
    rows: list[tuple[Value, ...]] = [
        ("a", 0.125),
        ("b", float("nan")),
        ("c", float("inf")),
        ("d", 7),
        ("e", day),
        ("", None),
    ]
    write_workbook([Table("Sheet", COLUMNS, rows)], path)
    sheet = openpyxl.load_workbook(path)["Sheet"]
    values = [row[1] for row in sheet.iter_rows(min_row=3)]
    assert [cell.value for cell in values[:4]] == [0.125, None, None, 7]
    assert values[0].data_type == "n"
    assert values[0].number_format == "0.000"
    assert values[4].value.date() == day


def test_headings_and_units_stand_still_and_columns_have_their_width(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    bare = (Column(heading="Name"),)
    write_workbook([Table("One", COLUMNS, []), Table("Two", bare, [("a",)])], path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["One", "Two"]
    assert book["One"].freeze_panes == "A3"
    assert [cell.value for cell in book["One"][2]] == [None, "s"]
    assert book["Two"].freeze_panes == "A2"
    assert book["One"].column_dimensions["A"].width == 30


def test_text_that_no_file_can_hold_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    rows = [("a\x00b", None), ("\ud800", None), ("x" * 40_000, None)]
    write_workbook([Table("Sheet", COLUMNS, rows)], path)
    sheet = openpyxl.load_workbook(path)["Sheet"]
    assert [sheet.cell(3, 1).value, sheet.cell(4, 1).value] == ["a\ufffdb", "\ufffd"]
    assert len(sheet.cell(5, 1).value) == 32_767


def test_the_same_tables_give_the_same_bytes_at_another_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = Table("Sheet", COLUMNS, [("a", 1.0)])
    write_workbook([table], tmp_path / "a.xlsx")
    later = time.time() + 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    time.sleep(1.1)  # the facts of a workbook have whole seconds
    write_workbook([table], tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_more_rows_than_a_spreadsheet_holds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_MAX_ROWS", 3)
    with pytest.raises(LibraryError, match="more rows"):
        write_workbook([Table("Sheet", COLUMNS, [("a", 1.0)] * 2)], tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_a_workbook_knows_the_tables_it_was_made_of(tmp_path: Path) -> None:
    path, table = tmp_path / "out.xlsx", Table("Sheet", COLUMNS, [("a", 1.0)])
    assert not holds_tables(path, [table])
    write_workbook([table], path)
    assert holds_tables(path, [Table("Sheet", COLUMNS, [("a", 1.0)])])
    assert not holds_tables(path, [Table("Sheet", COLUMNS, [("a", 1.5)])])
    assert not holds_tables(path, [Table("Sheet", COLUMNS[::-1], [("a", 1.0)])])
    assert not holds_tables(path, [table, table])


def test_a_workbook_in_an_old_layout_is_not_taken_for_one_of_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, table = tmp_path / "out.xlsx", Table("Sheet", COLUMNS, [("a", 1.0)])
    write_workbook([table], path)
    monkeypatch.setattr(workbook, "_LAYOUT", workbook._LAYOUT + 1)
    assert not holds_tables(path, [table])
    write_workbook([table], path)
    assert holds_tables(path, [table])


def test_another_layout_has_another_number(tmp_path: Path) -> None:
    """Where this fails, raise ``_LAYOUT`` and write its sum here; openpyxl may be the cause too."""
    columns = (
        Column(heading="Name of somebody", width=9, wrap=True),
        Column(heading="Value", unit="s", form="0.000"),
        Column(heading="Label", choices=("before", "after"), form=TEXT_FORM),
        Column(heading="Day", form=DATE_FORM),
    )
    rows: list[tuple[Value, ...]] = [("x" * 25, 1.5, "before", dt.date(2026, 3, 1)), ("a",) * 4]
    write_workbook([Table("Sheet", columns, rows, n_blank=1)], tmp_path / "out.xlsx")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as book:
        laid_out = [book.read(f"xl/{part}.xml") for part in ("styles", "worksheets/sheet1")]
    found = hashlib.sha256(b"".join(laid_out)).hexdigest()[:16]
    assert (workbook._LAYOUT, found) == (1, "068741791d02134d")


def test_a_workbook_that_somebody_edited_is_not_taken_for_ours(tmp_path: Path) -> None:
    path, table = tmp_path / "out.xlsx", Table("Sheet", COLUMNS, [("a", 1.0)])
    write_workbook([table], path)
    book = openpyxl.load_workbook(path)
    book["Sheet"]["A3"] = "b"
    book.save(path)
    assert not holds_tables(path, [table])
    path.write_bytes(path.read_bytes()[:200])
    assert not holds_tables(path, [table])


def test_a_sheet_can_be_printed_and_makes_room_for_words(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    wide = tuple(Column(heading=str(n), width=40) for n in range(20))
    wide = (Column(heading="0", width=10, wrap=True), *wide[1:])
    write_workbook([Table("Sheet", wide, [["x" * 25] * 20, ["x"] * 20])], path)
    sheet = openpyxl.load_workbook(path)["Sheet"]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.page_setup.fitToWidth == 3
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.row_dimensions[2].height == 45
    assert sheet.row_dimensions[3].height is None
