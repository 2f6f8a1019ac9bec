"""Forty jobs, two at a time, killed twenty times: all done, none twice, nothing damaged."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from aqvision.library.records import JobKind
from tests.support.jobs_chaos import N_KILLS
from tests.support.team_folder import processes_with, small_video, tiny_library

N_JOBS = 40


@pytest.mark.slow
def test_killed_twenty_times_all_is_done_and_nothing_twice(tmp_path: Path) -> None:
    library = tiny_library(tmp_path)
    session = library.add_session(library.add_athlete("Anna").id, "before")
    for i in range(N_JOBS):
        clip = small_video(tmp_path / f"sleep-0.3-{i}.mp4", b"%d" % i)
        library.add_job(JobKind.ANALYZE, run_id=library.add_run(session.id, clip).id)
    diary = tmp_path / "diary"
    command = [sys.executable, "tests/support/jobs_chaos.py", str(library.home.folder), str(diary)]
    path = os.pathsep.join(["src", "."])
    run = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.split() == ["killed"] * N_KILLS

    assert {job.state for job in library.jobs()} == {"done"}
    lines = diary.read_text().splitlines()
    made = Counter(line for line in lines if line.startswith("made"))
    assert made == {f"made sleep-0.3-{i}.mp4": 1 for i in range(N_JOBS)}
    assert len(lines) - 2 * N_JOBS > N_KILLS / 2  # as many were begun in vain
    analyses = [library.analysis_of(run.id) for run in library.runs(session.id)]
    folders = {analysis.folder for analysis in analyses if analysis is not None}
    assert {path.name for path in library.home.results.iterdir()} == folders
    assert len(folders) == N_JOBS
    with sqlite3.connect(library.home.database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not processes_with(str(diary))
    assert not list((library.home.folder / "locks").iterdir())
    assert library.executors() == ()
