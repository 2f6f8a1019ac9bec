"""Crops -> the same crops in a worker, through memory that both see.

A pipe takes pixels in small pieces and copies them four times, which at 1080p cost a tenth of the
time that the network itself takes. Where there is no room, a crop goes through the pipe.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from multiprocessing.sharedctypes import RawArray
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt

from aqvision.pose.detect.boxes import Cutting

# A dozen crops around an athlete of 400 pixels, or two whole pictures at 1080p.
ROOM_BYTES = 16 * 2**20

T = TypeVar("T")
_seen: npt.NDArray[np.uint8] | None = None


def see(memory: Any) -> None:
    """Make a worker see the memory that crops are passed in.

    Parameters
    ----------
    memory
        As :attr:`SharedRoom.memory`, handed over when the worker starts.
    """
    global _seen
    _seen = np.frombuffer(memory, np.uint8)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the pixels of a crop lie."""

    start: int
    shape: tuple[int, ...]

    def pixels(self) -> npt.NDArray[np.uint8]:
        if _seen is None:
            raise RuntimeError("this process does not see the shared memory")
        flat = _seen[self.start : self.start + int(np.prod(self.shape))]
        return flat.reshape(self.shape)


def _run(work: Callable[..., T], crop: Cutting, place: _Place | None, *rest: Any) -> T:
    whole = crop if place is None else replace(crop, inside=place.pixels())
    return work(whole, *rest)


class SharedRoom:
    """Memory in which crops lie until a worker is done with them.

    Parameters
    ----------
    n_bytes
        Size of the memory.
    """

    def __init__(self, n_bytes: int = ROOM_BYTES) -> None:
        self.memory = cast("Any", RawArray(ctypes.c_uint8, n_bytes))
        self._bytes = np.frombuffer(self.memory, np.uint8)
        self._taken: dict[int, int] = {}
        self._lock = threading.Lock()  # room is given back by the pool's own thread

    def submit(
        self, pool: Executor, work: Callable[..., T], crop: Cutting, *rest: Any
    ) -> Future[T]:
        """Have a worker that sees the memory do something with a crop.

        Parameters
        ----------
        pool
            The workers.
        work
            Called with the crop and the rest; it may keep no view of the crop's pixels.
        crop
            Its pixels.
        *rest
            What else it needs.
        """
        start = self._take(crop.inside.size)
        if start is None:
            return pool.submit(_run, work, crop, None, *rest)
        shape = crop.inside.shape
        self._bytes[start : start + crop.inside.size].reshape(shape)[...] = crop.inside
        nothing = replace(crop, inside=crop.inside[:0])
        answer = pool.submit(_run, work, nothing, _Place(start, shape), *rest)
        answer.add_done_callback(lambda _answer: self._give_back(start))
        return answer

    def _take(self, n_bytes: int) -> int | None:
        """Find the first room for so many bytes; None where there is none."""
        with self._lock:
            start = 0
            for taken, end in sorted(self._taken.items()):
                if taken - start >= n_bytes:
                    break
                start = end
            if not n_bytes or start + n_bytes > len(self._bytes):
                return None
            self._taken[start] = start + n_bytes
            return start

    def _give_back(self, start: int) -> None:
        with self._lock:
            del self._taken[start]
