"""Repository -> athletes: people and their sessions."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.body import refuse_height, refuse_mass
from aqvision.core.errors import CalibrationError, LibraryError
from aqvision.core.prompts import Prompt
from aqvision.core.recorded import refuse_day
from aqvision.core.wording import _
from aqvision.library.records import Athlete, DayFrom, Session
from aqvision.library.repositories.base import Repository, as_record, as_records, change, found
from aqvision.library.repositories.belongings import belongings_of, delete_with_files, remove_unused
from aqvision.library.tables import AthleteRow, ComparisonRow, RunRow, SessionRow

MAX_NAME = 200
_MAX_NOTES = 10_000


def clean_text(text: str, what: str, limit: int = MAX_NAME) -> str:
    """Give a line of text as it is kept: no odd spaces, nothing that cannot be seen.

    Parameters
    ----------
    text, what
        The line, and what it is, for the message.
    limit
        Most characters that it may have.

    Returns
    -------
    str
        The line; empty if nothing was in it.

    Raises
    ------
    LibraryError
        It is too long or holds characters that steer a terminal or a page.
    """
    line = " ".join(text.split())
    if any(not (char.isprintable() or char in "\u200d\ufe0f") for char in line):
        raise LibraryError(
            _("{what} holds characters that cannot be shown").format(what=what), _("type it again")
        )
    if len(line) > limit:
        raise LibraryError(
            _("{what} is longer than {limit} characters").format(what=what, limit=limit),
            _("shorten it"),
        )
    return line


def _required(text: str, what: str) -> str:
    line = clean_text(text, what)
    if not line:
        raise LibraryError(_("{what} is empty").format(what=what), _("give at least one letter"))
    return line


@dataclasses.dataclass(frozen=True, slots=True)
class AthleteRepository(Repository):
    """Repository of people and their sessions."""

    def add_athlete(
        self, name: str, height_m: float | None = None, mass_kg: float | None = None
    ) -> Athlete:
        """Add somebody.

        Parameters
        ----------
        name
            What the athlete is called.
        height_m
            Standing height in metres, if known.
        mass_kg
            Body mass in kilograms, if known.

        Raises
        ------
        LibraryError, CalibrationError
            The name is empty or cannot be shown; height or mass cannot be right.
        """
        row = AthleteRow()
        _change_athlete(row, {"name": name, "height_m": height_m, "mass_kg": mass_kg})
        with self.writing() as transaction:
            transaction.add(row)
            transaction.flush()
            return as_record(Athlete, row)

    def find_or_add_athlete(
        self, name: str, height_m: float | None = None, mass_kg: float | None = None
    ) -> Athlete:
        """Get the athlete of a name, added if there is none, with what is known set.

        Parameters
        ----------
        name
            What the athlete is called.
        height_m
            Standing height in metres, if known.
        mass_kg
            Body mass in kilograms, if known.

        Raises
        ------
        LibraryError, CalibrationError
            Several have the name; or as add_athlete.
        """
        known = {"height_m": height_m, "mass_kg": mass_kg}
        values = {name: value for name, value in known.items() if value is not None}
        cleaned = _required(name, _("the athlete's name"))
        with self.writing() as transaction:
            rows = transaction.scalars(select(AthleteRow).where(AthleteRow.name == cleaned)).all()
            if len(rows) > 1:
                raise LibraryError(
                    _("the library has {n} athletes with the name {name}").format(
                        n=len(rows), name=cleaned
                    ),
                    _("give them different names there"),
                )
            row = rows[0] if rows else AthleteRow()
            _change_athlete(row, {"name": cleaned, **values})
            transaction.add(row)
            transaction.flush()
            return as_record(Athlete, row)

    def athletes(self) -> tuple[Athlete, ...]:
        """List everybody by name."""
        with self.reading() as transaction:
            people = as_records(Athlete, transaction.scalars(select(AthleteRow)))
        return tuple(sorted(people, key=lambda one: (one.name.casefold(), one.created)))

    def athlete(self, athlete_id: str) -> Athlete:
        """Get somebody; LibraryError where there is nobody of that id.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        with self.reading() as transaction:
            return as_record(Athlete, found(transaction, AthleteRow, athlete_id))

    def update_athlete(self, athlete_id: str, **values: Any) -> Athlete:
        """Set ``name``, ``height_m`` or ``mass_kg``; raises as add_athlete does.

        Split times of a clip need height and mass, which are not taken away under them.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        **values
            The new values, by name.
        """
        with self.writing() as transaction:
            row = found(transaction, AthleteRow, athlete_id)
            _change_athlete(row, values)
            if row.height_m is None or row.mass_kg is None:
                _refuse_splits_without(transaction, row)
            transaction.flush()
            return as_record(Athlete, row)

    def delete_athlete(self, athlete_id: str) -> None:
        """Delete somebody for good: sessions, runs, results, jobs, and clips nobody else has.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        with self.writing() as transaction:
            row = found(transaction, AthleteRow, athlete_id)
            delete_with_files(transaction, self.home, row)

    def add_session(
        self,
        athlete_id: str,
        label: str,
        date: dt.date | None = None,
        notes: str = "",
        name: str = "",
        day_from: DayFrom | None = None,
    ) -> Session:
        """Add a session of an athlete.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        label
            What the session is called to people, such as before or after.
        date
            Its day, if known.
        notes
            Free words.
        name
            What tells it from others of the same label.
        day_from
            Who tells the day.

        Raises
        ------
        LibraryError
            There is no such athlete, the label is empty, or a text cannot be shown.
        """
        label, name = _label_and_name(label, name)
        row = SessionRow(
            athlete_id=athlete_id,
            label=label,
            name=name,
            date=date,
            day_from=day_from,
            notes=clean_text(notes, _("the session's notes"), _MAX_NOTES),
        )
        with self.writing() as transaction:
            found(transaction, AthleteRow, athlete_id)
            transaction.add(row)
            transaction.flush()
            return as_record(Session, row)

    def sessions(self, athlete_id: str) -> tuple[Session, ...]:
        """List the sessions of an athlete by date, those without one last.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = select(SessionRow).where(SessionRow.athlete_id == athlete_id)
        with self.reading() as transaction:
            found(transaction, AthleteRow, athlete_id)
            sessions = as_records(Session, transaction.scalars(query))
        return tuple(sorted(sessions, key=lambda one: (one.date or dt.date.max, one.created)))

    def all_sessions(self) -> tuple[Session, ...]:
        """List the sessions of everybody, in no order."""
        with self.reading() as transaction:
            return as_records(Session, transaction.scalars(select(SessionRow)))

    def session(self, session_id: str) -> Session:
        """Get a session; LibraryError where there is none of that id.

        Parameters
        ----------
        session_id
            Id of the session.
        """
        with self.reading() as transaction:
            return as_record(Session, found(transaction, SessionRow, session_id))

    def update_session(
        self, session_id: str, *, label: str, name: str, date: dt.date | None
    ) -> Session:
        """Correct side, name and day of a session.

        Parameters
        ----------
        session_id
            Id of the session.
        label, name, date
            As for :meth:`add_session`.

        Raises
        ------
        LibraryError, CalibrationError
            There is no such session, the label is empty, a text cannot be shown, or nothing can
            have been filmed on that day.
        """
        refuse_day(date)
        label, name = _label_and_name(label, name)
        with self.writing() as transaction:
            row = found(transaction, SessionRow, session_id)
            if date != row.date:
                row.day_from = DayFrom.GIVEN
            row.label, row.name, row.date = label, name, date
            transaction.flush()
            return as_record(Session, row)

    def delete_session(self, session_id: str) -> None:
        """Delete a session for good, with its runs, results and comparisons.

        Parameters
        ----------
        session_id
            Id of the session.
        """
        with self.writing() as transaction:
            row = found(transaction, SessionRow, session_id)
            all_gone = (*resting_on(transaction, row), row)
            had = belongings_of(transaction, *all_gone)
            for gone in all_gone:
                transaction.delete(gone)
            remove_unused(transaction, self.home, had)


