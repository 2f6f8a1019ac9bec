"""Arguments -> the command line, loaded in the language and units that they ask for."""

from __future__ import annotations

import os
import sys

_STOPPED = 130  # what shells give for a program that Ctrl-C has ended


def main() -> None:
    """Settle language and units, which texts are bound to when they load; then go on.

    Ctrl-C ends it with one line from the first moment on, so nothing is imported before.
    """
    try:
        _go_on()
    except KeyboardInterrupt:
        # texts may not be loaded yet, and are not worth the wait now
        sys.stderr.write("Stopped.\n")
        sys.exit(_STOPPED)


def _go_on() -> None:
    from aqvision.core.reader import settle

    settle(sys.argv[1:], os.environ)
    from aqvision.cli.main import main as command_line
    from aqvision.cli.shells import COMPLETING, PROGRAM, offer_shells

    if COMPLETING in os.environ:
        offer_shells()
    command_line(prog_name=PROGRAM)
