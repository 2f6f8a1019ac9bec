"""runs.csv of a team -> the same rows as a workbook, or as Parquet for programs of statistics."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import copyfile
from types import MappingProxyType
from typing import Any

from aqvision.core.errors import LibraryError, shown
from aqvision.core.folders import make_folder
from aqvision.core.wording import _
from aqvision.report.team_runs import RUN_COLUMNS
from aqvision.report.workbook import DATE_FORM, Column, Table, Value, write_workbook

RUNS = "runs.csv"
TIDY_FILES: Mapping[str, str] = MappingProxyType(
    {"csv": RUNS, "xlsx": "runs.xlsx", "parquet": "runs.parquet"}
)
"""By format the file that holds the runs of a team."""
FORMULA = ("=", "+", "-", "@")
"""Beginnings of text that a spreadsheet takes for a formula; in CSV an apostrophe stands before."""
_NUMBERS = frozenset({"value", "se", "speed_mps"})
_DAY = "day"
_WIDE = frozenset({"athlete", "clip", "metric"})


def is_of_team(folder: Path) -> bool:
    """Tell whether a folder holds the runs of a team.

    Parameters
    ----------
    folder
        Any.
    """
    return (folder / RUNS).is_file()


def write_runs(folder: Path, kind: str, path: Path) -> None:
    """Write the runs of a team in another format.

    Parameters
    ----------
    folder
        That ``batch`` wrote.
    kind, path
        One of TIDY_FILES, and the file, whose folder is made if needed.

    Raises
    ------
    LibraryError
        The table is damaged or of another version, or what writes Parquet is not installed.
    OSError
        The file cannot be written.
    """
    source = folder / RUNS
    rows = _read(source)
    make_folder(path.parent)
    if kind == "xlsx":
        write_workbook([Table("Runs", _columns(), [[*row.values()] for row in rows])], path)
    elif kind == "parquet":
        _write_parquet(rows, path)
    elif path != source:
        copyfile(source, path)


def _read(path: Path) -> list[dict[str, Value]]:
    """Read the table; numbers and days as such, text without what keeps it from being a formula."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if tuple(reader.fieldnames or ()) != RUN_COLUMNS:
                raise ValueError("written by another version of aqvision")
            return [{name: _value(name, row[name]) for name in RUN_COLUMNS} for row in reader]
    except (ValueError, TypeError, AttributeError, csv.Error) as error:
        raise LibraryError(
            _("{path} is damaged ({error})").format(path=shown(path), error=error),
            _("run the batch again"),
        ) from error


def _value(column: str, text: str) -> Value:
    if column in _NUMBERS:
        return float(text) if text else None
    if column == _DAY:
        return dt.date.fromisoformat(text) if text else None
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def _columns() -> tuple[Column, ...]:
    return tuple(
        Column(
            heading=name,
            width=30.0 if name in _WIDE else 12.0,
            form=DATE_FORM if name == _DAY else "General",
        )
        for name in RUN_COLUMNS
    )


def _write_parquet(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write the rows with their types: text, days, and numbers of 64 bits."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise LibraryError(
            _("Parquet is written by pyarrow, which is not installed"),
            _("install it (pip install pyarrow), or take csv or xlsx"),
        ) from error
    kinds = {name: pa.float64() if name in _NUMBERS else pa.string() for name in RUN_COLUMNS}
    schema = pa.schema(kinds | {_DAY: pa.date32()})
    parquet.write_table(pa.Table.from_pylist(list(rows), schema=schema), path)
