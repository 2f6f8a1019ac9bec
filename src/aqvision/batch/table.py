"""Roster file -> its cells by row and column, whatever spreadsheet wrote it, and its mistakes."""

from __future__ import annotations

import codecs
import csv
import difflib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aqvision.core.wording import _

ROSTER_NAME = "roster.csv"
REQUIRED = ("athlete", "label", "clip")
# What most teams fill in, and so what a first roster has; the other columns are for a few clips.
USUAL = (*REQUIRED, "session", "date", "height_m", "mass_kg", "capture_fps", "notes")
COLUMNS = (
    *(*USUAL, "track", "shot", "belt_mps", "splits", "timing_start"),
    *("surface", "shoes", "primary", "kind"),
)
MAX_ROWS = 5_000
_MAX_BYTES = 10_000_000
_DELIMITERS = (",", ";", "\t")
_SAVE_AS = _("in Excel choose 'Save as', 'CSV UTF-8'")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a roster and where: row 1 is the header; 0 stands for the whole file."""

    row: int
    column: str
    text: str
    hint: str

    def __str__(self) -> str:
        """Write it as one line.

        >>> str(Mistake(3, "label", "'bfore' is unknown", "write before or after"))
        "row 3, label: 'bfore' is unknown (write before or after)"
        """
        places = ([_("row {row}").format(row=self.row)] if self.row else []) + (
            [self.column] if self.column else []
        )
        start = f"{', '.join(places)}: " if places else ""
        return f"{start}{self.text} ({self.hint})"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a roster: its number as a spreadsheet counts, and its cells by column."""

    row: int
    cells: dict[str, str]


def read_table(path: Path, mistakes: list[Mistake]) -> list[Line]:
    """Read a roster's cells as they stand; what is wrong with the file is added to ``mistakes``.

    Parameters
    ----------
    path
        Of a CSV file.
    mistakes
        What is wrong is added here.

    Returns
    -------
    list of Line
        One a row with as many cells as the header; none if the file cannot be used.

    Raises
    ------
    OSError
        The file cannot be read.
    """
    text = _decoded(path, mistakes)
    if text is None:
        return []
    records = _split(text, mistakes)
    if not records:
        if not mistakes:
            mistakes.append(Mistake(0, "", _("the roster is empty"), _first_line()))
        return []
    (header_row, titles), *body = records
    names = _header(header_row, titles, mistakes)
    if len(body) > MAX_ROWS:
        text = _("the roster has {n:,} rows, more than {most:,}").format(n=len(body), most=MAX_ROWS)
        mistakes.append(Mistake(0, "", text, _("split it into several rosters")))
        return []
    if not body:
        mistakes.append(
            Mistake(header_row, "", _("the roster has a header and no rows"), _("add a row a clip"))
        )
    return [line for row, cells in body for line in _line(row, cells, names, mistakes)]


def _first_line() -> str:
    return _("begin with the line {columns}").format(columns=",".join(REQUIRED))


def _decoded(path: Path, mistakes: list[Mistake]) -> str | None:
    """Read the file's text; a byte order mark says how it is coded, else it is UTF-8."""
    data = path.read_bytes()
    if len(data) > _MAX_BYTES:
        hint = _("is this the roster? It should be a table with a row a clip")
        mistakes.append(Mistake(0, "", _("the roster has {n:,} bytes").format(n=len(data)), hint))
        return None
    if data.startswith(b"PK\x03\x04"):
        mistakes.append(Mistake(0, "", _("the roster is a workbook, not a CSV file"), _SAVE_AS))
        return None
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
        delimiter = max(_DELIMITERS, key=lambda mark: len(_known(first, mark)))
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
    return {_title(cell) for cell in line.split(delimiter)} & set(COLUMNS)


def _title(cell: str) -> str:
    return cell.strip().strip('"').strip().casefold().replace(" ", "_")


def _header(row: int, titles: Sequence[str], mistakes: list[Mistake]) -> list[str]:
    """Name the columns; those at the end may be nameless, and empty in every row."""
    names = [_title(title) for title in titles]
    while names and not names[-1]:
        names.pop()
    for column in REQUIRED:
        if column not in names:
            mistakes.append(Mistake(row, column, _("the column is missing"), _first_line()))
    for number, name in enumerate(names):
        if name in names[:number]:
            mistakes.append(
                Mistake(row, name, _("the column is there twice"), _("delete one of them"))
            )
        elif name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, 1)
            hint = (
                _("did you mean {near}?").format(near=near[0])
                if near
                else _("known are {columns}").format(columns=", ".join(COLUMNS))
            )
            shown = name or _("column {number}").format(number=number + 1)
            mistakes.append(Mistake(row, shown, _("the column is unknown"), hint))
    return [*names, *[""] * (len(titles) - len(names))]


def _line(
    row: int, cells: list[str], names: Sequence[str], mistakes: list[Mistake]
) -> Iterator[Line]:
    """Give the cells their columns; a row that is too long or too short is a mistake."""
    if len(cells) != len(names):
        text = _("the row has {n_cells} cells, the header {n_names}").format(
            n_cells=len(cells), n_names=len(names)
        )
        comma = _("put a cell that holds the delimiter in quotation marks; write 1.78, not 1,78")
        hint = (
            comma if len(cells) > len(names) else _("leave empty cells in, with their delimiters")
        )
        mistakes.append(Mistake(row, "", text, hint))
        return
    pairs = list(zip(names, cells, strict=True))
    if any(cell for name, cell in pairs if not name):
        mistakes.append(Mistake(row, "", _("a cell is in no column"), _("give the column a name")))
    yield Line(row, dict(pairs))
