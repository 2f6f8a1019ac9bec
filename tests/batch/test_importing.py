"""A roster in the library: found again, grown, never mixed with what others added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aqvision.batch.entry import Entry
from aqvision.batch.importing import TakenAthlete, take_in_roster
from aqvision.batch.roster import Roster
from aqvision.core.errors import LibraryError
from aqvision.core.prompts import Prompt
from aqvision.core.splits import parse_splits
from aqvision.library.backup import check_library
from aqvision.library.library import Library
from aqvision.library.records import RunOptions
from tests.support.team_folder import small_video, stored, tiny_library

MARCH, JUNE = dt.date(2026, 3, 14), dt.date(2026, 6, 14)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with tiny_library(tmp_path) as opened:
        yield opened
        assert check_library(opened) == []


def entry(folder: Path, row: int, label: str, date: dt.date | None = None,
          athlete: str = "Anna", height_m: float | None = None, **facts: Any) -> Entry:  # fmt: skip
    clip = folder / f"{row}.mp4"
    if not clip.exists():
        small_video(clip, str(row).encode())
    return Entry(
        row=row,
        athlete=athlete,
        label=label,
        clip=clip,
        session="",
        date=date,
        height_m=height_m,
        mass_kg=None,
        options=RunOptions(**facts),
        given=frozenset(facts),
    )


def take_in(library: Library, *entries: Entry) -> tuple[TakenAthlete, ...]:
    return take_in_roster(Roster(Path("team.csv"), entries, ()), library, lambda *_: None)


def run_ids(taken: TakenAthlete) -> list[str | None]:
    return [clip.run.id if clip.run else None for clip in taken.clips]


def test_the_same_roster_is_found_again(library: Library, tmp_path: Path) -> None:
    entries = [entry(tmp_path, 2, "after"), entry(tmp_path, 3, "before", height_m=1.7)]
    (first,) = take_in(library, *entries)
    (again,) = take_in(library, *entries)
    assert run_ids(first) == run_ids(again)
    assert (first.before, first.after) == (again.before, again.after)
    assert [clip.entry.row for clip in first.clips] == [2, 3]
    assert len(stored(library)) == 2
    assert library.clip_of(str(run_ids(first)[0])).height_m == 1.7


def test_a_roster_that_grew_grows_its_session_and_one_that_shrank_gets_a_new_one(
    library: Library, tmp_path: Path
) -> None:
    two, three, four = (entry(tmp_path, row, "before") for row in (2, 3, 4))
    (small,) = take_in(library, two)
    (grown,) = take_in(library, two, three, four)
    assert small.before is not None
    assert grown.before == small.before
    (shrunk,) = take_in(library, three, four)
    assert shrunk.before is not None
    assert shrunk.before.id != small.before.id
    assert len(library.runs(small.before.id)) == 3
    assert len(library.runs(shrunk.before.id)) == 2
    assert len(stored(library)) == 3


def test_what_somebody_else_added_to_a_session_is_not_compared_along(
    library: Library, tmp_path: Path
) -> None:
    (taken,) = take_in(library, entry(tmp_path, 2, "before"))
    assert taken.before is not None
    library.add_run(taken.before.id, small_video(tmp_path / "web.mp4", b"web"))
    (again,) = take_in(library, entry(tmp_path, 2, "before"))
    assert again.before is not None
    assert [run.name for run in library.runs(again.before.id)] == ["2.mp4"]


def test_the_latest_sessions_are_compared(library: Library, tmp_path: Path) -> None:
    (taken,) = take_in(
        library,
        entry(tmp_path, 2, "before", JUNE),
        entry(tmp_path, 3, "before", MARCH),
        entry(tmp_path, 4, "after", JUNE),
    )
    assert taken.before is not None
    assert (taken.before.date, len(library.sessions(taken.athlete.id))) == (JUNE, 3)
    days = [library.clip_of(str(run_id)).recorded_on for run_id in run_ids(taken)]
    assert days == [JUNE, MARCH, JUNE]


def test_a_clip_that_cannot_be_taken_in_is_named_and_leaves_no_empty_session(
    library: Library, tmp_path: Path
) -> None:
    bad, gone = entry(tmp_path, 2, "before"), entry(tmp_path, 3, "before")
    bad.clip.write_text("no video")
    gone.clip.unlink()
    (taken,) = take_in(library, bad, gone, entry(tmp_path, 4, "after"))
    assert taken.before is None
    assert [clip.error for clip in taken.clips] == [
        "2.mp4 is not a video",
        "3.mp4 cannot be read: No such file or directory",
        "",
    ]
    assert all(clip.hint for clip in taken.clips[:2])
    assert [session.label for session in library.sessions(taken.athlete.id)] == ["after"]


def test_two_athletes_of_one_name_in_the_library_are_refused(
    library: Library, tmp_path: Path
) -> None:
    for _ in range(2):
        library.add_athlete("Anna")
    with pytest.raises(LibraryError, match="2 athletes with the name Anna"):
        take_in(library, entry(tmp_path, 2, "before"))


def test_a_height_of_the_library_stays_where_the_roster_has_none(
    library: Library, tmp_path: Path
) -> None:
    anna = library.add_athlete("Anna", height_m=1.7)
    (taken,) = take_in(library, entry(tmp_path, 2, "before"))
    assert taken.athlete == anna
    (changed,) = take_in(library, entry(tmp_path, 2, "before", height_m=1.72))
    assert (changed.athlete.id, changed.athlete.height_m) == (anna.id, 1.72)


def test_a_clip_keeps_what_the_roster_has_no_column_for(library: Library, tmp_path: Path) -> None:
    (first,) = take_in(library, entry(tmp_path, 2, "before", shoes="flats", track=None))
    (run_id,) = run_ids(first)
    library.update_run(str(run_id), RunOptions(track=3, surface="grass"))
    (again,) = take_in(library, entry(tmp_path, 2, "before", shoes="spikes"))
    (clip,) = again.clips
    assert clip.run is not None
    assert (clip.run.id, clip.run.options.track) == (run_id, 3)
    assert (clip.run.options.surface, clip.run.options.shoes) == ("grass", "spikes")
    (emptied,) = take_in(library, entry(tmp_path, 2, "before", shoes=None, track=None))
    known = library.clip_of(str(run_ids(emptied)[0]))
    assert (known.choice.track, known.notes.surface, known.notes.shoes) == (None, "grass", None)


def test_two_athletes_of_one_clip_share_its_bytes(library: Library, tmp_path: Path) -> None:
    people = [entry(tmp_path, 2, "before", athlete=name, track=i) for i, name in enumerate("AB", 1)]
    taken = take_in(library, *people)
    assert [library.clip_of(str(run_ids(one)[0])).choice.track for one in taken] == [1, 2]
    assert len(stored(library)) == 1


def test_what_was_trained_is_told_by_any_row(library: Library, tmp_path: Path) -> None:
    first = entry(tmp_path, 2, "before")
    named = replace(entry(tmp_path, 3, "after"), primaries=("speed_mps",))
    assert take_in(library, first, entry(tmp_path, 3, "after"))[0].primaries is None
    assert take_in(library, replace(first, primaries=()), named)[0].primaries == ("speed_mps",)
    empty = (replace(one, primaries=()) for one in (first, named))
    assert take_in(library, *empty)[0].primaries == ()


def test_splits_need_the_height_and_mass_of_the_athlete(library: Library, tmp_path: Path) -> None:
    splits = parse_splits("5:1.21,10:1.99,20:3.38,30:4.71")
    timed = entry(tmp_path, 2, "before", height_m=1.7, splits=splits)
    (refused,) = take_in(library, timed)
    assert (refused.clips[0].run, refused.clips[0].prompts) == (None, (Prompt.MASS,))
    (taken,) = take_in(library, replace(timed, mass_kg=58.0))
    clip = library.clip_of(str(run_ids(taken)[0]))
    assert (clip.mass_kg, clip.splits) == (58.0, splits)
