"""Many clips: each is another run, what differs is named, and the page says what fell short."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from aqvision.core.types import FloatArray
from benchmarks import batch_kills
from benchmarks.batch import Batch, BatchRun
from benchmarks.batch_kills import Killed, stop_again_and_again
from benchmarks.batch_page import HEADING, ManyClips, many_clips_section
from benchmarks.batch_reports import Again, Orders, differing, files_of, run_again
from benchmarks.kept import KeptResults
from benchmarks.sections import put_section, take_section
from benchmarks.team_clips import FPS, N_FRAMES, TeamClip, team_of
from samples.generator import simulate_sprint

TIME_S = np.arange(N_FRAMES) / FPS


def knee_paths(clip: TeamClip) -> FloatArray:
    joints = simulate_sprint(clip.parameters, clip.body, TIME_S).joints_m
    return np.stack([joints[f"{side}_knee"] for side in ("left", "right")])


def test_a_team_is_dealt_evenly_and_each_athlete_has_both_sides() -> None:
    team = team_of(12, 4)
    assert len(set(team)) == len({clip.name for clip in team}) == 12
    for athlete in range(4):
        labels = [clip.label for clip in team if clip.athlete == athlete]
        assert labels == ["before", "before", "after"]
    assert len({clip.height_m for clip in team}) == 4


def test_no_clip_shows_the_run_of_another() -> None:
    paths = [knee_paths(clip) for clip in team_of(8, 1)]
    assert all(np.abs(one - other).max() > 0.1 for one, other in combinations(paths, 2))


def test_what_differs_is_named(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        (folder / "ben").mkdir(parents=True)
        for name in ("same", "changed", "ben/gone"):
            (folder / name).write_text(name)
    assert differing(files_of(one), files_of(other)) == []
    (other / "changed").write_text("otherwise")
    (other / "ben" / "gone").unlink()
    (other / "new").write_text("new")
    assert differing(files_of(one), files_of(other)) == ["ben/gone", "changed", "new"]


class Scripted(BatchRun):
    """A run of a program in place of the batch."""

    @property
    def command(self) -> list[str]:
        return [sys.executable, str(self.roster), str(self.folder)]


def scripted(folder: Path, name: str, program: str) -> BatchRun:
    script = folder / f"{name}.py"
    script.write_text(f"import pathlib, sys, time\nhome = pathlib.Path(sys.argv[1])\n{program}")
    return Scripted(script, folder / name)


APPENDS = """
out = home / "out"
out.mkdir(parents=True, exist_ok=True)
with (home / "begun").open("a") as file:
    file.write("x")
for step in ("one", "two"):
    time.sleep(0.4)
    (out / step).write_text(step + FLAW)
"""


@pytest.mark.parametrize(
    ("flaw", "apart"), [('""', ()), ("(home / 'begun').read_text()", ("one", "two"))]
)
def test_a_batch_is_stopped_as_often_as_said_and_what_comes_out_otherwise_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flaw: str, apart: tuple[str, ...]
) -> None:
    monkeypatch.setattr(batch_kills, "_START_S", 0.1)
    run, quiet = (scripted(tmp_path, name, APPENDS.replace("FLAW", flaw)) for name in ("a", "b"))
    quiet.to_the_end()
    killed = stop_again_and_again(run, quiet, 0.8, 5)
    assert killed.differing == apart
    assert sum(killed.stops.values()) == 5
    assert (run.folder / "begun").stat().st_size <= 6
    assert killed.wrong_ends == 1  # this program knows nothing of Ctrl-C
    assert killed.n_files == 2


def test_what_a_second_run_touches_is_told(tmp_path: Path) -> None:
    program = """
out = home / "out"
if not out.exists():
    out.mkdir(parents=True)
    (out / "kept").write_text("kept")
(out / "again").write_text("always the same")
"""
    run = scripted(tmp_path, "run", program)
    run.to_the_end()
    again = run_again(run)
    assert again.touched == ("again",)
    assert (again.n_files, again.seconds < 5) == (2, True)


FOUND = ManyClips(
    25,
    60,
    Batch(60, 2, 300.0, 8.0, 11.0, 1000.0, 1050.0),
    Killed({"killed": 12, "asked": 3}, 400.0, 700, 0, (), ()),
    Again(2.5, 700, ()),
    Orders(12, 80, {"shuffled": ()}),
)


def test_the_section_judges_what_was_measured() -> None:
    good = many_clips_section(FOUND)
    assert "times the workers | 1.10 | at least 0.85 | met |" in good
    assert "| memory late in a batch against early | 1.05 | at most 1.1 | met |" in good
    assert "| files that differ, or faults, after 15 stops | 0 | 0 | met |" in good
    assert "5.0 s a clip" in good
    assert "the batch is 1.60 times as quick" in good
    assert "falls short" not in good
    poor = many_clips_section(
        replace(
            FOUND,
            killed=replace(FOUND.killed, differing=("a", "b", "c", "d"), wrong_ends=1),
            again=Again(7.0, 700, ("index.html",)),
            orders=Orders(12, 80, {"shuffled": ("e", "f"), "parted": ()}),
        )
    )
    assert "after 15 stops | 5 | 0 | **falls short** |" in poor
    assert "| the same command again, s | 7.0 | at most 5 | **falls short** |" in poor
    assert "| files that it touches | 1 | 0 | **falls short** |" in poor
    assert "workers do | 2 | 0 | **falls short** |" in poor
    assert "4 (`a`, `b`, `c`, ...) differ" in poor
    assert "shuffled: 2 (`e`, `f`) differ; parted: none differs." in poor


def test_the_section_takes_its_place_in_the_page_and_nothing_else_moves() -> None:
    page = "# Page\n\n## Many clips\n\nfew \\d\n\n### Which\n\nall\n\n## Other\n\nmore\n"
    assert take_section(page, HEADING) == "## Many clips\n\nfew \\d\n\n### Which\n\nall"
    new = "## Many clips\n\nmany"
    assert put_section(page, new) == "# Page\n\n## Many clips\n\nmany\n\n## Other\n\nmore\n"
    assert take_section(put_section("# Page\n", new), HEADING) == new
    assert take_section("# Page\n", HEADING) == ""


def test_what_was_found_of_many_clips_is_kept(tmp_path: Path) -> None:
    found = replace(FOUND.orders, differing={"shuffled": ("e", "f"), "parted": ()})
    kept = KeptResults(tmp_path / "kept.json", "this program")
    assert kept.once("orders", Orders, lambda: found) == found
    assert kept.once("stops", Killed, lambda: FOUND.killed) == FOUND.killed
