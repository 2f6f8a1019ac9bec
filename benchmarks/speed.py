"""A clip -> how fast poses are had from it: our fine pass, the command, others."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from aqvision.core.assets import find_model
from aqvision.core.clip import Clip
from aqvision.pipeline import analyze
from aqvision.video.reader import open_video, read_frames
from benchmarks.bare_network import BareNetwork

MODEL = "heavy"
_KEEPS_NOTHING = "PYTHONDONTWRITEBYTECODE"
_MONOMECH = """
import sys
from monomech import estimate_pose
from monomech.config import Pose2DConfig
import numpy as np
config = Pose2DConfig(pose_model_path=sys.argv[2])
pose = estimate_pose(sys.argv[1], pose2d_config=config).metadata["pose2d_result"]
print(np.isfinite(pose.data).any(axis=(1, 2)).mean())
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """One way to get poses: frames a second, what was measured, and how often somebody was found.

    A network that finds nobody is quick: so others are compared by frames with a body a second.
    """

    name: str
    frames_per_s: float
    note: str
    found_frac: float = 1.0

    @property
    def bodies_per_s(self) -> float:
        """Frames a second in which a body was found."""
        return self.frames_per_s * self.found_frac


@dataclass(frozen=True, slots=True)
class Passage:
    """An analysis watched from within.

    ``seconds`` by name of the stage; ``decoded`` counts how many frames were decoded how often.
    """

    n_frames: int
    found_frac: float
    seconds: dict[str, float]
    decoded: dict[int, int]

    @property
    def fine_per_s(self) -> float:
        """Frames a second of the fine pass."""
        return (self.n_frames - 1) / self.seconds["fine pass"]


@dataclass(frozen=True, slots=True)
class ClipRun:
    """One clip: what it is, MediaPipe on its crops, an analysis from within, and the command."""

    what: str
    mediapipe: Speed
    passage: Passage
    whole: Speed

    @property
    def n_frames(self) -> int:
        """Frames that were measured."""
        return self.passage.n_frames

    @property
    def once_s(self) -> float:
        """Seconds of the command that the fine pass does not account for."""
        return self.n_frames / self.whole.frames_per_s - self.n_frames / self.passage.fine_per_s


@dataclass(frozen=True, slots=True)
class Check:
    """How long ``aqvision check`` takes on a clip of so many frames."""

    n_frames: int
    seconds: float


def watch_analysis(clip: Path) -> Passage:
    """Analyze a clip in this process: how long each stage takes, how often frames are decoded."""
    marks: dict[str, list[float]] = {}

    def note(what: str, _done: int, _total: int) -> None:
        marks.setdefault(what, []).append(time.perf_counter())

    with tempfile.TemporaryDirectory() as folder, _decoding_counted() as counts:
        start = time.perf_counter()
        analysis = analyze(Clip(clip), Path(folder), model=MODEL, progress=note)
        end = time.perf_counter()
    found, measured = marks["finding the athlete"], marks["measuring the body"]
    seconds = {
        "start of the workers, reading ahead": found[0] - start,
        "survey": measured[0] - found[0],
        "fine pass": measured[-1] - measured[0],
        "all else: metrics, key frames, report": end - measured[-1],
    }
    return Passage(
        len(measured), analysis.scene.body.found_frac, seconds, dict(Counter(counts.values()))
    )


@contextmanager
def _decoding_counted() -> Iterator[Counter[float]]:
    """Count by its time how often each frame is decoded; all decoding is in this process."""
    from aqvision.video import container, reader
    from aqvision.video import seek as seeking

    counts: Counter[float] = Counter()
    decode = container.timed_pictures

    def counted(*arguments: Any) -> Iterator[Any]:
        for frame in decode(*arguments):
            counts[round(float(frame.time or 0.0), 4)] += 1
            yield frame

    with (
        patch.object(reader, "timed_pictures", counted),
        patch.object(seeking, "timed_pictures", counted),
    ):
        yield counts


def end_to_end(clip: Path) -> Speed:
    """Time the command from its start to its exit, with reading, survey, metrics and report."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "aqvision", "analyze", str(clip), "--out", folder]
        seconds = _timed(lambda: run_quietly(command))
    return Speed(
        "`aqvision analyze`, end to end", count_frames(clip) / seconds, "start of Python included"
    )


def plain_loop(clip: Path) -> Speed:
    """Do what a first script does: one process, whole frames, one after the other."""
    found: list[bool] = []

    def run() -> None:
        with BareNetwork(find_model(MODEL), max_people=1, min_confidence=0.5) as network:
            for frame in read_frames(open_video(clip)):
                found.append(bool(network.detect(frame.rgb).pose_landmarks))

    seconds = _timed(run)
    return Speed(
        "plain loop, whole frames", len(found) / seconds, "one process", float(np.mean(found))
    )


def monomech(clip: Path, python: Path) -> Speed:
    """Run another library in its own environment with the same weights on the same clip."""
    command = [str(python), "-c", _MONOMECH, str(clip), str(find_model(MODEL))]
    printed: list[str] = []
    seconds = _timed(lambda: printed.append(run_quietly(command)))
    found_frac = float(printed[0].split()[-1])
    return Speed(
        "monomech `estimate_pose`",
        count_frames(clip) / seconds,
        "its own environment",
        found_frac,
    )


def help_seconds(n: int = 5) -> float:
    """Median time of ``aqvision --help``."""
    command = [sys.executable, "-m", "aqvision", "--help"]
    return float(np.median([_timed(lambda: run_quietly(command)) for _ in range(n)]))


def time_check(clip: Path) -> Check:
    """Time ``aqvision check`` on a clip, start of Python included."""
    command = [sys.executable, "-m", "aqvision", "check", str(clip), "--height-m", "1.78"]
    return Check(count_frames(clip), _timed(lambda: run_quietly(command)))


def run_quietly(command: list[str]) -> str:
    """Run a command and give what it printed; show what it complained about if it fails.

    Python may keep what it compiled of our modules, as it does where a wheel is installed.
    """
    allowed = {name: value for name, value in os.environ.items() if name != _KEEPS_NOTHING}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=allowed)
    if done.returncode:
        raise RuntimeError(f"{command[:4]} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def count_frames(clip: Path) -> int:
    """Count the frames of a clip."""
    return open_video(clip).n_packets
