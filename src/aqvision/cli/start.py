"""Arguments -> the command line, loaded in the language and units that they ask for."""

from __future__ import annotations

import os
import sys

from aqvision.core.reader import settle


def main() -> None:
    """Settle language and units, which texts are bound to when they load; then go on."""
    settle(sys.argv[1:], os.environ)
    if "serve" in sys.argv[1:2]:
        os.environ["LANGUAGE"] = "en"  # the pages of the browser know no other language yet
    from aqvision.cli.main import main as command_line
    from aqvision.cli.shells import COMPLETING, PROGRAM, offer_shells

    if COMPLETING in os.environ:
        offer_shells()
    command_line(prog_name=PROGRAM)
