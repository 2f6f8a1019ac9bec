"""Nothing -> a process that has loaded what workers need, and from which they are forked.

Loading the network's library takes about a second. One process loads it for all workers, while
the command itself still loads the rest of the program; so this module imports little
beyond the standard library.
"""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import BaseContext

from aqvision.core.interrupts import deaf_to_interrupts
from aqvision.core.safe_path import without_current_folder

_LOADED_ONCE = [
    "aqvision.pose.detect.workers",
    "aqvision.pose.network.loaded",
    "aqvision.pose.detect.lean_mediapipe",
]


def worker_context() -> BaseContext:
    """Give the way in which worker processes are started."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_LOADED_ONCE)
    return context


def load_ahead() -> None:
    """Begin to load what workers need, without waiting for it."""
    if worker_context().get_start_method() == "forkserver":
        from multiprocessing import forkserver

        with without_current_folder(), deaf_to_interrupts():
            forkserver.ensure_running()
