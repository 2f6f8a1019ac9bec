"""The library: what goes in comes out, what is deleted is gone, and what is shared stays."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.core.assets import file_sha256, find_sample
from aqvision.core.errors import CalibrationError, LibraryError, PoseError, VideoError
from aqvision.core.settings import Settings
from aqvision.library.library import Library, open_library
from aqvision.library.records import JobKind, JobState, RunOptions, Session
from aqvision.library.repositories.results import analysis_key, comparison_key
from tests.support.team_folder import SERVER, made_result, small_video, stored, tiny_library

DAY = dt.date(2026, 3, 14)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with tiny_library(tmp_path) as opened:
        yield opened


def session_of(library: Library, name: str = "Anna", label: str = "before") -> Session:
    athlete = library.add_athlete(name, height_m=1.71)
    return library.add_session(athlete.id, label)


def test_what_goes_in_comes_out_of_a_library_opened_again(tmp_path: Path) -> None:
    library = tiny_library(tmp_path)
    anna = library.add_athlete("  Anna  Ó Briain 🏃‍♀️ ", height_m=1.71, mass_kg=58)
    spring = library.add_session(anna.id, "Before", date=DAY, notes="windy", name="spring")
    clip = small_video(tmp_path / "IMG_1.mp4", b"one")
    run = library.add_run(
        spring.id, clip, options=RunOptions(capture_fps=240, track=2, shoes="spikes")
    )
    library.close()

    with open_library(library.home.folder, SERVER) as again:
        assert again.athletes() == (anna,)
        assert again.sessions(anna.id) == (spring,)
        assert again.runs(spring.id) == (run,)
        measured = again.clip_of(run.id)
    assert anna.name == "Anna Ó Briain 🏃‍♀️"
    assert (anna.height_m, anna.mass_kg, anna.created.tzinfo) == (1.71, 58, dt.UTC)
    assert (spring.label, spring.date, spring.name) == ("before", DAY, "spring")
    assert measured.path.read_bytes() == clip.read_bytes()
    assert (measured.name, measured.athlete, measured.height_m) == ("IMG_1.mp4", anna.name, 1.71)
    assert (measured.capture_fps, measured.choice.track) == (240, 2)
    assert measured.notes.shoes == "spikes"


def test_files_are_named_by_their_bytes_and_private(library: Library, tmp_path: Path) -> None:
    session = session_of(library)
    clip = small_video(tmp_path / "../../etc passwd;.mp4".replace("/", "_"), b"one")
    run = library.add_run(session.id, clip, name="../../etc/passwd")
    path = library.path_of(run)
    assert run.file_sha256 == file_sha256(clip) == path.name
    assert path == library.home.files / run.file_sha256[:2] / run.file_sha256
    assert run.name == "../../etc/passwd"
    assert stored(library) == [path]
    assert library.home.folder.stat().st_mode & 0o077 == 0
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(LibraryError, match="no checksum"):
        library.path_of(replace(run, file_sha256="../../library.sqlite"))


def test_the_same_clip_is_stored_once_and_once_a_session(library: Library, tmp_path: Path) -> None:
    first, second = session_of(library), session_of(library, "Ben")
    clip = small_video(tmp_path / "a.mp4", b"one")
    run = library.add_run(first.id, clip)
    again = library.add_run(first.id, clip, options=RunOptions(capture_fps=120))
    other = library.add_run(second.id, clip)
    assert again.id == run.id != other.id
    assert library.run(run.id).options.capture_fps == 120
    assert library.add_run(first.id, clip).options == again.options
    assert len(stored(library)) == 1


def test_a_clip_may_be_moved_in(library: Library, tmp_path: Path) -> None:
    clip = small_video(library.home.uploads / "part", b"one")
    run = library.add_run(session_of(library).id, clip, name="run.mp4", move=True)
    assert not clip.exists()
    assert file_sha256(library.path_of(run)) == run.file_sha256


def test_what_is_no_video_is_refused_by_its_name_and_leaves_nothing(
    library: Library, tmp_path: Path
) -> None:
    session = session_of(library)
    page = tmp_path / "0a1b"
    page.write_text("<script>alert(1)</script>" * 9)
    with pytest.raises(VideoError, match=r"^run\.mp4 is not a video$"):
        library.add_run(session.id, page, name="run.mp4")
    with pytest.raises(VideoError, match="does not exist"):
        library.add_run(session.id, tmp_path / "gone.mp4")
    with pytest.raises(LibraryError, match="session is not in the library"):
        library.add_run("0" * 32, small_video(tmp_path / "a.mp4", b"one"))
    assert library.runs(session.id) == ()
    assert stored(library) == []


def test_what_cannot_be_right_is_refused(library: Library, tmp_path: Path) -> None:
    session = session_of(library)
    clip = small_video(tmp_path / "a.mp4", b"one")
    with pytest.raises(CalibrationError, match="178 m"):
        library.add_athlete("Anna", height_m=178)
    for name in ("", "  ", "a\x1b[2J", "x" * 300):
        with pytest.raises(LibraryError, match="name"):
            library.add_athlete(name)
    with pytest.raises(LibraryError, match="mass"):
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


def test_a_new_analysis_takes_the_place_of_the_old(library: Library, tmp_path: Path) -> None:
    run = library.add_run(session_of(library).id, small_video(tmp_path / "1.mp4", b"1"))
    assert library.analysis_of(run.id) is None
    first = library.add_analysis(run.id, "a" * 64, made_result(library), {"n": 1})
    second = library.add_analysis(run.id, "b" * 64, made_result(library), {"n": 2})
    assert library.analysis_of(run.id) == second
    assert [p.name for p in library.home.results.iterdir()] == [second.folder] != [first.folder]
    assert library.reuse_analysis(run.id, "a" * 64) is None
    assert library.reuse_analysis(run.id, "b" * 64) == second


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
    assert len(set(keys)) == len(keys)
    library.update_athlete(session.athlete_id, name="Anna", height_m=1.71)
    library.update_run(run.id, RunOptions())
    assert key() == keys[0]
    analysis = library.add_analysis(run.id, key(), made_result(library), {})
    assert comparison_key([analysis], []) != comparison_key([], [analysis])


def test_several_writers_at_once_lose_nothing(library: Library) -> None:
    def add(number: int) -> None:
        with open_library(library.home.folder, SERVER) as other:
            for i in range(5):
                other.add_athlete(f"athlete {number} {i}")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(library.athletes()) == 20


def test_who_asks_at_once_shares_a_job(library: Library, tmp_path: Path) -> None:
    run = library.add_run(session_of(library).id, small_video(tmp_path / "1.mp4", b"1"))
    with ThreadPoolExecutor(8) as askers:
        asked = [askers.submit(library.add_job, JobKind.ANALYZE, run_id=run.id) for _ in range(32)]
    (job,) = {one.result() for one in asked}
    assert library.jobs() == (job,)
    library.update_job(job.id, state="done")
    assert library.add_job(JobKind.ANALYZE, run_id=run.id).id != job.id


def test_jobs_are_kept_and_changed(library: Library, tmp_path: Path) -> None:
    run = library.add_run(session_of(library).id, small_video(tmp_path / "1.mp4", b"1"))
    job = library.add_job(JobKind.ANALYZE, run_id=run.id, priority=3)
    assert (job.state, job.attempts, job.progress, job.priority) == ("waiting", 0, 0.0, 3)
    moment = dt.datetime(2026, 3, 14, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    changed = library.update_job(job.id, state="running", attempts=1, started=moment)
    assert changed.started == moment
    assert changed == library.job(job.id)
    assert library.job(job.id).started.utcoffset() == dt.timedelta(0)  # type: ignore[union-attr]
    assert library.jobs(run_id=run.id, states=(JobState.RUNNING,)) == (changed,)
    assert library.jobs(states=(JobState.WAITING, JobState.DONE)) == ()
    with pytest.raises(TypeError):
        library.update_job(job.id, run_id="0" * 32)
    with pytest.raises(LibraryError):
        library.add_job(JobKind.COMPARE, comparison_id="0" * 32)
