"""Home and engine -> reads and writes: what all repositories of a library stand on."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from sqlalchemy import ColumnElement, Delete, Engine, Insert, Update, select, update
from sqlalchemy.orm import Session as Transaction

from aqvision.core.errors import NotThereError
from aqvision.core.wording import _
from aqvision.library.connections import at_once, one_state
from aqvision.library.files.place import Name
from aqvision.library.records import Job, JobState
from aqvision.library.repositories.belongings import belongings, is_used
from aqvision.library.storage import Home
from aqvision.library.tables import JobRow, StateRow, Table

Record = TypeVar("Record")
Row = TypeVar("Row", bound=Table)
_VERSION = select(StateRow.version)


@dataclasses.dataclass(frozen=True, slots=True)
class Repository:
    """A database and the folder beside it. Use as a context manager, or close it."""

    home: Home
    engine: Engine

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open a transaction that sees one state of the database."""
        with Transaction(one_state(self.engine)) as transaction:
            yield transaction

    @contextmanager
    def writing(self, *, counted: bool = True) -> Iterator[Transaction]:
        """Open the only transaction that writes; kept when all goes well, else undone.

        Parameters
        ----------
        counted
            Whether it may change what lists show: all do, but how far a running job has come.
        """
        writer = self.engine.execution_options(writes=True)
        with Transaction(writer) as transaction, transaction.begin():
            yield transaction
            if counted:
                transaction.execute(update(StateRow).values(version=StateRow.version + 1))

    def write_alone(self, change: Update | Insert | Delete) -> int:
        """Change rows by one statement that needs no other, past the writer of the library.

        For what is written often and shown in no list: signs of life, how far a job has come.

        Parameters
        ----------
        change
            The statement.

        Returns
        -------
        int
            How many rows it changed.
        """
        with self.engine.begin() as connection:
            return connection.execute(change).rowcount

    def version(self) -> int:
        """Count the changes of the library: two readings between which it stays are the same.

        Who keeps what was read, and reads the version first, may use it as long as it stays.
        """
        with at_once(self.engine) as connection:
            return int(connection.execute(_VERSION).scalar_one())

    def drop_unused(self, name: Name) -> None:
        """Delete what was sent, and no row came of it.

        Parameters
        ----------
        name
            What it was sent as; it stays where rows refer to it.
        """
        with self.writing(counted=False) as transaction:
            if not is_used(transaction, name):
                self.home.kept.delete([name])

    def sweep(self) -> None:
        """Remove from this machine copies of what was deleted, and what it never finished.

        Where files lie at home nothing is removed: the check of the library tells of it.
        """
        if self.home.kept.is_elsewhere:
            with self.reading() as transaction:
                wanted = belongings(transaction)
            self.home.kept.sweep(wanted.names)
            self.home.remove_left_over()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def as_record(kind: type[Record], row: Table) -> Record:
    """Take the values of a row into a frozen record of the same fields.

    Parameters
    ----------
    kind, row
        Class of the record, and the row with its values.

    Returns
    -------
    Record
        One of that class.
    """
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]
    return kind(**{field.name: getattr(row, field.name) for field in fields})


def as_records(kind: type[Record], rows: Iterable[Table]) -> tuple[Record, ...]:
    """Take each row into a record.

    Parameters
    ----------
    kind, rows
        Class of the records, and the rows with their values.

    Returns
    -------
    tuple of Record
        In the order of the rows.
    """
    return tuple(as_record(kind, row) for row in rows)


def found(transaction: Transaction, table: type[Row], row_id: str) -> Row:
    """Get a row by its id.

    Parameters
    ----------
    transaction
        Open on the library.
    table, row_id
        Class of the row, and its id.

    Returns
    -------
    Row
        The row, bound to the transaction.

    Raises
    ------
    LibraryError
        There is none; somebody may have deleted it.
    """
    # PostgreSQL cannot even be asked for an id with a NUL
    row = None if "\0" in row_id else transaction.get(table, row_id)
    if row is None:
        raise NotThereError(
            _("that {kind} is not in the library").format(kind=table.__tablename__),
            _("it may have been deleted: look it up again in the list"),
        )
    return row


class LostJobError(Exception):
    """What was made is not wanted of whoever made it: somebody else has the job now."""


def refuse_unless_held(transaction: Transaction, job: Job | None) -> None:
    """Refuse what is written for a job by anybody but who holds it.

    Parameters
    ----------
    transaction
        The one that writes.
    job
        As it was begun; None where what is written is for no job.

    Raises
    ------
    LostJobError
        The job was handed to somebody else, cancelled or deleted meanwhile.
    """
    if job is None:
        return
    held = select(JobRow.id).where(*held_by(job))
    if transaction.scalars(held).first() is None:
        raise LostJobError(job.id)


def held_by(job: Job) -> tuple[ColumnElement[bool], ...]:
    """Tell which row is that of a job, as long as whoever began it holds it.

    The engine's name for the work is enough: it is a new one whenever somebody else gets the job.

    Parameters
    ----------
    job
        As it was begun.
    """
    own = JobRow.workflow_id == job.workflow_id
    return JobRow.id == job.id, own, JobRow.state == JobState.RUNNING


def change(row: Table, values: dict[str, Any], allowed: Iterable[str]) -> None:
    """Set the named values of a row.

    Parameters
    ----------
    row
        To be changed.
    values
        New values by name.
    allowed
        Names that may be set.

    Raises
    ------
    TypeError
        A value is not one that may be changed.
    """
    if unknown := set(values) - set(allowed):
        raise TypeError(f"{', '.join(sorted(unknown))} of a {row.__tablename__} cannot be set")
    for name, value in values.items():
        setattr(row, name, value)
