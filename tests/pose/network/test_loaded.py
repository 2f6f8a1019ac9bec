"""Importing the module loads the runtime, and fails nowhere."""

from __future__ import annotations

import subprocess
import sys

_LOADS = (
    "import sys\n"
    "{before}\n"
    "import aqvision.pose.network.loaded\n"
    "print(sys.modules.get('openvino') is not None)\n"
)


def run(before: str) -> str:
    program = _LOADS.format(before=before)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_runtime_is_loaded() -> None:
    assert run("") == "True"


def test_none_is_no_error_yet() -> None:
    assert run("sys.modules.update({'openvino': None, 'ai_edge_litert': None})") == "False"
