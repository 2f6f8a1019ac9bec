"""Ctrl-C -> the program alone: its workers do not hear it, and end when the program tells them.

A terminal sends it to every process at once, and each would end with a traceback of its own.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Let no process that starts meanwhile hear Ctrl-C, nor any that it starts itself.

    This process hears it when the block has ended. Windows has no such masks.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # it would lift the mask when it starts later
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
