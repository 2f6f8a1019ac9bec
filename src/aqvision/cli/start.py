"""Arguments -> the command line, loaded in the language and units that they ask for."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

_STOPPED = 130  # what shells give for a program that Ctrl-C has ended
_pressed: list[int] = []


def main() -> None:
    """Settle language and units, which texts are bound to when they load; then go on.

    Ctrl-C ends it with one line from the first moment on, so nothing is imported before.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _note)
    try:
        _go_on()
    except KeyboardInterrupt:
        _stop()
    except Exception:
        # a library whose loading is cut short fails in words of its own
        if not _pressed:
            raise
        _stop()


def _note(number: int, frame: FrameType | None) -> None:
    _pressed.append(number)
    signal.default_int_handler(number, frame)


def _stop() -> None:
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
