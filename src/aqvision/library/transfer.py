"""Library with its tables in a file -> the same library with its tables in PostgreSQL.

The file stays as it is, under another name, and a note beside it keeps programs that were not told
of the new place from beginning an empty library there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    NullPool,
    Select,
    delete,
    insert,
    inspect,
    null,
    select,
    text,
)
from sqlalchemy import Table as SqlTable
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError
from sqlalchemy.orm import Session as Transaction

from aqvision.core.errors import LibraryError, shown
from aqvision.core.wording import _
from aqvision.library import account_tables  # noqa: F401 - its tables are among the models
from aqvision.library.connections import connect, first_line
from aqvision.library.database import open_engine, postgresql_url, sqlite_url
from aqvision.library.glance import URL_VARIABLE
from aqvision.library.library import Library
from aqvision.library.records import JobState
from aqvision.library.storage import Home
from aqvision.library.tables import ExecutorRow, JobRow, StateRow, Table

_AT_ONCE = 500
_VERSIONS = "alembic_version"
_OF_QUEUE = frozenset({"workflow_id", "executor_id", "measuring"})
_SIDES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved: rows by table, and the file under its new name."""

    n_rows: Mapping[str, int]
    left: Path


def move_to_postgresql(home: Home, address: str) -> Moved:
    """Copy all tables of a library into PostgreSQL, compare them, and set the file aside.

    All rows come in one transaction, and nobody writes meanwhile: whatever goes wrong, the library
    is what it was. Clips and results stay where they are.

    Parameters
    ----------
    home
        Of a library on which no other program works.
    address
        Of an empty PostgreSQL database.

    Raises
    ------
    LibraryError
        There is no such library, a job of it runs, or the database is not empty or does not take
        its rows.
    """
    if not home.database.is_file():
        raise LibraryError(
            _("no library in {folder} has its tables in a file").format(folder=shown(home.folder)),
            _("name the library's folder in AQVISION_HOME"),
        )
    target = postgresql_url(address)
    _refuse_taken(target)
    with (
        Library(home, open_engine(sqlite_url(home))) as old,
        Library(home, open_engine(target)) as new,
    ):
        n_rows = _move(old, new)
    return Moved(n_rows, _set_aside(home))


def _refuse_taken(url: URL) -> None:
    """Look into a database before its tables are made or brought up to date."""
    engine = connect(url, pool=NullPool)
    try:
        with engine.connect() as connection:
            _refuse_rows(connection)
    except DatabaseError as error:
        raise LibraryError(
            _("the database cannot be used ({error})").format(error=first_line(error)),
            _("check its address and that the server runs"),
        ) from error


def _refuse_rows(connection: Connection) -> None:
    there = set(inspect(connection).get_table_names())
    known = Table.metadata.tables
    if strange := there - {*known, _VERSIONS}:
        raise LibraryError(
            _("the database holds tables of something else: {tables}").format(
                tables=", ".join(sorted(strange))
            ),
            _("make a database for aqvision alone"),
        )
    counted = StateRow.__tablename__  # its only row comes with the tables
    for name in sorted(there & set(known) - {counted}):
        if connection.execute(text(f'SELECT 1 FROM "{name}" LIMIT 1')).first():  # noqa: S608
            raise LibraryError(
                _("the database holds a library already"),
                _("name an empty database, or drop that one and create it anew"),
            )


def _move(old: Library, new: Library) -> dict[str, int]:
    """Copy from a file that nobody writes into meanwhile; it is left once the copy is kept."""
    with old.writing(counted=False) as source:
        _refuse_running(source)
        with new.writing(counted=False) as target:
            _refuse_rows(target.connection())
            n_rows = {
                table.name: _copy(table, source, target)
                for table in Table.metadata.sorted_tables
                if table is not ExecutorRow.__table__  # programs of the old place, all ended
            }
        _note(old.home, new.engine)
    return n_rows


def _refuse_running(source: Transaction) -> None:
    running = select(JobRow.id).where(JobRow.state == JobState.RUNNING).limit(1)
    if source.scalars(running).first() is not None:
        raise LibraryError(
            _("a job of this library runs, or was cut off"),
            _("run aqvision serve until it is done or stopped, end it, and move the library then"),
        )


def _copy(table: SqlTable, source: Transaction, target: Transaction) -> int:
    """Copy a table and compare what came of it; gives the number of its rows."""
    target.execute(delete(table))
    try:
        for rows in source.execute(_moved(table)).mappings().partitions(_AT_ONCE):
            target.execute(insert(table), [dict(row) for row in rows])
    except DBAPIError as error:
        raise _not_taken(table, first_line(error)) from error
    had = _content(table, source)
    if _content(table, target) != had:
        raise _not_taken(table, _("what was written reads otherwise"))
    return len(had)


def _moved(table: SqlTable) -> Select[Any]:
    """Ask for all of a table but what the queue of one place notes: the new one queues anew."""
    return select(*(null().label(c.name) if c.name in _OF_QUEUE else c for c in table.columns))


def _not_taken(table: SqlTable, reason: str) -> LibraryError:
    return LibraryError(
        _("PostgreSQL does not take the table {table}: {reason}").format(
            table=table.name, reason=reason
        ),
        _("nothing was moved, and the library goes on in its file; please report this"),
    )


def _content(table: SqlTable, transaction: Transaction) -> list[bytes]:
    """Give a table's rows as hashes; each database sorts texts in a way of its own."""
    rows: Any = transaction.execute(_moved(table).execution_options(yield_per=_AT_ONCE))
    return sorted(hashlib.sha256(repr(tuple(row)).encode()).digest() for row in rows)


def _note(home: Home, new: Engine) -> None:
    where = new.url.set(password=None, query={}).set(drivername="postgresql")
    home.moved.write_text(
        f"On {dt.datetime.now(dt.UTC):%d %B %Y} the tables of this library were moved to\n"
        f"{where.render_as_string()}\n"
        f"Programs find them where {URL_VARIABLE} names that database.\n\n"
        "To go back to what was there before that day: end all programs, delete this file, and\n"
        f"rename {_left(home).name} to {home.database.name}.\n",
        encoding="utf-8",
    )


def _left(home: Home) -> Path:
    return home.database.with_name(f"{home.database.name}.moved")


def _set_aside(home: Home) -> Path:
    """Rename the file, with what a program that ended badly may have left beside it."""
    left = _left(home)
    home.database.rename(left)
    for side in _SIDES:
        with suppress(FileNotFoundError):
            Path(f"{home.database}{side}").rename(f"{left}{side}")
    return left
