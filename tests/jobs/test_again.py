"""Clips of an older way of measuring are measured again, and what was made of them is too."""

from __future__ import annotations

from aqvision.jobs.again import measure_again, waiting_for_it
from aqvision.library.records import JobKind
from tests.support.club import Club, ended
from tests.support.team_folder import made_result, measured_now


def measured(club: Club, name: str, method: str) -> str:
    run_id = club.run(name)
    made = {"method": method} if method else {}
    club.library.add_analysis(run_id, name, made_result(club.library), made)
    return run_id


def test_only_clips_of_an_older_way_are_measured_again(club: Club) -> None:
    library = club.library
    old, older = measured(club, "ok-1.mp4", "1.1"), measured(club, "ok-2.mp4", "")
    measured_now(library, library.run(club.run("ok-3.mp4")))
    club.run("ok-4.mp4")
    assert {run.id for run in waiting_for_it(library)} == {old, older}
    assert waiting_for_it(library, library.add_athlete("Ben").id) == ()
    library.add_job(JobKind.ANALYZE, run_id=old)
    (waiting,) = waiting_for_it(library, club.before.athlete_id)
    assert waiting.id == older
    assert {run.id for run in library.measured_otherwise()} == {old, older}


def test_what_was_made_of_them_is_made_again_after_them(club: Club) -> None:
    library = club.library
    measured(club, "ok-1.mp4", "1.1")
    library.add_analysis(club.run("ok-2.mp4", club.after), "k", made_result(library), {})
    made, planned = library.add_ladder(club.before.id), library.add_comparison(
        club.before.id, club.after.id
    )  # fmt: skip
    library.finish_comparison(made.id, "key", made_result(library), {})
    with club.open() as jobs:
        names = measure_again(jobs, library.measured_otherwise())
        assert sorted(names.values()) == ["Anna", "ok-1.mp4", "ok-2.mp4"]
        assert {job.state for job in ended(jobs, *names)} == {"done"}
    assert club.told[-1] == "made compare.mp4"
    assert library.is_outdated(library.comparison(made.id)) is False
    assert library.comparison(planned.id).folder is None
