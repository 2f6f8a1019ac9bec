"""A library with an athlete whose clips are measured by a fake, and what was done."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from aqvision.jobs.queue import Jobs, open_jobs
from aqvision.jobs.takeover import Liveness
from aqvision.library.library import Library
from aqvision.library.records import Job, Session
from aqvision.sandbox.limits import Limits
from tests.support.team_folder import fake_command, small_video

PATIENCE_S = 40


@dataclass(frozen=True, slots=True)
class Club:
    """A library with an athlete, two sessions, and a diary of what is done."""

    library: Library
    before: Session
    after: Session
    folder: Path

    @property
    def diary(self) -> Path:
        return self.folder / "diary"

    @property
    def told(self) -> list[str]:
        return self.diary.read_text().splitlines() if self.diary.exists() else []

    def run(self, name: str, session: Session | None = None, bytes_of: str = "") -> str:
        clip = small_video(self.folder / "clip", (bytes_of or name).encode())
        return self.library.add_run((session or self.before).id, clip, name=name).id

    def open(
        self, n_workers: int = 1, limits: Limits | None = None, liveness: Liveness | None = None
    ) -> AbstractContextManager[Jobs]:
        command = fake_command(self.diary)
        return open_jobs(self.library, n_workers, command=command, limits=limits, liveness=liveness)

    def elsewhere(self) -> subprocess.Popen[bytes]:
        """Run the jobs in another process until all are done."""
        command = [sys.executable, "tests/support/jobs_process.py", str(self.library.home.folder)]
        path = os.pathsep.join(["src", "."])
        return subprocess.Popen(
            [*command, str(self.diary)],
            env={**os.environ, "PYTHONPATH": path},
            stderr=subprocess.DEVNULL,
        )


def ended(jobs: Jobs, *ids: str) -> tuple[Job, ...]:
    found = jobs.wait(ids, PATIENCE_S)
    assert {job.state for job in found}.isdisjoint({"waiting", "running"})
    return found


def until(true: Callable[[], bool]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end_s
        time.sleep(0.02)
