"""What people write finds whom and what they mean, or says what there is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.library import Library
from aqvision.library.naming import athlete_named, session_with_runs
from aqvision.library.records import Session
from tests.support.team_folder import made_result, small_video

MARCH, MAY = dt.date(2026, 3, 2), dt.date(2026, 5, 4)


def test_an_athlete_is_found_by_name(library: Library) -> None:
    with pytest.raises(LibraryError, match="nobody in the library is called Zoë") as caught:
        athlete_named(library, "Zoë")
    assert caught.value.hint == "in the library: nobody yet"
    zoe = library.add_athlete("Zoë")
    assert athlete_named(library, " zoë ") == zoe
    library.add_athlete("ZOË")
    with pytest.raises(LibraryError, match="2 athletes"):
        athlete_named(library, "Zoë")


def session(
    library: Library, athlete_id: str, day: dt.date | None, n: int, folder: Path
) -> Session:
    made = library.add_session(athlete_id, "before", day)
    for number in range(n):
        clip = small_video(folder / "clip.mp4", f"{day} {number}".encode())
        run = library.add_run(made.id, clip)
        library.add_analysis(run.id, run.id, made_result(library), {})
    return made


def test_the_latest_session_with_enough_runs_is_meant(library: Library, tmp_path: Path) -> None:
    anna = library.add_athlete("Anna")
    march, may = (session(library, anna.id, day, 3, tmp_path) for day in (MARCH, MAY))
    session(library, anna.id, dt.date(2026, 6, 1), 2, tmp_path)
    session(library, anna.id, None, 3, tmp_path)
    assert session_with_runs(library, anna, 3) == may
    assert session_with_runs(library, anna, 3, MARCH) == march
    with pytest.raises(LibraryError, match="no session of Anna has 4 measured runs"):
        session_with_runs(library, anna, 4)
    with pytest.raises(LibraryError, match="no session of 1 June 2026 of Anna has 3"):
        session_with_runs(library, anna, 3, dt.date(2026, 6, 1))
