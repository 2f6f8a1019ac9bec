"""Folder of an athlete -> what in it is ours: a comparison, folders of clips and other reports."""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from aqvision.batch.entry import LABELS
from aqvision.batch.folders import (
    files_in,
    our_files,
    refuse_foreign_files,
    remove_result,
    replace_file,
    told_by,
)
from aqvision.library.records import ComparisonKind

REPORT, COMPARISON = "report.html", ComparisonKind.CHANGE.file
MORE = {
    ComparisonKind.HOLDS: "holds",
    ComparisonKind.LADDER: "ladder",
    ComparisonKind.SEASON: "season",
}
"""Where an athlete's other reports lie."""
_CLIP = rf"({'|'.join(LABELS)})-(hold-)?\d+"
_RESULT = re.compile(rf"{_CLIP}|{'|'.join(MORE.values())}")


def write_comparison(source: Path, folder: Path) -> None:
    """Copy a comparison into an athlete's folder, in place of that of an earlier run.

    Parameters
    ----------
    source, folder
        Folder of the comparison, and that of the athlete; made if needed.

    Raises
    ------
    LibraryError
        A file of somebody else would have to be replaced.
    """
    folder.mkdir(exist_ok=True)
    refuse_foreign_files(folder, (COMPARISON, REPORT), COMPARISON)
    for file in (COMPARISON, REPORT):  # the first tells later that both are ours
        replace_file(source / file, folder / file)


def remove_comparison(folder: Path) -> None:
    """Remove the comparison of an earlier run from an athlete's folder.

    Parameters
    ----------
    folder
        Of an athlete; a report that we did not write stays.
    """
    if (folder / COMPARISON).is_file():
        for file in (REPORT, COMPARISON):
            (folder / file).unlink(missing_ok=True)


def _result_folders(folder: Path) -> list[Path]:
    """List the folders of clips and of other reports in an athlete's folder, whoever wrote them."""
    named = sorted(folder.iterdir() if folder.is_dir() else ())
    return [path for path in named if _RESULT.fullmatch(path.name) and path.is_dir()]


def results_in(folder: Path) -> list[Path]:
    """List the files that tell the results in an athlete's folder.

    Parameters
    ----------
    folder
        Of an athlete.
    """
    told = ((one, told_by(one)) for one in _result_folders(folder))
    return [one / name for one, name in told if name is not None]


def strange_files(folder: Path) -> list[Path]:
    """List what we did not write in an athlete's folder.

    Parameters
    ----------
    folder
        Of an athlete.
    """
    ours = {folder / name for name in (COMPARISON, REPORT) if (folder / COMPARISON).is_file()}
    for told in results_in(folder):
        ours |= {told, *(told.parent / name for name in our_files(told.parent))}
    return [path for path in files_in(folder) if path not in ours]


def remove_athlete(folder: Path) -> None:
    """Remove all reports of an athlete, and the folder if nothing is left.

    Parameters
    ----------
    folder
        Of an athlete.
    """
    for one in _result_folders(folder):
        remove_result(one)
    remove_comparison(folder)
    with suppress(OSError):  # it is not empty
        folder.rmdir()


def remove_clips(folder: Path, kept: Collection[str]) -> None:
    """Remove the results of clips that an earlier run wrote into an athlete's folder.

    Parameters
    ----------
    folder, kept
        Of an athlete, and the names of the folders of clips that stay.
    """
    for path in _result_folders(folder):
        if path.name not in {*kept, *MORE.values()}:
            remove_result(path)
