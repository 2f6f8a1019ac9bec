"""CSV file -> contacts as a person read them off the pictures, and the other way round."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import cast

from aqvision.core.errors import CalibrationError, reason_of, shown
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.wording import _

COLUMNS = ("side", "touchdown_s", "toeoff_s")
_MAX_BYTES = 2**20
_LONGEST_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenContact:
    """A contact that a person states.

    Attributes
    ----------
    side
        Which foot.
    touchdown_s, toeoff_s
        First and last touch in seconds of real time from the first frame, as reports count.
    """

    side: Side
    touchdown_s: float
    toeoff_s: float

    def __post_init__(self) -> None:
        if self.side not in SIDES:
            raise CalibrationError(
                _("'{side}' is no side of the body").format(side=shown(Path(self.side[:20]))),
                _("write left or right"),
            )
        known = math.isfinite(self.touchdown_s) and math.isfinite(self.toeoff_s)
        if not known or not 0 <= self.touchdown_s < self.toeoff_s:
            raise CalibrationError(
                _("a contact from {start} to {stop} s cannot be").format(
                    start=self.touchdown_s, stop=self.toeoff_s
                ),
                _("give touchdown before toe-off, both in seconds from the first frame"),
            )
        if self.toeoff_s - self.touchdown_s > _LONGEST_S:
            raise CalibrationError(
                _("a contact of {length:.2f} s is none of a run").format(
                    length=self.toeoff_s - self.touchdown_s
                ),
                _("give times in seconds, not in frames or milliseconds"),
            )


def read_contacts(path: Path) -> tuple[GivenContact, ...]:
    """Read contacts from a table with the columns ``side,touchdown_s,toeoff_s``.

    Parameters
    ----------
    path
        A CSV file in UTF-8, a contact a row, in any order; further columns do not matter.

    Returns
    -------
    tuple of GivenContact
        In order of time.

    Raises
    ------
    CalibrationError
        The file cannot be read, a row is no contact, two of one foot overlap, or there is none.
    """
    contacts = in_order(map(_contact, _rows(path)))
    if not contacts:
        raise CalibrationError(_("{path} holds no contact").format(path=shown(path)), _hint())
    return contacts


def in_order(contacts: Iterable[GivenContact]) -> tuple[GivenContact, ...]:
    """Put contacts in order of time.

    Parameters
    ----------
    contacts
        Of both feet, in any order.

    Raises
    ------
    CalibrationError
        Two of one foot overlap.

    Examples
    --------
    >>> late, early = (GivenContact(side="left", touchdown_s=t, toeoff_s=t + 0.1) for t in (1, 0))
    >>> [contact.touchdown_s for contact in in_order([late, early])]
    [0, 1]
    """
    ordered = sorted(contacts, key=lambda contact: contact.touchdown_s)
    for side in SIDES:
        for earlier, later in pairwise(c for c in ordered if c.side == side):
            if later.touchdown_s <= earlier.toeoff_s:
                raise CalibrationError(
                    _("two contacts of the {side} foot overlap at {time} s").format(
                        side=side, time=later.touchdown_s
                    ),
                    _("correct one of the two"),
                )
    return tuple(ordered)


def contacts_as_csv(contacts: Iterable[tuple[Side, float, float]]) -> str:
    """Write contacts as :func:`read_contacts` reads them, to the tenth of a millisecond.

    Parameters
    ----------
    contacts
        Side, touchdown and toe-off of each.
    """
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([side, f"{start:.4f}", f"{stop:.4f}"] for side, start, stop in contacts)
    return stream.getvalue()


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise CalibrationError(_("{path} is too large").format(path=shown(path)), _hint())
        with path.open(encoding="utf-8-sig", newline="") as stream:
            table = csv.DictReader(stream)
            if not set(COLUMNS) <= set(table.fieldnames or ()):
                raise CalibrationError(
                    _("{path} is no table of contacts").format(path=shown(path)), _hint()
                )
            return list(table)
    except OSError as error:
        raise CalibrationError(
            _("{path} cannot be read: {reason}").format(path=shown(path), reason=reason_of(error)),
            _("check the name of the file of contacts"),
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise CalibrationError(
            _("{path} is no table of contacts").format(path=shown(path)), _hint()
        ) from error


def _contact(row: dict[str, str]) -> GivenContact:
    side, *times = ((row[name] or "").strip() for name in COLUMNS)
    try:
        start, stop = (float(time) for time in times)
    except ValueError as error:
        raise CalibrationError(
            _("'{text}' is not two times in seconds").format(text=", ".join(times)[:60]), _hint()
        ) from error
    return GivenContact(side=cast(Side, side.lower()), touchdown_s=start, toeoff_s=stop)


def _hint() -> str:
    return _("write a table with the columns {columns}, a contact a row").format(
        columns=",".join(COLUMNS)
    )
