"""Workbooks as spreadsheets write them are read; what is none, or means harm, is one line."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from aqvision.batch.roster import Roster, examine_roster, read_roster
from aqvision.core.errors import LibraryError

HEAD: list[Any] = ["athlete", "label", "clip", "date", "height_m"]
ROWS: list[list[Any]] = [
    ["Anna", "before", "1.mp4", dt.date(2026, 3, 14), 1.78],
    ["Anna", "after", "2.mp4"],
]
Fill = Callable[[Any], None]


def book_of(folder: Path, *rows: list[Any], fill: Fill | None = None) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if fill:
        fill(book)
    book.save(folder / "team.xlsx")
    return folder / "team.xlsx"


def mistake_of(path: Path) -> str:
    (mistake,) = examine_roster(path)[1]
    return str(mistake)


def content(roster: Roster) -> list[tuple[Any, ...]]:
    return sorted((e.athlete, e.label, e.clip.name, e.date, e.height_m) for e in roster.entries)


def test_dates_numbers_and_words_are_read(folder: Path) -> None:
    day = dt.date(2026, 3, 14)
    rows = [
        ["1", "before", "1.mp4", dt.datetime(2026, 3, 14, 9), 178],
        [1, "after", "2.mp4", "14.3.2026"],
    ]
    first, second = read_roster(book_of(folder, HEAD, *rows)).entries
    assert (first.athlete, first.date, first.height_m) == ("1", day, 1.78)
    assert (second.athlete, second.date, second.row) == ("1", day, 3)


@pytest.mark.parametrize("is_1904", [False, True])
def test_a_day_that_lost_its_form_is_counted_as_the_workbook_does(
    folder: Path, is_1904: bool
) -> None:
    def fill(book: Any) -> None:
        if is_1904:
            book.epoch = CALENDAR_MAC_1904

    serial = 46095 - (1462 if is_1904 else 0)
    path = book_of(folder, HEAD, ["Anna", "before", "1.mp4", serial], fill=fill)
    assert read_roster(path).entries[0].date == dt.date(2026, 3, 14)


def test_titles_gaps_merged_and_hidden_rows_do_no_harm(folder: Path) -> None:
    def fill(book: Any) -> None:
        book.active.merge_cells("A1:E1")
        book.active.merge_cells("A4:A5")
        book.active.row_dimensions[5].hidden = True

    rows = [["Our team"], [], HEAD, ROWS[0], ["", *ROWS[1][1:]], [], [None] * 5]
    roster = read_roster(book_of(folder, *rows, fill=fill))
    assert [(e.row, e.athlete) for e in roster.entries] == [(4, "Anna"), (5, "Anna")]
    assert roster.remarks[0].startswith("Row 5 is hidden in the workbook")


def test_the_sheet_with_the_columns_is_read_and_named(folder: Path) -> None:
    def fill(book: Any) -> None:
        book.active.title = "Spring"
        book.create_sheet("About", 0).append(["athlete", "what it is"])
        hidden = book.create_sheet("Old")
        hidden.append(HEAD)
        hidden.sheet_state = "hidden"

    path = book_of(folder, HEAD, *ROWS, fill=fill)
    assert read_roster(path).sheet == "Spring"
    path = book_of(folder, HEAD, ["Anna", "bfore", "1.mp4"], fill=fill)
    with pytest.raises(LibraryError, match=r"team\.xlsx, sheet 'Spring', has a mistake") as caught:
        read_roster(path)
    assert "row 2, label: 'bfore' is not a label" in str(caught.value)


def test_several_sheets_or_none_are_one_line(folder: Path) -> None:
    def again(book: Any) -> None:
        book.create_sheet("Autumn").append(HEAD)

    path = book_of(folder, HEAD, *ROWS, fill=again)
    assert "several sheets have the columns of a roster: 'Sheet', 'Autumn'" in mistake_of(path)
    path = book_of(folder, ["x"], fill=lambda book: book.create_sheet("b").append(["y"]))
    assert "no sheet has the columns athlete, label, clip" in mistake_of(path)
    assert "the roster is empty" in mistake_of(book_of(folder))


def test_a_formula_without_a_result_is_named(folder: Path) -> None:
    path = book_of(folder, HEAD, ["Anna", "before", "1.mp4", None, "=178/100"])
    assert mistake_of(path).startswith("row 2, height_m: the formula has no result yet")


def _zip(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_x", ".x"), part)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "of an old kind (.xls)"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "locked by a password",
        ),
        (b"PK\x03\x04 a workbook", "the workbook is damaged"),
        (_zip(content_xml=b"<office/>"), "no workbook that can be read"),
        (_zip(xl__workbook_xml=b"<workbook/>"), "the workbook is damaged"),
        (_zip(xl__workbook_xml=b" " * 40_000_000), "larger than a roster can be"),
        (_zip(xl__workbook_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><workbook/>"), "is damaged"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_or_means_harm_is_one_line(
    folder: Path, content: bytes, text: str
) -> None:
    path = folder / "team.xlsx"
    path.write_bytes(content)
    assert text in mistake_of(path)


HITS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(hits=HITS)
def test_damage_anywhere_ends_in_mistakes_not_in_a_fault(
    folder: Path, hits: list[tuple[float, int]]
) -> None:
    path = book_of(folder, HEAD, *ROWS)
    whole = bytearray(path.read_bytes())
    for place, byte in hits:
        whole[int(place * len(whole))] = byte
    path.write_bytes(bytes(whole))
    roster, mistakes = examine_roster(path)
    assert mistakes or len(roster.entries) <= len(ROWS)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(range(5)), rows=st.permutations(range(4)), as_book=st.booleans())
def test_any_order_of_rows_and_columns_is_the_same_roster(
    folder: Path, order: list[int], rows: list[int], as_book: bool
) -> None:
    table = [
        ["Anna", "before", "1.mp4", "2026-03-14", "1.78"],
        ["Anna", "after", "2.mp4", "2026-06-14", ""],
        ["Zoë", "before", "3.mp4", "", "170"],
        ["Zoë", "after", "4.mp4", "", ""],
    ]
    lines = [[row[i] for i in order] for row in [HEAD, *(table[r] for r in rows)]]
    if as_book:
        path = book_of(folder, *lines)
    else:
        path = folder / "team.csv"
        path.write_text("\n".join(";".join(line) for line in lines), encoding="utf-8")
    day = dt.date(2026, 3, 14)
    assert content(read_roster(path))[1] == ("Anna", "before", "1.mp4", day, 1.78)
    assert [row[:3] for row in content(read_roster(path))] == sorted(tuple(r[:3]) for r in table)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", ["xlsx", "csv:Text - txt - csv (StarCalc):59,34,76,1"])
def test_what_libreoffice_saves_is_the_same_roster(folder: Path, form: str) -> None:
    path = book_of(folder, HEAD, *ROWS, ["Zoë", "before", "3.mp4", None, "=1.5+0.2"])
    out = folder / "saved"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(out)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    (written,) = out.iterdir()
    saved = shutil.copy(written, folder / f"saved{written.suffix}")
    day = dt.date(2026, 3, 14)
    assert content(read_roster(Path(saved))) == [
        ("Anna", "after", "2.mp4", None, None),
        ("Anna", "before", "1.mp4", day, 1.78),
        ("Zoë", "before", "3.mp4", None, 1.7),
    ]
