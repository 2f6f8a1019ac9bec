"""Cells are read, and those that cannot be right are named with what to write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.batch.entry import Kind
from aqvision.batch.roster import read_roster
from aqvision.core.splits import TimingStart, parse_splits
from aqvision.library.records import RunOptions
from tests.support.rosters import HEADER, mistakes_of, roster_of, said
from tests.support.team_folder import small_video


def test_what_is_known_of_a_clip_is_read_from_the_columns_that_are_there(folder: Path) -> None:
    head = "athlete;label;clip;track;shot;belt_mps;surface;shoes"
    path = roster_of(folder, head, "A;before;1.mp4;2;3;8,5;grass, wet;spikes", "A;after;2.mp4;;;;;")
    first, second = read_roster(path).entries
    said = RunOptions(track=2, shot=3, belt_mps=8.5, surface="grass, wet", shoes="spikes")
    assert first.options == said
    assert first.given == {"track", "shot", "belt_mps", "surface", "shoes"}
    known = RunOptions(capture_fps=240.0, track=1, shot=1, notes="windy")
    assert first.options_with(known) == replace(said, capture_fps=240.0, notes="windy")
    assert second.options_with(known) == RunOptions(capture_fps=240.0, notes="windy")
    (bare, *_) = read_roster(roster_of(folder, "athlete,label,clip", "A,before,1.mp4")).entries
    assert bare.options_with(known) == known


def test_faces_are_hidden_in_all_clips_or_left_as_the_library_has_them(folder: Path) -> None:
    path = roster_of(folder, "athlete,label,clip", "A,before,1.mp4", "A,after,2.mp4")
    known = RunOptions(track=1, notes="windy")
    hidden = replace(known, blur_faces=True)
    for entry in read_roster(path).without_faces().entries:
        assert entry.options_with(known) == hidden
    for entry in read_roster(path).entries:
        assert entry.options_with(known) == known
        assert entry.options_with(hidden) == hidden


def test_facts_of_a_clip_that_cannot_be_right_are_named(folder: Path) -> None:
    head = "athlete,label,clip,track,belt_mps,surface,shoes"
    pairs = ["0,0.4", "-1,55", "2.5,fast", "two,nan", "99999,inf"]
    rows = [f"A,before,{i}.mp4,{pair},," for i, pair in enumerate(pairs, 1)]
    found = mistakes_of(folder, head, *rows, f"A,after,6.mp4,,,\x1b[2J,{'x' * 201}")
    places = [(row, column) for row in range(2, 7) for column in ("track", "belt_mps")]
    assert found == [*places, (7, "surface"), (7, "shoes")]
    assert "write 8.33" in said(folder, head, "A,before,1.mp4,,30,,")


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ("Anna,bfore,1.mp4,,,,,,", "did you mean before?"),
        ("Anna,before,1.mp5,,,,,,", "did you mean 1.mp4?"),
        ("Anna,before,1.mp4,,,65,,,", "0.8 to 2.5"),
        ("Anna,before,1.mp4,,,tall,,,", "or as 5 ft 10"),
        ("Anna,before,1.mp4,,,,light,,", "or as 155 lb"),
        ("Anna,before,1.mp4,,3/4/2026,,,,", "2026-03-14"),
        ("Anna,before,1.mp4,,,1,78,,,", "write 1.78, not 1,78"),
        ("Anna,before,../1.mp4,,,,,,", "put the roster into the folder"),
        ('Anna,"before,1.mp4,,,,,,', "quotation mark"),
    ],
)
def test_hints_say_what_to_write(folder: Path, row: str, hint: str) -> None:
    assert hint in said(folder, HEADER, row)


def test_names_of_files_are_found_however_systems_write_them(folder: Path) -> None:
    names = ["Zoe\u0308.mp4", "\u00d3 two  spaces.mp4", "day/deep.mp4"]
    for name in names:
        small_video(folder / name, name.encode())
    rows = ["Zo\u00eb.mp4", "O\u0301 two  spaces.mp4", "day\\deep.mp4"]
    path = roster_of(folder, "athlete,label,clip", *(f"A,before,{row}" for row in rows))
    assert [entry.clip for entry in read_roster(path).entries] == [folder / name for name in names]


def test_metrics_named_beforehand_stand_with_commas_or_spaces_between(folder: Path) -> None:
    head = "athlete;label;clip;primary"
    cells = ["contact_time_s, speed_mps", "contact_time_s speed_mps", ""]
    rows = [f"A{i};before;{i}.mp4;{cell}" for i, cell in enumerate(cells, 1)]
    named = [entry.primaries for entry in read_roster(roster_of(folder, head, *rows)).entries]
    assert named == [("contact_time_s", "speed_mps")] * 2 + [()]
    (bare, *_) = read_roster(roster_of(folder, "athlete,label,clip", "A,before,1.mp4")).entries
    assert bare.primaries is None


def test_a_metric_that_there_is_not_is_named_with_those_like_it(folder: Path) -> None:
    rows = ("athlete,label,clip,primary", "A,before,1.mp4,contact_tim_s", "A,after,2.mp4,speed_mps")
    assert mistakes_of(folder, *rows) == [(2, "primary")]
    assert "row 2, primary: there is no metric 'contact_tim_s' (did you mean" in said(folder, *rows)


@pytest.mark.parametrize("shot", ["0", "-1", "first", "1.5", "99999"])
def test_a_shot_has_a_number(folder: Path, shot: str) -> None:
    lines = ("athlete,label,clip,shot", f"A,before,1.mp4,{shot}")
    assert mistakes_of(folder, *lines) == [(2, "shot")]
    assert "numbered from 1" in said(folder, *lines)


def test_splits_of_a_run_are_read_with_what_started_their_clock(folder: Path) -> None:
    head = "athlete;label;clip;splits;timing_start"
    path = roster_of(
        folder, head, "A;before;1.mp4;10:1.99 20:3.38 30:4.71;Gun",
        "A;after;2.mp4;5:1.21,10:1.99,20:3.38,30:4.71;",
    )  # fmt: skip
    first, second = (entry.options.splits for entry in read_roster(path).entries)
    assert first == parse_splits("10:1.99,20:3.38,30:4.71", TimingStart.GUN)
    assert second == parse_splits("5:1.21,10:1.99,20:3.38,30:4.71")
    comma = '"5:1,21; 10:1,99; 20:3,38; 30:4,71"'
    path = roster_of(folder, "athlete,label,clip,splits", f"A,before,1.mp4,{comma}")
    (entry,) = read_roster(path).entries
    assert entry.options.splits == second
    assert entry.given == {"splits"}


@pytest.mark.parametrize(
    ("cells", "column", "hint"),
    [
        ("5:1.21 10:1.99;", "splits", "20 m or more"),
        ("fast;", "splits", "METRES:SECONDS"),
        ("10:1.99 20:3.38 30:4.71;", "splits", "give 4 or more"),
        ("10:1.99 20:3.38 30:4.71;pistol", "timing_start", "write movement or gun or unknown"),
        (";gun", "timing_start", "in the column splits"),
    ],
)
def test_splits_that_cannot_be_are_named(folder: Path, cells: str, column: str, hint: str) -> None:
    lines = ("athlete;label;clip;splits;timing_start", f"A;before;1.mp4;{cells}")
    assert (2, column) in mistakes_of(folder, *lines)
    assert hint in said(folder, *lines)


def test_a_clip_is_a_run_of_a_ladder_or_a_hold_where_the_roster_says_so(folder: Path) -> None:
    head = "athlete,label,clip,date,kind"
    rows = [f"A,before,{i}.mp4,,{kind}" for i, kind in enumerate(("", "Hold"), 1)]
    rows += ["A,after,3.mp4,2026-03-01,LADDER", "A,after,4.mp4,2026-03-02,run"]
    read = read_roster(roster_of(folder, head, *rows, "B,before,5.mp4,,hold", "B,after,6.mp4,,run"))
    kinds = [Kind.RUN, Kind.HOLD, Kind.LADDER, Kind.RUN, Kind.HOLD, Kind.RUN]
    assert [entry.kind for entry in read.entries] == kinds
    assert read.remarks == (
        "No hold after of A, B: nothing to compare.",
        "No clip before of B: nothing to compare.",
        read.remarks[2],
    )


@pytest.mark.parametrize(
    ("rows", "column", "hint"),
    [
        (["A,before,1.mp4,,jump,"], "kind", "write run or ladder or hold"),
        (["A,before,1.mp4,,hold,8.5"], "belt_mps", "belongs to a run"),
        (["A,after,1.mp4,,ladder,", "A,after,2.mp4,,,"], "kind", "ladder of the same session"),
    ],
)
def test_kinds_that_cannot_be_are_named(
    folder: Path, rows: list[str], column: str, hint: str
) -> None:
    lines = ("athlete,label,clip,session,kind,belt_mps", *rows)
    assert mistakes_of(folder, *lines) == [(len(rows) + 1, column)]
    assert hint in said(folder, *lines)


def test_what_a_hold_was_held_against_is_read_and_refused_of_a_run(folder: Path) -> None:
    head = "athlete,label,clip,kind,load,band"
    roster = roster_of(folder, head, "A,before,1.mp4,hold,20 kg,red", "A,after,2.mp4,hold,,")
    first, second = (entry.options for entry in read_roster(roster).entries)
    assert (first.load, first.band, second.load, second.band) == ("20 kg", "red", None, None)
    assert second.load == read_roster(roster).entries[1].options_with(first).load  # emptied
    wrong = (head, "A,before,1.mp4,run,20 kg,", "A,after,2.mp4,,,red")
    assert mistakes_of(folder, *wrong) == [(2, "load"), (3, "band")]
    assert "belongs to a hold" in said(folder, *wrong)
