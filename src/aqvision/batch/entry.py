"""A row of a roster as values: a clip, whose it is, what it shows, and what is known of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from aqvision.library.records import RunOptions

LABELS = ("before", "after")


class Kind(StrEnum):
    """What a clip shows.

    A run of a ladder is one of several at rising efforts: it is measured and compared as any run,
    and the runs of its session are followed over their speeds as well. A hold is measured and
    compared by itself, apart from the runs of the day.
    """

    RUN = "run"
    LADDER = "ladder"
    HOLD = "hold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A clip of a roster, and what it says of it; None where it says nothing.

    ``row`` is counted as a spreadsheet does: the header is row 1. ``given`` names the options that
    the roster has a column for: of the others the library may know more. ``primaries`` are the
    metrics that the training was meant to change, None where the roster has no column for them.
    """

    row: int
    athlete: str
    label: str
    clip: Path
    session: str
    date: dt.date | None
    height_m: float | None
    mass_kg: float | None
    options: RunOptions
    given: frozenset[str]
    primaries: tuple[str, ...] | None = None
    kind: Kind = Kind.RUN

    def options_with(self, known: RunOptions) -> RunOptions:
        """Give what is known of the run, with what the roster says of it.

        Parameters
        ----------
        known
            What is known of the run already.
        """
        return replace(known, **{name: getattr(self.options, name) for name in self.given})

    def without_faces(self) -> Entry:
        """Give the same with faces hidden in its pictures, which no column says."""
        options = replace(self.options, blur_faces=True)
        return replace(self, options=options, given=self.given | {"blur_faces"})


def grouped(entries: Iterable[Entry], key: Callable[[Entry], Hashable]) -> list[list[Entry]]:
    """Put rows together that share a key, in the order in which each key comes first.

    Parameters
    ----------
    entries, key
        Rows, and what those of one group have alike.
    """
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return list(groups.values())
