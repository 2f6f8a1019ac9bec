"""A table of people has rows of athletes, with or without a session, and no clips."""

from __future__ import annotations

from aqvision.batch.people import read_people
from aqvision.batch.table import Cells, Mistake


def rows(*texts: str) -> Cells:
    return Cells([(row, text.split(",")) for row, text in enumerate(texts, 1)])


def test_an_athlete_is_enough() -> None:
    found = read_people(rows("Our team,", "athlete,height_m", "Ada,1.7", "Ben,"))
    assert found.mistakes == ()
    assert [(one.athlete, one.height_m, one.label) for one in found.entries] == [
        ("Ada", 1.7, ""),
        ("Ben", None, ""),
    ]


def test_what_is_told_of_clips_is_not_used_and_named() -> None:
    found = read_people(rows("athlete,label,clip,notes,track", "Ada,before,nowhere.mp4,windy,"))
    assert found.mistakes == ()
    assert found.unused == ("clip", "notes")
    assert found.entries[0].clip.name == ""


def test_a_named_session_has_one_day() -> None:
    table = rows("athlete,label,session,date", "Ada,before,May,2026-05-04", "Ada,before,May,")
    assert len({entry.date for entry in read_people(table).entries}) == 1


def test_mistakes_of_the_file_and_of_rows_stand_in_order() -> None:
    found = read_people(
        rows("athlete,date", "Ada,2026-05-04", ",2026-05-04"), [Mistake(1, "", "a", "b")]
    )
    assert [mistake.row for mistake in found.mistakes] == [1, 2, 3, 3]
    assert read_people(Cells([])).mistakes[0].text == "the roster is empty"
