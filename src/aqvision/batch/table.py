"""Cells of a roster file -> lines with the columns of a roster, and what is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aqvision.core.wording import _

ROSTER_NAME = "roster.csv"
REQUIRED = ("athlete", "label", "clip")
# What most teams fill in, and so what a first roster has; the other columns are for a few clips.
USUAL = (*REQUIRED, "session", "date", "height_m", "mass_kg", "capture_fps", "notes")
COLUMNS = (
    *(*USUAL, "track", "shot", "belt_mps", "splits", "timing_start"),
    *("surface", "shoes", "primary", "kind", "load", "band"),
)
MAX_ROWS = 5_000
_MAX_TITLE_ROWS = 20


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


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows of a file that hold anything, as text, each with its number; and where they stand.

    ``sheet`` is the name of a workbook's sheet, empty for a text file; ``remarks`` say what should
    be known of it.
    """

    rows: list[tuple[int, list[str]]]
    sheet: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a roster, and the sheet they stand on."""

    lines: list[Line]
    sheet: str = ""
    remarks: tuple[str, ...] = ()


def read_table(cells: Cells, mistakes: list[Mistake], required: Sequence[str] = REQUIRED) -> Table:
    """Give the rows of a roster their columns; what is wrong is added to ``mistakes``.

    Parameters
    ----------
    cells
        Of the file.
    mistakes
        What is wrong is added here.
    required
        Columns that have to be there.

    Returns
    -------
    Table
        A line a row, with as many cells as the header; none if the file cannot be used.
    """
    records = cells.rows
    at = find_header(records, required)
    if at is None:
        if not mistakes:
            mistakes.append(Mistake(0, "", _("the roster is empty"), _first_line(required)))
        return Table([])
    (header_row, titles), *body = records[at:]
    names = _header(header_row, titles, mistakes, required)
    if len(body) > MAX_ROWS:
        text = _("the roster has {n:,} rows, more than {most:,}").format(n=len(body), most=MAX_ROWS)
        mistakes.append(Mistake(0, "", text, _("split it into several rosters")))
        return Table([])
    if not body:
        mistakes.append(
            Mistake(header_row, "", _("the roster has a header and no rows"), _("add a row a clip"))
        )
    lines = [line for row, of_row in body for line in _line(row, of_row, names, mistakes)]
    return Table(lines, cells.sheet, cells.remarks)


def find_header(
    records: Sequence[tuple[int, Sequence[str]]], required: Sequence[str] = REQUIRED
) -> int | None:
    """Tell which of the first rows is the header: titles may stand above it.

    Parameters
    ----------
    records
        Rows that hold anything.
    required
        Columns that have to be there.

    Returns
    -------
    int or None
        The first that names two of the columns that are needed, or the only one, else the first
        row; None where there is no row.
    """
    for at, (_row, cells) in enumerate(records[:_MAX_TITLE_ROWS]):
        if is_header(cells, required):
            return at
    return 0 if records else None


def is_header(cells: Sequence[str], required: Sequence[str]) -> bool:
    """Tell whether a row names two of the columns that are needed, or the only one.

    Parameters
    ----------
    cells, required
        Of a row, and columns that have to be there.
    """
    return len({title_of(cell) for cell in cells} & set(required)) >= min(2, len(required))


def _first_line(required: Sequence[str]) -> str:
    return _("begin with the line {columns}").format(columns=",".join(required))


def title_of(cell: str) -> str:
    """Give the name of a column, as the lists have it.

    Parameters
    ----------
    cell
        Of the header.

    >>> title_of(' "Height m" ')
    'height_m'
    """
    return cell.strip().strip('"').strip().casefold().replace(" ", "_")


def _header(
    row: int, titles: Sequence[str], mistakes: list[Mistake], required: Sequence[str]
) -> list[str]:
    """Name the columns; those at the end may be nameless, and empty in every row."""
    names = [title_of(title) for title in titles]
    while names and not names[-1]:
        names.pop()
    for column in required:
        if column not in names:
            mistakes.append(Mistake(row, column, _("the column is missing"), _first_line(required)))
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
