"""Names of modules -> the modules, loaded while something else is waited for.

Libraries of tables and of mathematics take longer to load than all that reads a clip, and a clip
is read and its people are found without them. So what needs them is loaded while workers load their
networks, and modules that are needed before import them where they use them.
"""

from __future__ import annotations

from importlib import import_module
from threading import Thread

CHECKING = ("scipy.optimize", "aqvision.analysis.check")
"""What tells what a clip is good for, once it is surveyed."""
MEASURING = ("scipy.optimize", "aqvision.report.folder", "aqvision.report.compiled")
"""What makes numbers of points, and a report of them."""


def load_meanwhile(*names: str) -> None:
    """Begin to load modules that are slow to load and not needed at once.

    Whoever imports one before it is there waits for the rest.

    Parameters
    ----------
    *names
        Full names of the modules, in the order in which they are loaded.
    """

    def load() -> None:
        for name in names:
            import_module(name)

    # not a daemon: the end of the program waits, as nothing may be loaded while Python shuts down
    Thread(target=load, name="load meanwhile").start()
