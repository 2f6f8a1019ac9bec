"""What the user says and the film's tags -> Recorded: the day on which a clip was filmed."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aqvision.core.errors import CalibrationError
from aqvision.core.wording import MONTHS, _

_FIRST_YEAR = 1990
"""No sprint clip is older; what is written so is a slip of the pen."""
# Day begins in the easternmost time zone, UTC+14, whatever the zone of the clip.
_EASTERNMOST = dt.timedelta(hours=14)
_HINT = _("write it as year-month-day, for example 2026-03-14")


class RecordedFrom(StrEnum):
    """Who tells the day of filming."""

    GIVEN = "given"
    FILM = "film"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Recorded:
    """The day on which a clip was filmed, and who tells it; None where nobody does."""

    on: dt.date | None = None
    source: RecordedFrom = RecordedFrom.UNKNOWN

    def to_dict(self) -> dict[str, str | None]:
        """List every field for a JSON file.

        >>> Recorded(dt.date(2026, 3, 1), RecordedFrom.GIVEN).to_dict()
        {'on': '2026-03-01', 'source': 'given'}
        """
        return {"on": self.on.isoformat() if self.on else None, "source": self.source.value}


@dataclass(frozen=True, slots=True)
class Filmed:
    """When a film was made, as its file says; ``local`` tells whether on the clock of its place.

    Most cameras write the time of Greenwich, and not where they were.

    >>> evening = Filmed(dt.datetime(2026, 3, 14, 23, 30, tzinfo=dt.UTC), local=False)
    >>> evening.day().day, evening.day(zone_min=60).day
    (14, 15)
    """

    moment: dt.datetime
    local: bool

    def day(self, zone_min: int | None = None) -> dt.date:
        """Give the day on which it was filmed.

        Parameters
        ----------
        zone_min
            Minutes by which clocks were ahead of Greenwich there, if known; of no account where
            the file says it itself.
        """
        if self.local or zone_min is None or self.moment.tzinfo is None:
            return self.moment.date()
        return self.moment.astimezone(dt.timezone(dt.timedelta(minutes=zone_min))).date()

    def to_json(self) -> str:
        """Write it down."""
        return json.dumps({"moment": self.moment.isoformat(), "local": self.local})

    @classmethod
    def from_json(cls, text: str) -> Filmed:
        """Read what :meth:`to_json` wrote.

        Parameters
        ----------
        text
            JSON.

        Raises
        ------
        ValueError, KeyError, TypeError
            It is none.
        """
        values = json.loads(text)
        return cls(dt.datetime.fromisoformat(values["moment"]), local=bool(values["local"]))


def recorded_from_dict(row: dict[str, Any]) -> Recorded:
    """Read what :meth:`Recorded.to_dict` wrote.

    Parameters
    ----------
    row
        From a JSON file.

    Raises
    ------
    KeyError, TypeError, ValueError
        A field is missing, or holds what it cannot.
    """
    on = None if row["on"] is None else dt.date.fromisoformat(row["on"])
    return Recorded(on, RecordedFrom(row["source"]))


def recorded_on(given: dt.date | None, film: dt.date | None = None) -> Recorded:
    """Choose the day of filming: the user's word goes before the film's own.

    Parameters
    ----------
    given
        What the user says.
    film
        What the tags of the file say.

    Examples
    --------
    >>> str(recorded_on(None, dt.date(2026, 3, 1)).source)
    'film'
    """
    if given is not None:
        return Recorded(given, RecordedFrom.GIVEN)
    return Recorded() if film is None else Recorded(film, RecordedFrom.FILM)


def last_day() -> dt.date:
    """Give the latest day that has begun somewhere on earth."""
    return (dt.datetime.now(dt.UTC) + _EASTERNMOST).date()


def possible(day: dt.date | None) -> dt.date | None:
    """Give a day if a clip can have been filmed on it, else None.

    Parameters
    ----------
    day
        Any day, or None.

    Examples
    --------
    >>> possible(dt.date(2026, 3, 1)), possible(dt.date(2999, 1, 1))
    (datetime.date(2026, 3, 1), None)
    """
    return day if day is not None and day.year >= _FIRST_YEAR and day <= last_day() else None


def refuse_day(day: dt.date | None) -> None:
    """Refuse a day on which no clip can have been filmed.

    Parameters
    ----------
    day
        What the user says; None is not refused.

    Raises
    ------
    CalibrationError
        It is in the future or too long ago.
    """
    if day is not None and possible(day) is None:
        why = _("too long ago") if day.year < _FIRST_YEAR else _("in the future")
        raise CalibrationError(
            _("{day} is {why}").format(day=day, why=why), _("give the day on which it was filmed")
        )


def show_day(day: dt.date) -> str:
    """Write a day as people do.

    Parameters
    ----------
    day
        Any day.

    >>> show_day(dt.date(2026, 5, 4))
    '4 May 2026'
    """
    return _("{day} {month} {year}").format(day=day.day, month=MONTHS[day.month - 1], year=day.year)


def recorded_day(day: dt.date) -> str:
    """Write a day into a sentence of a result, in English.

    Parameters
    ----------
    day
        Any day.

    >>> recorded_day(dt.date(2026, 5, 4))
    '4 May 2026'
    """
    return f"{day.day} {day:%B %Y}"


def parse_day(text: str) -> dt.date:
    """Read ``YYYY-MM-DD``.

    Parameters
    ----------
    text
        What the user wrote.

    Returns
    -------
    datetime.date
        A day on which a clip can have been filmed.

    Raises
    ------
    CalibrationError
        It is no such day.

    Examples
    --------
    >>> parse_day("2026-03-01")
    datetime.date(2026, 3, 1)
    """
    try:
        day = dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise CalibrationError(_("there is no day '{text}'").format(text=text), _HINT) from error
    refuse_day(day)
    return day
