"""Clips of a folder -> Guesses: whose each is, which day and side, told by all names together."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aqvision.batch.dates import Order, Written, settle_order
from aqvision.batch.entry import LABELS, Kind
from aqvision.batch.names import Parts, read_name
from aqvision.core.letters import bare
from aqvision.core.wording import _, ngettext
from aqvision.video.filmed import find_filming_date

_BEFORE, _AFTER = LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What could be told of a clip; empty where it could not."""

    clip: str
    athlete: str = ""
    label: str = ""
    session: str = ""
    date: dt.date | None = None
    kind: Kind = Kind.RUN


@dataclass(frozen=True, slots=True)
class _Seen:
    """A clip's name and those of the folders above it, taken apart; the file's own comes first."""

    clip: Path
    written: str
    levels: tuple[Parts, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Words of the athlete's name: the file's own, or a folder's that says them and more."""
        named = [level.words for level in self.levels if level.words]
        if not named:
            return ()
        own = set(map(bare, named[0]))
        return next((more for more in named[1:] if own < set(map(bare, more))), named[0])

    @property
    def days(self) -> tuple[Written, ...]:
        return next((level.days for level in self.levels if level.days), ())

    def first(self, of: Callable[[Parts], object]) -> object:
        """Give what the nearest name says that says anything."""
        return next((said for level in self.levels if (said := of(level))), None)


def guess_clips(folder: Path, clips: Sequence[Path]) -> tuple[list[Guess], list[str]]:
    """Guess athlete, label and day of clips from their names, folders and tags.

    Parameters
    ----------
    folder, clips
        Folder of the roster, and paths inside it.

    Returns
    -------
    tuple of list of Guess and list of str
        One a clip, empty where nothing tells; and what somebody should know of how it was guessed.
    """
    seen = [_see(folder, clip) for clip in clips]
    names, merged = _names(seen)
    dates, unsettled = _dates(seen)
    labels, sessions = _labels(seen, names, dates)
    guesses = [
        Guess(
            clip=one.written,
            athlete=names[i],
            label=labels[i],
            session=sessions[i],
            date=dates[i],
            kind=one.first(lambda parts: parts.kind) or Kind.RUN,  # type: ignore[arg-type]
        )
        for i, one in enumerate(seen)
    ]
    return guesses, [*merged, *unsettled]


def _see(folder: Path, clip: Path) -> _Seen:
    place = clip.relative_to(folder)
    written = place.as_posix()
    levels = (read_name(place.stem), *(read_name(name) for name in reversed(place.parts[:-1])))
    return _Seen(clip, f"./{written}" if written[0] in "=+-@" else written, levels)


def _names(seen: Sequence[_Seen]) -> tuple[list[str], list[str]]:
    """Write each athlete's name in one way, where case, accents or order alone part two of them."""
    written = [" ".join(one.words) for one in seen]
    ways: dict[str, Counter[str]] = defaultdict(Counter)
    for name in filter(None, written):
        ways[_key(name)][name] += 1
    chosen = {key: _best(counts) for key, counts in ways.items()}
    remarks = [
        _("{names}: taken for one athlete").format(names=", ".join(sorted(counts)))
        for counts in ways.values()
        if len(counts) > 1
    ]
    return [chosen[_key(name)] if name else "" for name in written], sorted(remarks)


def _key(name: str) -> str:
    """Give what names of one athlete share: words without case and accents, in any order."""
    words = re.split(r"[\s-]+", bare(name))
    return " ".join(sorted(re.sub(r"(?<=\D)0+(?=\d)", "", word) for word in words))


def _best(counts: Counter[str]) -> str:
    """Choose the way to write a name: the most usual, then the one with the most accents."""
    return min(counts, key=lambda name: (-counts[name], sum(c.isascii() for c in name), name))


def _dates(seen: Sequence[_Seen]) -> tuple[list[dt.date | None], list[str]]:
    """Read the days: names before tags; which number is the month is told by all names together."""
    order = settle_order(day for one in seen for level in one.levels for day in level.days)
    if order is Order.UNKNOWN:
        order = settle_order(_by_tags(seen))
    days: list[dt.date | None] = []
    open_days: list[str] = []
    for one in seen:
        day = one.days[-1].read(order) if one.days else find_filming_date(one.clip)
        if day is None and one.days:
            open_days.append(one.days[-1].text)
        days.append(day)
    if not open_days:
        return days, []
    text = ngettext(
        "{days}: day or month may come first, so one date is left empty",
        "{days}: day or month may come first, so {n} dates are left empty",
        len(open_days),
    )
    shown = ", ".join(dict.fromkeys(open_days))
    return days, [text.format(days=shown, n=len(open_days))]


def _by_tags(seen: Sequence[_Seen]) -> Iterator[Written]:
    """Give the days that could be read in two ways as the tags of their films read them."""
    for one in seen:
        for day in one.days[-1:]:
            tagged = find_filming_date(one.clip) if day.is_open and not day.dotted else None
            if tagged is not None and tagged == day.day_first:
                yield replace(day, month_first=None)
            elif tagged is not None and tagged == day.month_first:
                yield replace(day, day_first=None)


def _labels(
    seen: Sequence[_Seen], names: Sequence[str], dates: Sequence[dt.date | None]
) -> tuple[list[str], list[str]]:
    """Tell before from after: by words, by what counts days of testing, by days; in this order."""
    labels = [str(one.first(lambda parts: parts.label) or "") for one in seen]
    counted = [one.first(lambda parts: parts.ordinal) for one in seen]
    people: dict[str, list[int]] = defaultdict(list)
    for i, name in enumerate(names):
        if name:
            people[name].append(i)
    sessions = _count(labels, counted, people)  # type: ignore[arg-type]
    for rows in people.values():
        _fill_tests(labels, seen, rows)
        _fill_by_days(labels, dates, rows)
    return labels, sessions


def _count(
    labels: list[str],
    counted: Sequence[tuple[str, int] | None],
    people: Mapping[str, Sequence[int]],
) -> list[str]:
    """Take the first of what is counted for before, the others for after; name more than two."""
    everybody = _steps(counted, range(len(counted)))
    sessions = [""] * len(labels)
    for rows in people.values():
        own = _steps(counted, rows)
        for i in rows:
            ordinal = counted[i]
            if ordinal is None or labels[i]:
                continue
            what, number = ordinal
            known = own[what] if len(own[what]) > 1 else everybody[what]
            if len(known) > 1:
                labels[i] = _BEFORE if number == min(known) else _AFTER
            if len(known) > 2:
                sessions[i] = f"T{number}" if what == "T" else f"{what} {number}"
    return sessions


def _steps(counted: Sequence[tuple[str, int] | None], rows: Sequence[int]) -> dict[str, set[int]]:
    """List the numbers of some clips, by what they count."""
    steps: dict[str, set[int]] = defaultdict(set)
    for what, number in filter(None, (counted[i] for i in rows)):
        steps[what].add(number)
    return steps


def _fill_tests(labels: list[str], seen: Sequence[_Seen], rows: Sequence[int]) -> None:
    """Take a test for the one before, where a retest of the athlete is there."""
    if any(labels[i] == _AFTER for i in rows) and all(labels[i] != _BEFORE for i in rows):
        for i in rows:
            if not labels[i] and seen[i].first(lambda parts: parts.test):
                labels[i] = _BEFORE


def _fill_by_days(labels: list[str], dates: Sequence[dt.date | None], rows: Sequence[int]) -> None:
    """Take the earliest day of an athlete for before; beside labelled days, only what is sure."""
    days = {i: day for i in rows if (day := dates[i]) is not None}
    if any(labels[i] for i in rows):
        before, after = ([days[i] for i in days if labels[i] == label] for label in LABELS)
    else:
        known = sorted(set(days.values()))
        before, after = (known[:1], known[1:]) if len(known) > 1 else ([], [])
    for i, day in days.items():
        if not labels[i] and before and day <= max(before):
            labels[i] = _BEFORE
        elif not labels[i] and after and day >= min(after):
            labels[i] = _AFTER
