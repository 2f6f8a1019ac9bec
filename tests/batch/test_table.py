"""Tables as spreadsheets write them; a table that is none is one mistake."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from aqvision.batch.roster import examine_roster, read_roster
from aqvision.batch.table import MAX_ROWS
from tests.support.rosters import HEADER, roster_of, said


@pytest.mark.parametrize(
    ("header", "column", "text"),
    [
        ("athlete,clip", "label", "is missing"),
        ("athlete,label,clip,heigth_m", "heigth_m", "did you mean height_m?"),
        ("athlete,label,clip,clip", "clip", "is there twice"),
        ("athlete,label,clip,,notes", "column 4", "is unknown"),
        ("Anna,before,1.mp4", "athlete", "begin with the line athlete,label,clip"),
    ],
)
def test_a_wrong_header_is_named_by_column(
    folder: Path, header: str, column: str, text: str
) -> None:
    told = said(folder, header, header.replace("clip", "1.mp4"))
    assert any(f"row 1, {column}: " in line and text in line for line in told.splitlines()), told


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "the roster is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "the roster is empty"),
        (HEADER.encode(), "a header and no rows"),
        ((HEADER + "\nZo\xeb,before,1.mp4\n").encode("cp1252"), "row 2: the text is not coded in"),
        (b"athlete,label,clip\n\x00\x00", "is not a text file"),
        (codecs.BOM_UTF16_LE + b"a", "is not coded in"),
        (b"x" * 10_000_001, "is this the roster?"),
        ((HEADER + "\n" + "a,b,c,,,,,,\n" * (MAX_ROWS + 1)).encode(), "split it into several"),
    ],
)
def test_a_wrong_file_is_one_mistake(folder: Path, content: bytes, text: str) -> None:
    path = folder / "team.csv"
    path.write_bytes(content)
    (mistake,) = examine_roster(path)[1]
    assert text in str(mistake)


def test_a_cell_outside_the_columns_is_named(folder: Path) -> None:
    told = said(folder, "athlete,label,clip,,", "A,before,1.mp4,,", "A,after,2.mp4,fast,")
    assert told == "row 3: a cell is in no column (give the column a name)"


def test_titles_above_the_header_are_passed_over(folder: Path) -> None:
    path = roster_of(folder, "Our team;;", "", "athlete;label;clip", "A;before;1.mp4")
    (entry,) = read_roster(path).entries
    assert (entry.athlete, entry.row) == ("A", 4)
