"""Row of a roster -> Entry: each cell read, and what cannot be right noted down."""

from __future__ import annotations

import datetime as dt
import difflib
import math
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TypeVar

from aqvision.batch.table import Line, Mistake
from aqvision.comparison.families import parse_primaries
from aqvision.core.clip import BELT_RANGE_MPS, CAPTURE_RANGE_FPS, HEIGHT_RANGE_M
from aqvision.core.errors import LibraryError, SettingsError, as_mendable
from aqvision.library.records import RunOptions
from aqvision.library.repositories.athletes import MASS_RANGE_KG, clean_text

Value = TypeVar("Value")
LABELS = ("before", "after")
_OPTIONS = frozenset(option.name for option in fields(RunOptions))
_FIRST_YEAR = 1990
_MAX_NOTES = 10_000
_MAX_PATH = 4_096
_MAX_SHOWN = 60
_CM_PER_M = 100
_KMH_PER_MPS = 3.6
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PERSON = re.compile(r"[1-9][0-9]{0,3}")
_WITH_DOTS = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A clip of a roster, and what it says of it; None where it says nothing.

    ``row`` is counted as a spreadsheet does: the header is row 1. ``given`` names the options that
    the roster has a column for: of the others the library may know more. ``primaries`` are the
    metrics that the training was meant to change, None where the roster has no column for them.
    """

    row: int
    athlete: str
    label: str
    clip: Path
    session: str
    date: dt.date | None
    height_m: float | None
    mass_kg: float | None
    options: RunOptions
    given: frozenset[str]
    primaries: tuple[str, ...] | None = None

    def options_with(self, known: RunOptions) -> RunOptions:
        """Give what is known of the run, with what the roster says of it.

        Parameters
        ----------
        known
            What is known of the run already.
        """
        return replace(known, **{name: getattr(self.options, name) for name in self.given})


def read_entry(line: Line, folder: Path, mistakes: list[Mistake]) -> Entry:
    """Read the cells of a row; a cell that cannot be right counts as empty.

    Parameters
    ----------
    line
        Cells of the row.
    folder
        Of the roster; paths of clips start there.
    mistakes
        What is wrong is added here.

    Returns
    -------
    Entry
        What could be read.
    """
    cell = _Cells(line, mistakes)
    return Entry(
        row=line.row,
        athlete=cell.text("athlete", needed=True),
        label=cell.read("label", _label, needed=True) or "",
        clip=cell.read("clip", lambda text: _clip(text, folder), needed=True) or Path(),
        session=cell.text("session"),
        date=cell.read("date", _date),
        height_m=cell.read("height_m", _height),
        mass_kg=cell.read("mass_kg", lambda text: _number(text, MASS_RANGE_KG, "kilograms")),
        options=_options(cell),
        given=frozenset(line.cells) & _OPTIONS,
        primaries=(cell.read("primary", _primaries) or ()) if "primary" in line.cells else None,
    )


def _options(cell: _Cells) -> RunOptions:
    return RunOptions(
        capture_fps=cell.read("capture_fps", _capture_rate),
        track=cell.read("track", _track),
        belt_mps=cell.read("belt_mps", _belt),
        surface=cell.text("surface") or None,
        shoes=cell.text("shoes") or None,
        notes=cell.text("notes", limit=_MAX_NOTES),
    )


class _Wrong(Exception):  # noqa: N818 - it never leaves this module
    """A cell that cannot be right."""

    def __init__(self, text: str, hint: str) -> None:
        super().__init__(text)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class _Cells:
    """Cells of a row, read with what is wrong in them noted down."""

    line: Line
    mistakes: list[Mistake]

    def read(
        self, column: str, reader: Callable[[str], Value], *, needed: bool = False
    ) -> Value | None:
        text = self.line.cells.get(column, "")
        try:
            if text:
                return reader(text)
            if needed and column in self.line.cells:
                raise _Wrong("the cell is empty", "fill it in, or delete the row")
        except _Wrong as wrong:
            self.mistakes.append(Mistake(self.line.row, column, str(wrong), wrong.hint))
        except OSError as error:
            told = as_mendable(error)
            if told is None:
                raise
            self.mistakes.append(Mistake(self.line.row, column, str(told), told.hint))
        return None

    def text(self, column: str, *, needed: bool = False, limit: int = 200) -> str:
        return self.read(column, lambda text: _clean(text, limit), needed=needed) or ""


def _clean(text: str, limit: int) -> str:
    try:
        return clean_text(unicodedata.normalize("NFC", text), "the text", limit)
    except LibraryError as error:
        raise _Wrong(str(error), error.hint) from error


def _label(text: str) -> str:
    label = text.casefold()
    if label not in LABELS:
        near = difflib.get_close_matches(label, LABELS, 1)
        hint = f"did you mean {near[0]}?" if near else f"write {' or '.join(LABELS)}"
        raise _Wrong(f"{_shown(text)} is not a label", hint)
    return label


def _shown(text: str) -> str:
    r"""Quote what somebody wrote, short and without what steers a terminal.

    >>> _shown("b\x1b[2J")
    "'b?[2J'"
    """
    seen = "".join(char if char.isprintable() else "?" for char in text)
    return f"'{seen[:_MAX_SHOWN]}{'…' if len(seen) > _MAX_SHOWN else ''}'"


def _clip(text: str, folder: Path) -> Path:
    """Find a clip; its path is relative to the roster and stays in the roster's folder."""
    _clean(text, _MAX_PATH)
    root = folder.absolute()
    paths = [Path(os.path.normpath(root / spelling)) for spelling in _spellings(text)]
    path = next((path for path in paths if path.exists()), paths[0])
    if root not in path.parents:
        raise _Wrong(
            f"{_shown(text)} lies outside the folder of the roster",
            "put the roster into the folder that holds the clips",
        )
    if not path.exists():
        near = difflib.get_close_matches(path.name, _names(path.parent), 1, cutoff=0.7)
        hint = f"did you mean {near[0]}?" if near else "check the name and the folder"
        raise _Wrong(f"{_shown(text)} does not exist", hint)
    if not path.is_file():
        raise _Wrong(f"{_shown(text)} is a folder, not a clip", "name one video file a row")
    return path


