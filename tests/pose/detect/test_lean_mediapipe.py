"""MediaPipe is there, what it does not need is not, and whoever wants that gets the real one."""

from __future__ import annotations

import subprocess
import sys


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_plots_and_sound_are_not_loaded() -> None:
    loads = (
        "import sys; from aqvision.pose.detect.lean_mediapipe import vision; "
        "print(vision.PoseLandmarker.__name__, {'matplotlib', 'sounddevice'} & {*sys.modules})"
    )
    assert run(loads) == "PoseLandmarker set()"


def test_whoever_plots_in_the_same_process_gets_the_real_library() -> None:
    loads = (
        "import {first}; import {second}; import matplotlib; "
        "print(bool(matplotlib.__version__), hasattr(matplotlib, 'rcParams'))"
    )
    lean = "aqvision.pose.detect.lean_mediapipe"
    assert run(loads.format(first=lean, second="matplotlib.pyplot")) == "True True"
    assert run(loads.format(first="matplotlib.pyplot", second=lean)) == "True True"
