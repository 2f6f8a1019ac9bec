"""``python -m benchmarks.queue_rate`` -> jobs a second that the queue hands out, and none twice.

Jobs of 20 ms that only sleep, done by 1, 2, 4 and 8 processes of some slots each, on a SQLite file
or on a PostgreSQL database of one's own (``--url``). All steps of a job are the real ones but
its measuring: queued, handed out, begun, ended, in rows and in the engine's tables.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import func, select

from aqvision.jobs.durable_queue import open_queue
from aqvision.jobs.entering import add_jobs
from aqvision.jobs.presence import present
from aqvision.jobs.transitions import Transitions
from aqvision.jobs.worker import Post, at_work
from aqvision.library.library import Library, open_library
from aqvision.library.records import OPEN, JobKind
from aqvision.library.tables import JobRow, RunRow
from benchmarks.machine import describe_machine

_JOB_S, _LOOK_EVERY_S = 0.02, 0.05
_MIB = 1 << 20
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Rate:
    """How quickly jobs were done; memory is that of the largest process at its beginning and end.

    ``n_twice`` is how many were begun more often than once, ``cpu_ms`` what a job took of the
    processors, which tells more than the rate where others are at work.
    """

    n_workers: int
    jobs_per_s: float
    queued_per_s: float
    n_twice: int
    cpu_ms: float
    memory_mib: tuple[float, float]


def main() -> None:
    """Measure, and print a line for each number of processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--slots", type=int, default=10, help="of each process")
    parser.add_argument("--url", help="address of an empty PostgreSQL database")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        _work(asked.work, asked.url, asked.slots)
        return
    print(describe_machine())
    print(f"{asked.jobs} jobs of {_JOB_S * 1000:.0f} ms, {asked.slots} slots a process")
    with tempfile.TemporaryDirectory() as folder, open_library(Path(folder), asked.url) as library:
        for n_workers in asked.workers:
            rate = _measure(library, n_workers, asked.jobs, asked.slots, asked.url)
            print(
                f"{rate.n_workers} processes: {rate.jobs_per_s:.0f} jobs/s, queued "
                f"{rate.queued_per_s:.0f}/s, twice {rate.n_twice}, {rate.cpu_ms:.1f} ms of a "
                f"processor each, memory "
                f"{rate.memory_mib[0]:.0f} -> {rate.memory_mib[1]:.0f} MiB"
            )


def _measure(library: Library, n_workers: int, n_jobs: int, slots: int, url: str | None) -> Rate:
    started_s = time.monotonic()
    job_ids = _queued(library, n_jobs)
    queued_per_s = n_jobs / (time.monotonic() - started_s)
    home = str(library.home.folder)
    program = [sys.executable, "-m", "benchmarks.queue_rate", "--work", home]
    program += ["--slots", str(slots), *(["--url", url] if url else [])]
    workers = [subprocess.Popen(program, stdout=subprocess.PIPE) for _ in range(n_workers)]
    for worker in workers:
        if worker.stdout is not None:
            worker.stdout.readline()
    before, n_before = _memory(workers), _n_open(library)
    started_s, cpu_s = time.monotonic(), _cpu_s(workers)
    while _n_open(library):
        time.sleep(0.2)
    cpu_ms = 1000 * (_cpu_s(workers) - cpu_s) / n_before
    took_s, after = time.monotonic() - started_s, _memory(workers)
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        worker.wait()
    tries = [job.attempts for job in library.jobs() if job.id in job_ids]
    twice = sum(n != 1 for n in tries)
    return Rate(n_workers, n_before / took_s, queued_per_s, twice, cpu_ms, (before, after))


def _queued(library: Library, n_jobs: int) -> set[str]:
    """Add so many runs that have no clip, and queue an analysis of each."""
    session = library.add_session(library.add_athlete("Somebody").id, "before")
    clip = {"file_sha256": "0" * 64, "size_bytes": 1, "name": "clip.mp4", "media": "mov"}
    ids: set[str] = set()
    url = library.engine.url.render_as_string(hide_password=False)
    with open_queue(url) as queue:
        for start in range(0, n_jobs, _AT_ONCE):
            rows = [
                RunRow(session_id=session.id, **clip) for _ in range(min(_AT_ONCE, n_jobs - start))
            ]
            with library.writing() as transaction:
                transaction.add_all(rows)
                transaction.flush()
                runs = [row.id for row in rows]
            ids |= {job.id for job in add_jobs(library, queue, JobKind.ANALYZE, runs, 3)}
    return ids


def _n_open(library: Library) -> int:
    query = select(func.count()).select_from(JobRow).where(JobRow.state.in_(OPEN))
    with library.reading() as transaction:
        return transaction.scalars(query).one()


def _memory(workers: Sequence[subprocess.Popen[bytes]]) -> float:
    return max(psutil.Process(one.pid).memory_info().rss for one in workers) / _MIB


def _cpu_s(workers: Sequence[subprocess.Popen[bytes]]) -> float:
    times = [psutil.Process(one.pid).cpu_times() for one in workers]
    return sum(one.user + one.system for one in times)


def _work(home: Path, url: str | None, slots: int) -> None:
    """Do jobs until SIGTERM, as a worker does that measures in no time."""
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    with open_library(home, url, upgrade=False) as library:
        address = library.engine.url.render_as_string(hide_password=False)
        with open_queue(address, upgrade=False) as queue, present(home / "locks") as here:
            steps = Transitions(library, queue, here.name)

            def run(job_id: str, workflow_id: str) -> None:
                job = steps.begin(job_id, workflow_id, interrupted=False)
                if job is not None:
                    time.sleep(_JOB_S)
                    steps.finish(job)

            post = Post(
                library=library,
                queue=queue,
                steps=steps,
                slots=slots,
                run=run,
                closing=threading.Event(),
                look_every_s=_LOOK_EVERY_S,
            )
            with at_work(post):
                print("ready", flush=True)
                told.wait()


if __name__ == "__main__":
    main()
