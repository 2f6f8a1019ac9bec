"""How workers are started: loaded once, in a process of its own, before they are needed."""

from __future__ import annotations

import subprocess
import sys

from aqvision.pose.detect.preload import worker_context


def test_workers_never_inherit_a_running_program() -> None:
    assert worker_context().get_start_method() in ("forkserver", "spawn")


def test_a_head_start_loads_nothing_heavy_here_and_ends_with_its_program() -> None:
    program = (
        "import sys\n"
        "from aqvision.pose.detect.preload import load_ahead\n"
        "load_ahead()\n"
        "assert not {'numpy', 'cv2', 'mediapipe'} & set(sys.modules)\n"
    )
    # the output is captured, so that run() waits for whoever still holds it: nobody, soon
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_loaded_ahead_can_be_loaded() -> None:
    from aqvision.pose.detect import preload as head_start

    for name in head_start._LOADED_ONCE:
        __import__(name)
