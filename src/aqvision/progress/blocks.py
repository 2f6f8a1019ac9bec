"""CSV file -> TrainingBlock: from when to when, and what was trained in the coach's own words."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from aqvision.core.errors import CalibrationError, reason_of, shown
from aqvision.core.wording import _

COLUMNS = ("from", "to", "what")
_MAX_BYTES = 2**20
_MAX_WORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingBlock:
    """What was trained from one day to another, both included.

    >>> day = dt.date(2026, 3, 2)
    >>> TrainingBlock(first=day, last=day, what="band holds").to_dict()
    {'from': '2026-03-02', 'to': '2026-03-02', 'what': 'band holds'}
    """

    first: dt.date
    last: dt.date
    what: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise CalibrationError(
                _("a block from {first} to {last} ends before it begins").format(
                    first=self.first, last=self.last
                ),
                _("exchange the two days"),
            )
        if not self.what or len(self.what) > _MAX_WORDS or not self.what.isprintable():
            raise CalibrationError(
                _("the block from {first} to {last} has no words that can be shown").format(
                    first=self.first, last=self.last
                ),
                _("say on one line what was trained, in {n} letters at most").format(n=_MAX_WORDS),
            )

    def to_dict(self) -> dict[str, str]:
        """List every field under the names of the table."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat(), "what": self.what}


def read_blocks(path: Path) -> tuple[TrainingBlock, ...]:
    """Read training blocks from a table with the columns ``from,to,what``.

    Parameters
    ----------
    path
        A CSV file in UTF-8, a block a row, in any order; days as 2026-03-14. Without a day in
        ``to`` the block is a note of one day. Further columns do not matter.

    Returns
    -------
    tuple of TrainingBlock
        In order of time.

    Raises
    ------
    CalibrationError
        The file cannot be read, a row is no block, or there is none.
    """
    blocks = [_block(row) for row in _rows(path)]
    if not blocks:
        raise CalibrationError(_("{path} holds no block").format(path=shown(path)), _hint())
    return tuple(sorted(blocks, key=lambda block: (block.first, block.last, block.what)))


def _rows(path: Path) -> list[dict[str, str]]:
    no_table = CalibrationError(
        _("{path} is no table of training blocks").format(path=shown(path)), _hint()
    )
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise no_table
        with path.open(encoding="utf-8-sig", newline="") as stream:
            table = csv.DictReader(stream)
            if not set(COLUMNS) <= set(table.fieldnames or ()):
                raise no_table
            return list(table)
    except OSError as error:
        raise CalibrationError(
            _("{path} cannot be read: {reason}").format(path=shown(path), reason=reason_of(error)),
            _("check the name of the file of blocks"),
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise no_table from error


def _block(row: dict[str, str]) -> TrainingBlock:
    first, last, what = ((row[name] or "").strip() for name in COLUMNS)
    return TrainingBlock(first=_day(first), last=_day(last or first), what=what)


def _day(text: str) -> dt.date:
    """Read a day; a block may be planned, so it may lie ahead."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise CalibrationError(
            _("there is no day '{text}'").format(text=shown(Path(text))), _hint()
        ) from error


def _hint() -> str:
    return _("write a table with the columns {columns}, a block a row, days as 2026-03-14").format(
        columns=",".join(COLUMNS)
    )
