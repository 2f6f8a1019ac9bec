"""Athletes and sessions: what is refused, and what goes with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.errors import CalibrationError, LibraryError, PoseError
from aqvision.library.library import Library
from aqvision.library.records import JobKind, RunOptions
from tests.support.team_folder import made_result, session_of, small_video, stored


def test_what_cannot_be_right_is_refused(library: Library, tmp_path: Path) -> None:
    session = session_of(library)
    clip = small_video(tmp_path / "a.mp4", b"one")
    with pytest.raises(CalibrationError, match="178 m"):
        library.add_athlete("Anna", height_m=178)
    for name in ("", "  ", "a\x1b[2J", "x" * 300):
        with pytest.raises(LibraryError, match="name"):
            library.add_athlete(name)
    with pytest.raises(CalibrationError, match="mass"):
        library.add_athlete("Anna", mass_kg=float("nan"))
    with pytest.raises(CalibrationError):
        library.add_run(session.id, clip, options=RunOptions(capture_fps=2))
    run = library.add_run(session.id, clip)
    with pytest.raises(PoseError):
        library.update_run(run.id, RunOptions(track=0))
    with pytest.raises(LibraryError, match="shoes"):
        library.update_run(run.id, RunOptions(shoes="\x1b[2J"))
    assert library.run(run.id) == run


def test_deleting_an_athlete_takes_rows_files_results_and_jobs_but_not_what_is_shared(
    library: Library, tmp_path: Path
) -> None:
    anna, ben = session_of(library, "Anna"), session_of(library, "Ben")
    after = library.add_session(anna.athlete_id, "after")
    shared, own = small_video(tmp_path / "s.mp4", b"s"), small_video(tmp_path / "o.mp4", b"o")
    hers = library.add_run(anna.id, shared)
    his = library.add_run(ben.id, shared)
    library.add_run(after.id, own)
    made = library.add_analysis(hers.id, "k" * 64, made_result(library), {"model": "heavy"})
    reused = library.reuse_analysis(his.id, "k" * 64)
    compared = library.add_comparison(anna.id, after.id)
    library.finish_comparison(compared.id, "c" * 64, made_result(library), {})
    library.add_job(JobKind.ANALYZE, run_id=hers.id)
    library.add_job(JobKind.COMPARE, comparison_id=compared.id)
    kept = library.add_job(JobKind.ANALYZE, run_id=his.id)

    library.delete_athlete(anna.athlete_id)

    assert [one.name for one in library.athletes()] == ["Ben"]
    assert stored(library) == [library.path_of(his)]
    assert reused is not None
    assert [p.name for p in library.home.results.iterdir()] == [reused.folder] == [made.folder]
    assert library.jobs() == (kept,)
    for look in (library.session, library.run, library.analysis, library.comparison):
        with pytest.raises(LibraryError, match="not in the library") as caught:
            look(anna.id)
        assert caught.value.hint
    library.delete_athlete(ben.athlete_id)
    assert stored(library) == []
    assert list(library.home.results.iterdir()) == []


def test_a_session_and_a_run_are_deleted_alone(library: Library, tmp_path: Path) -> None:
    session = session_of(library)
    after = library.add_session(session.athlete_id, "after")
    one = library.add_run(session.id, small_video(tmp_path / "1.mp4", b"1"))
    two = library.add_run(session.id, small_video(tmp_path / "2.mp4", b"2"))
    compared = library.add_comparison(session.id, after.id)
    library.delete_run(one.id)
    assert library.runs(session.id) == (two,)
    assert stored(library) == [library.path_of(two)]
    library.delete_session(session.id)
    assert library.sessions(session.athlete_id) == (after,)
    assert stored(library) == []
    with pytest.raises(LibraryError):
        library.comparison(compared.id)
