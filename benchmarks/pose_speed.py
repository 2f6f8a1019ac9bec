"""A long clip -> how fast poses are had: bare network, our fine pass, end to end, others."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aqvision.assets import find_model
from aqvision.pose.estimation import estimate_pose
from aqvision.pose.landmarker import PoseLandmarker
from aqvision.settings import Settings
from aqvision.video.reader import open_video, read_frames
from benchmarks.clips import Image

MODEL = "heavy"
_CROP_PX = 320
_N_CROPS = 120


@dataclass(frozen=True, slots=True)
class Speed:
    """One way to get poses: frames a second, and what was measured."""

    name: str
    frames_per_s: float
    note: str


def measure_speeds(clip: Path, monomech_python: Path | None) -> list[Speed]:
    """Measure every way on the same clip, one after the other."""
    speeds = [_raw(n) for n in sorted({1, os.cpu_count() or 1, (os.cpu_count() or 1) + 1})]
    speeds += [_fine_pass(clip), _end_to_end(clip), _plain_loop(clip)]
    if monomech_python is not None:
        speeds.append(_monomech(clip, monomech_python))
    return speeds


def _crops() -> list[Image]:
    from aqvision.assets import find_sample

    video = open_video(find_sample("before.mp4"))
    crops = []
    for frame in read_frames(video):
        x = int(260 + 7.0 * frame.index)
        crops.append(np.ascontiguousarray(frame.rgb[560 : 560 + _CROP_PX, x : x + _CROP_PX]))
    return crops[:_N_CROPS]


_worker: PoseLandmarker | None = None


def _start(model: Path) -> None:
    global _worker
    _worker = PoseLandmarker(model, max_people=1, min_confidence=0.4)


def _detect_all(crops: list[Image]) -> int:
    if _worker is None:
        raise RuntimeError("no landmarker")
    return sum(bool(_worker.find_people(crop)) for crop in crops)


def _raw(n_processes: int) -> Speed:
    """Run the bare network on crops in memory: nothing is decoded or passed around."""
    crops = _crops()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(n_processes, context, _start, (find_model(MODEL),)) as pool:
        list(pool.map(_detect_all, [crops[:4]] * n_processes))
        start = time.perf_counter()
        list(pool.map(_detect_all, [crops] * n_processes))
        seconds = time.perf_counter() - start
    rate = n_processes * len(crops) / seconds
    return Speed(f"bare MediaPipe, {n_processes} process(es)", rate, "IMAGE mode, crops in memory")


def _fine_pass(clip: Path) -> Speed:
    """Frames a second from the first measured frame to the last."""
    times: list[float] = []

    def note(what: str, done: int, _total: int) -> None:
        if what == "measuring the body":
            times.append(time.perf_counter())
            counts.append(done)

    counts: list[int] = []
    estimate_pose(open_video(clip), MODEL, Settings().pose, note)
    rate = (counts[-1] - counts[0]) / (times[-1] - times[0])
    return Speed("aqvision, fine pass", rate, "decoding and cutting included")


def _end_to_end(clip: Path) -> Speed:
    """Time the command from start to exit, with reading, survey, metrics and report."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "aqvision", "analyze", str(clip), "--out", folder]
        seconds = _timed(lambda: subprocess.run(command, check=True, capture_output=True))
    return Speed(
        "aqvision analyze, end to end", _n_frames(clip) / seconds, "start of Python included"
    )


def _plain_loop(clip: Path) -> Speed:
    """Do what a first script does: one process, whole frames, one after the other."""

    def run() -> None:
        with PoseLandmarker(find_model(MODEL), max_people=1, min_confidence=0.5) as landmarker:
            for frame in read_frames(open_video(clip)):
                landmarker.find_people(frame.rgb)

    return Speed("plain loop, whole frames", _n_frames(clip) / _timed(run), "one process")


def _monomech(clip: Path, python: Path) -> Speed:
    """Another library in its own environment, with the same weights."""
    program = "import sys, monomech as mm\nmm.estimate_pose(sys.argv[1])\n"
    command = [str(python), "-c", program, str(clip)]
    seconds = _timed(lambda: subprocess.run(command, check=True, capture_output=True))
    return Speed("monomech estimate_pose", _n_frames(clip) / seconds, "its own environment, heavy")


def peak_memory_mib(clip: Path) -> float:
    """Largest memory of the analyzing process itself, without its workers, in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        program = (
            "import resource, sys, json\n"
            "from pathlib import Path\n"
            "from aqvision.pipeline import analyze_clip\n"
            "from aqvision.video.clip import Clip\n"
            "if __name__ == '__main__':\n"
            "    analyze_clip(Clip(Path(sys.argv[1])), Path(sys.argv[2]), model='full')\n"
            "    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
            "    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
            "    print(json.dumps([own / 1024, worker / 1024]))\n"
        )
        script = Path(folder) / "measure.py"
        script.write_text(program)
        command = [sys.executable, str(script), str(clip), folder]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(sum(json.loads(done.stdout.splitlines()[-1])))


def help_seconds(n: int = 5) -> float:
    """Median time of ``aqvision --help``."""
    command = [sys.executable, "-m", "aqvision", "--help"]
    seconds = [
        _timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(n)
    ]
    return float(np.median(seconds))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _n_frames(clip: Path) -> int:
    return open_video(clip).n_packets
