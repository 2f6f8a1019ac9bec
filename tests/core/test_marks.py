"""Marks as the user gives them: read, or refused at once with a hint."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.core.errors import CalibrationError
from aqvision.core.marks import Mark, Marks, parse_known_distance, parse_mark, read_marks

LINE = (Mark(100, 900, 0), Mark(700, 900, 4), Mark(1200, 900, 8))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("210,830=0", Mark(210, 830, 0)),
        (" 210, 830.5 = -2.5 ", Mark(210, 830.5, -2.5)),
        ("210,830@1.2=10", Mark(210, 830, 10, time_s=1.2)),
        ("210,830=0,1.22", Mark(210, 830, 0, 1.22)),
        ("210,830@0=0,-1.22", Mark(210, 830, 0, -1.22, time_s=0.0)),
    ],
)
def test_mark_is_read(text: str, mark: Mark) -> None:
    assert parse_mark(text) == mark


@pytest.mark.parametrize(
    "text",
    ["", "210,830", "210=0", "210,830=", "1,2=3,4,5", "1,2@3@4=5", "a,b=c", "1,2@-1=0", "1,nan=0",
     "1,2=inf", "1,2=1e9", "1,2@inf=0"],
)  # fmt: skip
def test_senseless_mark_is_refused(text: str) -> None:
    with pytest.raises(CalibrationError) as refused:
        parse_mark(text)
    assert "X,Y=ALONG" in refused.value.hint


def test_known_distance_is_two_marks_in_the_first_frame() -> None:
    one, other = parse_known_distance("10, 20,1010,20,8.5")
    assert one == Mark(10, 20, 0, time_s=0.0)
    assert other == Mark(1010, 20, 8.5, time_s=0.0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,2,3,4",
        "1,2,3,4,5,6",
        "a,b,c,d,e",
        "5,5,5,5,10",
        "0,0,9,9,0",
        "0,0,9,9,-1",
        "nan,0,9,9,10",
        "0,0,inf,9,10",
        "0,0,9,9,nan",
        "0,0,9,9,inf",
    ],
)
def test_senseless_distance_is_refused(text: str) -> None:
    with pytest.raises(CalibrationError) as caught:
        parse_known_distance(text)
    assert "X1,Y1,X2,Y2,METRES" in caught.value.hint


def test_table_is_read(tmp_path: Path) -> None:
    table = tmp_path / "marks.csv"
    table.write_text("time_s,x_px,y_px,along_m,across_m\n,210,830,0,\n1.5, 900,831,5,1.22\n")
    assert read_marks(table) == (Mark(210, 830, 0), Mark(900, 831, 5, 1.22, time_s=1.5))
    table.write_text("x_px,y_px,along_m\n210,830,0\n900,831,5\n")
    assert read_marks(table) == (Mark(210, 830, 0), Mark(900, 831, 5))


@pytest.mark.parametrize("text", ["x,y,m\n1,2,3\n", "time_s,x_px,y_px,along_m\n0,one,2,3\n"])
def test_table_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    table = tmp_path / "marks.csv"
    table.write_text(text)
    with pytest.raises(CalibrationError, match="cannot be read as marks") as refused:
        read_marks(table)
    assert "time_s,x_px,y_px,along_m" in refused.value.hint


def test_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CalibrationError, match="cannot be read"):
        read_marks(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("places", "words"),
    [
        (LINE[:1], "one mark"),
        ((), "one mark"),
        ((*LINE, Mark(100.3, 900, 5)), "same place"),
        ((*LINE, Mark(500, 900, 4)), "same place"),
        ((Mark(1, 1, 5), Mark(9, 9, 5, 2), Mark(3, 9, 5, 4), Mark(3, 7, 5, 6)), "along the lane"),
        ((*LINE[:2], Mark(1200, 950, 8, 1.22)), "not on one line"),
    ],
)
def test_marks_that_give_no_scale_are_refused(places: tuple[Mark, ...], words: str) -> None:
    with pytest.raises(CalibrationError, match=words) as refused:
        Marks(places)
    assert "give" in refused.value.hint


def test_one_pixel_at_two_times_is_two_marks() -> None:
    """A camera that follows may keep the next cone where the last one was."""
    followed = (replace(LINE[0], time_s=0.0), Mark(100, 900, 4, time_s=1.0))
    assert len(Marks(followed).places) == 2


@pytest.mark.parametrize("offset_m", [31.0, -40.0, float("nan"), float("inf")])
def test_lane_that_is_nowhere_near_is_refused(offset_m: float) -> None:
    with pytest.raises(CalibrationError, match="lane offset"):
        Marks(LINE, lane_offset_m=offset_m)


@pytest.mark.parametrize("height_m", [0.0, -1.2, 120.0, float("nan")])
def test_camera_that_stands_nowhere_is_refused(height_m: float) -> None:
    with pytest.raises(CalibrationError, match="camera height") as refused:
        Marks(LINE, lane_offset_m=1.22, camera_height_m=height_m)
    assert "from the ground to the lens" in refused.value.hint


def test_athlete_runs_so_far_from_where_across_counts() -> None:
    beside = tuple(replace(mark, across_m=-1.22) for mark in LINE)
    assert Marks(beside).athlete_across_m == pytest.approx(1.22)
    assert Marks((*LINE, Mark(100, 940, 0, -1.22)), lane_offset_m=0.5).athlete_across_m == 0.5


def test_marks_across_make_a_plane() -> None:
    assert not Marks(LINE).on_a_plane
    assert Marks((*LINE, Mark(100, 940, 0, -1.22))).on_a_plane
    assert not Marks(tuple(replace(mark, across_m=1.22) for mark in LINE)).on_a_plane


def test_clock_of_marks_can_be_slowed() -> None:
    slowed = Marks((replace(LINE[0], time_s=2.0), LINE[1])).slowed(0.25)
    assert [mark.time_s for mark in slowed.places] == [0.5, None]
