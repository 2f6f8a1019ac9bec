"""Names of files -> days written in them, and what is left; which of two numbers is the month."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from aqvision.core.letters import bare
from aqvision.core.recorded import possible

_MONTHS = (
    "january jan januar jaenner janner janvier janv enero ene",
    "february feb februar fevrier fevr fev febrero",
    "march mar marz maerz mrz mars marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug aout agosto ago",
    "september sep sept septembre septiembre set",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez decembre diciembre dic",
)
_MONTH = {name: number for number, row in enumerate(_MONTHS, 1) for name in row.split()}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_GAP = r"[\s_.,-]*"
# The hour, as phones write it after the day: at 14.30.12, _143012345, -14-30-12-123.
_CLOCK = (
    r"(?:(?:[\s_T-]|[\s_]+(?:at|um|a|a las|kl)[\s_]+)+"
    r"(?:\d{6}(?:\d{3})?|\d{1,2}[.:h-]\d{2}(?:[.:-]\d{2}(?:[.-]\d{3})?)?)(?!\d))?"
    r"(?:[\s_]*[ap]m\b)?"
)
_YEAR_FIRST = re.compile(
    rf"(?i)(?<!\d)(20\d\d)(?:([-_. ])(\d{{1,2}})\2(\d{{1,2}})|(\d\d)(\d\d))(?!\d){_CLOCK}"
)
_YEAR_LAST = re.compile(
    rf"(?i)(?<!\d)(?:(\d{{1,2}})([-_. ])(\d{{1,2}})\2(20\d\d)|(\d{{1,2}})([.-])(\d{{1,2}})\6(\d\d)"
    rf"|(\d\d)(\d\d)(20\d\d))(?!\d){_CLOCK}"
)
_DAY_NAMED = re.compile(
    rf"(?i)(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er)?{_GAP}(?:de{_GAP}|of{_GAP})?(?<![a-z])({_NAMES})"
    rf"(?![a-z]){_GAP}(?:de{_GAP})?(20\d\d|\d\d)(?!\d){_CLOCK}"
)
_MONTH_NAMED = re.compile(
    rf"(?i)(?<![a-z])({_NAMES}){_GAP}(\d{{1,2}})(?:st|nd|rd|th)?[\s_.,-]+(20\d\d)(?!\d){_CLOCK}"
)
_SEASONS = "spring|summer|autumn|winter|fruhjahr|fruehjahr|sommer|herbst|hiver|ete|invierno|verano"
_NO_DAY = re.compile(rf"(?i)(?<![a-z])(?:{_NAMES}|{_SEASONS}){_GAP}20\d\d(?!\d)")
# Phones that name a recording of their screen so write the month first.
_MONTH_IS_FIRST = re.compile(r"(?i)screenrecording_$")


class Order(StrEnum):
    """How two numbers of a day are read where either could be the month."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Written:
    """A day as a name has it: read with the day first, and with the month first.

    None where that reading is no day of the calendar on which a clip can have been filmed; both
    are alike where nothing is to be settled. ``dotted`` is written as 1.3.2026.
    """

    text: str
    day_first: dt.date | None
    month_first: dt.date | None
    dotted: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether it is two days, as the numbers are read."""
        both = self.day_first is not None and self.month_first is not None
        return both and self.day_first != self.month_first

    @property
    def sure(self) -> dt.date | None:
        """The day, where only one reading is left."""
        return None if self.is_open else self.day_first or self.month_first

    def read(self, order: Order) -> dt.date | None:
        """Give the day by the order of a folder; dots go with the day first if that is unknown.

        Parameters
        ----------
        order
            What :func:`settle_order` found.
        """
        if not self.is_open:
            return self.sure
        if order is Order.MONTH_FIRST:
            return self.month_first
        if order is Order.DAY_FIRST or self.dotted:
            return self.day_first
        return None


def cut_dates(text: str) -> tuple[str, tuple[Written, ...]]:
    """Take the days out of a name, with the hours after them.

    Parameters
    ----------
    text
        Name of a file without its ending, or of a folder.

    Returns
    -------
    tuple of str and tuple of Written
        The rest, with spaces in place of the days, and the days in the order found.

    Examples
    --------
    >>> rest, days = cut_dates("Anna_20260301_143012_vor")
    >>> rest.split("_"), str(days[0].sure)
    (['Anna', '               ', 'vor'], '2026-03-01')
    """
    days: list[tuple[int, Written]] = []
    for form, reader in (*_READERS, (_NO_DAY, None)):
        for found in reversed(list(form.finditer(_flat(text)))):
            day = reader(found) if reader else None
            if day is not None:
                days.append((found.start(), day))
            if day is not None or reader is None:
                gap = " " * (found.end() - found.start())
                text = text[: found.start()] + gap + text[found.end() :]
    return text, tuple(day for _place, day in sorted(days, key=lambda pair: pair[0]))


def _flat(text: str) -> str:
    """Give a text without accents, letter by letter: places in it stay the same."""
    return "".join(bare(char)[:1] or char for char in text)


def settle_order(days: Iterable[Written]) -> Order:
    """Tell from all days of a folder which number comes first; they speak for one order or none.

    Parameters
    ----------
    days
        All that are written with two numbers before the year.
    """
    days = [day for day in days if day.day_first != day.month_first]
    day_first = any(day.month_first is None for day in days)
    month_first = any(day.day_first is None for day in days)
    if day_first == month_first:
        return Order.UNKNOWN
    return Order.DAY_FIRST if day_first else Order.MONTH_FIRST


def _date(year: str, month: int, day: int) -> dt.date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return possible(dt.date(full, month, day))
    except ValueError:
        return None


def _sure(text: str, day: dt.date | None) -> Written | None:
    return None if day is None else Written(text, day, day)


def _year_first(found: re.Match[str]) -> Written | None:
    month, day = (int(found[a] or found[b]) for a, b in ((3, 5), (4, 6)))
    return _sure(found[0], _date(found[1], month, day))


def _year_last(found: re.Match[str]) -> Written | None:
    parts = [part for part in found.groups() if part]
    numbers = [part for part in parts if part.isdigit()]
    one, other, year = int(numbers[0]), int(numbers[1]), numbers[2]
    day_first, month_first = _date(year, other, one), _date(year, one, other)
    if day_first is None and month_first is None:
        return None
    if _MONTH_IS_FIRST.search(found.string[: found.start()]):
        return _sure(found[0], month_first)
    return Written(found[0].strip(), day_first, month_first, dotted="." in parts)


def _day_named(found: re.Match[str]) -> Written | None:
    return _sure(found[0], _date(found[3], _MONTH[found[2]], int(found[1])))


def _month_named(found: re.Match[str]) -> Written | None:
    return _sure(found[0], _date(found[3], _MONTH[found[1]], int(found[2])))


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Written | None]], ...] = (
    (_YEAR_FIRST, _year_first),
    (_DAY_NAMED, _day_named),
    (_MONTH_NAMED, _month_named),
    (_YEAR_LAST, _year_last),
)
