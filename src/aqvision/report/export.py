"""Folder of a result -> a file for another program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from aqvision.analysis.export import EXPORTS, export_analysis
from aqvision.analysis.store import load_analysis
from aqvision.core.errors import LibraryError, NotThereError, reason_of, shown
from aqvision.core.folders import make_folder
from aqvision.core.replacing import refuse_to_overwrite
from aqvision.core.types import StrPath
from aqvision.core.wording import _
from aqvision.report.spreadsheet import tables_of_clip, tables_of_comparison
from aqvision.report.tidy import TIDY_FILES, is_of_team, write_runs
from aqvision.report.workbook import Table, write_workbook

SPREADSHEET, PARQUET = "xlsx", "parquet"
FILE_NAMES = MappingProxyType(
    {
        **{kind: name for kind, (name, _writer) in EXPORTS.items()},
        SPREADSHEET: "result.xlsx",
        PARQUET: TIDY_FILES[PARQUET],
    }
)
"""By format the usual name of the file."""


def export(result: StrPath, kind: str, path: StrPath | None = None, *, raw: bool = False) -> Path:
    """Write a result in the form of another program.

    Parameters
    ----------
    result
        Folder that ``analyze`` wrote; for a spreadsheet also one that ``compare`` wrote; for the
        runs of a team, as "csv", "xlsx" or "parquet", one that ``batch`` wrote.
    kind
        "xlsx" for a spreadsheet; "c3d", "trc", "csv" or "netcdf" for points, "mot" for angles.
    path
        The file, whose folder is made if needed; one that is there and holds something else stays.
        Without it, the usual one in the folder of the result, which is written anew.
    raw
        Write points as they were found instead of mended and filtered.

    Returns
    -------
    Path
        The file that was written.

    Raises
    ------
    LibraryError
        The folder holds no complete result or one of another kind, there is no such format, it has
        no raw points, the file cannot be written or holds something else, or what writes Parquet is
        not installed.
    CalibrationError
        A .trc needs metres and the clip has no scale.
    """
    folder = Path(result)
    if kind not in FILE_NAMES:
        raise NotThereError(
            _("there is no format '{kind}'").format(kind=kind),
            _("known: {names}").format(names=", ".join(FILE_NAMES)),
        )
    names = TIDY_FILES if is_of_team(folder) and kind in TIDY_FILES else FILE_NAMES
    target = folder / names[kind] if path is None else Path(path)
    if path is None or not target.is_file():
        _write(folder, kind, target, raw=raw)
        return target
    with TemporaryDirectory() as aside:
        made = Path(aside) / target.name  # one format holds the file's own name
        _write(folder, kind, made, raw=raw)
        refuse_to_overwrite(target, made.read_bytes())
    return target


def _write(folder: Path, kind: str, path: Path, *, raw: bool) -> None:
    if kind in TIDY_FILES and is_of_team(folder):
        _refuse_raw(_("the runs of a team hold no points, raw or not"), raw=raw)
        with _told_of(path):
            write_runs(folder, kind, path)
    elif kind == PARQUET:
        raise LibraryError(
            _(
                "{folder} does not hold the runs of a team, and only these are written as Parquet"
            ).format(folder=shown(folder)),
            _("name the folder that aqvision batch wrote"),
        )
    elif kind == SPREADSHEET:
        _refuse_raw(_("a spreadsheet holds no points, raw or not"), raw=raw)
        tables = _tables(folder)
        with _told_of(path):
            make_folder(path.parent)
            write_workbook(tables, path)
    else:
        export_analysis(load_analysis(folder), kind, path, raw=raw)


def _refuse_raw(text: str, *, raw: bool) -> None:
    if raw:
        raise LibraryError(text, _("export the points as csv"))


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    """Tell why a file cannot be written."""
    try:
        yield
    except OSError as error:
        raise LibraryError(
            _("cannot write {path}: {reason}").format(path=shown(path), reason=reason_of(error)),
            _("name another file"),
        ) from error


def _tables(folder: Path) -> list[Table]:
    """Lay out a comparison, or else a clip: a folder that holds both is that of a clip."""
    is_clip = (folder / "analysis.json").is_file()
    if not is_clip and (folder / "comparison.json").is_file():
        return tables_of_comparison(folder)
    return tables_of_clip(load_analysis(folder))
