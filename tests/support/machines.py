"""Several machines on one PostgreSQL: homes of their own that share the place of files.

The place is a folder that all homes lead to, or a store of objects that the environment names.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from aqvision.library.library import Library, open_library
from aqvision.library.records import Session
from tests.support.team_folder import small_video

BEAT_S, DEAD_S = 0.2, 2.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """A library on a server, and a diary of what all its machines do."""

    library: Library
    session: Session
    url: str
    folder: Path

    @property
    def diary(self) -> Path:
        return self.folder / "diary"

    @property
    def told(self) -> list[str]:
        return self.diary.read_text().splitlines() if self.diary.exists() else []

    def run(self, name: str, session: Session | None = None) -> str:
        clip = small_video(self.folder / "clip", name.encode())
        return self.library.add_run((session or self.session).id, clip, name=name).id

    def machine(self, name: str) -> Path:
        """Give the home of another machine: it has its own locks and logs, and the same files."""
        home = self.folder / name
        home.mkdir(exist_ok=True)
        if self.library.home.kept.is_elsewhere:
            return home
        for shared in ("files", "results", "uploads"):
            with suppress(FileExistsError):
                (home / shared).symlink_to(self.library.home.folder / shared)
        return home

    @contextmanager
    def worker(self, name: str, slots: int = 1) -> Iterator[subprocess.Popen[str]]:
        """Run a worker on a machine; at the end nothing of it is left."""
        process = self.begin(name, slots)
        try:
            yield process
        finally:
            kill_family(process)

    def begin(self, name: str, slots: int = 1) -> subprocess.Popen[str]:
        program = [sys.executable, "tests/support/jobs_worker.py", str(self.machine(name))]
        path = os.pathsep.join(["src", "."])
        process = subprocess.Popen(
            [*program, str(self.diary), str(BEAT_S), str(DEAD_S), str(slots)],
            env={**os.environ, "PYTHONPATH": path, "AQVISION_DATABASE_URL": self.url},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        with process.stdout as said:
            assert said.readline() == "ready\n"
        return process


def tell_family(process: subprocess.Popen[str], number: int) -> None:
    """Send a signal to a process and what it started, as to a machine that stalls or goes on."""
    first = psutil.Process(process.pid)
    for one in (first, *first.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            one.send_signal(number)


def kill_family(process: subprocess.Popen[str]) -> None:
    """End a process that may be stopped, and what it started, at once."""
    with suppress(psutil.NoSuchProcess):
        family = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGCONT)
        process.kill()
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.kill()
    process.wait()


def open_cluster(folder: Path, url: str) -> Cluster:
    """Make a library on a server, with its queue."""
    from aqvision.jobs.queue import open_jobs

    library = open_library(folder / "home", url)
    with open_jobs(library, 0):
        session = library.add_session(library.add_athlete("Anna").id, "before")
    return Cluster(library, session, url, folder)
