"""A shelf that makes nothing: it gives what it was given, and notes down what it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from aqvision.report.played_film import FACTS, FILM, FilmFacts
from aqvision.sandbox.tasks import Target, Task
from aqvision.web.films import Films
from aqvision.web.pages import Site
from aqvision.web.shelf import Making, Shelf

TARGET = Target(Path("work"), Path("made"), Path("interrupted"))
FILM_BYTES = bytes(range(256)) * 40


@dataclass
class StillShelf:
    """Has what it was given."""

    making: Making
    asked: list[tuple[str, Task]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)

    def of(self, run_id: str, made_of: str, task: Callable[[Target], Task]) -> Making:
        self.asked.append((made_of, task(TARGET)))
        return self.making

    def forget(self, run_ids: Iterable[str]) -> None:
        self.forgotten.extend(run_ids)


def with_films(
    site: Site, film: Making, thumbnail: Making | None = None
) -> tuple[Site, StillShelf, StillShelf]:
    """Give the site with shelves that make nothing."""
    films, thumbnails = StillShelf(film), StillShelf(thumbnail or Making())
    shelves = Films(site.library, cast(Shelf, films), cast(Shelf, thumbnails))
    return replace(site, films=shelves), films, thumbnails


def made_film(folder: Path, n_frames: int = 10, fps: float = 30.0) -> Making:
    """Write what stands for a film and its frames."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILM).write_bytes(FILM_BYTES)
    played = tuple(n / fps for n in range(n_frames))
    facts = FilmFacts(width_px=640, height_px=360, played_s=played)
    (folder / FACTS).write_text(facts.to_json())
    return Making(folder=folder, progress=1.0)


def frames_of(text: str) -> int:
    """Count the frames that a skeleton is told of."""
    return len(json.loads(text)["points"])
