"""Bytes of a workbook (.xlsx) -> cells of the sheet with a roster, as text; nothing is trusted."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from aqvision.batch.table import (
    MAX_ROWS,
    REQUIRED,
    Cells,
    Mistake,
    find_header,
    is_header,
    title_of,
)
from aqvision.core.wording import _, ngettext

if TYPE_CHECKING:
    from openpyxl import Workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# A roster of the most rows, each cell in use, unpacks to a third of this.
_MAX_UNPACKED, _MAX_PARTS = 30_000_000, 1_000
_MAX_COLUMNS = 60
_MAX_MERGED = 1_000
_MAX_NAMED = 8
_DATES = (30_000, 80_000)
"""Numbers that are days from 1982 to 2119 in a spreadsheet's count."""

_SAVE_ANEW = _("open it in a spreadsheet and save it as .xlsx")
_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_HIDDEN = re.compile(rb"<row\s[^>]*?>")
# What openpyxl and the modules below it raise on files that were made by nobody's spreadsheet.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, ET.ParseError, ValueError, KeyError, TypeError, IndexError,
    AttributeError, EOFError, OverflowError, NotImplementedError, RuntimeError, AssertionError,
)  # fmt: skip


class _UnusableError(Exception):
    """A workbook that holds no roster that can be read: why, and what to do."""

    def __init__(self, text: str, hint: str) -> None:
        super().__init__(text)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as read: rows that hold anything, its XML, and the columns that it has to have."""

    title: str
    rows: list[tuple[int, list[Any]]]
    xml: bytes
    required: Sequence[str]

    @property
    def header(self) -> tuple[int, list[str]] | None:
        """Number and titles of the row that names the columns; None where no row does."""
        texts = [
            (row, [_text(cell) for cell in cells]) for row, cells in self.rows[: _MAX_NAMED * 3]
        ]
        at = find_header(texts, self.required)
        if at is None or not is_header(texts[at][1], self.required):
            return None
        return texts[at][0], texts[at][1]


def kind_of_workbook(data: bytes) -> bool:
    """Tell whether the bytes of a file are those of a spreadsheet's own form, of any kind.

    Parameters
    ----------
    data
        Of the file.
    """
    return data.startswith((_ZIP, _OLE))


def read_workbook(
    data: bytes, mistakes: list[Mistake], required: Sequence[str] = REQUIRED
) -> Cells:
    """Read the sheet of a workbook that holds a roster.

    Parameters
    ----------
    data
        Of the file.
    mistakes
        What is wrong is added here.
    required
        Columns that have to be there.

    Returns
    -------
    Cells
        As a text file would have them: dates as year-month-day, numbers with a point. Formulas
        count as what they last gave, and a cell that is merged downwards stands in each row.
    """
    try:
        parts = _parts(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that are of no matter here
            return _cells(data, parts, mistakes, required)
    except _UnusableError as error:
        mistakes.append(Mistake(0, "", str(error), error.hint))
    except _DAMAGE:
        mistakes.append(Mistake(0, "", _("the workbook is damaged"), _SAVE_ANEW))
    return Cells([])


def _parts(data: bytes) -> dict[str, bytes]:
    """Unpack the XML of a workbook; refuse what is none, and what is made to do harm."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise _UnusableError(
                _("the workbook is locked by a password"), _("save it without one")
            )
        raise _UnusableError(_("the workbook is of an old kind (.xls)"), _SAVE_ANEW)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        xml = [one for one in infos if one.filename.endswith((".xml", ".rels"))]
        if len(infos) > _MAX_PARTS or sum(one.file_size for one in xml) > _MAX_UNPACKED:
            raise _UnusableError(
                _("the workbook is larger than a roster can be"),
                _("copy the table into a new workbook"),
            )
        if "xl/workbook.xml" not in {one.filename for one in infos}:
            raise _UnusableError(_("the file is no workbook that can be read (.xlsx)"), _SAVE_ANEW)
        parts = {one.filename: archive.read(one) for one in xml}
    if any(b"<!DOCTYPE" in part or b"\x00" in part[:200] for part in parts.values()):
        raise _UnusableError(_("the workbook is damaged"), _SAVE_ANEW)
    return parts


def _cells(
    data: bytes, parts: dict[str, bytes], mistakes: list[Mistake], required: Sequence[str]
) -> Cells:
    book = _open(data, values=True)
    sheet = _choose(list(_sheets(book, parts, required)), required)
    if b"<f" in sheet.xml:
        unknown = _uncomputed(sheet, _open(data, values=False))
        mistakes.extend(
            Mistake(row, column, _("the formula has no result yet"), _SAVE_ANEW)
            for row, column in unknown
        )
    header = sheet.header
    titles = [title_of(title) for title in header[1]] if header else []
    dated = [i for i, title in enumerate(titles) if title == "date"]
    rows = [
        (row, [_text(cell, book.epoch if i in dated else None) for i, cell in enumerate(cells)])
        for row, cells in _unmerged(sheet)
    ]
    kept = [(row, cells) for row, cells in rows if any(cells)]
    width = max((_width(cells) for _row, cells in kept), default=0)
    return Cells([(row, cells[:width]) for row, cells in kept], sheet.title, _hidden(sheet, kept))


