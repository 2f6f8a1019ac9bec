"""Row of a roster -> Entry: each cell read, and what cannot be right noted down."""

from __future__ import annotations

import datetime as dt
import difflib
import os
import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from aqvision.batch.entry import LABELS, Entry, Kind
from aqvision.batch.table import Line, Mistake
from aqvision.comparison.families import parse_primaries
from aqvision.core.body import parse_height, parse_mass
from aqvision.core.clip import BELT_RANGE_MPS, CAPTURE_RANGE_FPS
from aqvision.core.errors import AqvisionError, LibraryError, as_mendable
from aqvision.core.recorded import refuse_day
from aqvision.core.splits import Splits, TimingStart, parse_splits
from aqvision.core.wording import _
from aqvision.library.records import RunOptions
from aqvision.library.repositories.athletes import clean_text

Value = TypeVar("Value")
_OPTIONS = frozenset(option.name for option in fields(RunOptions))
_OF_RUNS = ("belt_mps", "splits", "timing_start")
_OF_HOLDS = ("load", "band")
_MAX_NOTES = 10_000
_MAX_PATH = 4_096
_MAX_SHOWN = 60
_DATE_FORMS = ("%Y-%m-%d", "%d.%m.%Y")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_COUNT = re.compile(r"[1-9][0-9]{0,3}")


def read_entry(line: Line, folder: Path | None, mistakes: list[Mistake]) -> Entry:
    """Read the cells of a row; a cell that cannot be right counts as empty.

    Parameters
    ----------
    line
        Cells of the row.
    folder
        Of the roster; paths of clips start there. None where there are no clips: nothing is looked
        for, and a row needs an athlete alone.
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
        label=cell.read("label", _label, needed=folder is not None) or "",
        clip=Path()
        if folder is None
        else cell.read("clip", lambda text: _clip(text, folder), needed=True) or Path(),
        session=cell.text("session"),
        date=cell.read("date", _date),
        height_m=cell.read("height_m", parse_height),
        mass_kg=cell.read("mass_kg", parse_mass),
        options=_options(cell),
        given=frozenset(line.cells) & _OPTIONS,
        primaries=(cell.read("primary", parse_primaries) or ())
        if "primary" in line.cells
        else None,
        kind=_kind(cell),
    )


def _options(cell: _Cells) -> RunOptions:
    return RunOptions(
        capture_fps=cell.read("capture_fps", _CAPTURE_RATE.read),
        track=cell.read("track", _track),
        shot=cell.read("shot", _shot),
        belt_mps=cell.read("belt_mps", _BELT.read),
        splits=_splits(cell),
        surface=cell.text("surface") or None,
        shoes=cell.text("shoes") or None,
        notes=cell.text("notes", limit=_MAX_NOTES),
        load=cell.text("load") or None,
        band=cell.text("band") or None,
    )


def _splits(cell: _Cells) -> Splits | None:
    """Read times from the start on, with what started their clock."""
    start = cell.read("timing_start", _timing_start)
    splits = cell.read("splits", lambda text: parse_splits(text, start or TimingStart.UNKNOWN))
    if start is not None and not cell.line.cells.get("splits"):
        cell.read("timing_start", _refuse_lone_start)
    return splits


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
                raise LibraryError(_("the cell is empty"), _("fill it in, or delete the row"))
        except (AqvisionError, OSError) as error:
            told = as_mendable(error)
            if told is None:
                raise
            self.mistakes.append(Mistake(self.line.row, column, str(told), told.hint))
        return None

    def text(self, column: str, *, needed: bool = False, limit: int = 200) -> str:
        return self.read(column, lambda text: _clean(text, limit), needed=needed) or ""


def _clean(text: str, limit: int) -> str:
    return clean_text(unicodedata.normalize("NFC", text), _("the text"), limit)


def _label(text: str) -> str:
    label = text.casefold()
    if label not in LABELS:
        near = difflib.get_close_matches(label, LABELS, 1)
        hint = (
            _("did you mean {near}?").format(near=near[0])
            if near
            else _("write {labels}").format(labels=_(" or ").join(LABELS))
        )
        raise LibraryError(_("{text} is not a label").format(text=_shown(text)), hint)
    return label


def _kind(cell: _Cells) -> Kind:
    """Read what the clip shows; what is true of holds alone is not said of runs, nor back."""
    kind = cell.read("kind", _read_kind) or Kind.RUN
    is_hold = kind is Kind.HOLD
    for column in _OF_RUNS if is_hold else _OF_HOLDS:
        cell.read(column, _refuse_of_hold if is_hold else _refuse_of_run)
    return kind


def _read_kind(text: str) -> Kind:
    kinds = [kind.value for kind in Kind]
    if text.casefold() not in kinds:
        raise LibraryError(
            _("{text} is no kind of clip").format(text=_shown(text)),
            _("write {kinds}, or leave it empty for a run").format(kinds=_(" or ").join(kinds)),
        )
    return Kind(text.casefold())


def _refuse_of_hold(text: str) -> None:
    raise LibraryError(
        _("{text} belongs to a run, and this row is a hold").format(text=_shown(text)),
        _("leave it empty, or correct the kind"),
    )


def _refuse_of_run(text: str) -> None:
    raise LibraryError(
        _("{text} belongs to a hold, and this row is a run").format(text=_shown(text)),
        _("write hold as its kind, or leave it empty"),
    )


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
        raise LibraryError(
            _("{text} lies outside the folder of the roster").format(text=_shown(text)),
            _("put the roster into the folder that holds the clips"),
        )
    if not path.exists():
        near = difflib.get_close_matches(path.name, _names(path.parent), 1, cutoff=0.7)
        hint = (
            _("did you mean {near}?").format(near=near[0])
            if near
            else _("check the name and the folder")
        )
        raise LibraryError(_("{text} does not exist").format(text=_shown(text)), hint)
    if not path.is_file():
        raise LibraryError(
            _("{text} is a folder, not a clip").format(text=_shown(text)),
            _("name one video file a row"),
        )
    return path


def _spellings(text: str) -> Iterator[str]:
    """Give the ways in which systems write one path: accents apart or not, slashes turned."""
    for written in (text, text.replace("\\", "/")):
        yield written
        yield from (unicodedata.normalize(form, written) for form in ("NFC", "NFD"))


def _names(folder: Path) -> Sequence[str]:
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def _date(text: str) -> dt.date:
    date = next(filter(None, (_read_day(text, form) for form in _DATE_FORMS)), None)
    if date is None:
        hint = _("write a day of the calendar as year-month-day, for example 2026-03-14")
        raise LibraryError(_("{text} is not a date").format(text=_shown(text)), hint)
    refuse_day(date)
    return date


def _read_day(text: str, form: str) -> dt.date | None:
    try:
        return dt.date(*time.strptime(text, form)[:3])
    except ValueError:
        return None


def _track(text: str) -> int:
    """Read the number of somebody in the list of a clip's people."""
    if not _COUNT.fullmatch(text):
        raise LibraryError(
            _("{text} is no number of a person").format(text=_shown(text)),
            _("people are numbered from 1 in each clip"),
        )
    return int(text)


