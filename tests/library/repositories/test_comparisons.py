"""Two sessions are compared once."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.library import Library
from aqvision.library.records import ComparisonKind, RunOptions
from aqvision.library.repositories.results import comparison_key
from tests.support.team_folder import made_result, session_of, small_video


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


def test_a_ladder_stands_beside_the_comparison_of_the_same_sessions(library: Library) -> None:
    before = session_of(library)
    after = library.add_session(before.athlete_id, "after")
    compared = library.add_comparison(before.id, after.id)
    alone, against = library.add_ladder(after.id), library.add_ladder(after.id, before.id)
    assert library.add_ladder(after.id) == alone
    assert library.add_ladder(after.id, before.id) == against
    assert library.comparisons(before.athlete_id) == (compared, alone, against)
    assert (alone.kind, alone.session_ids) == (ComparisonKind.LADDER, (after.id,))
    assert against.session_ids == compared.session_ids == (before.id, after.id)
    with pytest.raises(LibraryError, match="with itself"):
        library.add_ladder(after.id, after.id)
    with pytest.raises(LibraryError, match="two athletes"):
        library.add_ladder(after.id, session_of(library, "Ben").id)
    library.delete_session(before.id)
    assert library.comparisons(before.athlete_id) == (alone,)


def test_a_ladder_is_outdated_once_a_clip_of_its_session_is_measured_anew(
    library: Library, tmp_path: Path
) -> None:
    session = session_of(library)
    runs = [
        library.add_run(session.id, small_video(tmp_path / f"{n}.mp4", n.encode())) for n in "abc"
    ]
    analyses = [library.add_analysis(r.id, r.name, made_result(library), {}) for r in runs]
    planned = library.add_ladder(session.id)
    assert library.sides_of(planned) == ((), tuple(analyses))
    assert not library.is_outdated(planned)
    key = comparison_key((), analyses, (), ComparisonKind.LADDER)
    assert key != comparison_key((), analyses)
    made = library.finish_comparison(planned.id, key, made_result(library), {})
    assert not library.is_outdated(made)
    library.add_analysis(runs[0].id, "another", made_result(library), {})
    assert library.is_outdated(made)
    for run in runs:
        library.delete_run(run.id)
    assert not library.is_outdated(made)


def test_all_holds_of_two_sessions_are_told_and_no_run(library: Library, tmp_path: Path) -> None:
    first = session_of(library)
    last = library.add_session(first.athlete_id, "after")
    for session in (first, last):
        for name in ("a", "b", "run"):
            clip = small_video(tmp_path / f"{name}.mp4", f"{name}{session.label}".encode())
            options = RunOptions(is_hold=name != "run")
            run = library.add_run(session.id, clip, options=options)
            library.add_analysis(run.id, name, made_result(library), {})
    sides = library.sides_of(library.add_holds(first.id, last.id))
    assert [len(side) for side in sides] == [2, 2]


def test_a_season_is_one_whatever_else_is_made_of_its_ends(library: Library) -> None:
    first = session_of(library)
    mid, last = (library.add_session(first.athlete_id, label) for label in ("between", "after"))
    season = library.add_season([first.id, mid.id, last.id])
    assert library.add_season([first.id, mid.id, last.id]) == season
    assert season.session_ids == (first.id, mid.id, last.id)
    short, holds = library.add_season([first.id, last.id]), library.add_holds(first.id, last.id)
    assert len({season.id, short.id, holds.id}) == 3
    assert holds.kind.file == "hold_comparison.json"


def test_a_season_goes_with_any_of_its_sessions(library: Library) -> None:
    athlete = library.add_athlete("Ada")
    sessions = [library.add_session(athlete.id, f"day {n}").id for n in range(3)]
    library.add_season(sessions)
    library.delete_session(sessions[1])
    assert library.comparisons(athlete.id) == ()


def test_clips_come_in_the_same_order_from_every_database(library: Library, tmp_path: Path) -> None:
    session = session_of(library)
    after = library.add_session(session.athlete_id, "after")
    for name in ("b.mp4", "A.mp4", "ä.mp4", "a.mp4", "B 2.mp4", "B-1.mp4"):
        for one in (session, after):
            run = library.add_run(one.id, small_video(tmp_path / "clip", name.encode()), name=name)
            library.add_analysis(run.id, name, made_result(library), {})
    made = library.add_comparison(session.id, after.id)
    in_order = ["A.mp4", "B 2.mp4", "B-1.mp4", "a.mp4", "b.mp4", "ä.mp4"]
    for side in library.sides_of(made):
        assert [one.key for one in side] == in_order
    key = comparison_key(*library.sides_of(made))
    library.finish_comparison(made.id, key, made_result(library), {})
    assert not library.is_outdated(library.comparison(made.id))
    for run in library.runs(after.id):
        library.leave_out(run.id, True)
    aside = [one.name for one in library.aside(session.athlete_id)]
    assert aside == in_order
