"""A module that is loaded meanwhile is there for whoever imports it."""

from __future__ import annotations

import subprocess
import sys


def test_a_module_is_loaded_without_waiting_for_it() -> None:
    program = (
        "import sys, threading\n"
        "from aqvision.core.loading import load_meanwhile\n"
        "load_meanwhile('json.tool')\n"
        "import json.tool\n"
        "[t.join() for t in threading.enumerate() if t is not threading.main_thread()]\n"
        "print(callable(sys.modules['json.tool'].main))\n"
        "load_meanwhile('email.mime.text')\n"  # the program may end meanwhile
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert (done.stdout.strip(), done.stderr) == ("True", "")


def test_what_is_needed_late_is_not_loaded_with_the_pipeline() -> None:
    program = "import sys, aqvision.pipeline; print('scipy.signal' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
