"""Anything that a page has shown -> the same again, for whoever confirms it: kept in memory."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _

T = TypeVar("T")
_KEPT_S, _MOST = 1800.0, 20


@dataclass(slots=True)
class Held(Generic[T]):
    """What was shown and may still be confirmed, each under a name that nobody guesses."""

    kept_s: float = _KEPT_S
    _kept: OrderedDict[str, tuple[float, T]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, value: T) -> str:
        """Keep something for half an hour; of many, the last ones.

        Parameters
        ----------
        value
            What is kept.

        Returns
        -------
        str
            Its name.
        """
        name = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[name] = (time.monotonic(), value)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return name

    def take(self, name: str) -> T:
        """Give what is kept, once.

        Parameters
        ----------
        name
            As :meth:`keep` gave it.

        Raises
        ------
        LibraryError
            It is not kept any more.
        """
        with self._lock:
            kept = self._kept.pop(name, None)
        if kept is None or time.monotonic() - kept[0] > self.kept_s:
            raise LibraryError(
                _("what was shown is no longer here"), _("choose the file again; nothing was added")
            )
        return kept[1]
