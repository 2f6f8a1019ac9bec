"""Roster file -> Roster: who is in which clip, with every mistake named at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aqvision.batch.cells import Entry, read_entry
from aqvision.batch.rules import find_contradictions, find_gaps, settle_dates
from aqvision.batch.table import ROSTER_NAME, Mistake, read_table
from aqvision.core.errors import LibraryError, reason_of, shown


@dataclass(frozen=True, slots=True)
class Roster:
    """Clips of a team in the order of the file, and what should be known before they are used."""

    path: Path
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...]

    @property
    def title(self) -> str:
        """Name of the team: that of the file, unless it has the name that every roster has."""
        named = self.path.name != ROSTER_NAME
        return f"{self.path.stem if named else 'Team'}: before and after"


def read_roster(path: Path) -> Roster:
    """Read a roster.

    Raises
    ------
    LibraryError
        It is not there, or has mistakes: all of them are named, by row and column.
    """
    roster, mistakes = examine_roster(path)
    if mistakes:
        count = "a mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        lines = [f"{path.name} has {count}:", *(f"  {mistake}" for mistake in mistakes)]
        raise LibraryError("\n".join(lines), "mend them in a spreadsheet and try again")
    return roster


def examine_roster(path: Path) -> tuple[Roster, list[Mistake]]:
    """Read what can be read of a roster, and list its mistakes in the order of its rows.

    Raises
    ------
    LibraryError
        The file is not there or cannot be read.
    """
    mistakes: list[Mistake] = []
    try:
        lines = read_table(path, mistakes)
    except OSError as error:
        raise LibraryError(
            f"{shown(path)} cannot be read: {reason_of(error)}",
            "name a roster; 'aqvision roster FOLDER' writes a first one",
        ) from error
    entries = settle_dates([read_entry(line, path.parent, mistakes) for line in lines])
    mistakes.extend(find_contradictions(entries))
    remarks = () if mistakes else tuple(find_gaps(entries))
    return Roster(path, tuple(entries), remarks), sorted(mistakes, key=lambda m: m.row)
