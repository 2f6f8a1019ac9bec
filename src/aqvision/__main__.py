"""``python -m aqvision`` -> the command line."""

import os
import sys


def _leave_out_current_folder() -> None:
    """Import nothing of the user's: ``-m`` puts the current folder first, before any import."""
    try:
        if not sys.flags.safe_path and sys.path[0] == os.getcwd():  # noqa: PTH109 - imports pathlib
            del sys.path[0]
    except FileNotFoundError:  # the folder is gone, so Python did not put it there
        pass


_leave_out_current_folder()

from aqvision.cli.start import main  # noqa: E402 - only now from the right places

main()
