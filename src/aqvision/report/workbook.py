"""Tables -> a workbook (.xlsx): numbers as numbers, words as words, never a formula."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aqvision.core.errors import LibraryError
from aqvision.core.provenance import package_version
from aqvision.core.wording import _

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is shown in a form of its own: a column may hold several units."""

    value: float
    form: str


Value = str | float | int | bool | dt.date | Number | None
"""What a cell may hold; NaN and None leave it empty."""

# What XML cannot hold, and halves of letters.
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Spreadsheets hold no longer text and no more rows.
_A4, _PAPER_WIDTH = 9, 300.0  # as OOXML counts papers; letters that A4 takes across
_LINE_POINTS, _ROOMY = 15.0, 1.05  # lines break at words
_MAX_LETTERS = 32_767
_MAX_ROWS = 1_048_576
_INK, _PAPER = "FF102030", "FFE2E6EA"
# Raised whenever the same tables are laid out otherwise, so that workbooks are written anew.
_LAYOUT = 1
# The same tables give the same bytes: a file of the archive has no other time.
_MOMENT = dt.datetime(2000, 1, 1)
_MOMENT_OF_ENTRIES = _MOMENT.timetuple()[:6]
_ABOUT = "docProps/core.xml"
_DIGITS = {"s": 4, "Hz": 3, "m": 3, "m/s": 3, "deg": 2, "deg/s": 1, "deg/s²": 0}
SHARE = _("share (1 = all)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its heading, the unit below it, width in letters, and how numbers are shown.

    Where a sheet is to be filled in, ``choices`` are what a cell may hold, and ``form`` is that of
    the empty cells as well: "@" keeps a spreadsheet from making a date or a number of a word.
    """

    heading: str
    unit: str = ""
    width: float = 14.0
    form: str = "General"
    wrap: bool = False
    choices: tuple[str, ...] = ()


DATE_FORM = "yyyy-mm-dd"
TEXT_FORM = "@"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, its columns, and rows of as many values.

    ``n_blank`` empty rows below them are made ready to be filled in.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    n_blank: int = 0


def shown_unit(unit: str) -> str:
    """Give a unit as a sheet shows it.

    Parameters
    ----------
    unit
        Of the registry.

    >>> shown_unit("deg"), shown_unit("")
    ('deg', 'share (1 = all)')
    """
    return unit or SHARE


def number_form(unit: str) -> str:
    """Give how many digits a spreadsheet shows of a quantity; it holds them all.

    Parameters
    ----------
    unit
        Of the registry.

    >>> number_form("deg"), number_form("deg/s²")
    ('0.00', '0')
    """
    digits = _DIGITS.get(unit, 3)
    return "0." + "0" * digits if digits else "0"


def write_workbook(tables: Sequence[Table], path: Path) -> None:
    """Write tables as the sheets of a workbook.

    Headings, and units where a column has one, stand still above the rows.

    Parameters
    ----------
    tables
        In the order of the sheets.
    path
        The file.

    Raises
    ------
    LibraryError
        A table has more rows than a spreadsheet holds.
    OSError
        The file cannot be written.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.identifier = _identifier(tables)
    for table in tables:
        if len(table.rows) + 2 > _MAX_ROWS:
            raise LibraryError(
                _("{name} has more rows than a spreadsheet holds").format(name=table.title),
                _("cut the clip to the sprint"),
            )
        _fill(book.create_sheet(table.title), table)
    path.write_bytes(_without_times(book))


def holds_tables(path: Path, tables: Sequence[Table]) -> bool:
    """Tell whether a file is the workbook of these tables, as it was written.

    To read what a workbook says of itself takes milliseconds, to write a large one seconds. One
    that another program has saved has other times inside, and is not taken for ours.

    Parameters
    ----------
    path, tables
        The file, which need not be there, and the sheets.
    """
    try:
        with zipfile.ZipFile(path) as book:
            as_written = {entry.date_time for entry in book.infolist()} == {_MOMENT_OF_ENTRIES}
            return as_written and _identifier(tables).encode() in book.read(_ABOUT)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


def _identifier(tables: Sequence[Table]) -> str:
    """Stand for all that a workbook is made of; what makes it counts as well."""
    made_by = (package_version(), version("openpyxl"), _LAYOUT)
    return hashlib.sha256(repr((made_by, list(tables))).encode()).hexdigest()


def _fill(sheet: Worksheet, table: Table) -> None:
    """Lay out one sheet; widths and what stands still come before the rows."""
    heads = [[c.heading for c in table.columns]]
    if any(c.unit for c in table.columns):
        heads.append([c.unit for c in table.columns])
    sheet.freeze_panes = f"A{len(heads) + 1}"
    _lay_on_paper(sheet, table, len(heads))
    for letter, column in zip(_letters(len(table.columns)), table.columns, strict=True):
        sheet.column_dimensions[letter].width = column.width
    _give_height(sheet, [heads[0], *[()] * (len(heads) - 1), *table.rows], table)
    for line, head in enumerate(heads):
        sheet.append([_heading(sheet, text, bold=line == 0) for text in head])
    for number, row in enumerate(table.rows, len(heads) + 1):
        cells = [_cell(sheet, value, col) for value, col in zip(row, table.columns, strict=True)]
        sheet.append(_at_the_top(cells) if number in sheet.row_dimensions else cells)
    for _row in range(table.n_blank):
        sheet.append([_blank(sheet, column) for column in table.columns])
    _offer(sheet, table, len(heads) + 1)


def _give_height(sheet: Worksheet, rows: Sequence[Sequence[Value]], table: Table) -> None:
    """Make room for words that go on in a second line: not every program does so by itself."""
    for number, row in enumerate(rows, 1):
        n_lines = [
            math.ceil(_ROOMY * len(value) / column.width)
            for value, column in zip(row, table.columns, strict=False)
            if isinstance(value, str) and (column.wrap or number == 1)
        ]
        if max(n_lines, default=1) > 1:
            sheet.row_dimensions[number].height = _LINE_POINTS * max(n_lines)


def _at_the_top(cells: Sequence[Any]) -> Sequence[Any]:
    """Have the cells of a high row begin where its words begin."""
    from openpyxl.styles import Alignment

    for cell in cells:
        if cell is not None:
            cell.alignment = Alignment(wrap_text=cell.alignment.wrap_text, vertical="top")
    return cells


def _lay_on_paper(sheet: Worksheet, table: Table, n_heads: int) -> None:
    """Have a sheet printed across, with headings on every page, in letters that can be read."""
    width = sum(column.width for column in table.columns)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = math.ceil(width / _PAPER_WIDTH)
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows, sheet.print_title_cols = f"1:{n_heads}", "A:A"


def _offer(sheet: Worksheet, table: Table, first: int) -> None:
    """Give columns of choices their list to choose from."""
    from openpyxl.worksheet.datavalidation import DataValidation

    last = first + len(table.rows) + table.n_blank - 1
    for letter, column in zip(_letters(len(table.columns)), table.columns, strict=True):
        if column.choices and last >= first:
            listed = '"' + ",".join(column.choices) + '"'
            offer = DataValidation("list", formula1=listed, allow_blank=True, showErrorMessage=True)
            offer.add(f"{letter}{first}:{letter}{last}")
            sheet.data_validations.append(offer)


def _letters(n: int) -> Iterable[str]:
    from openpyxl.utils import get_column_letter

    return (get_column_letter(number) for number in range(1, n + 1))


def _heading(sheet: Worksheet, text: str, *, bold: bool) -> Any:
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = _text(sheet, text)
    cell.font = Font(bold=bold, color=_INK)
    cell.fill = PatternFill("solid", fgColor=_PAPER)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Worksheet, value: Value, column: Column) -> Any:
    """Make a cell of a value; None where there is nothing to say."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment

    if isinstance(value, Number):
        return _cell(sheet, value.value, replace(column, form=value.form))
    if value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)):
        return _blank(sheet, column)
    if isinstance(value, str):
        cell = _text(sheet, value)
        if column.form == TEXT_FORM:
            cell.number_format = TEXT_FORM
        if column.wrap:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = DATE_FORM if isinstance(value, dt.date) else column.form
    return cell


def _blank(sheet: Worksheet, column: Column) -> Any:
    """Make an empty cell that takes what is typed as its column has it; None for any column."""
    from openpyxl.cell import WriteOnlyCell

    if column.form not in (DATE_FORM, TEXT_FORM):
        return None
    cell = WriteOnlyCell(sheet)
    cell.number_format = column.form
    return cell


def _text(sheet: Worksheet, text: str) -> Any:
    """Make a cell of words: marked as text, and as typed with an apostrophe before it.

    A name may begin like a formula. The kind of the cell keeps it from being one, the mark also
    when somebody edits it.
    """
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell.value = _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", text)[:_MAX_LETTERS]
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def _without_times(book: Workbook) -> bytes:
    """Give the bytes of a workbook that says nothing of when it was written."""
    from openpyxl.xml.functions import tostring

    written, timeless = io.BytesIO(), io.BytesIO()
    book.properties.creator = "aqvision"
    book.properties.created = _MOMENT
    book.save(written)
    book.properties.modified = _MOMENT
    facts = tostring(book.properties.to_tree())
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(timeless, "w") as target:
        for entry in source.infolist():
            content = facts if entry.filename == _ABOUT else source.read(entry)
            info = zipfile.ZipInfo(entry.filename, _MOMENT_OF_ENTRIES)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return timeless.getvalue()
