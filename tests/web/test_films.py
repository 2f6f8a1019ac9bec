"""Films and small pictures of clips: made of what, when anew, and gone with the clip."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.library import Library
from aqvision.library.records import RunOptions
from aqvision.sandbox.preview import Film, Preview
from aqvision.sandbox.tasks import FilmTask, ThumbnailTask
from aqvision.web.films import Films, open_films
from aqvision.web.previews import Previews, PreviewState
from aqvision.web.shelf import Making, Shelf
from tests.support.shelves import StillShelf
from tests.support.team_folder import made_result, session_of, small_video, tiny_library
from tests.support.web_site import StillPreviews


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = tiny_library(tmp_path)
    yield library
    library.close()


def run_in(library: Library, folder: Path, *, blur_faces: bool = False) -> str:
    session = session_of(library)
    options = replace(RunOptions(), blur_faces=blur_faces)
    return library.add_run(session.id, small_video(folder / "a.mp4", b"a"), options=options).id


def noted_films(library: Library, folder: Path) -> tuple[Films, StillShelf, StillShelf]:
    films, thumbnails = StillShelf(Making(folder=folder)), StillShelf(Making(folder=folder))
    return Films(library, cast(Shelf, films), cast(Shelf, thumbnails)), films, thumbnails


@pytest.mark.parametrize("blur_faces", [False, True])
def test_a_film_is_made_anew_when_what_it_rests_on_has_changed(
    library: Library, tmp_path: Path, *, blur_faces: bool
) -> None:
    run_id = run_in(library, tmp_path, blur_faces=blur_faces)
    films, shelf, _ = noted_films(library, tmp_path)
    previews = cast(Previews, StillPreviews(tmp_path))
    films.film(run_id, previews)
    for key in ("first", "second"):
        library.add_analysis(run_id, key, made_result(library), {})
        films.film(run_id, previews)
    bases = [made_of for made_of, _task in shelf.asked]
    assert bases[0] != bases[1]
    # where faces are hidden it shows where heads were found, else the same film will do
    assert (bases[1] != bases[2]) == blur_faces
    tasks = [task for _made_of, task in shelf.asked if isinstance(task, FilmTask)]
    assert tasks[0].result is None
    assert tasks[2].result is not None
    assert tasks[2].result.is_dir()
    assert tasks[2].clip.blur_faces == blur_faces


def test_a_film_on_its_side_is_turned_as_soon_as_somebody_has_looked_at_it(
    library: Library, tmp_path: Path
) -> None:
    run_id = run_in(library, tmp_path)
    films, shelf, _ = noted_films(library, tmp_path)
    seen = StillPreviews(tmp_path)
    previews = cast(Previews, seen)
    films.film(run_id, previews)
    assert seen.asked == []
    turned = Film(width_px=8, height_px=6, duration_s=1.0, stills=(), strip_s=(), quarter_turns=3)
    seen.seen[run_id] = PreviewState(1.0, "done", Preview(film=turned))
    films.film(run_id, previews)
    library.add_analysis(run_id, "key", made_result(library), {})
    films.film(run_id, previews)
    tasks = [task for _made_of, task in shelf.asked if isinstance(task, FilmTask)]
    assert [task.quarter_turns for task in tasks] == [0, 3, 0]
    assert len({made_of for made_of, _task in shelf.asked}) == 3


def test_the_picture_of_the_preview_comes_first_then_one_of_the_result(
    library: Library, tmp_path: Path
) -> None:
    run_id = run_in(library, tmp_path)
    films, _, shelf = noted_films(library, tmp_path)
    seen = StillPreviews(tmp_path)
    previews = cast(Previews, seen)
    assert films.thumbnail(run_id, previews) is None
    assert seen.asked == [run_id]  # begun, as nobody had looked at the clip
    library.add_analysis(run_id, "key", made_result(library), {})
    assert films.thumbnail(run_id, previews) is None
    ((_made_of, task),) = shelf.asked
    assert isinstance(task, ThumbnailTask)
    (tmp_path / "thumbnail.webp").write_bytes(b"of the result")
    assert films.thumbnail(run_id, previews) == tmp_path / "thumbnail.webp"
    (tmp_path / f"{run_id}.webp").write_bytes(b"of the preview")
    assert films.thumbnail(run_id, previews) == tmp_path / f"{run_id}.webp"


def test_of_a_run_that_is_gone_there_is_neither(library: Library, tmp_path: Path) -> None:
    films, _, _ = noted_films(library, tmp_path)
    previews = cast(Previews, StillPreviews(tmp_path))
    (tmp_path / "nobody.webp").write_bytes(b"left behind")
    for ask in (films.film, films.thumbnail):
        with pytest.raises(LibraryError):
            ask("nobody", previews)


def test_what_cannot_be_read_is_told_and_forgotten_with_its_clip(
    library: Library, tmp_path: Path
) -> None:
    run_id = run_in(library, tmp_path)
    films = open_films(library)
    films.keep_only([run_id])
    for _ in range(1000):
        making = films.film(run_id, cast(Previews, StillPreviews(tmp_path)))
        if making.problem:
            break
        time.sleep(0.02)
    assert making.problem is not None
    assert "a.mp4" in str(making.problem)
    films.forget([run_id])
    films.close()
    home = library.home.folder
    assert list((home / "films").iterdir()) == list((home / "thumbnails").iterdir()) == []
