"""Repository -> a session with another athlete, or other notes: what was put in the wrong place."""

from __future__ import annotations

import dataclasses

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.errors import CalibrationError, LibraryError
from aqvision.core.prompts import Prompt
from aqvision.core.wording import _
from aqvision.library.records import Session, StoredComparison
from aqvision.library.repositories.athletes import clean_text, resting_on
from aqvision.library.repositories.base import Repository, as_record, as_records, found
from aqvision.library.repositories.belongings import belongings_of, remove_unused
from aqvision.library.tables import AthleteRow, RunRow, SessionRow

_MAX_NOTES = 10_000


@dataclasses.dataclass(frozen=True, slots=True)
class MovingRepository(Repository):
    """Repository of sessions that are put right."""

    def comparisons_on(self, session_id: str) -> tuple[StoredComparison, ...]:
        """List the comparisons that rest on a session, seasons among them.

        Parameters
        ----------
        session_id
            Id of the session.
        """
        with self.reading() as transaction:
            session = found(transaction, SessionRow, session_id)
            return as_records(StoredComparison, resting_on(transaction, session))

    def move_session(self, session_id: str, athlete_id: str) -> Session:
        """Give a session with its clips to another athlete; comparisons that rest on it go.

        A comparison is of one athlete. Results of the clips stay; that they were measured with
        another name, height or mass is found out as after any other correction.

        Parameters
        ----------
        session_id, athlete_id
            Ids of the session, and of whom it is really of.

        Raises
        ------
        LibraryError, CalibrationError
            There is no such session or athlete, it is the athlete's already, or a clip has split
            times, and body mass or height of the athlete is not known.
        """
        with self.writing() as transaction:
            row = found(transaction, SessionRow, session_id)
            athlete = found(transaction, AthleteRow, athlete_id)
            if row.athlete_id == athlete.id:
                raise LibraryError(
                    _("the session is of {name} already").format(name=athlete.name),
                    _("choose another athlete"),
                )
            _refuse_splits(transaction, session_id, athlete)
            resting = resting_on(transaction, row)
            had = belongings_of(transaction, *resting)
            for comparison in resting:
                transaction.delete(comparison)
            row.athlete_id = athlete.id
            remove_unused(transaction, self.home, had)
            return as_record(Session, row)

    def note(self, session_id: str, notes: str) -> Session:
        """Set the notes of a session.

        Parameters
        ----------
        session_id, notes
            Id of the session, and free words, on several lines if need be.

        Raises
        ------
        LibraryError
            There is no such session, or the words are too many or cannot be shown.
        """
        what = _("the session's notes")
        lines = [clean_text(line, what, _MAX_NOTES) for line in notes.splitlines()]
        text = "\n".join(lines).strip()
        if len(text) > _MAX_NOTES:
            clean_text(text, what, _MAX_NOTES)  # says so
        with self.writing() as transaction:
            row = found(transaction, SessionRow, session_id)
            row.notes = text
            transaction.flush()
            return as_record(Session, row)


def _refuse_splits(transaction: Transaction, session_id: str, athlete: AthleteRow) -> None:
    """Refuse to part split times from the body mass and height that they rest on."""
    if athlete.height_m is not None and athlete.mass_kg is not None:
        return
    query = select(RunRow.name).where(RunRow.session_id == session_id, RunRow.splits.is_not(None))
    name = transaction.scalars(query.limit(1)).first()
    if name is not None:
        raise CalibrationError(
            _("the split times of {name} need body mass and height").format(name=name),
            _("tell both of {athlete} first").format(athlete=athlete.name),
            [Prompt.MASS] if athlete.mass_kg is None else [Prompt.HEIGHT],
        )
