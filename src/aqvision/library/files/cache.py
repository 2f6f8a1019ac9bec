"""Clips and results that are kept elsewhere -> copies of them on this machine, up to a limit.

All processes that share a home share its copies. What was asked for longest ago goes first. What a
process uses it says in a list that it holds locked: the kernel lets go of the lock however the
process ends.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aqvision.library.files.folder import remove
from aqvision.library.files.place import LEFT_OVER_S, UNFINISHED, Kind, Name, named_by

_PRIVATE, _PRIVATE_FILE = 0o700, 0o600
_LOCK, _HELD = "lock", "held"
# Who was given a path a moment ago is about to read it: pages do not say when they are done.
_FRESH_S = 600.0
# The row of what has just come in may not be seen yet.
_ARRIVING_S = 60.0
# Other processes add copies too: they are counted again now and then.
_COUNT_EVERY_S = 60.0
# Room is made for more than one copy at a time.
_FULL_FRAC = 0.9


@dataclass(frozen=True, slots=True)
class _Copy:
    name: Name
    path: Path
    asked_s: float
    n_bytes: int


@dataclass(slots=True, eq=False)
class Cache:
    """A folder of copies; ``most_bytes`` bounds all but what is in use."""

    folder: Path
    most_bytes: int
    _mine: threading.local = field(default_factory=threading.local, init=False, repr=False)
    _n_bytes: int = field(default=0, init=False)
    _counted_s: float = field(default=float("-inf"), init=False)

    def __post_init__(self) -> None:
        for folder in (self.folder, *(self.folder / name for name in (_HELD, *Kind))):
            folder.mkdir(exist_ok=True, parents=True, mode=_PRIVATE)

    def path(self, name: Name) -> Path:
        """Say where a copy lies, or would lie.

        Parameters
        ----------
        name
            Name of a clip or a result.
        """
        return self.folder / name.path

    def new(self) -> Path:
        """Name a file or folder, not made yet, to write a copy into."""
        return self.folder / f"{UNFINISHED}{secrets.token_hex(16)}"

    def find(self, name: Name) -> Path | None:
        """Give a copy that is there, and note that it was asked for.

        Parameters
        ----------
        name
            Name of a clip or a result.
        """
        path = self.path(name)
        with self._locked(fcntl.LOCK_SH):
            try:
                os.utime(path)
            except FileNotFoundError:
                return None
            self._hold(name)
        return path

    def add(self, name: Name, source: Path) -> Path:
        """Take a copy in, and remove others where there are too many.

        Parameters
        ----------
        name, source
            Its name, and the file or folder, on the disk of the copies; it is moved.
        """
        path, n_bytes = self.path(name), _n_bytes_of(source)
        os.utime(source)
        with self._locked(fcntl.LOCK_EX):
            path.parent.mkdir(exist_ok=True, mode=_PRIVATE)
            if path.is_dir():  # another process was first
                shutil.rmtree(source)
            else:
                source.replace(path)
            self._hold(name)
        self._n_bytes += n_bytes
        is_old = time.monotonic() - self._counted_s > _COUNT_EVERY_S
        if is_old or self._n_bytes > self.most_bytes:
            self._make_room()
        return path

    def remove(self, names: Iterable[Name]) -> None:
        """Remove copies, in use or not: what is open can be read to its end.

        Parameters
        ----------
        names
            Names of clips or results.
        """
        with self._locked(fcntl.LOCK_EX):
            paths = [path for name in names if (path := self.path(name)).exists()]
            aside = [path.rename(self.new()) for path in paths]
        for path in aside:
            remove(path)

    def sweep(self, wanted: Iterable[Name]) -> None:
        """Remove copies of what is not wanted any more, and what was never finished.

        Parameters
        ----------
        wanted
            Names of clips and results that are.
        """
        kept, now_s = frozenset(wanted), time.time()
        self.remove(
            copy.name
            for copy in self._copies()
            if copy.name not in kept and now_s - copy.asked_s > _ARRIVING_S
        )
        left = self.folder.glob(f"{UNFINISHED}*")
        for path in left:
            if now_s - path.lstat().st_mtime > LEFT_OVER_S:
                remove(path)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep all that this thread finds or adds meanwhile."""
        if getattr(self._mine, "held", None) is not None:
            yield  # an outer list holds it
            return
        path = self.folder / _HELD / secrets.token_hex(16)
        with self._locked(fcntl.LOCK_SH):
            held = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND, _PRIVATE_FILE)
            fcntl.flock(held, fcntl.LOCK_EX)
        self._mine.held = held
        try:
            yield
        finally:
            self._mine.held = None
            path.unlink(missing_ok=True)
            os.close(held)

    def _hold(self, name: Name) -> None:
        held = getattr(self._mine, "held", None)
        if held is not None:
            os.write(held, f"{name.path}\n".encode())

    def _make_room(self) -> None:
        with self._locked(fcntl.LOCK_EX):
            copies, used = self._copies(), self._used()
            n_bytes = sum(copy.n_bytes for copy in copies)
            aside, room = [], self.most_bytes
            for copy in sorted(copies, key=lambda copy: copy.asked_s):
                if n_bytes <= room:
                    break
                room = round(_FULL_FRAC * self.most_bytes)
                if copy.name.path not in used and time.time() - copy.asked_s > _FRESH_S:
                    aside.append(copy.path.rename(self.new()))
                    n_bytes -= copy.n_bytes
            self._n_bytes, self._counted_s = n_bytes, time.monotonic()
        for path in aside:
            remove(path)

    def _used(self) -> frozenset[str]:
        """Give what living processes say that they use; lists of others are removed."""
        used: set[str] = set()
        for path in (self.folder / _HELD).iterdir():
            with path.open("rb") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    used.update(file.read().decode().splitlines())
                else:
                    path.unlink(missing_ok=True)
        return frozenset(used)

    def _copies(self) -> list[_Copy]:
        paths = (*(self.folder / Kind.CLIP).glob("*/*"), *(self.folder / Kind.RESULT).iterdir())
        named = ((named_by(path.relative_to(self.folder).as_posix()), path) for path in paths)
        return [
            _Copy(name, path, path.stat().st_mtime, _n_bytes_of(path))
            for name, path in named
            if name is not None
        ]

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        lock = os.open(self.folder / _LOCK, os.O_CREAT | os.O_RDWR, _PRIVATE_FILE)
        try:
            fcntl.flock(lock, how)
            yield
        finally:
            os.close(lock)


def _n_bytes_of(path: Path) -> int:
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)
