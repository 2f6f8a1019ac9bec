"""The roster: every mistake is named at once, by row and column, and nothing is guessed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aqvision.batch.roster import read_roster
from aqvision.core.assets import find_sample
from aqvision.core.errors import LibraryError
from tests.support.rosters import HEADER, mistakes_of, roster_of, said
from tests.support.team_folder import small_video


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
        "Cleo,before,7.mp4,,,65,,,",  # 14 neither metres nor centimetres
        "Cleo,before,8.mp4,,,17.8,,,",  # 15 too tall
        "Dora,before,copy.mp4,,,1.78,nan,,",  # 16 not a mass; the clip of row 2
        "Dora,before,2.mp4,,,1.79,,2,",  # 17 clip of row 3, another height, too slow
        "Emil,before,3.mp4,,,1.78 x,,inf,",  # 18 clip of row 4, no unit, no rate
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


def test_the_sample_roster_is_good() -> None:
    roster = read_roster(find_sample("roster.csv"))
    assert [entry.label for entry in roster.entries] == ["before", "after"]
    assert roster.title == "Team: before and after"


def test_the_metrics_of_an_athlete_are_named_once_or_alike(folder: Path) -> None:
    head = "athlete;label;clip;primary"
    alike = ("A;before;1.mp4;speed_mps contact_time_s", "A;after;2.mp4;contact_time_s,speed_mps")
    assert mistakes_of(folder, head, *alike, "B;before;3.mp4;trunk_lean_deg") == []
    assert mistakes_of(folder, head, alike[0], "A;after;2.mp4;") == []
    rows = (head, alike[0], "A;before;3.mp4;", "A;after;2.mp4;speed_mps")
    assert mistakes_of(folder, *rows) == [(4, "primary")]
    assert "contradicts the one in row 2 (name the same metrics" in said(folder, *rows)
