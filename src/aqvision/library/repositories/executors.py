"""Repository -> executors: which processes do jobs, and when each gave its last sign of life."""

from __future__ import annotations

import dataclasses
from typing import Any

from sqlalchemy import Float, delete, insert, select, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from aqvision.library.records import Executor
from aqvision.library.repositories.base import Repository
from aqvision.library.tables import ExecutorRow

DEAD_AFTER_S = 60.0
"""Who gave no sign of life for so long counts as dead."""


class DatabaseSeconds(FunctionElement[float]):
    """The present moment on the clock of the database, in seconds since 1970."""

    type = Float()
    inherit_cache = True


@compiles(DatabaseSeconds, "sqlite")
def _of_sqlite(*_: Any, **__: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(DatabaseSeconds, "postgresql")
def _of_postgresql(*_: Any, **__: Any) -> str:
    return "extract(epoch FROM clock_timestamp())::double precision"


@dataclasses.dataclass(frozen=True, slots=True)
class ExecutorRepository(Repository):
    """Repository of executors."""

    def beat(self, executor_id: str, version: str, slots: int) -> None:
        """Give a sign of life; who was taken for dead, and forgotten, is known again.

        Parameters
        ----------
        executor_id, version, slots
            Name of the process, version of the program, and how many jobs it does at a time.
        """
        beaten = {"beaten_s": DatabaseSeconds()}
        known = update(ExecutorRow).where(ExecutorRow.id == executor_id)
        if not self.write_alone(known.values(**beaten)):
            values = {"id": executor_id, "version": version, "slots": slots, **beaten}
            self.write_alone(insert(ExecutorRow).values(**values))

    def executors(self) -> tuple[Executor, ...]:
        """List all that are known, the oldest first; some may be dead."""
        silent = DatabaseSeconds() - ExecutorRow.beaten_s
        with self.reading() as transaction:
            rows = transaction.execute(select(ExecutorRow, silent).order_by(ExecutorRow.started))
            return tuple(
                Executor(
                    id=row.id,
                    version=row.version,
                    slots=row.slots,
                    started=row.started,
                    beaten_s=row.beaten_s,
                    silent_s=max(float(silent_s), 0.0),
                )
                for row, silent_s in rows
            )

    def slots_at_work(self) -> int:
        """Count the jobs that all processes that live do at a time."""
        return sum(one.slots for one in self.executors() if one.silent_s < DEAD_AFTER_S)

    def forget_executor(self, executor_id: str) -> None:
        """Forget a process that has ended.

        Parameters
        ----------
        executor_id
            Its name.
        """
        self.write_alone(delete(ExecutorRow).where(ExecutorRow.id == executor_id))
