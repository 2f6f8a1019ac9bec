"""Runs -> their clips as films that every browser plays frame by frame, and as small pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aqvision.library.library import Library
from aqvision.sandbox.limits import Limits
from aqvision.sandbox.runner import Sandbox
from aqvision.sandbox.tasks import FilmTask, Target, ThumbnailTask
from aqvision.web.previews import Previews
from aqvision.web.shelf import Making, Shelf

FILM, FACTS, THUMBNAIL = "film.mp4", "film.json", "thumbnail.webp"
# What is made in another way than before is made anew.
_WAY = 1
_MOST_BYTES, _MOST_THUMBNAIL_BYTES = 8 * 2**30, 2**30
_FILM_LIMITS = Limits(memory_mib=2048, cpu_s=3600, wall_s=3600.0, file_mib=1024)
_THUMBNAIL_LIMITS = Limits(memory_mib=2048, cpu_s=300, wall_s=300.0, file_mib=1)


@dataclass(slots=True)
class Films:
    """Two shelves of a library: films, and pictures of clips that no preview has made one of."""

    library: Library
    films: Shelf
    thumbnails: Shelf

    def film(self, run_id: str, previews: Previews) -> Making:
        """Give the folder with the film of a clip; begin it if nobody has.

        Parameters
        ----------
        run_id, previews
            Id of the run, and what was seen in clips before they were measured.

        Raises
        ------
        LibraryError
            There is no such run.
        """
        run, analysis = self.library.run(run_id), self.library.analysis_of(run_id)
        # where faces are hidden a film depends on all that was measured, else on which way is up
        hides = run.options.blur_faces
        turns = 0 if analysis else previews.quarter_turns(run_id)
        basis = analysis.folder if hides and analysis else turns or analysis is not None

        def task(target: Target) -> FilmTask:
            result = None if analysis is None else self.library.result_folder(analysis)
            return FilmTask(target, self.library.clip_of(run_id), result, turns)

        return self.films.of(run_id, f"{_WAY} {hides} {basis}", task)

    def thumbnail(self, run_id: str, previews: Previews) -> Path | None:
        """Give the small picture of a clip; None where there is none yet, then it is begun.

        Parameters
        ----------
        run_id, previews
            Id of the run, and what was seen in clips before they were measured.

        Raises
        ------
        LibraryError
            There is no such run.
        """
        analysis = self.library.analysis_of(run_id)
        seen = previews.thumbnail(run_id)
        if seen is not None:
            return seen
        if analysis is None:
            previews.of(run_id)
            return None

        def task(target: Target) -> ThumbnailTask:
            result = self.library.result_folder(analysis)
            return ThumbnailTask(target, self.library.clip_of(run_id), result)

        hides = self.library.run(run_id).options.blur_faces
        made_of = f"{_WAY} {analysis.folder if hides else ''}"
        folder = self.thumbnails.of(run_id, made_of, task).folder
        path = None if folder is None else folder / THUMBNAIL
        return path if path is not None and path.is_file() else None

    def forget(self, run_ids: Iterable[str]) -> None:
        """Remove films and pictures of these runs for good.

        Parameters
        ----------
        run_ids
            The runs.
        """
        gone = list(run_ids)
        for shelf in (self.films, self.thumbnails):
            shelf.forget(gone)

    def keep_only(self, run_ids: Iterable[str]) -> None:
        """Remove films and pictures of runs that are gone.

        Parameters
        ----------
        run_ids
            The runs.
        """
        kept = set(run_ids)
        for shelf in (self.films, self.thumbnails):
            shelf.keep_only(kept)

    def close(self) -> None:
        """End what is under way."""
        for shelf in (self.films, self.thumbnails):
            shelf.close()


def open_films(library: Library) -> Films:
    """Open the shelves of a library.

    Parameters
    ----------
    library
        Whose clips are shown.
    """
    home, in_use = library.home.folder, library.home.kept.in_use
    return Films(
        library,
        Shelf(
            folder=home / "films",
            sandbox=Sandbox(limits=_FILM_LIMITS),
            most_bytes=_MOST_BYTES,
            in_use=in_use,
        ),
        Shelf(
            folder=home / "thumbnails",
            sandbox=Sandbox(limits=_THUMBNAIL_LIMITS),
            most_bytes=_MOST_THUMBNAIL_BYTES,
            in_use=in_use,
        ),
    )
