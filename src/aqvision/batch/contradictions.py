"""Rows of a roster against one another -> mistakes: what cannot all be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from aqvision.batch.entry import LABELS, Entry, Kind, grouped
from aqvision.batch.table import Mistake
from aqvision.core.assets import file_sha256
from aqvision.core.wording import _

_ONCE = _("name each clip once, or say in the column track or shot which of two athletes is where")


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
    for group in grouped(named, lambda e: e.athlete.casefold()):
        yield from _spellings(group)
    for group in grouped(named, lambda e: e.athlete):
        yield from _heights(group)
        yield from _primaries(group)
        yield from _days(group)
        yield from _order(group)
        yield from _ladders(group)


def _same_clips(entries: Sequence[Entry]) -> Iterator[Mistake]:
    """Find clips that are given twice, by their name or under two names."""
    files = [entry for entry in entries if entry.clip.name]
    firsts = []
    for group in grouped(files, lambda e: e.clip):
        firsts.append(group[0])
        for i, entry in enumerate(group[1:], 1):
            first = next((e for e in group[:i] if not _are_two_people(e, entry)), None)
            if first is not None:
                text = _("'{name}' is in row {row} already").format(
                    name=entry.clip.name, row=first.row
                )
                yield Mistake(entry.row, "clip", text, _ONCE)
    for group in grouped(firsts, lambda e: e.clip.stat().st_size):
        if len(group) > 1:
            for same in grouped(group, lambda e: file_sha256(e.clip)):
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
    for session in grouped([e for e in group if e.session], lambda e: (e.label, e.session)):
        for entry, first in _unlike_first(session, lambda e: e.date):
            text = _("the session '{session}' is on {date} in row {row}").format(
                session=entry.session, date=first.date, row=first.row
            )
            yield Mistake(entry.row, "date", text, _("give one date a session"))
    for side in grouped(group, lambda e: e.label):
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


def _ladders(group: Sequence[Entry]) -> Iterator[Mistake]:
    """Find sessions with runs of a ladder and others: all runs of a session make its ladder."""
    runs = [entry for entry in group if entry.kind is not Kind.HOLD]
    for session in grouped(runs, lambda e: (e.label, e.date, e.session)):
        for entry, first in _unlike_first(session, lambda e: e.kind):
            text = _("the clip is a {kind}, that of row {row} a {first_kind} of the same session")
            yield Mistake(
                entry.row,
                "kind",
                text.format(kind=entry.kind, row=first.row, first_kind=first.kind),
                _("write ladder in all of them, or give the others a session of their own"),
            )
