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
from types import ModuleType

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
    """Let no process that starts meanwhile import from the current folder or run the main script.

    ``multiprocessing`` takes no options for Python, but its processes inherit the environment. It
    is put back: other programs of whoever uses us as a library may import from where they lie.
    Its processes would also run the main script again, without need, as all they do is ours: a
    script without ``if __name__ == "__main__"`` would measure in each of them.
    """
    with _changing:  # two threads would put back each other's change
        before, main = os.environ.get(_SAFE_PATH), sys.modules["__main__"]
        os.environ[_SAFE_PATH] = "1"
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
            if before is None:
                del os.environ[_SAFE_PATH]
            else:
                os.environ[_SAFE_PATH] = before
