"""Runs the jobs of a library until all are done: ``python jobs_process.py HOME DIARY``."""

from __future__ import annotations

import sys
from pathlib import Path

from aqvision.jobs.queue import open_jobs
from aqvision.library.library import open_library
from tests.support.team_folder import fake_command


def run_to_the_end(home: Path, diary: Path) -> None:
    library = open_library(home)
    with open_jobs(library, 2, command=fake_command(diary)) as jobs:
        jobs.wait([job.id for job in library.jobs()])


if __name__ == "__main__":
    run_to_the_end(Path(sys.argv[1]), Path(sys.argv[2]))
