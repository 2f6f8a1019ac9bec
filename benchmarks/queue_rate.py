"""``python -m benchmarks.queue_rate`` -> jobs a second that the queue hands out, and none twice.

Jobs of 20 ms that only sleep, done by 1, 2, 4 and 8 processes of some slots each, on a SQLite file
or on a PostgreSQL database of one's own (``--url``), where each process is a machine with a home,
locks and a cache of its own. All steps of a job are the real ones but its measuring: queued, handed
out, begun, ended, in rows and in the engine's tables. Ends with 1 where a job was begun twice or
memory grew. With ``--job-s 1 --slots 2 --workers 1 2`` machines are compared instead of the queue.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
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

_JOB_S, _LOOK_EVERY_S = 0.02, 0.02
# caches are full when a fifth is done; what grows after that grows for ever
_WARM_FRAC, _FLAT_MIB = 0.2, 10.0
_MIB = 1 << 20
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Rate:
    """How quickly jobs were done; memory is that of the largest process, warm and at the end.

    ``n_twice`` is how many were begun more often than once, ``cpu_ms`` what a job took of the
    processors, which tells more than the rate where others are at work.
    """

    n_workers: int
    jobs_per_s: float
    queued_per_s: float
    n_twice: int
    cpu_ms: float
    memory_mib: tuple[float, float]

    @property
    def is_sound(self) -> bool:
        """Whether each job was begun once, and memory did not grow."""
        warm, end = self.memory_mib
        return self.n_twice == 0 and end - warm <= _FLAT_MIB

    def __str__(self) -> str:
        warm, end = self.memory_mib
        return (
            f"{self.n_workers} processes: {self.jobs_per_s:.3g} jobs/s, queued "
            f"{self.queued_per_s:.0f}/s, twice {self.n_twice}, {self.cpu_ms:.1f} ms of a "
            f"processor each, memory {warm:.0f} -> {end:.0f} MiB"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many jobs of how many seconds, and how many at a time in a process."""

    n_jobs: int
    job_s: float
    slots: int
    url: str | None


def main() -> None:
    """Measure, and print a line for each number of processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--slots", type=int, default=10, help="of each process")
    parser.add_argument("--url", help="address of an empty PostgreSQL database")
    parser.add_argument("--job-s", type=float, default=_JOB_S, help="how long a job sleeps")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    plan = Plan(n_jobs=asked.jobs, job_s=asked.job_s, slots=asked.slots, url=asked.url)
    if asked.work:
        _work(asked.work, plan)
        return
    print(describe_machine())
    print(f"{plan.n_jobs} jobs of {plan.job_s * 1000:.0f} ms, {plan.slots} slots a process")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with open_library(home, plan.url) as library:
            rates = [_measured(library, n_workers, plan) for n_workers in asked.workers]
    sys.exit(not all(rate.is_sound for rate in rates))


def _measured(library: Library, n_workers: int, plan: Plan) -> Rate:
    started_s = time.monotonic()
    job_ids = _queued(library, plan.n_jobs)
    queued_per_s = plan.n_jobs / (time.monotonic() - started_s)
    with _at_work(library, n_workers, plan) as workers:
        n_before = _n_open(library)
        started_s, cpu_s = time.monotonic(), _cpu_s(workers)
        _await(library, (1 - _WARM_FRAC) * plan.n_jobs)
        warm = _memory(workers)
        _await(library, 0)
        took_s, cpu_s = time.monotonic() - started_s, _cpu_s(workers) - cpu_s
        memory = warm, _memory(workers)
    tries = [job.attempts for job in library.jobs() if job.id in job_ids]
    twice, cpu_ms = sum(n != 1 for n in tries), 1000 * cpu_s / n_before
    rate = Rate(n_workers, n_before / took_s, queued_per_s, twice, cpu_ms, memory)
    print(rate, flush=True)
    return rate


@contextmanager
def _at_work(
    library: Library, n_workers: int, plan: Plan
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run so many processes, each on a machine of its own where the database allows it."""
    program = [sys.executable, "-m", "benchmarks.queue_rate", "--slots", str(plan.slots)]
    program += ["--job-s", str(plan.job_s), *(["--url", plan.url] if plan.url else []), "--work"]
    homes = [
        _home(library, number) if plan.url else library.home.folder for number in range(n_workers)
    ]
    workers = [subprocess.Popen([*program, str(one)], stdout=subprocess.PIPE) for one in homes]
    try:
        for worker in workers:
            if worker.stdout is not None:
                worker.stdout.readline()
        yield workers
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
            worker.wait()


def _home(library: Library, number: int) -> Path:
    """Give the home of another machine: it shares nothing but the place of files."""
    home = library.home.folder.with_name(f"machine-{number}")
    home.mkdir(exist_ok=True)
    for shared in ("files", "results", "uploads"):
        with suppress(FileExistsError):
            (home / shared).symlink_to(library.home.folder / shared)
    return home


def _await(library: Library, n_open: float) -> None:
    while _n_open(library) > n_open:
        time.sleep(0.2)


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


def _work(home: Path, plan: Plan) -> None:
    """Do jobs until SIGTERM, as a worker does that measures in no time."""
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    with open_library(home, plan.url, upgrade=False) as library:
        address = library.engine.url.render_as_string(hide_password=False)
        with open_queue(address, upgrade=False) as queue, present(home / "locks") as here:
            steps = Transitions(library, queue, here.name)

            def run(job_id: str, workflow_id: str) -> None:
                job = steps.begin(job_id, workflow_id, interrupted=False)
                if job is not None:
                    time.sleep(plan.job_s)
                    steps.finish(job)

            post = Post(
                library=library,
                queue=queue,
                steps=steps,
                slots=plan.slots,
                run=run,
                closing=threading.Event(),
                look_every_s=_LOOK_EVERY_S,
            )
            with at_work(post):
                print("ready", flush=True)
                told.wait()


if __name__ == "__main__":
    main()
