"""Version of the library, and what makes a part of a page -> the part, made once a version.

Right by the library's own count of changes: it is read before what is made from the library, so
whatever is kept under a version was true at it, and is used only as long as the version stays. Of
what changes without being counted, how far a job has come, such a part shows nothing.

Where the version has changed, a stamp of the rows that a part is made of may tell that these have
not: then the part is as true as before, and need not be made.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

T = TypeVar("T")
Stamp = tuple[int, str]
"""A version, and what stands for all that a part is made of as it was then."""

_MOST = 1000
_N_LOCKS = 64


@dataclass(frozen=True, slots=True)
class _Kept:
    """A part, the version at which it was true last, and its stamp, if any."""

    version: int
    made: Any
    stamp: str | None = None


@dataclass(slots=True)
class Remembered:
    """Parts of pages by what they show; those that were not asked for longest are forgotten."""

    most: int = _MOST
    _kept: OrderedDict[Hashable, _Kept] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _making: tuple[threading.RLock, ...] = field(
        default_factory=lambda: tuple(threading.RLock() for _ in range(_N_LOCKS))
    )

    def part(
        self,
        version: int,
        key: Hashable,
        make: Callable[[], T],
        stamp: Callable[[], Stamp] | None = None,
    ) -> T:
        """Give what was made at this version; else make it, one thread for all that ask.

        Parameters
        ----------
        version
            Of the library, read before anything that ``make`` reads.
        key
            All else that the part depends on.
        make
            Makes it.
        stamp
            Tells, more quickly, whether a part of an earlier version is still the same.
        """
        kept = self._find(key)
        if kept is None or kept.version != version:
            with self._making[hash(key) % _N_LOCKS]:
                kept = self._find(key)
                if kept is None or kept.version != version:
                    kept = self._renewed(kept, version, make, stamp)
                    self._keep(key, kept)
        made: T = kept.made
        return made

    def _renewed(
        self,
        kept: _Kept | None,
        version: int,
        make: Callable[[], Any],
        stamp: Callable[[], Stamp] | None,
    ) -> _Kept:
        """Make a part, unless its stamp says that the one that is kept is the same."""
        before = stamp() if stamp else None
        if kept is not None and before is not None and kept.stamp == before[1]:
            return replace(kept, version=version)
        made = make()
        # what changed while it was made may be in it or not: then no stamp stands for it
        same = before is not None and stamp is not None and stamp() == before
        return _Kept(version, made, before[1] if before is not None and same else None)

    def _find(self, key: Hashable) -> _Kept | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: Hashable, kept: _Kept) -> None:
        with self._lock:
            if key in self._kept and self._kept[key].version > kept.version:
                return  # somebody who asked later was quicker
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