def _timing_start(text: str) -> TimingStart:
    starts = [start.value for start in TimingStart]
    if text.casefold() not in starts:
        raise LibraryError(
            _("{text} did not start a clock").format(text=_shown(text)),
            _("write {starts}, or leave it empty").format(starts=_(" or ").join(starts)),
        )
    return TimingStart(text.casefold())


def _refuse_lone_start(_text: str) -> None:
    raise LibraryError(
        _("there are no split times that it could belong to"),
        _("give them in the column splits, for example 5:1.21 10:1.99 20:3.38 30:4.71"),
    )


def _shot(text: str) -> int:
    """Read the number of a part of a film with cuts."""
    if not _COUNT.fullmatch(text):
        raise LibraryError(
            _("{text} is no number of a shot").format(text=_shown(text)),
            _("the shots of a film are numbered from 1"),
        )
    return int(text)


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A number with its unit and range; ``often`` is what it is mistaken for, so often as large."""

    unit: str
    limits: tuple[float, float]
    often: str = ""
    times: float = 1.0

    def read(self, text: str) -> float:
        """Read a number with a decimal point or a decimal comma."""
        low, high = self.limits
        try:
            number = float(text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text)
        except ValueError as error:
            hint = _("write the number of {unit} alone, without a unit").format(unit=self.unit)
            raise LibraryError(
                _("{text} is not a number").format(text=_shown(text)), hint
            ) from error
        if low <= number <= high:
            return number
        if self.often and low <= number / self.times <= high:
            raise LibraryError(
                _("{text} is {often}").format(text=text, often=self.often),
                _("write {right:.3g}").format(right=number / self.times),
            )
        raise LibraryError(
            _("{number:g} cannot be right").format(number=number),
            _("give {unit}, {low:g} to {high:g}, or leave it empty").format(
                unit=self.unit, low=low, high=high
            ),
        )


_CAPTURE_RATE = _Quantity(_("frames a second"), CAPTURE_RANGE_FPS)
_BELT = _Quantity(_("metres a second"), BELT_RANGE_MPS, _("a speed in km/h"), 3.6)