def _spellings(text: str) -> Iterator[str]:
    """Give the ways in which systems write one path: accents apart or not, slashes turned."""
    for written in (text, text.replace("\\", "/")):
        yield written
        yield from (unicodedata.normalize(form, written) for form in ("NFC", "NFD"))


def _names(folder: Path) -> Sequence[str]:
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def _date(text: str) -> dt.date:
    hint = "write it as year-month-day, for example 2026-03-14"
    found, dotted = _ISO.fullmatch(text), _WITH_DOTS.fullmatch(text)
    if found is not None:
        parts = found.group(1, 2, 3)
    elif dotted is not None:
        parts = dotted.group("year", "month", "day")
    else:
        raise _Wrong(f"{_shown(text)} is not a date", hint)
    try:
        date = dt.date(*(int(part) for part in parts))
    except ValueError as error:
        raise _Wrong(f"there is no day {_shown(text)}", hint) from error
    if date > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):  # it may be tomorrow there
        raise _Wrong(f"{_shown(text)} is in the future", "give the day on which it was filmed")
    if date.year < _FIRST_YEAR:
        raise _Wrong(f"{_shown(text)} is too long ago", "give the day on which it was filmed")
    return date


def _height(text: str) -> float:
    low, high = HEIGHT_RANGE_M
    number = _decimal(text, "metres")
    if low * _CM_PER_M <= number <= high * _CM_PER_M:
        raise _Wrong(f"{text} is a height in centimetres", f"write {number / _CM_PER_M:g}")
    return _within(number, HEIGHT_RANGE_M, "metres")


def _capture_rate(text: str) -> float:
    return _number(text, CAPTURE_RANGE_FPS, "frames a second")


def _track(text: str) -> int:
    """Read the number of somebody in the list of a clip's people."""
    if not _PERSON.fullmatch(text):
        raise _Wrong(
            f"{_shown(text)} is no number of a person", "people are numbered from 1 in each clip"
        )
    return int(text)


def _belt(text: str) -> float:
    high = BELT_RANGE_MPS[1]
    number = _decimal(text, "metres a second")
    if high < number <= high * _KMH_PER_MPS:
        raise _Wrong(f"{text} is a speed in km/h", f"write {number / _KMH_PER_MPS:.3g}")
    return _within(number, BELT_RANGE_MPS, "metres a second")


def _primaries(text: str) -> tuple[str, ...]:
    try:
        return parse_primaries(text)
    except SettingsError as error:
        raise _Wrong(str(error), error.hint) from error


def _number(text: str, limits: tuple[float, float], unit: str) -> float:
    return _within(_decimal(text, unit), limits, unit)


def _decimal(text: str, unit: str) -> float:
    """Read a number with a decimal point or a decimal comma."""
    plain = text.replace(",", ".") if re.fullmatch(r"[+-]?\d+,\d+", text) else text
    try:
        return float(plain)
    except ValueError as error:
        hint = f"write the number of {unit} alone, without a unit"
        raise _Wrong(f"{_shown(text)} is not a number", hint) from error


def _within(number: float, limits: tuple[float, float], unit: str) -> float:
    low, high = limits
    if not (math.isfinite(number) and low <= number <= high):
        raise _Wrong(
            f"{number:g} cannot be right", f"give {unit}, {low:g} to {high:g}, or leave it empty"
        )
    return number
