"""Folder of lock files -> which processes that share it still live.

The kernel lets go of a lock when the last process that holds it has ended, however it ended. So
nobody has to send signs of life, and no clock decides that somebody is dead.
"""

from __future__ import annotations

import fcntl
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PRIVATE = 0o600
_LOOK_EVERY_S = 0.25
# Enough that two jobs seldom wait for each other without need.
_N_KEY_LOCKS = 256
_EARLY, _KEY = ".new-", "key-"


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
        (folder / name).unlink()
        _forget_the_gone(folder)
    finally:
        os.close(lock)


def is_gone(folder: Path, name: str) -> bool:
    """Tell whether the process of that name, and every child that holds its lock, has ended.

    Parameters
    ----------
    folder, name
        Of the locks, and the name of the process there.

    Returns
    -------
    bool
        True, too, where nobody of that name is known.
    """
    try:
        lock = os.open(folder / name, os.O_RDONLY)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    else:
        return True
    finally:
        os.close(lock)


def n_present(folder: Path) -> int:
    """Count the processes that share the folder and live.

    Parameters
    ----------
    folder
        Of the locks; it need not be there.
    """
    return sum(not is_gone(folder, name) for name in _names(folder))


def _names(folder: Path) -> list[str]:
    """Name the processes that are known in a folder, whether they live or not."""
    if not folder.is_dir():
        return []
    others = (_EARLY, _KEY)
    return [path.name for path in folder.iterdir() if not path.name.startswith(others)]


def _forget_the_gone(folder: Path) -> None:
    """Remove what processes that are gone have left; without its file a process counts as gone."""
    for name in _names(folder):
        if is_gone(folder, name):
            (folder / name).unlink(missing_ok=True)


@contextmanager
def alone_with(folder: Path, key: str, unwanted: Callable[[], bool]) -> Iterator[bool]:
    """Wait until nobody else works on a key, a hexadecimal number; False when given up before.

    Parameters
    ----------
    folder
        Of the locks, which is there.
    key
        What one at a time works on.
    unwanted
        Asked again and again; True gives the wait up.

    Yields
    ------
    bool
        Whether the key is ours now.
    """
    path = folder / f"{_KEY}{int(key, 16) % _N_KEY_LOCKS:02x}"
    lock = os.open(path, os.O_CREAT | os.O_RDWR, _PRIVATE)
    try:
        yield _wait_for(lock, unwanted)
    finally:
        os.close(lock)


def _wait_for(lock: int, unwanted: Callable[[], bool]) -> bool:
    while not unwanted():
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_LOOK_EVERY_S)
        else:
            return True
    return False
