"""Roster file -> its cells: text as spreadsheets write it, or a workbook."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path

from aqvision.batch.table import COLUMNS, REQUIRED, Cells, Mistake, title_of
from aqvision.batch.workbook_cells import kind_of_workbook, read_workbook
from aqvision.core.wording import _

_MAX_BYTES = 10_000_000
# A few titles may stand above the header.
_MAX_TITLE_ROWS = 20
_DELIMITERS = (",", ";", "\t")
_SAVE_AS = _("save it as a workbook (.xlsx), or as 'CSV UTF-8'")


def read_cells(path: Path, mistakes: list[Mistake], required: Sequence[str] = REQUIRED) -> Cells:
    """Read the cells of a roster; what is wrong with the file is added to ``mistakes``.

    Parameters
    ----------
    path
        Of a CSV file or a workbook.
    mistakes
        What is wrong is added here.
    required
        Columns that have to be there.

    Returns
    -------
    Cells
        None if the file cannot be used.

    Raises
    ------
    OSError
        The file cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        large = _("the roster has more than {n:,} bytes").format(n=_MAX_BYTES)
        hint = _("is this the roster? It should be a table with a row a clip")
        mistakes.append(Mistake(0, "", large, hint))
        return Cells([])
    if kind_of_workbook(data):
        return read_workbook(data, mistakes, required)
    text = _decoded(data, mistakes)
    return Cells([] if text is None else _split(text, mistakes))


def _decoded(data: bytes, mistakes: list[Mistake]) -> str | None:
    """Read the file's text; a byte order mark says how it is coded, else it is UTF-8."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        mistakes.append(Mistake(row, "", _("the text is not coded in UTF-8"), _SAVE_AS))
        return None
    if "\x00" in text:
        mistakes.append(Mistake(0, "", _("the roster is not a text file"), _SAVE_AS))
        return None
    return text


def _split(text: str, mistakes: list[Mistake]) -> list[tuple[int, list[str]]]:
    """Split text into rows of cells, leaving out empty rows; each with its number."""
    first, _end, rest = text.partition("\n")
    skipped = 0
    if first.lower().startswith("sep="):  # a line of Excel's that names the delimiter
        delimiter, text, skipped = first.strip()[4:] or ",", rest, 1
    else:
        head = text.split("\n", _MAX_TITLE_ROWS)[:_MAX_TITLE_ROWS]
        delimiter = max(_DELIMITERS, key=lambda mark: max(len(_known(line, mark)) for line in head))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter[:1], strict=True)
    records = []
    row = skipped
    try:
        for row, cells in enumerate(reader, 1 + skipped):
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                records.append((row, stripped))
    except csv.Error as error:
        hint = _("write a quotation mark within a cell twice, and close each")
        mistakes.append(
            Mistake(row + 1, "", _("the row cannot be read: {error}").format(error=error), hint)
        )
    return records


def _known(line: str, delimiter: str) -> set[str]:
    """Tell which columns a delimiter would find in the first line."""
    return {title_of(cell) for cell in line.split(delimiter)} & set(COLUMNS)
