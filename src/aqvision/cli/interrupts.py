"""Ctrl-C -> an event that says so, whatever was at work when it was pressed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

STOPPED = 130
"""What shells give for a program that Ctrl-C has ended."""


@contextmanager
def noticed_interrupts() -> Iterator[Event]:
    """Remember that Ctrl-C was pressed: raised in a callback of a library, it would be lost.

    Yields
    ------
    threading.Event
        Set once it was pressed.
    """
    pressed = Event()

    def note(number: int, frame: FrameType | None) -> None:
        pressed.set()
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield pressed
    finally:
        signal.signal(signal.SIGINT, before)
