"""A clip of another day goes to the session of that day; a session left empty goes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aqvision.core.errors import CalibrationError, LibraryError
from aqvision.library.library import Library
from aqvision.library.records import DayFrom
from tests.support.team_folder import small_video

MONDAY, FRIDAY = dt.date(2026, 3, 2), dt.date(2026, 3, 6)


@pytest.fixture
def athlete_id(library: Library) -> str:
    return library.add_athlete("Ada").id


def run_on(library: Library, athlete_id: str, day: dt.date, folder: Path, name: str) -> str:
    found = [s for s in library.sessions(athlete_id) if s.date == day]
    session = (found or [library.add_session(athlete_id, "before", day)])[0]
    clip = small_video(folder / name, name.encode())
    return library.add_run(session.id, clip).id


def days(library: Library, athlete_id: str) -> dict[str, dt.date | None]:
    sessions = library.sessions(athlete_id)
    return {run.name: s.date for s in sessions for run in library.runs(s.id)}


def test_a_clip_alone_takes_its_session_along(
    library: Library, athlete_id: str, tmp_path: Path
) -> None:
    run_id = run_on(library, athlete_id, MONDAY, tmp_path, "a")
    before = library.run(run_id).session_id
    library.move_to_day(run_id, FRIDAY)
    (session,) = library.sessions(athlete_id)
    assert (session.id, session.date, session.day_from) == (before, FRIDAY, DayFrom.GIVEN)


def test_a_clip_among_others_goes_to_a_session_of_its_own_day(
    library: Library, athlete_id: str, tmp_path: Path
) -> None:
    one, other = (run_on(library, athlete_id, MONDAY, tmp_path, name) for name in "ab")
    library.move_to_day(one, FRIDAY)
    assert days(library, athlete_id) == {"a": FRIDAY, "b": MONDAY}
    library.move_to_day(other, FRIDAY)
    assert days(library, athlete_id) == {"a": FRIDAY, "b": FRIDAY}
    assert len(library.sessions(athlete_id)) == 1
    library.move_to_day(one, FRIDAY)
    assert len(library.sessions(athlete_id)) == 1


def test_a_session_that_was_compared_stays(
    library: Library, athlete_id: str, tmp_path: Path
) -> None:
    one = run_on(library, athlete_id, MONDAY, tmp_path, "a")
    run_on(library, athlete_id, FRIDAY, tmp_path, "b")
    monday, friday = library.sessions(athlete_id)
    library.add_comparison(monday.id, friday.id)
    library.move_to_day(one, FRIDAY)
    assert len(library.sessions(athlete_id)) == 2


def test_what_cannot_be_moves_nothing(library: Library, athlete_id: str, tmp_path: Path) -> None:
    one = run_on(library, athlete_id, MONDAY, tmp_path, "a")
    run_on(library, athlete_id, FRIDAY, tmp_path, "a")
    with pytest.raises(LibraryError, match="has a already"):
        library.move_to_day(one, FRIDAY)
    with pytest.raises(CalibrationError, match="in the future"):
        library.move_to_day(one, dt.date(2999, 1, 1))
    with pytest.raises(LibraryError):
        library.move_to_day("nobody", FRIDAY)
    assert len(library.sessions(athlete_id)) == 2
