"""Clips are stored once, and only where they are videos."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aqvision.core.assets import file_sha256
from aqvision.core.errors import CalibrationError, LibraryError, VideoError
from aqvision.core.film_part import FilmPart
from aqvision.core.given_contacts import GivenContact
from aqvision.core.marks import Marks, parse_known_distance
from aqvision.core.prompts import Prompt
from aqvision.core.splits import TimingStart, parse_splits
from aqvision.library.library import Library
from aqvision.library.records import RunOptions
from tests.support.team_folder import session_of, small_video, stored

DAY = dt.date(2026, 3, 1)


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


def test_a_clip_has_the_day_of_its_session(library: Library, tmp_path: Path) -> None:
    athlete, clip = library.add_athlete("Anna"), small_video(tmp_path / "a.mp4", b"one")
    for day, known in ((DAY, DAY), (None, None), (dt.date(2999, 1, 1), None)):
        session = library.add_session(athlete.id, "before", day)
        assert library.clip_of(library.add_run(session.id, clip).id).recorded_on == known


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


SPLITS = parse_splits("5:1.21,10:1.99,20:3.38,30:4.71", TimingStart.GUN)


def test_mass_shot_and_splits_reach_what_is_measured(library: Library, tmp_path: Path) -> None:
    athlete = library.add_athlete("Anna", 1.71, 58.0)
    session = library.add_session(athlete.id, "before")
    run = library.add_run(
        session.id, small_video(tmp_path / "a.mp4", b"one"),
        options=RunOptions(splits=SPLITS, shot=2),
    )  # fmt: skip
    assert library.run(run.id).options.splits == SPLITS
    clip = library.clip_of(run.id)
    assert (clip.mass_kg, clip.height_m, clip.splits, clip.shot) == (58.0, 1.71, SPLITS, 2)
    library.update_run(run.id, RunOptions())
    assert library.clip_of(run.id).splits is None


def test_splits_stand_on_height_and_mass(library: Library, tmp_path: Path) -> None:
    session = session_of(library)  # a height, no mass
    clip, timed = small_video(tmp_path / "a.mp4", b"one"), RunOptions(splits=SPLITS)
    with pytest.raises(CalibrationError, match="body mass and height") as caught:
        library.add_run(session.id, clip, options=timed)
    assert caught.value.prompts == (Prompt.MASS,)
    run = library.add_run(session.id, clip)
    for refused in (library.check_options, library.update_run):
        with pytest.raises(CalibrationError, match="body mass and height"):
            refused(run.id, timed)
    library.update_athlete(session.athlete_id, mass_kg=58.0)
    library.check_options(run.id, timed)
    assert library.run(run.id).options.splits is None
    library.update_run(run.id, timed)
    for missing in ("mass_kg", "height_m"):
        with pytest.raises(CalibrationError, match=r"the split times of a\.mp4 need") as caught:
            library.update_athlete(session.athlete_id, **{missing: None})
        assert caught.value.prompts
    library.update_athlete(session.athlete_id, name="Anne", mass_kg=60.0)
    library.update_run(run.id, RunOptions())
    assert library.update_athlete(session.athlete_id, mass_kg=None).mass_kg is None


MARKS = Marks(parse_known_distance("210,830,1650,832,10"))
CONTACTS = (GivenContact(side="left", touchdown_s=0.25, toeoff_s=0.375),)


def test_marks_and_contacts_reach_what_is_measured(library: Library, tmp_path: Path) -> None:
    told = RunOptions(marks=MARKS, contacts=CONTACTS, part=FilmPart(0.5, 2.25))
    clip = small_video(tmp_path / "a.mp4", b"one")
    run = library.add_run(session_of(library).id, clip, options=told)
    assert library.run(run.id).options == told
    known = library.clip_of(run.id)
    assert (known.marks, known.contacts, known.part) == (MARKS, CONTACTS, FilmPart(0.5, 2.25))
    assert library.update_run(run.id, RunOptions()).options == RunOptions()


@pytest.mark.parametrize(
    "change", [{"track": 2}, {"shot": 2}, {"capture_fps": 240.0}, {"part": FilmPart(1.0)}]
)
def test_contacts_go_with_whom_and_by_which_clock_they_were_read(
    library: Library, tmp_path: Path, change: dict[str, Any]
) -> None:
    told = RunOptions(contacts=CONTACTS, marks=MARKS)
    clip = small_video(tmp_path / "a.mp4", b"one")
    run = library.add_run(session_of(library).id, clip, options=told)
    assert library.update_run(run.id, replace(told, shoes="spikes")).options.contacts == CONTACTS
    changed = library.update_run(run.id, replace(told, **change)).options
    assert (changed.contacts, changed.marks) == ((), MARKS)
    later = (replace(CONTACTS[0], touchdown_s=0.26),)
    anew = replace(changed, track=3, contacts=later)
    assert library.update_run(run.id, anew).options.contacts == later
