"""Analyses belong to their runs; the same key, the same result."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.library import Library
from tests.support.team_folder import made_result, session_of, small_video


def test_a_new_analysis_takes_the_place_of_the_old(library: Library, tmp_path: Path) -> None:
    run = library.add_run(session_of(library).id, small_video(tmp_path / "1.mp4", b"1"))
    assert library.analysis_of(run.id) is None
    first = library.add_analysis(run.id, "a" * 64, made_result(library), {"n": 1})
    second = library.add_analysis(run.id, "b" * 64, made_result(library), {"n": 2})
    assert library.analysis_of(run.id) == second
    assert [p.name for p in library.home.results.iterdir()] == [second.folder] != [first.folder]
    assert library.reuse_analysis(run.id, "a" * 64) is None
    version = library.version()
    assert library.reuse_analysis(run.id, "b" * 64) == second
    assert library.version() == version  # looked up, and nothing written


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
