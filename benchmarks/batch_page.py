"""What was measured of many clips -> the section of docs/performance.md that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.batch import Batch
from benchmarks.batch_kills import Killed
from benchmarks.batch_reports import Again, Orders
from benchmarks.machine import describe_machine
from validation.tables import met, section, table

HEADING = "## Many clips"
_SHARE_TARGET, _GROWTH_TARGET, _AGAIN_TARGET_S = 0.85, 1.1, 5.0
_NAMED = 3


@dataclass(frozen=True, slots=True)
class ManyClips:
    """Everything measured of one team's clips."""

    n_athletes: int
    n_frames: int
    batch: Batch
    killed: Killed
    again: Again
    orders: Orders


def many_clips_section(found: ManyClips) -> str:
    """Write the section, with its heading."""
    return section(
        HEADING,
        f"Written by `make bench-many`; do not edit. Machine: {describe_machine()}.",
        table("| claim | result | target | |", _claims(found)),
        _speed(found),
        _stops(found.killed),
        _again(found.again),
        _orders(found.orders),
    )


def _claims(found: ManyClips) -> list[str]:
    batch, killed, again = found.batch, found.killed, found.again
    n_stops = sum(killed.stops.values())
    share = batch.against_share
    apart = len(killed.differing) + len(killed.faults) + killed.wrong_ends
    n_orders = sum(len(names) for names in found.orders.differing.values())
    return [
        "a batch against `analyze` on a worker's part of the cores, times the workers | "
        f"{share:.2f} | at least {_SHARE_TARGET:g} | {met(share >= _SHARE_TARGET)}",
        f"memory late in a batch against early | {batch.growth:.2f} | at most {_GROWTH_TARGET:g} | "
        f"{met(batch.growth <= _GROWTH_TARGET)}",
        f"files that differ, or faults, after {n_stops} stops | {apart} | 0 | {met(not apart)}",
        f"the same command again, s | {again.seconds:.1f} | at most {_AGAIN_TARGET_S:g} | "
        f"{met(again.seconds <= _AGAIN_TARGET_S)}",
        f"files that it touches | {len(again.touched)} | 0 | {met(not again.touched)}",
        "results that differ where rows, rosters or workers do | "
        f"{n_orders} | 0 | {met(not n_orders)}",
    ]


def _speed(found: ManyClips) -> str:
    batch = found.batch
    return (
        f"`aqvision batch` on a roster of {batch.n_clips} rendered clips of {found.n_athletes} "
        f"athletes, each another run of {found.n_frames} frames, {batch.n_workers} at a time: "
        f"{batch.seconds:.0f} s in all, comparisons and pages included, "
        f"{batch.seconds / batch.n_clips:.1f} s a clip. `aqvision analyze` takes "
        f"{batch.alone_s:.1f} s for one of them on all cores and {batch.share_s:.1f} s on the part "
        f"of them that one of {batch.n_workers} workers has, so the batch is "
        f"{batch.against_alone:.2f} times as quick as the command called for one clip after the "
        f"other. All processes together held {batch.early_mib:.0f} MiB at most in the first third "
        f"of the time and {batch.late_mib:.0f} MiB in the last."
    )


def _stops(killed: Killed) -> str:
    ways = ", ".join(f"{n} times {way}" for way, n in killed.stops.items())
    return (
        f"Stopped at random moments and started again until it ended ({ways}), it took "
        f"{killed.seconds:.0f} s. Of {killed.n_files} files of reports, "
        f"{_those(killed.differing)} from those of the run that was left alone; the library has "
        f"{'no fault' if not killed.faults else '; '.join(killed.faults[:_NAMED])}."
    )


def _again(again: Again) -> str:
    return f"The same command again, when all is done: of {again.n_files} files, " + (
        f"{_named(again.touched)} were written again, added or removed."
        if again.touched
        else "none is touched."
    )


def _orders(orders: Orders) -> str:
    told = "; ".join(f"{what}: {_those(names)}" for what, names in orders.differing.items())
    return (
        f"{orders.n_clips} of the clips, measured anew by other rosters; of {orders.n_files} files "
        f"of athletes and clips, {told}."
    )


def _those(names: Sequence[str]) -> str:
    return f"{_named(names)} differ" if names else "none differs"


def _named(names: Sequence[str]) -> str:
    some = ", ".join(f"`{name}`" for name in names[:_NAMED])
    return f"{len(names)} ({some}{', ...' if len(names) > _NAMED else ''})"
