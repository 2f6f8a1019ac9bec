"""Roster file -> Roster: who is in which clip, with every mistake named at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aqvision.batch.cells import read_entry
from aqvision.batch.contradictions import find_contradictions
from aqvision.batch.entry import LABELS, Entry, Kind, grouped
from aqvision.batch.files import read_cells
from aqvision.batch.table import ROSTER_NAME, Mistake, read_table
from aqvision.core.errors import LibraryError, reason_of, shown
from aqvision.core.wording import _, ngettext, word_of


@dataclass(frozen=True, slots=True)
class Roster:
    """Clips of a team in the order of the file, and what should be known before they are used.

    ``sheet`` is that of a workbook; empty for a text file.
    """

    path: Path
    entries: tuple[Entry, ...]
    remarks: tuple[str, ...]
    sheet: str = ""

    @property
    def title(self) -> str:
        """Name of the team: that of the file, unless it has the name that every roster has."""
        named = self.path.stem != Path(ROSTER_NAME).stem
        return _("{name}: before and after").format(name=self.path.stem if named else _("Team"))

    def without_faces(self) -> Roster:
        """Give the same with faces hidden in the pictures of all clips."""
        return replace(self, entries=tuple(entry.without_faces() for entry in self.entries))


def read_roster(path: Path) -> Roster:
    """Read a roster.

    Parameters
    ----------
    path
        Of a CSV file or a workbook (.xlsx).

    Returns
    -------
    Roster
        Without a mistake.

    Raises
    ------
    LibraryError
        It is not there, or has mistakes: all of them are named, by row and column.
    """
    roster, mistakes = examine_roster(path)
    if mistakes:
        n = len(mistakes)
        count = ngettext("a mistake", "{n} mistakes", n).format(n=n)
        lines = [
            _("{name} has {count}:").format(name=_where(roster), count=count),
            *(f"  {mistake}" for mistake in mistakes),
        ]
        raise LibraryError("\n".join(lines), _("mend them in a spreadsheet and try again"))
    return roster


def _where(roster: Roster) -> str:
    """Name the file, and the sheet where there may be several."""
    if not roster.sheet:
        return roster.path.name
    return _("{name}, sheet '{sheet}',").format(name=roster.path.name, sheet=roster.sheet)


def examine_roster(path: Path) -> tuple[Roster, list[Mistake]]:
    """Read what can be read of a roster, and list its mistakes in the order of its rows.

    Parameters
    ----------
    path
        Of a CSV file or a workbook (.xlsx).

    Returns
    -------
    tuple of Roster and list of Mistake
        What could be read, and what is wrong.

    Raises
    ------
    LibraryError
        The file is not there or cannot be read.
    """
    mistakes: list[Mistake] = []
    try:
        cells = read_cells(path, mistakes)
    except OSError as error:
        raise LibraryError(
            _("{path} cannot be read: {reason}").format(path=shown(path), reason=reason_of(error)),
            _("name a roster; 'aqvision roster FOLDER' writes a first one"),
        ) from error
    table = read_table(cells, mistakes)
    entries = settle_dates([read_entry(line, path.parent, mistakes) for line in table.lines])
    mistakes.extend(find_contradictions(entries))
    remarks = () if mistakes else (*table.remarks, *find_gaps(entries))
    roster = Roster(path, tuple(entries), remarks, table.sheet)
    return roster, sorted(mistakes, key=lambda m: m.row)


def settle_dates(entries: Sequence[Entry]) -> list[Entry]:
    """Give the clips of a named session the date that one of them has.

    Parameters
    ----------
    entries
        Rows of a roster.

    Returns
    -------
    list of Entry
        The same rows in the same order.
    """
    settled = {}
    for group in grouped(entries, lambda e: (e.athlete, e.label, e.session)):
        dates = {entry.date for entry in group if entry.date is not None}
        for entry in group:
            missing = entry.session and entry.date is None and len(dates) == 1
            settled[entry.row] = replace(entry, date=min(dates)) if missing else entry
    return [settled[entry.row] for entry in entries]


def find_gaps(entries: Sequence[Entry]) -> Iterator[str]:
    """Say who cannot be compared, and for whom there is no scale.

    Parameters
    ----------
    entries
        Rows of a roster without a mistake.

    Yields
    ------
    str
        A sentence about all whom it concerns.
    """
    people = grouped(entries, lambda e: e.athlete)
    for here, missing in (LABELS, LABELS[::-1]):
        runs, holds = (_one_sided(people, here, of_holds) for of_holds in (False, True))
        if runs:
            yield _("No clip {missing} of {names}: nothing to compare.").format(
                missing=word_of(missing), names=", ".join(runs)
            )
        if holds:
            yield _("No hold {missing} of {names}: nothing to compare.").format(
                missing=word_of(missing), names=", ".join(holds)
            )
    unscaled = [g[0].athlete for g in people if all(e.height_m is None for e in g)]
    if unscaled:
        yield _("No height of {names}: step length and speed are withheld.").format(
            names=", ".join(unscaled)
        )


def _one_sided(people: Sequence[Sequence[Entry]], here: str, of_holds: bool) -> list[str]:
    """Name those who have runs, or holds, on one side only: each is compared with its own kind."""
    return [
        group[0].athlete
        for group in people
        if {e.label for e in group if (e.kind is Kind.HOLD) is of_holds} == {here}
    ]