def _open(data: bytes, *, values: bool) -> Workbook:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


def _sheets(book: Workbook, parts: dict[str, bytes], required: Sequence[str]) -> Iterator[_Sheet]:
    """Read the sheets that are shown; all where none is."""
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in shown or book.worksheets:
        xml = parts.get(sheet._worksheet_path.lstrip("/"), b"")
        yield _Sheet(sheet.title, list(_rows(sheet)), xml, required)


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Give the rows that hold anything, one more than a roster may have."""
    sheet.reset_dimensions()  # which some programs write wrongly
    found = 0
    for row, cells in enumerate(sheet.iter_rows(max_col=_MAX_COLUMNS, values_only=True), 1):
        if any(cell is not None and cell != "" for cell in cells):
            yield row, list(cells)
            found += 1
        if found > MAX_ROWS + _MAX_NAMED * 3:
            return


def _choose(sheets: Sequence[_Sheet], required: Sequence[str]) -> _Sheet:
    """Choose the sheet that has the columns of a roster, or the only one that holds anything."""
    rosters = [sheet for sheet in sheets if sheet.header is not None]
    filled = [sheet for sheet in sheets if sheet.rows]
    if len(rosters) == 1:
        return rosters[0]
    if len(rosters) > 1:
        names = ", ".join(f"'{sheet.title}'" for sheet in rosters)
        raise _UnusableError(
            _("several sheets have the columns of a roster: {names}").format(names=names),
            _("hide or delete all but one"),
        )
    if len(filled) <= 1:
        return (filled or sheets)[0]
    raise _UnusableError(
        _("no sheet has the columns {columns}").format(columns=", ".join(required)),
        _("name the columns in the first row"),
    )


def _uncomputed(sheet: _Sheet, book: Workbook) -> list[tuple[int, str]]:
    """Find cells with a formula that no program has worked out: they would seem empty."""
    values = {row: cells for row, cells in sheet.rows}
    header = sheet.header
    titles = header[1] if header else []
    found = []
    for row, cells in _rows(book[sheet.title]):
        known = values.get(row, [None] * _MAX_COLUMNS)
        for i, cell in enumerate(cells):
            is_formula = isinstance(cell, str) and cell.startswith("=")
            if is_formula and known[i] is None:
                found.append((row, titles[i] if i < len(titles) else ""))
    return found


def _unmerged(sheet: _Sheet) -> list[tuple[int, list[Any]]]:
    """Give cells that are merged downwards their value in each row."""
    from openpyxl.utils import column_index_from_string

    rows = dict(sheet.rows)
    for left, top, right, bottom in _MERGED.findall(sheet.xml)[:_MAX_MERGED]:
        at = column_index_from_string(left.decode()) - 1
        first, last = int(top), min(int(bottom), int(top) + MAX_ROWS)
        if left != right or first not in rows or at >= _MAX_COLUMNS:
            continue
        for row in range(first + 1, last + 1):
            if row in rows:
                rows[row][at] = rows[first][at]
    return sorted(rows.items())


def _hidden(sheet: _Sheet, kept: Sequence[tuple[int, list[str]]]) -> tuple[str, ...]:
    """Say that rows which a spreadsheet does not show are read as well."""
    known = {row for row, _cells in kept}
    tags = [tag for tag in _HIDDEN.findall(sheet.xml) if re.search(rb'hidden="(?:1|true)"', tag)]
    numbers = (re.search(rb'\sr="(\d+)"', tag) for tag in tags)
    rows = sorted({int(number[1]) for number in numbers if number} & known)
    if not rows:
        return ()
    told = ", ".join(map(str, rows[:_MAX_NAMED])) + (", …" if len(rows) > _MAX_NAMED else "")
    text = ngettext(
        "Row {rows} is hidden in the workbook, and is read all the same.",
        "Rows {rows} are hidden in the workbook, and are read all the same.",
        len(rows),
    )
    return (text.format(rows=told),)


def _width(cells: Sequence[str]) -> int:
    return max((i for i, cell in enumerate(cells, 1) if cell), default=0)


def _text(value: Any, epoch: dt.datetime | None = None) -> str:
    """Write a cell as a text file has it; with an epoch, a number may be a day.

    >>> _text(1.780), _text(2.0), _text(dt.datetime(2026, 3, 14)), _text(None)
    ('1.78', '2', '2026-03-14', '')
    """
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        if epoch is not None and _DATES[0] <= value <= _DATES[1]:
            return (epoch + dt.timedelta(days=int(value))).date().isoformat()
        return f"{value:.12g}"
    return str(value).strip()
