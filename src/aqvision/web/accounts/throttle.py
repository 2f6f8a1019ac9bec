"""Tries by name and by address -> whether another one is looked at, in bounded memory."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from aqvision.library.repositories.accounts import name_key
from aqvision.library.tokens import hashed

WINDOW_S = 15 * 60
OF_A_NAME, OF_AN_ADDRESS = 10, 40
# Beyond this the one that was quiet longest is forgotten: its tries had nearly run out.
MAX_KEYS = 4096
_IPV6_OF_ONE = 64


class Throttle:
    """So many tries of one kind in a stretch of time."""

    def __init__(
        self, limit: int, max_keys: int = MAX_KEYS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit, self._max_keys, self._clock = limit, max_keys, clock
        self._tries: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._tries)

    def admits(self, key: str) -> bool:
        """Count a try, before it is looked at; tell whether it is to be.

        Parameters
        ----------
        key
            Whatever it is counted by.
        """
        with self._lock:
            began_s, n = self._tries.get(key, (self._clock(), 0))
            if self._clock() - began_s >= WINDOW_S:
                began_s, n = self._clock(), 0
            self._tries[key] = (began_s, min(n + 1, self._limit + 1))
            self._tries.move_to_end(key)
            while len(self._tries) > self._max_keys:
                self._tries.popitem(last=False)
            return n < self._limit

    def take_back(self, key: str) -> None:
        """Count one try less.

        Parameters
        ----------
        key
            As for :meth:`admits`.
        """
        with self._lock:
            began_s, n = self._tries.get(key, (0.0, 0))
            if n > 0:
                self._tries[key] = (began_s, n - 1)

    def forgive(self, key: str) -> None:
        """Forget the tries of a key, as the last one was right.

        Parameters
        ----------
        key
            As for :meth:`admits`.
        """
        with self._lock:
            self._tries.pop(key, None)


class SignInThrottle:
    """Tries of passwords, by the name that they are for and by where they come from."""

    def __init__(self) -> None:
        self._names, self._addresses = Throttle(OF_A_NAME), Throttle(OF_AN_ADDRESS)

    def admits(self, name: str, address: str) -> bool:
        """Count a try; tell whether it is to be looked at.

        Parameters
        ----------
        name, address
            Which account it is for, and of which machine.
        """
        from_here = self._addresses.admits(_of_one(address))
        return from_here and self._names.admits(hashed(name_key(name)))

    def forgive(self, name: str, address: str) -> None:
        """Forget the tries of a name, and of the address the one that was right.

        Its others stay: whoever has one account may be guessing those of others.

        Parameters
        ----------
        name, address
            Of who has signed in.
        """
        self._names.forgive(hashed(name_key(name)))
        self._addresses.take_back(_of_one(address))


def _of_one(address: str) -> str:
    """Take all that one line is given for one; whoever has a line has many addresses of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, _IPV6_OF_ONE), strict=False))
