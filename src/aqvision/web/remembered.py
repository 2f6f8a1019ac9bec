"""Version of the library, and what makes a part of a page -> the part, made once a version.

Right by the library's own count of changes: it is read before what is made from the library, so
whatever is kept under a version was true at it, and is used only as long as the version stays. Of
what changes without being counted, how far a job has come, such a part shows nothing.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
_MOST = 1000
_N_LOCKS = 64


@dataclass(slots=True)
class Remembered:
    """Parts of pages by what they show; those that were not asked for longest are forgotten."""

    most: int = _MOST
    _kept: OrderedDict[Hashable, tuple[int, Any]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _making: tuple[threading.RLock, ...] = field(
        default_factory=lambda: tuple(threading.RLock() for _ in range(_N_LOCKS))
    )

    def part(self, version: int, key: Hashable, make: Callable[[], T]) -> T:
        """Give what was made at this version; else make it, one thread for all that ask.

        Parameters
        ----------
        version
            Of the library, read before anything that ``make`` reads.
        key
            All else that the part depends on.
        make
            Makes it.
        """
        found = self._find(version, key)
        if found is None:
            with self._making[hash(key) % _N_LOCKS]:
                found = self._find(version, key)
                if found is None:
                    found = (make(),)
                    self._keep(version, key, found)
        made: T = found[0]
        return made

    def _find(self, version: int, key: Hashable) -> tuple[Any] | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept[0] != version:
                return None
            self._kept.move_to_end(key)
            one: tuple[Any] = kept[1]
            return one

    def _keep(self, version: int, key: Hashable, made: tuple[Any]) -> None:
        with self._lock:
            if key in self._kept and self._kept[key][0] > version:
                return  # somebody who asked later was quicker
            self._kept[key] = (version, made)
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
