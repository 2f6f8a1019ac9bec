"""Address -> connections: reading sees one state of a database, and one writes at a time."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Pool, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from aqvision.library.storage import keep_private

_BUSY_S = 30
# Before this version WAL could lose pages when two connections wrote and checkpointed at once.
_SOUND_WAL = (3, 51, 3)
# To compile a query takes longer than any of ours runs.
# A process that hangs in a transaction, or that a cut cable took away, holds up nobody for long.
_TO_SERVER = {
    "client_encoding": "UTF8",
    "connect_timeout": 10,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
    "options": "-c jit=off -c idle_in_transaction_session_timeout=120000 -c tcp_keepalives_idle=20"
    " -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4",
}
# Any number will do, as long as nothing else on the server uses it.
_WRITER_LOCK = 7_201_984


def connect(url: URL, *, pool: type[Pool] | None = None, foreign_keys: bool = True) -> Engine:
    """Prepare connections to a database that is taken as it is.

    Parameters
    ----------
    url
        Address of the database.
    pool
        How connections are kept; the usual way if left out.
    foreign_keys
        Whether SQLite minds references between tables.

    Returns
    -------
    Engine
        Connections to it. Errors hide the values of a query, names, as they end up in logs.
    """
    if url.get_backend_name() != "sqlite":
        engine = create_engine(
            url,
            poolclass=pool,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={**_TO_SERVER, **url.query},
        )
        event.listen(engine, "begin", _begin_postgresql)
        return engine
    with suppress(OSError):  # whatever it is, sqlite names it
        keep_private(Path(str(url.database)))
    engine = create_engine(
        url, poolclass=pool, connect_args={"timeout": _BUSY_S}, hide_parameters=True
    )
    event.listen(engine, "connect", _set_up_sqlite)
    if foreign_keys:
        event.listen(engine, "connect", _check_foreign_keys)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun by us, below
    journal = "WAL" if sqlite3.sqlite_version_info >= _SOUND_WAL else "DELETE"
    for pragma in (f"journal_mode = {journal}", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _check_foreign_keys(connection: sqlite3.Connection, _: Any) -> None:
    connection.execute("PRAGMA foreign_keys = ON").close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the right to write at once: a reader that becomes a writer later is refused."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})"))


def one_state(engine: Engine) -> Engine:
    """Give an engine whose transactions each see one state of the database, as in SQLite.

    PostgreSQL lets every query see what was kept just before it, unless it is asked not to.

    Parameters
    ----------
    engine
        Connections to the database.
    """
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def at_once(engine: Engine) -> Connection:
    """Connect for a single query: PostgreSQL is not asked to begin a transaction and to end it.

    Parameters
    ----------
    engine
        Connections to the database.
    """
    connection = engine.connect()
    if engine.dialect.name == "sqlite":
        return connection
    return connection.execution_options(isolation_level="AUTOCOMMIT")


def first_line(error: DBAPIError) -> str:
    """Say what a database said, without the advice and the values that it adds below.

    Parameters
    ----------
    error
        As it came.
    """
    return str(error.orig).strip().partition("\n")[0]
