"""Text files of spreadsheets are read whatever they are coded in and parted by."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.batch.roster import read_roster
from tests.support.rosters import roster_of


@pytest.mark.parametrize(
    ("delimiter", "encoding", "first"),
    [
        (";", "utf-8-sig", ""),
        (";", "utf-8", "sep=;\r\n"),
        ("\t", "utf-16", ""),
        (",", "utf-8-sig", "sep=,\r\n"),
    ],
)
def test_spreadsheets_write_in_their_own_ways(
    folder: Path, delimiter: str, encoding: str, first: str
) -> None:
    rows = [
        ["Athlete ", "LABEL", "clip", "height m", "", ""],
        ["Zoë", "before", "1.mp4", "1.68", "", ""],
        ["Zoë", "after", "2.mp4", "", "", ""],
        ["", "", "", "", "", ""],
    ]
    path = roster_of(folder, first + "\r\n".join(map(delimiter.join, rows)), encoding=encoding)
    entries = read_roster(path).entries
    assert [(e.athlete, e.label, e.height_m) for e in entries] == [
        ("Zoë", "before", 1.68),
        ("Zoë", "after", None),
    ]
    assert [entry.row for entry in entries] == ([3, 4] if first else [2, 3])


def test_decimal_commas_need_no_care_between_semicolons(folder: Path) -> None:
    path = roster_of(folder, "athlete;label;clip;height_m;mass_kg", "Anna;before;1.mp4;1,71;58,5")
    (entry,) = read_roster(path).entries
    assert (entry.height_m, entry.mass_kg) == (1.71, 58.5)
