"""Clips that are left out stay with their reports, and comparisons know of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.library import Library
from aqvision.library.records import JobKind, JobState, RunOptions, Session, StoredComparison
from tests.support.team_folder import made_result, session_of, small_video


def measured(library: Library, session: Session, folder: Path, name: str) -> str:
    run = library.add_run(session.id, small_video(folder / name, name.encode()), name=name)
    library.add_analysis(run.id, name, made_result(library), {})
    return run.id


@pytest.fixture
def made(library: Library, tmp_path: Path) -> tuple[StoredComparison, dict[str, str]]:
    before = session_of(library)
    after = library.add_session(before.athlete_id, "after")
    sides = {"a.mp4": before, "b.mp4": before, "c.mp4": after}
    runs = {name: measured(library, side, tmp_path, name) for name, side in sides.items()}
    plan = library.add_comparison(before.id, after.id)
    library.finish_comparison(plan.id, library.key_of(plan), made_result(library), {})
    return library.comparison(plan.id), runs


def test_a_clip_that_is_left_out_stays_and_makes_the_comparison_outdated(
    library: Library, made: tuple[StoredComparison, dict[str, str]]
) -> None:
    plan, runs = made
    assert not library.is_outdated(plan)
    assert library.leave_out(runs["a.mp4"], True).left_out
    assert library.run(runs["a.mp4"]).left_out
    assert library.analysis_of(runs["a.mp4"]) is not None
    assert library.is_outdated(plan)
    assert [one.run_id for one in library.sides_of(plan)[0]] == [runs["b.mp4"]]
    (out,) = library.left_out_of(plan)
    assert out.sentence.startswith("a.mp4 (before) is left out: its owner chose")
    library.leave_out(runs["a.mp4"], False)
    assert not library.is_outdated(plan)
    with pytest.raises(LibraryError):
        library.leave_out("nobody", True)


def test_a_side_of_which_all_is_left_out_makes_it_outdated_and_a_ladder_smaller(
    library: Library, made: tuple[StoredComparison, dict[str, str]]
) -> None:
    plan, runs = made
    ladder = library.add_ladder(plan.before_session_id or "")
    later = plan.after_session_id
    assert len(library.sides_of(ladder)[1]) == 2
    library.leave_out(runs["a.mp4"], True)
    assert len(library.sides_of(ladder)[1]) == 1
    (out,) = library.left_out_of(ladder)
    assert out.sentence.startswith("a.mp4 is left out: its owner chose")
    assert library.left_out_of(library.add_holds(plan.before_session_id or "", later)) == ()
    library.leave_out(runs["c.mp4"], True)
    assert library.is_outdated(plan)


def test_a_clip_that_could_not_be_measured_is_told_with_the_reason(
    library: Library, made: tuple[StoredComparison, dict[str, str]], tmp_path: Path
) -> None:
    plan, _runs = made
    clip = small_video(tmp_path / "bad.mp4", b"bad")
    run = library.add_run(plan.after_session_id, clip, name="bad.mp4")
    assert library.left_out_of(plan) == ()  # it may still be measured
    assert not library.is_outdated(plan)
    job = library.add_job(JobKind.ANALYZE, run_id=run.id)
    library.update_job(job.id, state=JobState.FAILED, error="nobody runs")
    (out,) = library.left_out_of(plan)
    assert (out.name, out.side) == ("bad.mp4", "after")
    assert out.reason == "it could not be measured: nobody runs"
    assert library.is_outdated(plan)


def test_a_ladder_beside_an_earlier_one_and_a_season_name_what_they_leave_out(
    library: Library, made: tuple[StoredComparison, dict[str, str]]
) -> None:
    plan, runs = made
    ladder = library.add_ladder(plan.after_session_id, plan.before_session_id)
    season = library.add_season(plan.session_ids)
    library.finish_comparison(ladder.id, library.key_of(ladder), made_result(library), {})
    ladder = library.comparison(ladder.id)
    library.leave_out(runs["a.mp4"], True)
    assert [one.side for one in library.left_out_of(ladder)] == ["before"]
    assert [one.side for one in library.left_out_of(season)] == [""]
    assert library.is_outdated(ladder)


def test_a_hold_that_is_left_out_is_named_by_a_season_alone(
    library: Library, made: tuple[StoredComparison, dict[str, str]], tmp_path: Path
) -> None:
    plan, _runs = made
    clip = small_video(tmp_path / "hold.mp4", b"hold")
    session_id = plan.before_session_id or ""
    hold = library.add_run(session_id, clip, name="hold.mp4", options=RunOptions(is_hold=True))
    library.add_analysis(hold.id, "hold", made_result(library), {})
    season = library.add_season(plan.session_ids)
    library.finish_comparison(season.id, library.key_of(season), made_result(library), {})
    season = library.comparison(season.id)
    assert not library.is_outdated(season)
    library.leave_out(hold.id, True)
    assert [one.name for one in library.left_out_of(season)] == ["hold.mp4"]
    assert library.is_outdated(season)
    assert library.left_out_of(plan) == ()
    assert not library.is_outdated(plan)
    assert library.left_out_of(library.add_holds(session_id, plan.after_session_id)) == ()
