"""A module that is loaded meanwhile is there for whoever imports it."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import pytest

from aqvision.core.loading import CHECKING, MEASURING


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
    program = (
        "import sys, aqvision.pipeline\n"
        "print({'scipy', 'pandas', 'jinja2', 'aqvision.kinematics'} & sys.modules.keys())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("names", [CHECKING, MEASURING])
def test_what_is_loaded_meanwhile_is_there(names: tuple[str, ...]) -> None:
    assert all(find_spec(name) for name in names)
