"""Iterator -> the same iterator, made a few items ahead by a thread of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Item = TypeVar("_Item")


def read_ahead(items: Iterator[_Item], n_ahead: int) -> Iterator[_Item]:
    """Make items before they are asked for, never more than some ahead.

    For work that leaves Python, as decoding does: it goes on while the caller waits for others.

    Raises
    ------
    Exception
        What making an item raises, when that item's turn has come.
    """
    end = object()
    with ThreadPoolExecutor(1) as thread:
        waiting = deque(thread.submit(next, items, end) for _ in range(n_ahead))
        while (item := waiting.popleft().result()) is not end:
            waiting.append(thread.submit(next, items, end))
            yield item  # type: ignore[misc]
