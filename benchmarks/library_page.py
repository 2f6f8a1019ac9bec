"""What was measured of a large library -> the section of docs/performance.md that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.machine import describe_machine
from benchmarks.pages import Loaded, report
from validation.tables import section, table

HEADING = "## A large library"
# What a clip of a phone takes, 2 s at 240 frames/s.
_CLIP_MIB = 9.0


@dataclass(frozen=True, slots=True)
class OnDatabase:
    """A library on one kind of database: its pages, its size, and how long is spent on all of it.

    ``anew_ms`` is the server's own processor time for a start page after a change;
    ``n_connections`` is the most that were open while the pages were loaded, 0 of a file;
    ``load`` is how many processes wanted a core in the last 1, 5 and 15 minutes, at the end.
    """

    name: str
    pages: Sequence[Loaded]
    anew_ms: float
    database_mib: float
    check_s: float
    backup_s: float
    restore_s: float
    n_connections: int
    load: Sequence[float]


@dataclass(frozen=True, slots=True)
class LargeLibrary:
    """The same library on both, and how quickly bytes of clips are hashed."""

    n_athletes: int
    n_clips_each: int
    sqlite: OnDatabase
    postgresql: OnDatabase
    hashed_mib_per_s: float


def library_section(found: LargeLibrary) -> str:
    """Write the section, with its heading.

    Parameters
    ----------
    found
        What was measured.
    """
    both = (found.sqlite, found.postgresql)
    return section(
        HEADING,
        "Written by `python -m benchmarks.large_library`; do not edit. Machine: "
        f"{describe_machine()}. Server, database and whoever asks share its cores.",
        _about(found),
        *map(_pages, both),
        _times(both),
        _bytes(found),
    )


def _about(found: LargeLibrary) -> str:
    n_clips = found.n_athletes * found.n_clips_each
    return (
        f"{found.n_athletes} athletes, {n_clips:,} clips, all measured and compared; clips and "
        "results are on disk, of a few bytes each. PostgreSQL runs on the same machine and waits "
        "for the disk."
    )


def _pages(one: OnDatabase) -> str:
    loads = " / ".join(f"{value:.1f}" for value in one.load)
    return section(
        f"Pages on {one.name}; processes that wanted a core in 1 / 5 / 15 minutes: {loads}.",
        report(one.pages),
        f"After each change the start page is made anew: {one.anew_ms:.0f} ms of a core.",
    )


def _times(both: Sequence[OnDatabase]) -> str:
    rows = (
        f"{one.name} | {one.database_mib:.0f} | {one.check_s:.1f} | {one.backup_s:.1f} | "
        f"{one.restore_s:.1f}"
        for one in both
    )
    head = "| tables in | database, MiB | `library check`, s | backup, s | restore, s |"
    return section(
        table(head, rows),
        "The backup of SQLite is `library backup`, which checks the copy; that of PostgreSQL is "
        "`pg_dump --format=custom`, then the folders `files` and `results`. A restore puts them "
        "back where nothing was; `library check` of it found nothing, which is not in its time. "
        f"PostgreSQL had {both[1].n_connections} connections at most while its pages were loaded.",
    )


def _bytes(found: LargeLibrary) -> str:
    gib = found.n_athletes * found.n_clips_each * _CLIP_MIB / 1024
    minutes = gib * 1024 / found.hashed_mib_per_s / 60
    return (
        f"Bytes of clips are hashed at {found.hashed_mib_per_s:.0f} MiB/s from the system's cache. "
        f"So clips of {_CLIP_MIB:.0f} MiB, {gib:.0f} GiB of them, would take `library check` "
        f"{minutes:.0f} minutes more if the disk is as quick: calculated, not measured."
    )
