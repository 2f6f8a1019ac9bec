"""Many short clips -> how many a second the queue measures, and whether memory stays flat.

``python -m benchmarks.batch HOME N_WORKERS`` does all jobs that wait in a library.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from aqvision.jobs.queue import BATCH_PRIORITY, open_jobs
from aqvision.library.library import open_library
from aqvision.library.records import JobKind
from benchmarks.memory import memory_over_time

_ANALYZE = "import os, sys; os.sched_setaffinity(0, {cores}); os.execv(sys.executable, {command})"


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch against the command on the same clips.

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


def measure_batch(clip: Path, folder: Path, n_clips: int, n_workers: int) -> Batch:
    """Measure one clip many times as if each were another."""
    home = folder / "home"
    _fill_library(home, clip, folder, n_clips)
    command = [sys.executable, "-m", "benchmarks.batch", str(home), str(n_workers)]
    start = time.perf_counter()
    held = memory_over_time(command)
    seconds = time.perf_counter() - start
    _refuse_unfinished(home)
    third = max(len(held) // 3, 1)
    n_cores = os.cpu_count() or 1
    return Batch(
        n_clips,
        n_workers,
        seconds,
        _analyze_s(clip, folder / "alone", n_cores),
        _analyze_s(clip, folder / "share", max(n_cores // n_workers, 1)),
        max(held[:third]),
        max(held[-third:]),
    )


def _fill_library(home: Path, clip: Path, folder: Path, n_clips: int) -> None:
    library = open_library(home)
    session = library.add_session(library.add_athlete("Benchmark", height_m=1.78).id, "before")
    for number in range(n_clips):
        copy = folder / f"{number}.mp4"
        # an empty box at the end: other bytes, the same frames
        copy.write_bytes(clip.read_bytes() + b"\0\0\0\x0cfree" + number.to_bytes(4, "big"))
        run = library.add_run(session.id, copy, move=True)
        library.add_job(JobKind.ANALYZE, run_id=run.id, priority=BATCH_PRIORITY)
    library.close()


def _refuse_unfinished(home: Path) -> None:
    states = [job.state for job in open_library(home).jobs()]
    if set(states) != {"done"}:
        raise RuntimeError(f"jobs of the batch ended as {states}")


def _analyze_s(clip: Path, out: Path, n_cores: int) -> float:
    """Time the command, start of Python included, on some of the cores."""
    command = [sys.executable, "-m", "aqvision", "analyze", str(clip), "--out", str(out)]
    program = _ANALYZE.format(cores=set(range(n_cores)), command=[*command, "--height-m", "1.78"])
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Do all jobs of a library."""
    library = open_library(Path(sys.argv[1]))
    with open_jobs(library, int(sys.argv[2])) as jobs:
        jobs.wait([job.id for job in library.jobs()])


if __name__ == "__main__":
    main()
