"""A session that was put with the wrong athlete is put right, and nothing wrong stays behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.errors import CalibrationError, LibraryError
from aqvision.core.splits import TimingStart, parse_splits
from aqvision.library.library import Library
from aqvision.library.records import RunOptions
from benchmarks.team_library import fill
from tests.support.team_folder import made_result, session_of, small_video


def test_comparisons_that_rest_on_it_go_and_all_others_stay(library: Library) -> None:
    (athlete_id,) = fill(library, 1, 3)
    before, mid, after = (one.id for one in library.sessions(athlete_id))
    season = library.add_season([before, mid, after])
    pairs = {one.session_ids: one for one in library.comparisons(athlete_id)}
    made = library.finish_comparison(season.id, "key", made_result(library), {})
    folder = library.result_folder(made)
    resting = {one.id for one in library.comparisons_on(mid)}
    assert resting == {pairs[before, mid].id, pairs[mid, after].id, season.id}
    ben = library.add_athlete("Ben")
    moved = library.move_session(mid, ben.id)
    assert moved.athlete_id == ben.id
    assert [one.id for one in library.sessions(athlete_id)] == [before, after]
    assert [one.session_ids for one in library.comparisons(athlete_id)] == [(before, after)]
    assert not folder.exists()
    assert len(library.measured_clips(ben.id)) == 1
    assert [run.session_id for run in library.measured_otherwise(ben.id)] == [mid]
    assert library.measured_otherwise(athlete_id) == ()


def test_it_cannot_go_where_it_is_or_to_nobody(library: Library) -> None:
    session = session_of(library)
    for athlete_id in (session.athlete_id, "0" * 32):
        with pytest.raises(LibraryError):
            library.move_session(session.id, athlete_id)
    with pytest.raises(LibraryError):
        library.move_session("0" * 32, session.athlete_id)


def test_split_times_go_only_where_height_and_mass_are_known(
    library: Library, tmp_path: Path
) -> None:
    ada = library.add_athlete("Ada", 1.7, 60)
    session = library.add_session(ada.id, "before")
    splits = parse_splits("5:1.21 10:1.99 20:3.38 30:4.71", TimingStart.UNKNOWN)
    clip = small_video(tmp_path / "a.mp4", b"a")
    library.add_run(session.id, clip, options=RunOptions(splits=splits))
    ben = library.add_athlete("Ben", 1.8)
    with pytest.raises(CalibrationError, match=r"split times of a\.mp4"):
        library.move_session(session.id, ben.id)
    assert library.session(session.id).athlete_id == ada.id
    library.update_athlete(ben.id, mass_kg=80)
    assert library.move_session(session.id, ben.id).athlete_id == ben.id


def test_notes_keep_their_lines(library: Library) -> None:
    session = session_of(library)
    assert library.note(session.id, " windy \r\n\r\nnew  shoes\n").notes == "windy\n\nnew shoes"
    assert library.session(session.id).notes == "windy\n\nnew shoes"
    for bad in ("a\x1b[2J", "a" * 10_001):
        with pytest.raises(LibraryError):
            library.note(session.id, bad)
    assert library.note(session.id, "").notes == ""
