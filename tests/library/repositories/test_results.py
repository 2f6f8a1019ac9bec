"""Results belong to the bytes and options that they were measured from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from aqvision.core.assets import find_sample
from aqvision.core.errors import LibraryError
from aqvision.core.settings import Settings
from aqvision.library.library import Library
from aqvision.library.records import RunOptions
from aqvision.library.repositories.results import analysis_key, comparison_key
from tests.support.team_folder import made_result, session_of, small_video


def test_a_new_analysis_takes_the_place_of_the_old(library: Library, tmp_path: Path) -> None:
    run = library.add_run(session_of(library).id, small_video(tmp_path / "1.mp4", b"1"))
    assert library.analysis_of(run.id) is None
    first = library.add_analysis(run.id, "a" * 64, made_result(library), {"n": 1})
    second = library.add_analysis(run.id, "b" * 64, made_result(library), {"n": 2})
    assert library.analysis_of(run.id) == second
    assert [p.name for p in library.home.results.iterdir()] == [second.folder] != [first.folder]
    assert library.reuse_analysis(run.id, "a" * 64) is None
    assert library.reuse_analysis(run.id, "b" * 64) == second


def test_analyses_of_a_clip_are_those_of_all_its_runs(library: Library, tmp_path: Path) -> None:
    clip, other = (small_video(tmp_path / f"{name}.mp4", name.encode()) for name in "ab")
    sessions = session_of(library), session_of(library, "Ben")
    runs = [library.add_run(session.id, clip) for session in sessions]
    stranger = library.add_run(sessions[0].id, other)
    first, second, _ = (
        library.add_analysis(run.id, run.id, made_result(library), {}) for run in (*runs, stranger)
    )
    assert library.analyses_of_clip(runs[0].file_sha256) == (second, first)
    assert library.analyses_of_clip("0" * 64) == ()


def test_a_result_for_a_run_that_was_deleted_meanwhile_leaves_nothing(library: Library) -> None:
    made = made_result(library)
    with pytest.raises(LibraryError, match="run is not in the library"):
        library.add_analysis("0" * 32, "a" * 64, made, {})
    assert list(library.home.results.iterdir()) == []


def test_two_sessions_are_one_comparison(library: Library) -> None:
    before, other = session_of(library), session_of(library, "Ben")
    after = library.add_session(before.athlete_id, "after")
    compared = library.add_comparison(before.id, after.id)
    assert library.add_comparison(before.id, after.id) == compared
    assert library.comparisons(before.athlete_id) == (compared,)
    assert compared.primaries == ()
    for given, kept in ((["a", "b"], ("a", "b")), (None, ("a", "b")), ([], ())):
        assert library.add_comparison(before.id, after.id, given).primaries == kept
        assert library.comparison(compared.id).primaries == kept
    with pytest.raises(LibraryError, match="not compared yet"):
        library.result_folder(compared)
    with pytest.raises(LibraryError, match="with itself"):
        library.add_comparison(before.id, before.id)
    with pytest.raises(LibraryError, match="two athletes"):
        library.add_comparison(before.id, other.id)


def test_the_key_changes_with_all_that_the_result_depends_on(
    library: Library, tmp_path: Path
) -> None:
    session = session_of(library)
    run = library.add_run(session.id, find_sample("before.mp4"))

    def key(model: str = "heavy", settings: Settings | None = None) -> str:
        clip = library.clip_of(run.id)
        return analysis_key(clip, run.file_sha256, model, settings or Settings())

    keys = [key(), key("full")]
    library.update_run(run.id, RunOptions(track=1))
    keys.append(key())
    library.update_athlete(session.athlete_id, height_m=1.8)
    keys.append(key())
    library.update_athlete(session.athlete_id, name="Anne")
    keys.append(key())
    dated = library.add_session(session.athlete_id, "before", dt.date(2026, 3, 1))
    clip = library.clip_of(library.add_run(dated.id, find_sample("before.mp4")).id)
    keys.append(analysis_key(clip, run.file_sha256, "heavy", Settings()))
    assert len(set(keys)) == len(keys)
    library.update_athlete(session.athlete_id, name="Anna", height_m=1.71)
    library.update_run(run.id, RunOptions())
    assert key() == keys[0]
    analysis = library.add_analysis(run.id, key(), made_result(library), {})
    assert comparison_key([analysis], []) != comparison_key([], [analysis])
    assert comparison_key([analysis], []) != comparison_key([analysis], [], ["speed_mps"])
