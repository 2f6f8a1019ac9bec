"""Module of ours -> a process that runs it, and no Python file of the folder the user stands in.

Python started with ``-m`` or ``-c`` imports from the current folder first. There may lie a
``random.py`` of the user's, or one that came with the clips.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_SAFE_PATH = "PYTHONSAFEPATH"
_changing = threading.Lock()


def own_program(module: str) -> tuple[str, ...]:
    """Give the command that runs a module of ours; what it starts leaves the folder out, too.

    Parameters
    ----------
    module
        Its full name.

    Returns
    -------
    tuple of str
        To start as a process.
    """
    return (sys.executable, "-P", "-m", module)


@contextmanager
def without_current_folder() -> Iterator[None]:
    """Let no process that starts meanwhile import from the current folder.

    ``multiprocessing`` takes no options for Python, but its processes inherit the environment. It
    is put back: other programs of whoever uses us as a library may import from where they lie.
    """
    with _changing:  # two threads would put back each other's change
        before = os.environ.get(_SAFE_PATH)
        os.environ[_SAFE_PATH] = "1"
        try:
            yield
        finally:
            if before is None:
                del os.environ[_SAFE_PATH]
            else:
                os.environ[_SAFE_PATH] = before
