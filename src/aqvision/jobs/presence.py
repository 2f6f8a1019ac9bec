"""Folder of lock files -> which processes of this computer that share it still live.

The kernel lets go of a lock when the last process that holds it has ended, however it ended. So
it is seen at once, and not only when signs of life have been missing for long.
"""

from __future__ import annotations

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PRIVATE = 0o600
_EARLY, _ALONE = ".new-", "alone-"


@dataclass(frozen=True, slots=True)
class Presence:
    """A process that shares the folder: its name, and the lock that lives as long as it does.

    Children that are handed ``lock`` keep the name alive until the last of them is gone.
    """

    name: str
    lock: int


@contextmanager
def present(folder: Path) -> Iterator[Presence]:
    """Be known in a folder, under a name that no other process ever had.

    Parameters
    ----------
    folder
        Of the locks of all processes; made if it is not there.

    Yields
    ------
    Presence
        The name, and the lock that is held as long.
    """
    folder.mkdir(exist_ok=True, mode=0o700)
    name = uuid.uuid4().hex
    # a file that appears is locked already: nobody ever sees a living process without its lock
    early = folder / f"{_EARLY}{name}"
    lock = os.open(early, os.O_CREAT | os.O_EXCL | os.O_RDWR, _PRIVATE)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        early.rename(folder / name)
        yield Presence(name, lock)
        forget(folder, name)
    finally:
        os.close(lock)


def lock_of(folder: Path, name: str) -> bool | None:
    """Tell whether the process of that name, or a child that holds its lock, lives.

    Parameters
    ----------
    folder, name
        Of the locks, and the name of the process there.

    Returns
    -------
    bool or None
        None where nobody of that name is known: it may live on another computer.
    """
    try:
        lock = os.open(folder / name, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(lock)


def forget(folder: Path, name: str) -> None:
    """Remove the lock of a process that is gone.

    Parameters
    ----------
    folder, name
        Of the locks, and the name of the process there.
    """
    (folder / name).unlink(missing_ok=True)


def n_present(folder: Path) -> int:
    """Count the processes that share the folder and live.

    Parameters
    ----------
    folder
        Of the locks; it need not be there.
    """
    if not folder.is_dir():
        return 0
    names = (path.name for path in folder.iterdir())
    return sum(bool(lock_of(folder, n)) for n in names if not n.startswith((_EARLY, _ALONE)))


@contextmanager
def alone(folder: Path, what: str) -> Iterator[None]:
    """Wait until nobody else on this computer does something, and do it alone.

    Parameters
    ----------
    folder
        Of the locks; made if it is not there.
    what
        A word for it, which no name of a process is.
    """
    folder.mkdir(exist_ok=True, mode=0o700)
    lock = os.open(folder / f"{_ALONE}{what}", os.O_CREAT | os.O_RDWR, _PRIVATE)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
