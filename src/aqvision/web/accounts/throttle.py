"""Tries by name and by address -> whether another one is looked at, in bounded memory."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable

from aqvision.library.repositories.accounts import name_key
from aqvision.library.tokens import hashed

WINDOW_S = 15 * 60
OF_A_NAME, OF_AN_ADDRESS = 10, 40
"""Tries of a name from one address, and of all names from it."""
OF_A_NAME_ANYWHERE = 100
"""Tries of a name from all addresses together."""
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
    """Tries of passwords, by where they come from and by the name that they are for.

    Whoever guesses at a name shuts only the own address out. Many addresses that guess together
    shut out all but those from which that name has signed in before.
    """

    def __init__(self) -> None:
        self._addresses, self._names = Throttle(OF_AN_ADDRESS), Throttle(OF_A_NAME_ANYWHERE)
        self._names_here = Throttle(OF_A_NAME)
        self._at_home: OrderedDict[str, None] = OrderedDict()
        self.knows_homes = False

    def remember(self, places: Iterable[str]) -> None:
        """Take over from where names have signed in before this program began.

        Parameters
        ----------
        places
            What :func:`place_of` gave, the latest last.
        """
        for place in places:
            self._at_home[place] = None
        self.knows_homes = True

    def admits(self, name: str, address: str) -> bool:
        """Count a try; tell whether it is to be looked at.

        Parameters
        ----------
        name, address
            Which account it is for, and of which machine.
        """
        place, whom, here = _of_one(address), hashed(name_key(name)), place_of(name, address)
        if not (self._addresses.admits(place) and self._names_here.admits(here)):
            return False
        return self._names.admits(whom) or here in self._at_home

    def forgive(self, name: str, address: str) -> None:
        """Forget the tries of a name from an address, and of either else the one that was right.

        The others stay: whoever has one account may be guessing those of others.

        Parameters
        ----------
        name, address
            Of who has signed in.
        """
        place, whom, here = _of_one(address), hashed(name_key(name)), place_of(name, address)
        self._names_here.forgive(here)
        self._names.take_back(whom)
        self._addresses.take_back(place)
        self._at_home.pop(here, None)
        self._at_home[here] = None
        while len(self._at_home) > MAX_KEYS:
            self._at_home.popitem(last=False)


def place_of(name: str, address: str) -> str:
    """Stand for a name that is typed at an address, without telling either.

    Parameters
    ----------
    name, address
        Which account it is for, and of which machine.
    """
    return hashed(f"{hashed(name_key(name))} {_of_one(address)}")


def _of_one(address: str) -> str:
    """Take all that one line is given for one; whoever has a line has many addresses of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, _IPV6_OF_ONE), strict=False))
