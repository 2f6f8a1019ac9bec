"""Contacts that a person states: read back as written, and each fault told with a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.errors import CalibrationError
from aqvision.core.given_contacts import GivenContact, contacts_as_csv, read_contacts

HEAD = "side,touchdown_s,toeoff_s\n"


def table(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "events.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    text = contacts_as_csv([("left", 0.1, 0.21234), ("right", 0.33, 0.44)])
    assert text == HEAD + "left,0.1000,0.2123\nright,0.3300,0.4400\n"
    assert read_contacts(table(tmp_path, text)) == (
        GivenContact(side="left", touchdown_s=0.1, toeoff_s=0.2123),
        GivenContact(side="right", touchdown_s=0.33, toeoff_s=0.44),
    )


def test_a_table_of_a_spreadsheet_is_read_in_any_order(tmp_path: Path) -> None:
    text = "note,toeoff_s,side,touchdown_s\r\nb,0.5,Right ,0.4\r\na,0.2, left,0.1\r\n"
    found = read_contacts(table(tmp_path, text, "utf-8-sig"))
    assert [(c.side, c.touchdown_s, c.toeoff_s) for c in found] == [
        ("left", 0.1, 0.2),
        ("right", 0.4, 0.5),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no table of contacts"),
        ("side,touchdown_s\nleft,0.1\n", "is no table of contacts"),
        (HEAD, "holds no contact"),
        (HEAD + "left,0.1\n", "is not two times in seconds"),
        (HEAD + "left,0.1,0,2\n", "a contact from 0.1 to 0.0 s cannot be"),
        (HEAD + "left,soon,later\n", "'soon, later' is not two times"),
        (HEAD + "left,0.3,0.2\n", "from 0.3 to 0.2 s cannot be"),
        (HEAD + "left,-0.1,0.2\n", "cannot be"),
        (HEAD + "left,nan,0.2\n", "cannot be"),
        (HEAD + "left,120,133\n", "a contact of 13.00 s is none of a run"),
        (HEAD + "both,0.1,0.2\n", "'both' is no side"),
        (HEAD + "left,0.1,0.2\nleft,0.15,0.3\n", "two contacts of the left foot overlap"),
    ],
)
def test_faults_are_told(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CalibrationError, match=said) as raised:
        read_contacts(table(tmp_path, text))
    assert raised.value.hint


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="cannot be read"):
        read_contacts(tmp_path / "missing.csv")
    with pytest.raises(CalibrationError, match="no table of contacts"):
        read_contacts(table(tmp_path, HEAD + "\xff", "latin-1"))
    with pytest.raises(CalibrationError, match="is too large"):
        read_contacts(table(tmp_path, HEAD + 60_000 * "left,0.1000,0.2000\n"))
