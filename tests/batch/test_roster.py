"""The roster: every mistake is named at once, by row and column, and nothing is guessed."""

from __future__ import annotations

import codecs
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.batch.roster import examine_roster, read_roster
from aqvision.batch.table import MAX_ROWS
from aqvision.core.assets import find_sample
from aqvision.core.errors import LibraryError
from aqvision.library.records import RunOptions
from tests.support.team_folder import small_video

HEADER = "athlete,label,clip,session,date,height_m,mass_kg,capture_fps,notes"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of eight clips."""
    for number in range(1, 9):
        small_video(tmp_path / f"{number}.mp4", f"clip {number}".encode())
    (tmp_path / "day").mkdir()
    return tmp_path


def roster_of(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "team.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def mistakes_of(folder: Path, *lines: str) -> list[tuple[int, str]]:
    mistakes = examine_roster(roster_of(folder, *lines))[1]
    assert all(mistake.text and mistake.hint for mistake in mistakes)
    return [(mistake.row, mistake.column) for mistake in mistakes]


def said(folder: Path, *lines: str) -> str:
    return "\n".join(str(mistake) for mistake in examine_roster(roster_of(folder, *lines))[1])


def test_a_good_roster_is_read_whole(folder: Path) -> None:
    small_video(folder / "day" / "a b.mp4", b"deep")
    roster = read_roster(
        roster_of(
            folder,
            HEADER,
            'Anna,Before,1.mp4,spring,2026-03-14,"1,71",58.5,240,"windy, cold"',
            "Anna,before,2.mp4,spring,,,,,",
            "",
            "Anna,after,day/a b.mp4,,14.6.2026,1.71,,,",
            "Zoë Ó Briain 🏃,before,day\\..\\3.mp4,,,,,,",
        )
    )
    first, second, after, zoe = roster.entries
    assert (first.row, first.athlete, first.label, first.session) == (2, "Anna", "before", "spring")
    assert (first.height_m, first.mass_kg, first.options.capture_fps) == (1.71, 58.5, 240)
    assert (first.clip, first.options.notes) == (folder / "1.mp4", "windy, cold")
    assert first.date == second.date == dt.date(2026, 3, 14)
    assert second.height_m is None
    assert (after.row, after.date, after.clip.name) == (5, dt.date(2026, 6, 14), "a b.mp4")
    assert (zoe.athlete, zoe.clip) == ("Zoë Ó Briain 🏃", folder / "3.mp4")
    assert roster.title == "team: before and after"
    assert roster.remarks == (
        "No clip after of Zoë Ó Briain 🏃: nothing to compare.",
        "No height of Zoë Ó Briain 🏃: step length and speed are withheld.",
    )


def test_what_is_known_of_a_clip_is_read_from_the_columns_that_are_there(folder: Path) -> None:
    head = "athlete;label;clip;track;belt_mps;surface;shoes"
    path = roster_of(folder, head, "A;before;1.mp4;2;8,5;grass, wet;spikes", "A;after;2.mp4;;;;")
    first, second = read_roster(path).entries
    said = RunOptions(track=2, belt_mps=8.5, surface="grass, wet", shoes="spikes")
    assert first.options == said
    assert first.given == {"track", "belt_mps", "surface", "shoes"}
    known = RunOptions(capture_fps=240.0, track=1, notes="windy")
    assert first.options_with(known) == replace(said, capture_fps=240.0, notes="windy")
    assert second.options_with(known) == RunOptions(capture_fps=240.0, notes="windy")
    (bare, *_) = read_roster(roster_of(folder, "athlete,label,clip", "A,before,1.mp4")).entries
    assert bare.options_with(known) == known


def test_facts_of_a_clip_that_cannot_be_right_are_named(folder: Path) -> None:
    head = "athlete,label,clip,track,belt_mps,surface,shoes"
    pairs = ["0,0.4", "-1,55", "2.5,fast", "two,nan", "99999,inf"]
    rows = [f"A,before,{i}.mp4,{pair},," for i, pair in enumerate(pairs, 1)]
    found = mistakes_of(folder, head, *rows, f"A,after,6.mp4,,,\x1b[2J,{'x' * 201}")
    places = [(row, column) for row in range(2, 7) for column in ("track", "belt_mps")]
    assert found == [*places, (7, "surface"), (7, "shoes")]
    assert "write 8.33" in said(folder, head, "A,before,1.mp4,,30,,")


def test_two_athletes_may_share_a_clip_if_it_is_said_who_is_whom(folder: Path) -> None:
    head = "athlete,label,clip,track"
    assert mistakes_of(folder, head, "A,before,1.mp4,1", "B,before,1.mp4,2") == []
    for rows in (
        ("A,before,1.mp4,1", "B,before,1.mp4,1"),
        ("A,before,1.mp4,1", "B,before,1.mp4,"),
        ("A,before,1.mp4,1", "A,after,1.mp4,2"),
        ("A,before,1.mp4,", "B,before,1.mp4,2"),
    ):
        assert mistakes_of(folder, head, *rows) == [(3, "clip")]
    three = ("A,before,1.mp4,1", "B,before,1.mp4,2", "C,before,1.mp4,1")
    assert "row 4, clip: '1.mp4' is in row 2 already" in said(folder, head, *three)


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


def test_all_mistakes_are_named_at_once(folder: Path) -> None:
    (folder / "copy.mp4").write_bytes((folder / "1.mp4").read_bytes())
    next_year = dt.datetime.now(dt.UTC).year + 1
    found = mistakes_of(
        folder,
        HEADER,
        ",before,1.mp4,,,,,,",  # 2 nobody
        "Anna,bfore,2.mp4,,,,,,",  # 3 unknown label
        "Anna,,3.mp4,,,,,,",  # 4 no label
        "Anna,before,,,,,,,",  # 5 no clip
        "Anna,before,gone.mp4,,,,,,",  # 6 no such clip
        "Anna,before,day,,,,,,",  # 7 a folder
        "Anna,before,../../etc/passwd,,,,,,",  # 8 outside
        "Anna,before,/etc/passwd,,,,,,",  # 9 outside
        "Anna,before,4.mp4,,2026-02-30,,,,",  # 10 no such day
        "Anna,before,./4.mp4,,3/4/2026,,,,",  # 11 no date; the clip of row 10
        f"Ben,before,5.mp4,,{next_year}-01-02,,,,",  # 12 in the future
        "Ben,before,6.mp4,,0202-03-14,,,,",  # 13 long ago
        "Cleo,before,7.mp4,,,178,,,",  # 14 centimetres
        "Cleo,before,8.mp4,,,17.8,,,",  # 15 too tall
        "Dora,before,copy.mp4,,,1.78,nan,,",  # 16 not a mass; the clip of row 2
        "Dora,before,2.mp4,,,1.79,,2,",  # 17 clip of row 3, another height, too slow
        "Emil,before,3.mp4,,,1.78 m,,inf,",  # 18 clip of row 4, a unit, no rate
        "dora,before,9.mp4,,,,,,\x1b[2J",  # 19 no such clip, another spelling, control character
        "Emil,before",  # 20 too short
        "Emil,before,1.mp4,,,1,78,,,",  # 21 too long: a decimal comma
    )
    assert found == [
        (2, "athlete"),
        (3, "label"),
        (4, "label"),
        (5, "clip"),
        (6, "clip"),
        (7, "clip"),
        (8, "clip"),
        (9, "clip"),
        (10, "date"),
        (11, "date"),
        (11, "clip"),
        (12, "date"),
        (13, "date"),
        (14, "height_m"),
        (15, "height_m"),
        (16, "mass_kg"),
        (16, "clip"),
        (17, "capture_fps"),
        (17, "clip"),
        (17, "height_m"),
        (18, "height_m"),
        (18, "capture_fps"),
        (18, "clip"),
        (19, "clip"),
        (19, "notes"),
        (19, "athlete"),
        (20, ""),
        (21, ""),
    ]
    with pytest.raises(LibraryError, match=r"^team\.csv has 28 mistakes:\n  row 2") as caught:
        read_roster(folder / "team.csv")
    assert str(caught.value).count("\n") == 28
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ("Anna,bfore,1.mp4,,,,,,", "did you mean before?"),
        ("Anna,before,1.mp5,,,,,,", "did you mean 1.mp4?"),
        ("Anna,before,1.mp4,,,178,,,", "write 1.78"),
        ("Anna,before,1.mp4,,3/4/2026,,,,", "2026-03-14"),
        ("Anna,before,1.mp4,,,1,78,,,", "write 1.78, not 1,78"),
        ("Anna,before,../1.mp4,,,,,,", "put the roster into the folder"),
        ('Anna,"before,1.mp4,,,,,,', "quotation mark"),
    ],
)
def test_hints_say_what_to_write(folder: Path, row: str, hint: str) -> None:
    assert hint in said(folder, HEADER, row)


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
        (b"PK\x03\x04 a workbook", "is a workbook"),
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


def test_a_roster_that_is_not_there(folder: Path) -> None:
    for path in (folder / "gone.csv", folder / "day"):
        with pytest.raises(LibraryError, match="cannot be read") as caught:
            read_roster(path)
        assert "aqvision roster" in caught.value.hint


def test_days_that_contradict_each_other(folder: Path) -> None:
    head = "athlete,label,clip,session,date"
    two_days = said(folder, head, "A,before,1.mp4,s,2026-03-14", "A,before,2.mp4,s,2026-03-15")
    assert "row 3, date: the session 's' is on 2026-03-14 in row 2" in two_days
    turned = said(folder, head, "A,before,1.mp4,,2026-06-14", "A,after,2.mp4,,2026-03-14")
    assert "row 3, date: 2026-03-14 is after training, but before" in turned
    undated = said(folder, head, "A,before,1.mp4,,2026-06-14", "A,before,2.mp4,,")
    assert "row 3, date: there are several sessions before" in undated
    assert said(folder, head, "A,before,1.mp4,s,2026-06-14", "A,before,2.mp4,s,") == ""
    assert said(folder, head, "A,before,1.mp4,,2026-06-14", "A,after,2.mp4,,2026-06-14") == ""


def test_names_of_files_are_found_however_systems_write_them(folder: Path) -> None:
    names = ["Zoe\u0308.mp4", "\u00d3 two  spaces.mp4", "day/deep.mp4"]
    for name in names:
        small_video(folder / name, name.encode())
    rows = ["Zo\u00eb.mp4", "O\u0301 two  spaces.mp4", "day\\deep.mp4"]
    path = roster_of(folder, "athlete,label,clip", *(f"A,before,{row}" for row in rows))
    assert [entry.clip for entry in read_roster(path).entries] == [folder / name for name in names]


def test_the_sample_roster_is_good() -> None:
    roster = read_roster(find_sample("roster.csv"))
    assert [entry.label for entry in roster.entries] == ["before", "after"]
    assert roster.title == "Team: before and after"
