"""Cells of a table of people -> rows: whom to add, height and mass, and their sessions.

The same columns as those of a roster, of which athlete alone has to be there. Clips are no part of
it: what is told of single clips is not used, which is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aqvision.batch.cells import read_entry
from aqvision.batch.contradictions import find_contradictions
from aqvision.batch.entry import Entry
from aqvision.batch.roster import settle_dates
from aqvision.batch.table import Cells, Line, Mistake, read_table
from aqvision.core.wording import _

NEEDED = ("athlete",)
USED = ("athlete", "label", "session", "date", "height_m", "mass_kg")
"""Columns that are used; the others of a roster may be there."""


@dataclass(frozen=True, slots=True)
class People:
    """Rows of a table of people, its mistakes in their order, and the columns that are not used."""

    entries: tuple[Entry, ...]
    mistakes: tuple[Mistake, ...]
    unused: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def read_people(cells: Cells, mistakes: Sequence[Mistake] = ()) -> People:
    """Read who is in a table, with every mistake named at once.

    Parameters
    ----------
    cells, mistakes
        Of the file, and what was wrong with it.
    """
    found = list(mistakes)
    table = read_table(cells, found, NEEDED)
    entries = settle_dates([read_entry(line, None, found) for line in table.lines])
    found.extend(_without_side(entries))
    found.extend(find_contradictions(entries))
    return People(
        entries=tuple(entries),
        mistakes=tuple(sorted(found, key=lambda mistake: mistake.row)),
        unused=tuple(_unused(table.lines)),
        remarks=table.remarks,
    )


def _without_side(entries: Sequence[Entry]) -> list[Mistake]:
    text, hint = _("a session needs a side"), _("write before or after, or leave day and name out")
    return [
        Mistake(entry.row, "label", text, hint)
        for entry in entries
        if not entry.label and (entry.date is not None or entry.session)
    ]


def _unused(lines: Sequence[Line]) -> list[str]:
    """Name the columns that hold something and are not used."""
    columns = lines[0].cells if lines else {}
    return [
        column
        for column in columns
        if column and column not in USED and any(line.cells.get(column) for line in lines)
    ]
