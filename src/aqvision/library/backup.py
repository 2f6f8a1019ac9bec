"""Library -> its copy, and Library -> Findings: what is missing, damaged or left over."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session as Transaction

from aqvision.core.assets import file_sha256
from aqvision.core.errors import LibraryError, reason_of, shown
from aqvision.core.wording import _
from aqvision.library.database import open_engine, sqlite_url
from aqvision.library.library import Library
from aqvision.library.repositories.base import belongings, found, remove_folder
from aqvision.library.repositories.runs import as_run
from aqvision.library.storage import UNFINISHED, Home, open_home
from aqvision.library.tables import AnalysisRow, ComparisonRow, RunRow

_ANOTHER = _("name a folder that does not exist yet")
# What is being written is left alone for as long as the longest upload or analysis may take.
_LEFT_OVER_S = 86_400


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a library, and what to do about it."""

    text: str
    hint: str


def back_up(library: Library, target: Path) -> list[Finding]:
    """Copy a library into a new folder, which can be used as a home; programs may go on.

    Parameters
    ----------
    library
        To copy from.
    target
        Folder of the copy, outside the library: an empty one, or one that is not there.

    Returns
    -------
    list of Finding
        What is wrong with the copy; empty when it is whole.

    Raises
    ------
    LibraryError
        The folder is taken or cannot be written, or the tables are not in a file.
    """
    _refuse_target(library, target)
    unfinished = target.parent / f"{UNFINISHED}{target.name}"
    try:
        remove_folder(unfinished)
        findings = _copy_home(library.home, unfinished)
        unfinished.rename(target)
    except OSError as error:
        raise LibraryError(
            _("cannot write into {folder}: {reason}").format(
                folder=shown(target), reason=reason_of(error)
            ),
            _ANOTHER,
        ) from error
    finally:
        with suppress(OSError):  # a name that is too long was never there
            remove_folder(unfinished)
    return findings


def _copy_home(home: Home, target: Path) -> list[Finding]:
    """Copy the database, then the files that it names; say what is wrong with the copy."""
    target.mkdir(parents=True, mode=0o700)
    _copy_database(home.database, target / home.database.name)
    place = open_home(target)
    with Library(place, open_engine(sqlite_url(place))) as copy:
        _copy_files(home, copy)
        return check_library(copy)


def _refuse_target(library: Library, target: Path) -> None:
    if library.engine.dialect.name != "sqlite":
        raise LibraryError(
            _("the tables are in PostgreSQL, which backs itself up"),
            _("save them with pg_dump, then copy the folders files and results of the library"),
        )
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise LibraryError(_("{target} is there already").format(target=target), _ANOTHER)
    if library.home.folder in target.absolute().parents:
        raise LibraryError(_("a backup cannot lie within the library"), _ANOTHER)


def _copy_database(source: Path, target: Path) -> None:
    """Copy one state of a database, whatever is being written meanwhile."""
    with closing(sqlite3.connect(source, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def _copy_files(home: Home, copy: Library) -> None:
    """Copy what the copied rows refer to; what is gone meanwhile is found by the check."""
    with copy.reading() as transaction:
        wanted = belongings(transaction)
    for sha256 in wanted.clips:
        source = home.clip(sha256)
        if source.is_file():
            target = copy.home.clip(sha256)
            target.parent.mkdir(exist_ok=True, mode=0o700)
            shutil.copyfile(source, target)
    for name in wanted.results:
        if (home.results / name).is_dir():
            shutil.copytree(home.results / name, copy.home.results / name)


def check_library(library: Library) -> list[Finding]:
    """Look for all that is missing, damaged or left over in a library.

    Parameters
    ----------
    library
        To look into; it may be in use.

    Returns
    -------
    list of Finding
        What is wrong; empty when all is whole.
    """
    try:
        with library.writing() as transaction:  # no row or file comes or goes meanwhile
            findings = [
                *_examine_database(transaction),
                *_examine_rows(library, transaction),
                *_examine_folders(library.home, transaction),
            ]
    except DatabaseError as error:
        return [
            Finding(
                _("the database is damaged ({error})").format(error=error.orig),
                _("restore a backup"),
            )
        ]
    return [*findings, *_examine_bytes(library)]


def _examine_database(transaction: Transaction) -> Iterator[Finding]:
    if transaction.get_bind().dialect.name != "sqlite":
        return  # PostgreSQL holds its own pages and references in order
    for row in transaction.execute(text("PRAGMA integrity_check")):
        if row[0] != "ok":
            yield Finding(
                _("the database is damaged: {found}").format(found=row[0]), _("restore a backup")
            )
    for row in transaction.execute(text("PRAGMA foreign_key_check")):
        yield Finding(
            _("a row of the table {found} has lost its {parent}").format(
                found=row[0], parent=row[2]
            ),
            _("restore a backup"),
        )


def _examine_rows(library: Library, transaction: Transaction) -> Iterator[Finding]:
    """Look for rows whose file or folder is not there."""
    for run in transaction.scalars(select(RunRow)):
        if not library.home.clip(run.file_sha256).is_file():
            hint = _("add it to its session again, or delete the run")
            yield Finding(
                _("the clip {name} of run {run_id} is missing").format(
                    name=run.name, run_id=run.id
                ),
                hint,
            )
    results: list[AnalysisRow | ComparisonRow] = [
        *transaction.scalars(select(AnalysisRow)),
        *transaction.scalars(select(ComparisonRow).where(ComparisonRow.folder.is_not(None))),
    ]
    for row in results:
        folder = library.home.results / str(row.folder)
        for name in (_told_by(transaction, row), "report.html"):
            if not (folder / name).is_file():
                what = _("{name} of the {table} {row_id} is missing").format(
                    name=name, table=row.__tablename__, row_id=row.id
                )
                yield Finding(what, _("have it made again"))


def _told_by(transaction: Transaction, row: AnalysisRow | ComparisonRow) -> str:
    """Name the file that holds a result."""
    if isinstance(row, ComparisonRow):
        return row.kind.file
    return as_run(found(transaction, RunRow, row.run_id)).file


def _examine_folders(home: Home, transaction: Transaction) -> Iterator[Finding]:
    """Look for files and folders that no row refers to."""
    used = belongings(transaction)
    lying = [*home.stored_clips(), *sorted(home.results.iterdir())]
    known = {home.clip(sha256) for sha256 in used.clips}
    known |= {home.results / name for name in used.results}
    for path in lying:
        place = path.relative_to(home.folder)
        if path.name.startswith(UNFINISHED):
            if time.time() - path.stat().st_mtime > _LEFT_OVER_S:
                yield Finding(_("{place} was never finished").format(place=place), _("delete it"))
        elif path not in known:
            yield Finding(
                _("nothing refers to {place}").format(place=place),
                _("delete it, or restore what it belongs to"),
            )


def _examine_bytes(library: Library) -> Iterator[Finding]:
    """Hash every clip, without keeping others from writing."""
    for path in library.home.stored_clips():
        if path.name.startswith(UNFINISHED) or not path.is_file():
            continue
        try:
            sound = file_sha256(path) == path.name
        except OSError as error:
            yield Finding(
                _("{name}… cannot be read: {reason}").format(
                    name=path.name[:12], reason=error.strerror
                ),
                _("check the disk"),
            )
            continue
        if not sound:
            place = path.relative_to(library.home.folder)
            yield Finding(
                _("{place} is not what was stored").format(place=place),
                _("add the clip again, or restore it"),
            )
