"""Folder -> files that appear in it together: all that was to be written, or what stood there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_UNFINISHED = ".aqvision-"


@contextmanager
def written_whole(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write into; at the end its files move into ``folder``.

    They take the place of files of the same names; others stay. Whatever is raised before, on a
    full disk for instance, leaves ``folder`` as it was.
    """
    was_there = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with TemporaryDirectory(prefix=_UNFINISHED, dir=folder) as name:
            yield Path(name)
            _move_into(Path(name), folder)
    except BaseException:
        if not was_there and not any(folder.iterdir()):
            folder.rmdir()
        raise


def _move_into(source: Path, target: Path) -> None:
    for new in source.iterdir():
        if new.is_dir():
            (target / new.name).mkdir(exist_ok=True)
            _move_into(new, target / new.name)
        else:
            new.replace(target / new.name)
