"""Folders of reports -> what differs: after another run, or from rows in another order."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from aqvision.jobs.queue import default_workers
from benchmarks.batch import BatchRun

T = TypeVar("T")
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Again:
    """The same command once more: its seconds, and files that it wrote, added or removed."""

    seconds: float
    n_files: int
    touched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Orders:
    """The same clips by other rosters: results of each that differ from those of the first."""

    n_clips: int
    n_files: int
    differing: dict[str, tuple[str, ...]]


def files_of(folder: Path) -> dict[str, str]:
    """Give a checksum of each file by its place in a folder."""
    return _of_files(folder, _checksum)


def differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """Name what is not the same in both, or in one of them only."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def run_again(run: BatchRun) -> Again:
    """Run a batch that is done, and see what it touches."""
    before = _of_files(run.out, _state)
    seconds = run.to_the_end()
    after = _of_files(run.out, _state)
    return Again(seconds, len(after), tuple(differing(before, after)))


def try_orders(roster: Path, folder: Path) -> Orders:
    """Measure a roster as it is, shuffled with one worker, and parted in two.

    Parameters
    ----------
    roster
        Of few clips: each is measured three times.
    folder
        For all that is written; what is in it is removed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    head, *rows = list(csv.reader(roster.open(encoding="utf-8", newline="")))
    shuffled = random.Random(3).sample(rows, len(rows))
    half = rows[len(rows) // 2][0]
    parts = [[r for r in rows if r[0] < half], [r for r in rows if r[0] >= half]]
    first = _results(roster, folder / "first", [[head, *rows]])
    others = {
        "rows in another order, one worker": _results(
            roster, folder / "shuffled", [[head, *shuffled]], 1
        ),
        "two rosters": _results(roster, folder / "parted", [[head, *part] for part in parts]),
    }
    apart = {what: tuple(differing(first, results)) for what, results in others.items()}
    return Orders(len(rows), len(first), apart)


def _results(
    beside: Path, folder: Path, rosters: Sequence[Rows], n_workers: int = default_workers()
) -> dict[str, str]:
    """Measure rosters, each into a library of its own; gives checksums by athlete and clip."""
    found: dict[str, str] = {}
    for number, rows in enumerate(rosters):
        place = folder / str(number)
        place.mkdir(parents=True)
        roster = beside.with_name(f"{folder.name}-{number}.csv")
        with roster.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        run = BatchRun(roster, place, n_workers)
        run.to_the_end()
        found |= {_by_clip(run.out, name): sum_ for name, sum_ in files_of(run.out).items()}
    # pages of a whole roster speak of its rows
    return {name: checksum for name, checksum in found.items() if "/" in name}


def _by_clip(out: Path, name: str) -> str:
    """Name a file of a clip by the clip: which number it has, the order of the rows decides."""
    athlete, *rest = name.split("/")
    if len(rest) < 2:
        return name
    about = json.loads((out / athlete / rest[0] / "analysis.json").read_text(encoding="utf-8"))
    return "/".join([athlete, about["provenance"]["clip_name"], *rest[1:]])


def _of_files(folder: Path, tell: Callable[[Path], T]) -> dict[str, T]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): tell(path) for path in paths}


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _state(path: Path) -> tuple[int, int, str]:
    about = path.stat()
    return about.st_ino, about.st_mtime_ns, _checksum(path)
