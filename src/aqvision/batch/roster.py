"""Roster file -> Roster: who is in which clip, with every mistake named at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aqvision.batch.cells import LABELS, Entry, read_entry
from aqvision.batch.table import ROSTER_NAME, Mistake, read_table
from aqvision.core.assets import file_sha256
from aqvision.core.errors import LibraryError, reason_of, shown
from aqvision.core.wording import _, ngettext, word_of

_ONCE = _("name each clip once, or say in the column track or shot which of two athletes is where")


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
        return _("{name}: before and after").format(name=self.path.stem if named else _("Team"))

    def without_faces(self) -> Roster:
        """Give the same with faces hidden in the pictures of all clips."""
        return replace(self, entries=tuple(entry.without_faces() for entry in self.entries))


def read_roster(path: Path) -> Roster:
    """Read a roster.

    Parameters
    ----------
    path
        Of a CSV file.

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
            _("{name} has {count}:").format(name=path.name, count=count),
            *(f"  {mistake}" for mistake in mistakes),
        ]
        raise LibraryError("\n".join(lines), _("mend them in a spreadsheet and try again"))
    return roster


def examine_roster(path: Path) -> tuple[Roster, list[Mistake]]:
    """Read what can be read of a roster, and list its mistakes in the order of its rows.

    Parameters
    ----------
    path
        Of a CSV file.

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
        lines = read_table(path, mistakes)
    except OSError as error:
        raise LibraryError(
            _("{path} cannot be read: {reason}").format(path=shown(path), reason=reason_of(error)),
            _("name a roster; 'aqvision roster FOLDER' writes a first one"),
        ) from error
    entries = settle_dates([read_entry(line, path.parent, mistakes) for line in lines])
    mistakes.extend(find_contradictions(entries))
    remarks = () if mistakes else tuple(find_gaps(entries))
    return Roster(path, tuple(entries), remarks), sorted(mistakes, key=lambda m: m.row)


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
    for group in _grouped(entries, lambda e: (e.athlete, e.label, e.session)):
        dates = {entry.date for entry in group if entry.date is not None}
        for entry in group:
            missing = entry.session and entry.date is None and len(dates) == 1
            settled[entry.row] = replace(entry, date=min(dates)) if missing else entry
    return [settled[entry.row] for entry in entries]


def _grouped(entries: Iterable[Entry], key: Any) -> list[list[Entry]]:
    groups: dict[Hashable, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return list(groups.values())


def find_contradictions(entries: Sequence[Entry]) -> Iterator[Mistake]:
    """Find rows that cannot all be right.

    Parameters
    ----------
    entries
        Rows of a roster.

    Yields
    ------
    Mistake
        One a row that cannot stand beside another.
    """
    named = [entry for entry in entries if entry.athlete]
    yield from _same_clips(entries)
    for group in _grouped(named, lambda e: e.athlete.casefold()):
        yield from _spellings(group)
    for group in _grouped(named, lambda e: e.athlete):
        yield from _heights(group)
        yield from _primaries(group)
        yield from _days(group)
        yield from _order(group)


def _same_clips(entries: Sequence[Entry]) -> Iterator[Mistake]:
    """Find clips that are given twice, by their name or under two names."""
    files = [entry for entry in entries if entry.clip.name]
    firsts = []
    for group in _grouped(files, lambda e: e.clip):
        firsts.append(group[0])
        for i, entry in enumerate(group[1:], 1):
            first = next((e for e in group[:i] if not _are_two_people(e, entry)), None)
            if first is not None:
                text = _("'{name}' is in row {row} already").format(
                    name=entry.clip.name, row=first.row
                )
                yield Mistake(entry.row, "clip", text, _ONCE)
    for group in _grouped(firsts, lambda e: e.clip.stat().st_size):
        if len(group) > 1:
            for same in _grouped(group, lambda e: file_sha256(e.clip)):
                for entry in same[1:]:
                    text = _("'{name}' is a copy of the clip of row {row}").format(
                        name=entry.clip.name, row=same[0].row
                    )
                    yield Mistake(entry.row, "clip", text, _ONCE)


def _are_two_people(one: Entry, other: Entry) -> bool:
    """Tell whether two rows of one clip say who is whom in it, or in which shot each is."""
    tracks = {one.options.track, other.options.track}
    shots = {one.options.shot, other.options.shot}
    told = any(None not in two and len(two) > 1 for two in (tracks, shots))
    return one.athlete != other.athlete and told


def _unlike_first(
    group: Sequence[Entry], value: Callable[[Entry], Any]
) -> list[tuple[Entry, Entry]]:
    """Pair those that tell another value than the first of all who tell one, with that first."""
    known = [entry for entry in group if value(entry) is not None]
    return [(entry, known[0]) for entry in known[1:] if value(entry) != value(known[0])]


def _spellings(group: Sequence[Entry]) -> Iterator[Mistake]:
    for entry, first in _unlike_first(group, lambda e: e.athlete):
        text = _("'{athlete}' is '{first_athlete}' in row {row}").format(
            athlete=entry.athlete, first_athlete=first.athlete, row=first.row
        )
        yield Mistake(entry.row, "athlete", text, _("write a name the same in every row"))


def _heights(group: Sequence[Entry]) -> Iterator[Mistake]:
    for entry, first in _unlike_first(group, lambda e: e.height_m):
        text = _("{height_m:g} m contradicts {first_height_m:g} m in row {row}").format(
            height_m=entry.height_m, first_height_m=first.height_m, row=first.row
        )
        yield Mistake(entry.row, "height_m", text, _("give one height an athlete"))


def _primaries(group: Sequence[Entry]) -> Iterator[Mistake]:
    known = [entry for entry in group if entry.primaries]
    for entry in known[1:]:
        if set(entry.primaries or ()) != set(known[0].primaries or ()):
            text = f"the cell contradicts the one in row {known[0].row}"
            yield Mistake(entry.row, "primary", text, "name the same metrics once an athlete")


def _days(group: Sequence[Entry]) -> Iterator[Mistake]:
    """Find named sessions of two days, and sessions that nobody can put in order."""
    for session in _grouped([e for e in group if e.session], lambda e: (e.label, e.session)):
        for entry, first in _unlike_first(session, lambda e: e.date):
            text = _("the session '{session}' is on {date} in row {row}").format(
                session=entry.session, date=first.date, row=first.row
            )
            yield Mistake(entry.row, "date", text, _("give one date a session"))
    for side in _grouped(group, lambda e: e.label):
        undated = [entry for entry in side if entry.date is None]
        if undated and len({(entry.session, entry.date) for entry in side}) > 1:
            text = _("there are several sessions {label}, and this one has no date").format(
                label=undated[0].label
            )
            yield Mistake(undated[0].row, "date", text, _("date every session of the athlete"))


def _order(group: Sequence[Entry]) -> Iterator[Mistake]:
    """Find an athlete whose clips after training are older than those before it."""
    dated = [(e.date, e) for e in group if e.date is not None]
    before, after = ([pair for pair in dated if pair[1].label == label] for label in LABELS)
    if before and after:
        (day, first), (last_day, last) = (
            max(side, key=lambda pair: pair[0]) for side in (before, after)
        )
        if last_day < day:
            text = _("{last_day} is after training, but before training is {day}").format(
                last_day=last_day, day=day
            )
            hint = _("correct the date or the label here or in row {row}").format(row=first.row)
            yield Mistake(last.row, "date", text, hint)


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
    people = _grouped(entries, lambda e: e.athlete)
    for here, missing in (LABELS, LABELS[::-1]):
        names = [g[0].athlete for g in people if {e.label for e in g} == {here}]
        if names:
            yield _("No clip {missing} of {names}: nothing to compare.").format(
                missing=word_of(missing), names=", ".join(names)
            )
    unscaled = [g[0].athlete for g in people if all(e.height_m is None for e in g)]
    if unscaled:
        yield _("No height of {names}: step length and speed are withheld.").format(
            names=", ".join(unscaled)
        )