def resting_on(transaction: Transaction, session: SessionRow) -> list[ComparisonRow]:
    """List the comparisons of a session, and the seasons that it lies in, the oldest first.

    Parameters
    ----------
    transaction, session
        Where to look, and for which.
    """
    query = select(ComparisonRow).where(
        ComparisonRow.athlete_id == session.athlete_id,
        or_(
            ComparisonRow.before_session_id == session.id,
            ComparisonRow.after_session_id == session.id,
            ComparisonRow.between.is_not(None),  # of seasons, the database knows the ends only
        ),
    )
    rows = transaction.scalars(query.order_by(ComparisonRow.created)).all()
    return [
        row
        for row in rows
        if session.id in (row.before_session_id, *row.between, row.after_session_id)
    ]


def _label_and_name(label: str, name: str) -> tuple[str, str]:
    return (
        _required(label, _("the label of the session")).lower(),
        clean_text(name, _("the name of the session")),
    )


def _refuse_splits_without(transaction: Transaction, row: AthleteRow) -> None:
    """Refuse to forget a height or mass that the split times of a clip rest on."""
    query = select(RunRow.name).join(SessionRow, SessionRow.id == RunRow.session_id)
    query = query.where(SessionRow.athlete_id == row.id, RunRow.splits.is_not(None)).limit(1)
    name = transaction.scalars(query).first()
    if name is not None:
        raise CalibrationError(
            _("the split times of {name} need body mass and height").format(name=name),
            _("give both, or take the split times of the clip away first"),
            [Prompt.MASS] if row.mass_kg is None else [Prompt.HEIGHT],
        )


def _change_athlete(row: AthleteRow, values: dict[str, Any]) -> None:
    """Check and set what is known of somebody."""
    if "name" in values:
        values = {**values, "name": _required(values["name"], _("the athlete's name"))}
    refuse_height(values.get("height_m"))
    refuse_mass(values.get("mass_kg"))
    change(row, values, ("name", "height_m", "mass_kg"))
