"""``python -m benchmarks.capacity`` -> what a clip costs: processor time, disk, commits.

Processor time is counted, not the time that passes, so others on the machine disturb it little.
docs/scale.md reckons with what comes out.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from aqvision.library.library import Library, open_library
from benchmarks.clips import back_and_forth, repeated
from benchmarks.machine import describe_machine
from benchmarks.memory import family
from benchmarks.page import PAGE
from benchmarks.sections import put_section
from benchmarks.speed import count_frames
from tests.support.postgres import running_postgres
from validation.tables import section, table

HEADING = "## What a clip costs"
_EVERY_S = 0.2
_COMMITTING_S = 3.0
_THREADS = (1, 8)


@dataclass(frozen=True, slots=True)
class Cost:
    """What the analysis of a clip took of the processor, of all its processes, and of the disk."""

    n_frames: int
    processor_s: float
    clip_mib: float
    result_mib: float


@dataclass(frozen=True, slots=True)
class Commits:
    """Transactions a second through the one writer that a library lets in at a time."""

    database: str
    n_threads: int
    per_s: float


def main() -> None:
    """Measure and write the section."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        middle = back_and_forth(folder / "middle.mp4")
        short = back_and_forth(folder / "short.mp4", 120)
        clips = (short, middle, repeated(folder / "long.mp4", middle, 3))
        costs = [_cost(clip, folder / f"made-{clip.stem}") for clip in clips]
        text = capacity_section(costs, _commits(folder))
    PAGE.write_text(put_section(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")
    print(text)


def _cost(clip: Path, out: Path) -> Cost:
    command = [sys.executable, "-m", "aqvision", "analyze", str(clip), "--out", str(out)]
    seconds = processor_s([*command, "--quiet"])
    made = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    return Cost(count_frames(clip), seconds, clip.stat().st_size / 2**20, made / 2**20)


def processor_s(command: list[str]) -> float:
    """Run a command and add up the processor time of it and all that it starts.

    Parameters
    ----------
    command
        Looked at five times a second; of a process the last look counts.
    """
    used: dict[int, float] = {}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            for pid in family(process.pid):
                with suppress(psutil.NoSuchProcess):
                    times = psutil.Process(pid).cpu_times()
                    used[pid] = times.user + times.system
            time.sleep(_EVERY_S)
    if process.returncode:
        raise RuntimeError(f"{command} failed")
    return sum(used.values())


def _commits(folder: Path) -> list[Commits]:
    found = []
    with running_postgres(safe=True) as server:
        for database, url in (("SQLite", None), ("PostgreSQL", server.create("commits"))):
            with open_library(folder / database, url) as library:
                athlete_id = library.add_athlete("Ada").id
                for n_threads in _THREADS:
                    per_s = _commits_per_s(library, athlete_id, n_threads)
                    found.append(Commits(database, n_threads, per_s))
    return found


def _commits_per_s(library: Library, athlete_id: str, n_threads: int) -> float:
    end_s, done = time.perf_counter() + _COMMITTING_S, [0] * n_threads

    def commit(number: int) -> None:
        while time.perf_counter() < end_s:
            library.update_athlete(athlete_id, height_m=1.7 + 0.001 * (done[number] % 10))
            done[number] += 1

    threads = [threading.Thread(target=commit, args=(number,)) for number in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / _COMMITTING_S


def capacity_section(costs: list[Cost], commits: list[Commits]) -> str:
    """Write the section, with its heading.

    Parameters
    ----------
    costs, commits
        What was measured.
    """
    frames, seconds = [one.n_frames for one in costs], [one.processor_s for one in costs]
    a_frame, once = np.polyfit(frames, seconds, 1)
    rows = (
        f"{one.n_frames} | {one.processor_s:.1f} | {one.clip_mib:.1f} | {one.result_mib:.1f}"
        for one in costs
    )
    written = (f"{one.database} | {one.n_threads} | {one.per_s:.0f}" for one in commits)
    return section(
        HEADING,
        f"Written by `python -m benchmarks.capacity`; do not edit. Machine: {describe_machine()}.",
        "Processor time of `aqvision analyze`, all processes together, heavy network, 1920 x 1080; "
        "the clip as a rendered one is coded, which is small; all that is written of it:",
        table("| frames | processor, s | clip, MiB | result, MiB |", rows),
        f"A line through them: {once:.1f} s of a core for a clip and {1e3 * a_frame:.0f} ms for "
        "each frame.",
        "Changes of a row a second through the one writer that a library lets in at a time, each "
        "kept on the disk:",
        table("| database | threads that write | a second |", written),
    )


if __name__ == "__main__":
    main()
