"""The library: what goes in comes out, what is deleted is gone, and what is shared stays."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.core.assets import file_sha256
from aqvision.core.errors import LibraryError
from aqvision.library.library import Library
from aqvision.library.records import RunOptions
from tests.support.team_folder import opened_again, session_of, small_video, stored

DAY = dt.date(2026, 3, 14)


def test_what_goes_in_comes_out_of_a_library_opened_again(library: Library, tmp_path: Path) -> None:
    anna = library.add_athlete("  Anna  Ó Briain 🏃‍♀️ ", height_m=1.71, mass_kg=58)
    spring = library.add_session(anna.id, "Before", date=DAY, notes="windy", name="spring")
    clip = small_video(tmp_path / "IMG_1.mp4", b"one")
    run = library.add_run(
        spring.id, clip, options=RunOptions(capture_fps=240, track=2, shoes="spikes")
    )

    with opened_again(library) as again:
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
    with pytest.raises(LibraryError, match="no name of a clip"):
        library.path_of(replace(run, file_sha256="../../library.sqlite"))


def test_several_writers_at_once_lose_nothing(library: Library) -> None:
    def add(number: int) -> None:
        with opened_again(library) as other:
            for i in range(5):
                other.add_athlete(f"athlete {number} {i}")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(library.athletes()) == 20
