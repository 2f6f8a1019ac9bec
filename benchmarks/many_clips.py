"""``make bench-many`` -> how a team's batch holds up: speed, memory, stops, reruns.

Short clips are rendered first and kept. A quiet run of all of them is timed; then the same roster
is measured anew and stopped again and again; then the first command is given once more, and some of
the clips are measured by other rosters. What was interrupted goes on with what it measured.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.batch import Batch, BatchRun, measure_batch
from benchmarks.batch_kills import Killed, stop_again_and_again
from benchmarks.batch_page import ManyClips, many_clips_section
from benchmarks.batch_reports import Again, Orders, run_again, try_orders
from benchmarks.kept import CACHE, KeptResults, program
from benchmarks.page import PAGE
from benchmarks.sections import put_section
from benchmarks.team_clips import N_FRAMES, TeamClip, render_team, team_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many clips of how many athletes, how many stops, and clips of the other rosters."""

    n_clips: int
    n_athletes: int
    n_stops: int
    n_reordered: int
    n_reordered_athletes: int


# On two quiet cores about 25 minutes.
FULL = Plan(200, 25, 20, 12, 4)


def main() -> None:
    """Measure and write the section, or try it with few clips and write nothing."""
    arguments = _arguments()
    n_clips, n_athletes = arguments.clips, arguments.athletes
    plan = Plan(n_clips, n_athletes, arguments.stops, min(12, n_clips), min(4, n_athletes))
    cache = arguments.cache.resolve()
    cache.mkdir(parents=True, exist_ok=True)
    done = KeptResults(cache / "many-clips.json", f"{program()} {plan}")
    text = many_clips_section(_measure(plan, cache, done))
    if plan == FULL:
        PAGE.write_text(put_section(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")
        done.forget()
    print(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=FULL.n_clips, help="with fewer, no page")
    parser.add_argument("--athletes", type=int, default=FULL.n_athletes)
    parser.add_argument("--stops", type=int, default=FULL.n_stops)
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder for clips and runs")
    return parser.parse_args()


def _measure(plan: Plan, cache: Path, done: KeptResults) -> ManyClips:
    _say("the clips")
    clips = render_team(team_of(plan.n_clips, plan.n_athletes), cache)
    few = render_team(team_of(plan.n_reordered, plan.n_reordered_athletes), cache)
    work = cache / "many-clips"
    work.mkdir(exist_ok=True)
    roster = _write_roster("team.csv", clips)
    quiet, stopped = (BatchRun(roster, work / name) for name in ("quiet", "stopped"))

    def measure_quiet() -> Batch:
        shutil.rmtree(quiet.folder, ignore_errors=True)
        return measure_batch(quiet, list(clips.values()))

    batch = _once(done, "a quiet run", Batch, measure_quiet)
    again = _once(done, "the same command again", Again, lambda: run_again(quiet))
    killed = _once(
        done,
        "stops at random moments",
        Killed,
        lambda: stop_again_and_again(stopped, quiet, batch.seconds, plan.n_stops),
    )
    of_few = _write_roster("few.csv", few)
    orders = _once(done, "other rosters", Orders, lambda: try_orders(of_few, work / "orders"))
    return ManyClips(plan.n_athletes, N_FRAMES, batch, killed, again, orders)


def _write_roster(name: str, clips: Mapping[TeamClip, Path]) -> Path:
    """Write beside the clips who is in which of them, in their order."""
    path = next(iter(clips.values())).with_name(name)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["athlete", "label", "clip", "height_m"])
        for clip, place in clips.items():
            who = f"Athlete {clip.athlete:02d}"
            writer.writerow([who, clip.label, place.name, clip.height_m])
    return path


def _once(done: KeptResults, what: str, kind: type[T], measure: Callable[[], T]) -> T:
    _say(what)
    return done.once(what, kind, measure)


def _say(what: str) -> None:
    print(f"many clips: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
