"""A large library: files that fit their rows, and pages that tell what was measured of it."""

from __future__ import annotations

import sys
from pathlib import Path

from aqvision.library.backup import check_library
from aqvision.library.library import open_library
from benchmarks import capacity, library_page
from benchmarks.capacity import Commits, Cost, capacity_section, processor_s
from benchmarks.library_page import LargeLibrary, OnDatabase, library_section
from benchmarks.pages import Loaded
from benchmarks.sections import put_section, take_section
from benchmarks.team_library import fill

PAGES = (Loaded("start", 300.0, 1.5, 610.0, 4.0, 99.0), Loaded("athlete", 9.0, 1.9, 390.0, 4, 9))


def on(name: str, n_connections: int) -> OnDatabase:
    return OnDatabase(name, PAGES, 700.0, 60.0, 7.25, 20.0, 6.0, n_connections, (3.5, 2.0, 1.0))


def test_a_library_with_files_is_whole(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        fill(library, 2, 4, with_files=True)
        assert check_library(library) == []
        assert len(list(library.home.results.iterdir())) == 2 * (4 + 3)


def test_the_section_tells_what_falls_short_and_what_was_calculated() -> None:
    told = library_section(LargeLibrary(300, 67, on("SQLite", 0), on("PostgreSQL", 14), 500.0))
    assert told.startswith(f"{library_page.HEADING}\n")
    assert "20,100 clips" in told
    assert "in 1 / 5 / 15 minutes: 3.5 / 2.0 / 1.0" in told
    assert "| athlete | 9 | 1.90 | 390 | 4 | 9 | **falls short** |" in told
    assert "14 connections" in told
    assert "700 ms of a core" in told
    assert "177 GiB" in told
    assert "6 minutes more" in told
    page = put_section("# Performance\n", told)
    assert take_section(page, library_page.HEADING) == told


def test_what_a_clip_costs_is_a_line_through_clips() -> None:
    costs = [Cost(n, 5.0 + 0.05 * n, 1.0, 2.0) for n in (100, 400, 1200)]
    told = capacity_section(costs, [Commits("SQLite", 8, 123.4)])
    assert told.startswith(f"{capacity.HEADING}\n")
    assert "5.0 s of a core for a clip and 50 ms for each frame" in told
    assert "| SQLite | 8 | 123 |" in told


def test_processor_time_is_that_of_all_processes() -> None:
    busy = "import time; t = time.process_time()\nwhile time.process_time() - t < 0.6: pass"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    assert 0.3 < processor_s([sys.executable, "-c", script]) < 5.0
