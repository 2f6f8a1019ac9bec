"""A library on a folder and one on objects: the same, seen from one machine and from two."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError, NotThereError, UnreachableError
from aqvision.library.backup import check_library
from aqvision.library.files.opening import open_elsewhere
from aqvision.library.library import Library, open_library
from aqvision.library.records import Run, RunOptions, StoredAnalysis
from aqvision.library.repositories import runs as module
from tests.support.places import ShakyStore, beside, with_objects
from tests.support.team_folder import made_result, session_of, small_video, tiny_library


@pytest.fixture(params=["folder", "memory", "server"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    with tiny_library(tmp_path) as opened:
        if request.param == "folder":
            yield opened
        elif request.param == "memory":
            yield with_objects(opened)
        else:
            address = request.getfixturevalue("at_server")
            elsewhere = open_elsewhere(opened.home.folder / "cache", address)
            yield Library(replace(opened.home, elsewhere=elsewhere), opened.engine)


def filled(library: Library, tmp_path: Path) -> tuple[Run, StoredAnalysis]:
    """Add a measured clip."""
    run = library.add_run(session_of(library).id, small_video(tmp_path / "a.mp4", b"one"))
    return run, library.add_analysis(run.id, "a" * 64, made_result(library), {})


def lying(library: Library) -> list[str]:
    return [one.place for one in library.home.kept.list_all()]


def test_a_clip_and_its_result_come_and_go(library: Library, tmp_path: Path) -> None:
    run, made = filled(library, tmp_path)
    assert library.path_of(run).read_bytes().endswith(b"one")
    assert library.clip_of(run.id).path == library.path_of(run)
    facts = library.facts_of(run.id)
    assert replace(facts, path=library.path_of(run)) == library.clip_of(run.id)
    assert library.has_clip(run)
    assert library.has_result(made)
    assert (library.result_folder(made) / "report.html").read_text() == "{}"
    assert library.reuse_analysis(run.id, "a" * 64) == made
    again = library.add_analysis(run.id, "b" * 64, made_result(library), {})
    assert not library.has_result(made)
    assert library.has_result(again)
    assert check_library(library) == []
    library.delete_athlete(library.athletes()[0].id)
    assert lying(library) == []
    left = [path for path in library.home.folder.rglob("*") if path.is_file()]
    assert {path.name for path in left} <= {"library.sqlite", "lock"}


def test_two_athletes_of_one_clip_keep_it(library: Library, tmp_path: Path) -> None:
    clip = small_video(tmp_path / "a.mp4", b"one")
    runs = [library.add_run(session_of(library, name).id, clip) for name in ("Anna", "Ben")]
    library.delete_run(runs[0].id)
    assert library.path_of(runs[1]).is_file()
    library.delete_run(runs[1].id)
    assert lying(library) == []


def test_a_lost_clip_is_told(library: Library, tmp_path: Path) -> None:
    run, _made = filled(library, tmp_path)
    library.home.kept.delete(list(one.name for one in library.home.kept.list_all() if one.name))
    for ask in (library.clip_of, library.facts_of):
        with pytest.raises(LibraryError, match=r"the clip a\.mp4 is lost"):
            ask(run.id)
    assert library.reuse_analysis(run.id, "a" * 64) is None


def test_what_comes_for_somebody_who_was_deleted_leaves_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deleted while the clip was sent, or while it was measured."""
    session = session_of(library)
    run = library.add_run(session.id, small_video(tmp_path / "a.mp4", b"one"))
    library.delete_run(run.id)
    made = made_result(library)
    with pytest.raises(NotThereError):
        library.add_analysis(run.id, "a" * 64, made, {})
    assert not made.exists()

    checked = module._checked

    def delete_first(*of: object) -> object:
        library.delete_athlete(session.athlete_id)
        return checked(*of)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "_checked", delete_first)
    with pytest.raises(NotThereError):
        library.add_run(session.id, tmp_path / "a.mp4", options=RunOptions())
    assert lying(library) == []


@pytest.fixture(params=["memory", "server"])
def machines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Library, Library]]:
    """Give one library as two machines have it: homes of their own, one database, one store."""
    with tiny_library(tmp_path) as opened:
        one = with_objects(opened)
        if request.param == "server":
            address = request.getfixturevalue("at_server")
            elsewhere = open_elsewhere(opened.home.folder / "cache", address)
            one = Library(replace(opened.home, elsewhere=elsewhere), opened.engine)
        yield one, beside(one, tmp_path / "other")


def test_two_machines_have_the_same_clips_and_results(
    machines: tuple[Library, Library], tmp_path: Path
) -> None:
    one, other = machines
    run, made = filled(one, tmp_path)
    path = other.clip_of(run.id).path
    assert path.is_relative_to(tmp_path / "other")
    assert path.read_bytes() == one.path_of(run).read_bytes()
    assert (other.result_folder(made) / "report.html").is_file()
    again = other.add_analysis(run.id, "b" * 64, made_result(other), {})
    assert (one.result_folder(again) / "report.html").is_file()
    assert check_library(one) == check_library(other) == []


def test_what_one_machine_deletes_the_other_forgets(
    machines: tuple[Library, Library], tmp_path: Path
) -> None:
    one, other = machines
    run, made = filled(one, tmp_path)
    copies = [other.path_of(run), other.result_folder(made)]
    kept = small_video(tmp_path / "b.mp4", b"two")
    stays = other.path_of(one.add_run(session_of(one, "Ben").id, kept))
    one.delete_run(run.id)
    assert all(path.exists() for path in copies)
    for path in copies:
        age(path)
    other.sweep()
    assert not any(path.exists() for path in copies)
    assert stays.is_file()


def age(path: Path) -> None:
    os.utime(path, (0, 0))


def test_two_that_make_one_result_keep_the_first(
    machines: tuple[Library, Library], tmp_path: Path
) -> None:
    """A worker was taken for dead, and another did its job meanwhile."""
    one, other = machines
    run, _made = filled(one, tmp_path)
    folder = "1" * 32
    for library, text in ((one, "first"), (other, "second")):
        made = made_result(library)
        (made / "report.html").write_text(text)
        stored = library.add_analysis(run.id, "c" * 64, made, {}, folder)
        assert (library.result_folder(stored) / "report.html").read_text() == "first"
        assert not made.exists()


def test_a_store_out_of_reach_loses_nothing(tmp_path: Path) -> None:
    store = ShakyStore()
    with tiny_library(tmp_path) as opened:
        library = with_objects(opened, store)
        run, _made = filled(library, tmp_path)
        clip, made = small_video(library.home.uploads / "part", b"two"), made_result(library)
        store.down = True
        for ask in (
            lambda: library.add_run(run.session_id, clip, "b.mp4", move=True),
            lambda: library.add_analysis(run.id, "b" * 64, made, {}),
            lambda: library.delete_run(run.id),
            lambda: check_library(library),
        ):
            with pytest.raises(UnreachableError, match="cannot be reached"):
                ask()
        assert library.path_of(run).is_file()  # a copy
        store.down = False
        assert library.runs(run.session_id) == (run,)
        library.add_run(run.session_id, clip, "b.mp4", move=True)
        library.add_analysis(run.id, "b" * 64, made, {})
        assert check_library(library) == []


def test_a_store_beside_a_file_of_tables_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AQVISION_DATABASE_URL", raising=False)
    with pytest.raises(LibraryError, match="a database that all machines share") as caught:
        open_library(tmp_path, files="s3://club")
    assert "AQVISION_DATABASE_URL" in caught.value.hint
