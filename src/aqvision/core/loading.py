"""Name of a module -> the module, loaded while something else is waited for."""

from __future__ import annotations

from importlib import import_module
from threading import Thread

FILTERS = "scipy.signal"
"""Loads half of scipy, as slowly as all of us; only cleaning and the contacts need it."""


def load_meanwhile(name: str) -> None:
    """Begin to load a module that is slow to load and not needed at once.

    Whoever imports it before it is there waits for the rest.

    Parameters
    ----------
    name
        Full name of the module.
    """
    # not a daemon: the end of the program waits, as nothing may be loaded while Python shuts down
    Thread(target=import_module, args=(name,), name=f"load {name}").start()
