"""Address -> Engine: a database with its tables brought up to date."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, NullPool, inspect, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.connections import connect, first_line
from aqvision.library.glance import URL_VARIABLE
from aqvision.library.storage import Home

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).parent / "migrations"


def database_url(home: Home, url: str | None = None) -> URL:
    """Find where the tables are: a PostgreSQL server where one is named, else a file at home.

    Parameters
    ----------
    home
        Where the file is, if no server is named.
    url
        Address of a PostgreSQL server; that of the environment if left out.

    Returns
    -------
    URL
        Address of the tables.

    Raises
    ------
    LibraryError
        The address is not one of PostgreSQL, or the tables were moved there and none is named.
    """
    named = url or os.environ.get(URL_VARIABLE)
    if named:
        return postgresql_url(named)
    if home.moved.exists():
        raise LibraryError(
            _("the tables of this library were moved to PostgreSQL"),
            _("set {variable} to their address; {note} tells how to go back").format(
                variable=URL_VARIABLE, note=home.moved
            ),
        )
    return sqlite_url(home)


def postgresql_url(named: str) -> URL:
    """Read the address of a PostgreSQL database.

    Parameters
    ----------
    named
        As people write it.

    Returns
    -------
    URL
        The same, with the driver that is used.

    Raises
    ------
    LibraryError
        The address is not one of PostgreSQL.
    """
    try:
        address = make_url(named)
    except ArgumentError as error:
        raise _bad_address() from error
    if address.get_backend_name() != "postgresql":
        raise _bad_address()
    return address.set(drivername="postgresql+psycopg")


def sqlite_url(home: Home) -> URL:
    """Give the address of the file at home.

    Parameters
    ----------
    home
        Where the file is.

    Returns
    -------
    URL
        Its address.
    """
    return URL.create("sqlite", database=str(home.database))


def _bad_address() -> LibraryError:
    # the address itself is not shown: it may hold a password
    return LibraryError(
        _("the database's address cannot be understood"),
        _("write {variable} as postgresql://USER:PASSWORD@HOST/NAME, or leave it out").format(
            variable=URL_VARIABLE
        ),
    )


def open_engine(url: URL, *, upgrade: bool = True) -> Engine:
    """Connect to a database and bring its tables up to date.

    A transaction of an engine with the execution option ``writes`` is the only one that writes,
    whatever the database: work on rows and on the files beside them never crosses.

    Parameters
    ----------
    url
        Address of the database, which is made if it is a file that is not there.
    upgrade
        False leaves the tables as they are, and refuses those of an older version.

    Returns
    -------
    Engine
        Connections to it.

    Raises
    ------
    LibraryError
        The database cannot be reached, is damaged, or was written by a newer version, or by an
        older one that may not be brought up to date.
    """
    try:
        if url.get_backend_name() != "sqlite":
            _refuse_other_letters(url)
        if upgrade:
            migrate(url)
        else:
            _refuse_other_tables(url)
    except DatabaseError as error:
        raise LibraryError(
            _("the library's database cannot be used ({error})").format(error=first_line(error)),
            _("check its address, that the server runs and the disk has room, or restore a backup"),
        ) from error
    return connect(url)


def migrate(url: URL) -> None:
    """Bring the tables up to date, in one transaction: several programs may begin at once.

    Parameters
    ----------
    url
        Address of the database.

    Raises
    ------
    LibraryError
        A newer version of aqvision wrote the database.
    """
    from alembic import command
    from alembic.util import CommandError

    # SQLite empties the tables that refer to one that is copied, if it minds foreign keys
    engine = connect(url, pool=NullPool, foreign_keys=False)
    if _present_step(engine) == _steps()[0]:
        return
    config = alembic_config()
    with engine.execution_options(writes=True).begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise _too_new() from error


def _refuse_other_letters(url: URL) -> None:
    """Refuse a database that cannot keep every name, or that tells none of its letters."""
    with connect(url, pool=NullPool).connect() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise LibraryError(
            _("the database keeps letters as {encoding}, in which names would be damaged").format(
                encoding=encoding
            ),
            _("make one that keeps them in UTF-8: createdb --encoding=UTF8 --template=template0"),
        )


def _refuse_other_tables(url: URL) -> None:
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
        raise _nothing_there()
    engine = connect(url, pool=NullPool)
    present = _present_step(engine)
    if present is None and not inspect(engine).get_table_names():
        raise _nothing_there()
    newest, *older = _steps()
    if present == newest:
        return
    if present in older or present is None:
        raise LibraryError(
            _("the library was written by an older version of aqvision"),
            _("stop what works on it and bring it up to date: aqvision library upgrade"),
        )
    raise _too_new()


def _nothing_there() -> LibraryError:
    return LibraryError(
        _("there is no library here yet"),
        _(
            "start it with aqvision serve, or name the database and the files that the others use "
            "({variable}, {files}, {home})"
        ).format(variable=URL_VARIABLE, files="AQVISION_FILES_URL", home="AQVISION_HOME"),
    )


def _present_step(engine: Engine) -> str | None:
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def _steps() -> tuple[str, ...]:
    """Name all steps, the newest first: to load them takes longer than to open a library."""
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    return tuple(step.revision for step in steps)


def _too_new() -> LibraryError:
    return LibraryError(
        _("the library was written by a newer version of aqvision"), _("update aqvision")
    )


def alembic_config() -> Config:
    """Tell alembic where the steps are, which come with the package."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config
