"""What is measured is known, and of which runs that would come out otherwise now."""

from __future__ import annotations

from pathlib import Path

from aqvision.core.provenance import present_method
from aqvision.library.library import Library
from aqvision.library.records import RunOptions
from tests.support.team_folder import made_result, measured_now, session_of, small_video


def test_what_changed_since_it_was_measured_is_found(library: Library, tmp_path: Path) -> None:
    session = session_of(library)
    run = library.add_run(session.id, small_video(tmp_path / "a.mp4", b"one"))
    assert library.measured_otherwise() == ()
    made = measured_now(library, run)
    assert library.measured_otherwise() == ()
    for facts in ({"height_m": 1.8}, {"name": "Anne"}, {"mass_kg": 60.0}):
        library.update_athlete(session.athlete_id, **facts)
        assert library.measured_otherwise(session.athlete_id) == (run,)
        measured_now(library, run)
        assert library.measured_otherwise() == ()
    shot = library.update_run(run.id, RunOptions(shot=2))
    assert library.measured_otherwise() == (shot,)
    assert library.measured_otherwise(library.add_athlete("Ben").id) == ()
    library.add_analysis(run.id, made.key, made_result(library), {**made.provenance, "method": ""})
    assert library.measured_otherwise() == (shot,)


def test_what_is_measured_is_counted_and_named(library: Library, tmp_path: Path) -> None:
    session = session_of(library)
    runs = [library.add_run(session.id, small_video(tmp_path / n, n.encode())) for n in "ab"]
    assert library.n_measured(session.id) == 0
    assert not library.measured_runs(session.athlete_id)
    measured_now(library, runs[1])
    assert library.n_measured(session.id) == 1
    assert library.measured_runs(session.athlete_id) == {runs[1].id}
    assert library.runs_of_athlete(session.athlete_id) == tuple(runs)
    assert library.measured_runs(session_of(library, "Ben").athlete_id) == set()


def test_an_older_way_is_one_whose_name_is_another_or_none(
    library: Library, tmp_path: Path
) -> None:
    session = session_of(library)
    for name, made in (("a", {"method": "1.1"}), ("b", {}), ("c", {"method": present_method()})):
        run = library.add_run(session.id, small_video(tmp_path / name, name.encode()))
        library.add_analysis(run.id, name, made_result(library), made)
    assert [run.name for run in library.measured_in_older_way()] == ["a", "b"]
