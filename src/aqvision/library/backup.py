"""Library -> its copy, and Library -> Findings: what is missing, damaged or left over."""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session as Transaction

from aqvision.core.errors import LibraryError, reason_of, shown
from aqvision.core.wording import _
from aqvision.library.database import open_engine, sqlite_url
from aqvision.library.files.folder import remove_folder
from aqvision.library.files.place import (
    LEFT_OVER_S,
    UNFINISHED,
    DamagedError,
    Files,
    Name,
    clip_named,
    result_named,
)
from aqvision.library.library import Library
from aqvision.library.repositories.base import found
from aqvision.library.repositories.belongings import belongings
from aqvision.library.repositories.runs import as_run
from aqvision.library.storage import Home, open_home
from aqvision.library.tables import AnalysisRow, ComparisonRow, RunRow

_ANOTHER = _("name a folder that does not exist yet")
_PRIVATE = 0o700
# In a store, what is sent lies under its name a little before its row is there.
_ARRIVING_S = 600


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
        To copy from. Of one whose tables are on a server, clips and results are copied.
    target
        Folder of the copy, outside the library: an empty one, or one that is not there.

    Returns
    -------
    list of Finding
        What is wrong with the copy; empty when it is whole.

    Raises
    ------
    LibraryError
        The folder is taken or cannot be written, or the place of files cannot be reached.
    """
    _refuse_target(library, target)
    unfinished = target.parent / f"{UNFINISHED}{target.name}"
    try:
        remove_folder(unfinished)
        findings = _copy(library, unfinished)
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


def has_tables(library: Library) -> bool:
    """Tell whether a backup holds the tables; a server's are saved by its own means.

    Parameters
    ----------
    library
        To be copied.
    """
    return library.engine.dialect.name == "sqlite"


def _copy(library: Library, target: Path) -> list[Finding]:
    """Copy the database, then the files that it names; say what is wrong with the copy."""
    target.mkdir(parents=True, mode=_PRIVATE)
    home, place = library.home, open_home(target)
    if not has_tables(library):
        place.kept.mark(home.kept.mark())
        return list(_copy_files(home, _wanted_by(library), place))
    _copy_database(home.database, target / home.database.name)
    with Library(place, open_engine(sqlite_url(place))) as copy:
        for _finding in _copy_files(home, _wanted_by(copy), place):
            pass  # the check finds it too, and says whose it is
        return check_library(copy)


def _refuse_target(library: Library, target: Path) -> None:
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise LibraryError(_("{target} is there already").format(target=target), _ANOTHER)
    if library.home.folder in target.absolute().parents:
        raise LibraryError(_("a backup cannot lie within the library"), _ANOTHER)


def _copy_database(source: Path, target: Path) -> None:
    """Copy one state of a database, whatever is being written meanwhile."""
    with closing(sqlite3.connect(source, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def _wanted_by(library: Library) -> list[Name]:
    """Give what the rows refer to, in order."""
    with library.reading() as transaction:
        return sorted(belongings(transaction).names)


def _copy_files(home: Home, wanted: list[Name], place: Home) -> Iterator[Finding]:
    """Copy clips and results; say which could not be."""
    for name in wanted:
        target = place.kept.get(name)
        target.parent.mkdir(exist_ok=True, mode=_PRIVATE)
        try:
            home.kept.copy(name, target)
        except FileNotFoundError:
            yield Finding(
                _("{place} is missing").format(place=name.path),
                _("see what the check of the library says of it"),
            )
        except DamagedError as error:
            yield Finding(str(error), error.hint)


@dataclass(frozen=True, slots=True)
class _Held:
    """What a row refers to, and what is to be said where a file of it is missing, by its name."""

    name: Name
    missing: dict[str, Finding]


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

    Raises
    ------
    LibraryError
        The place of files cannot be reached.
    """
    kept = library.home.kept
    try:
        with library.writing() as transaction:  # no row or file comes or goes meanwhile
            findings = list(_examine_database(transaction))
            held = list(_held_by(transaction))
            there, left = _lying(kept, {one.name for one in held})
    except DatabaseError as error:
        return [
            Finding(
                _("the database is damaged ({error})").format(error=error.orig),
                _("restore a backup"),
            )
        ]
    missing = (one.missing.values() for one in held if one.name not in there)
    findings += [finding for each in missing for finding in each]
    return [*findings, *left, *_examine_bytes(library, [o for o in held if o.name in there])]


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


def _held_by(transaction: Transaction) -> Iterator[_Held]:
    """Go through the rows that refer to clips and results."""
    # held until the end: otherwise the run of each analysis would be asked for by itself
    runs = transaction.scalars(select(RunRow)).all()
    for run in runs:
        lost = Finding(
            _("the clip {name} of run {run_id} is missing").format(name=run.name, run_id=run.id),
            _("add it to its session again, or delete the run"),
        )
        yield _Held(clip_named(run.file_sha256), {"": lost})
    results: list[AnalysisRow | ComparisonRow] = [
        *transaction.scalars(select(AnalysisRow)),
        *transaction.scalars(select(ComparisonRow).where(ComparisonRow.folder.is_not(None))),
    ]
    for row in results:
        files = (_told_by(transaction, row), "report.html")
        yield _Held(result_named(str(row.folder)), {file: _lost(row, file) for file in files})


def _lost(row: AnalysisRow | ComparisonRow, file: str) -> Finding:
    what = _("{name} of the {table} {row_id} is missing").format(
        name=file, table=row.__tablename__, row_id=row.id
    )
    return Finding(what, _("have it made again"))


def _told_by(transaction: Transaction, row: AnalysisRow | ComparisonRow) -> str:
    """Name the file that holds a result."""
    if isinstance(row, ComparisonRow):
        return row.kind.file
    return as_run(found(transaction, RunRow, row.run_id)).file


def _lying(kept: Files, wanted: set[Name]) -> tuple[set[Name], list[Finding]]:
    """Give the names of all that lies in a place, and what nothing refers to."""
    there, left = set[Name](), list[Finding]()
    for one in kept.list_all():
        age_s = time.time() - one.changed_s
        if one.unfinished:
            if age_s > LEFT_OVER_S:
                text = _("{place} was never finished").format(place=one.place)
                left.append(Finding(text, _("delete it")))
        elif one.name in wanted:
            there.add(one.name)
        elif not kept.is_elsewhere or age_s > _ARRIVING_S:
            left.append(
                Finding(
                    _("nothing refers to {place}").format(place=one.place),
                    _("delete it, or restore what it belongs to"),
                )
            )
    return there, left


def _examine_bytes(library: Library, held: Iterable[_Held]) -> list[Finding]:
    """Look at every byte that checksums tell of, without keeping others from writing."""
    by_name: dict[Name, list[_Held]] = defaultdict(list)
    for one in held:
        by_name[one.name].append(one)
    findings: dict[Name, list[Finding]] = {}
    for name, ones in by_name.items():
        findings[name] = list(_examine(library.home.kept, name, ones))
    if not any(findings.values()):
        return []
    with library.reading() as transaction:  # what was deleted meanwhile is no fault
        wanted = belongings(transaction).names
    return [finding for name, each in findings.items() if name in wanted for finding in each]


def _examine(kept: Files, name: Name, held: Iterable[_Held]) -> Iterator[Finding]:
    try:
        files = kept.examine(name) or {""}
    except DamagedError as error:
        yield Finding(str(error), error.hint)
    except FileNotFoundError:
        yield from (finding for one in held for finding in one.missing.values())
    else:
        for one in held:
            yield from (finding for file, finding in one.missing.items() if file not in files)
