"""A roster of many clips -> how quickly a batch measures them, and whether memory stays flat."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aqvision.jobs.queue import default_workers
from benchmarks.memory import memory_over_time

_ANALYZE = "import os, sys; os.sched_setaffinity(0, {cores}); os.execv(sys.executable, {command})"


@dataclass(frozen=True, slots=True)
class BatchRun:
    """A roster, and the folder in which its reports and a library of its own are to stand."""

    roster: Path
    folder: Path
    n_workers: int = default_workers()

    @property
    def home(self) -> Path:
        """Folder of the library."""
        return self.folder / "home"

    @property
    def out(self) -> Path:
        """Folder of the reports."""
        return self.folder / "out"

    @property
    def command(self) -> list[str]:
        """What a user would call."""
        batch = ["batch", str(self.roster), "--out", str(self.out)]
        python = ["env", f"AQVISION_HOME={self.home}", sys.executable, "-m", "aqvision"]
        return [*python, *batch, "--workers", str(self.n_workers)]

    def to_the_end(self) -> float:
        """Run it; gives the seconds it took.

        Raises
        ------
        RuntimeError
            It fails, or a clip of it does.
        """
        start = time.perf_counter()
        done = subprocess.run(self.command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"the batch ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch against the command on some of the same clips.

    ``alone_s`` is `analyze` on all cores, ``share_s`` on the part of them that each worker of the
    queue has; ``early_mib`` and ``late_mib`` the most memory in the first and the last third.
    """

    n_clips: int
    n_workers: int
    seconds: float
    alone_s: float
    share_s: float
    early_mib: float
    late_mib: float

    @property
    def against_share(self) -> float:
        """Throughput as a part of what `analyze` reaches on a worker's cores, times the workers."""
        return self.n_clips / self.seconds * self.share_s / self.n_workers

    @property
    def against_alone(self) -> float:
        """Throughput as a part of `analyze`, one clip after the other, on all cores."""
        return self.n_clips / self.seconds * self.alone_s

    @property
    def growth(self) -> float:
        """Memory late against early."""
        return self.late_mib / self.early_mib


def measure_batch(run: BatchRun, clips: Sequence[Path], n_alone: int = 3) -> Batch:
    """Time the first run of a batch, comparisons and pages included, and look at its memory.

    Parameters
    ----------
    run
        Whose folder holds nothing yet.
    clips
        Those of its roster.
    n_alone
        How many of them are analysed one by one as well, spread over the roster.
    """
    n_cores = os.cpu_count() or 1
    some = clips[:: max(len(clips) // n_alone, 1)][:n_alone]
    alone_s = _analyze_s(some, run.folder / "alone", n_cores)
    share_s = _analyze_s(some, run.folder / "share", max(n_cores // run.n_workers, 1))
    start = time.perf_counter()
    held = memory_over_time(run.command)
    seconds = time.perf_counter() - start
    third = max(len(held) // 3, 1)
    early, late = max(held[:third]), max(held[-third:])
    return Batch(len(clips), run.n_workers, seconds, alone_s, share_s, early, late)


def _analyze_s(clips: Sequence[Path], out: Path, n_cores: int) -> float:
    """Time the command, start of Python included, on some of the cores; the mean of some clips."""
    start = time.perf_counter()
    for clip in clips:
        command = [sys.executable, "-m", "aqvision", "analyze", str(clip), "--height-m", "1.78"]
        whole = [*command, "--out", str(out / clip.stem)]
        program = _ANALYZE.format(cores=set(range(n_cores)), command=whole)
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    return (time.perf_counter() - start) / len(clips)
