"""Repository -> clips of another day, in the session of that day."""

from __future__ import annotations

import dataclasses
import datetime as dt

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.errors import LibraryError
from aqvision.core.recorded import refuse_day
from aqvision.core.wording import _
from aqvision.library.records import DayFrom
from aqvision.library.repositories.base import Repository, found
from aqvision.library.repositories.belongings import delete_with_files
from aqvision.library.tables import ComparisonRow, RunRow, SessionRow


@dataclasses.dataclass(frozen=True, slots=True)
class DayRepository(Repository):
    """Repository of clips whose day is corrected."""

    def move_to_day(self, run_id: str, day: dt.date) -> None:
        """Put a clip into the athlete's session of the same side on another day.

        That session is made where there is none; where the clip is alone in its own, that one gets
        the day. A session that is left without clips goes, unless something was compared with it.

        Parameters
        ----------
        run_id
            Id of the run.
        day
            On which it was filmed, as its owner says.

        Raises
        ------
        LibraryError, CalibrationError
            There is no such run, nothing can have been filmed on that day, or the session of that
            day has this clip already.
        """
        refuse_day(day)
        with self.writing() as transaction:
            run = found(transaction, RunRow, run_id)
            own = found(transaction, SessionRow, run.session_id)
            if own.date == day:
                return
            other = _of_day(transaction, own, day)
            alone = _n_runs(transaction, own) == 1
            if other is None and alone:
                own.date, own.day_from = day, DayFrom.GIVEN
                return
            if other is None:
                other = SessionRow(
                    athlete_id=own.athlete_id, label=own.label, name=own.name, date=day,
                    day_from=DayFrom.GIVEN, notes="",
                )  # fmt: skip
                transaction.add(other)
                transaction.flush()
            _refuse_twice(transaction, run, other)
            run.session_id = other.id
            transaction.flush()
            if alone and not _is_compared(transaction, own):
                delete_with_files(transaction, self.home, own)


def _of_day(transaction: Transaction, own: SessionRow, day: dt.date) -> SessionRow | None:
    query = select(SessionRow).where(SessionRow.athlete_id == own.athlete_id)
    query = query.where(SessionRow.label == own.label, SessionRow.name == own.name)
    return transaction.scalars(query.where(SessionRow.date == day).limit(1)).first()


def _n_runs(transaction: Transaction, session: SessionRow) -> int:
    return len(transaction.scalars(select(RunRow.id).filter_by(session_id=session.id)).all())


def _is_compared(transaction: Transaction, session: SessionRow) -> bool:
    ends = (ComparisonRow.before_session_id, ComparisonRow.after_session_id)
    query = select(ComparisonRow.id).where(or_(*(end == session.id for end in ends)))
    return transaction.scalars(query.limit(1)).first() is not None


def _refuse_twice(transaction: Transaction, run: RunRow, session: SessionRow) -> None:
    query = select(RunRow.name).filter_by(session_id=session.id, file_sha256=run.file_sha256)
    name = transaction.scalars(query.limit(1)).first()
    if name is not None:
        raise LibraryError(
            _("the session of that day has {name} already").format(name=name),
            _("delete one of the two, or give another day"),
        )
