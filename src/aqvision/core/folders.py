"""Folder -> files that appear in it together: all that was to be written, or what stood there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from aqvision.core.errors import LibraryError, reason_of, shown
from aqvision.core.wording import _

_UNFINISHED = ".aqvision-"


@contextmanager
def written_whole(
    folder: Path, make_room: Callable[[Path], None] = lambda _: None
) -> Iterator[Path]:
    """Give an empty folder to write into; at the end its files move into ``folder``.

    They take the place of files of the same names; others stay. Whatever is raised before, on a
    full disk for instance, leaves ``folder`` as it was.

    Parameters
    ----------
    folder
        Where the files appear together; made if needed.
    make_room
        Removes from ``folder`` what is to go, when nothing more is in the way.

    Raises
    ------
    LibraryError
        The folder cannot be made, or holds a folder in place of a file or the other way round.
    """
    was_there = folder.exists()
    make_folder(folder)
    try:
        with TemporaryDirectory(prefix=_UNFINISHED, dir=folder) as name:
            yield Path(name)
            refuse_in_the_way(Path(name), folder)
            make_room(folder)
            move_into(Path(name), folder)
    except BaseException:
        if not was_there and not any(folder.iterdir()):
            folder.rmdir()
        raise


def make_folder(folder: Path) -> list[Path]:
    """Make a folder that the user named, with those above it; give those that were not there.

    Parameters
    ----------
    folder
        Any path.

    Returns
    -------
    list of Path
        From the outermost inwards.

    Raises
    ------
    LibraryError
        It cannot be made.
    """
    made: list[Path] = []
    try:
        for path in reversed((folder, *folder.parents)):
            if not path.is_dir():
                path.mkdir(exist_ok=True)
                made.append(path)
    except OSError as error:
        _remove_empty(made)
        raise LibraryError(
            _("cannot write into {folder}: {reason}").format(
                folder=shown(folder), reason=reason_of(error)
            ),
            _("name another folder"),
        ) from error
    return made


def try_folder(folder: Path) -> None:
    """Make a folder that the user named, to see whether it can be, and remove it again.

    Parameters
    ----------
    folder
        Any path.

    Raises
    ------
    LibraryError
        It cannot be made.
    """
    _remove_empty(make_folder(folder))


def refuse_unwritable(folder: Path) -> None:
    """Check, before long work, that results can be written into a folder, which is made if needed.

    Parameters
    ----------
    folder
        Where results are to go.

    Raises
    ------
    LibraryError
        The folder cannot be made or may not be written.
    """
    try_folder(folder)
    if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
        raise LibraryError(
            _("cannot write into {folder}: it may not be written into").format(
                folder=shown(folder)
            ),
            _("name another folder"),
        )


def _remove_empty(folders: list[Path]) -> None:
    for path in reversed(folders):
        with suppress(OSError):  # somebody has put something into it meanwhile
            path.rmdir()


def refuse_in_the_way(source: Path, target: Path) -> None:
    """Refuse a file where a folder is to be, or a folder where a file is to be.

    Parameters
    ----------
    source, target
        Folder to be moved, and where its content is to go.

    Raises
    ------
    LibraryError
        Something in ``target`` cannot be replaced by what has its name in ``source``.
    """
    for new in sorted(source.rglob("*")):
        old = target / new.relative_to(source)
        if old.exists() and old.is_dir() != new.is_dir():
            kind = "folder" if old.is_dir() else "file"
            raise LibraryError(
                _("{path} is a {kind} that aqvision did not write").format(
                    path=shown(old), kind=kind
                ),
                _("move it away"),
            )


def move_into(source: Path, target: Path) -> None:
    """Move what is in one folder into another, in the order of names.

    Parameters
    ----------
    source, target
        Folder that is emptied of files, and one that is there; its own files are replaced.
    """
    for new in sorted(source.iterdir()):
        if new.is_dir():
            (target / new.name).mkdir(exist_ok=True)
            move_into(new, target / new.name)
        else:
            new.replace(target / new.name)
