"""Repository -> minors, and what was agreed to for athletes."""

from __future__ import annotations

import dataclasses
import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.account_records import Consent, Guard
from aqvision.library.account_tables import ConsentRow, MinorRow
from aqvision.library.repositories.athletes import clean_text
from aqvision.library.repositories.base import Repository, as_record, as_records, found
from aqvision.library.tables import AthleteRow, now

ADULT_AGE = 18
_OLDEST = 1900
_MAX_PURPOSE = 500


@dataclasses.dataclass(frozen=True, slots=True)
class GuardRepository(Repository):
    """Repository of minors and consent."""

    def guard_of(self, athlete_id: str) -> Guard:
        """Tell whether an athlete is a minor, and what was agreed to.

        Of who is known by the year of birth alone, all of the year of coming of age counts as
        that of a minor.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = select(ConsentRow).where(ConsentRow.athlete_id == athlete_id)
        with self.reading() as transaction:
            row = transaction.get(MinorRow, athlete_id)
            rows = transaction.scalars(query.order_by(ConsentRow.at.desc()))
            consents = as_records(Consent, rows)
        year = None if row is None else row.birth_year
        is_minor = row is not None and _is_minor(year)
        return Guard(is_minor=is_minor, birth_year=year, consents=consents)

    def without_consent(self) -> frozenset[str]:
        """Give the ids of all athletes for whom consent is missing."""
        stands = ConsentRow.withdrawn.is_(None), ConsentRow.athlete_id == MinorRow.athlete_id
        query = select(MinorRow.athlete_id, MinorRow.birth_year)
        query = query.where(~select(ConsentRow.id).where(*stands).exists())
        with self.reading() as transaction:
            rows = transaction.execute(query)
            return frozenset(athlete_id for athlete_id, year in rows if _is_minor(year))

    def set_minor(self, athlete_id: str, *, minor: bool, birth_year: int | None = None) -> None:
        """Keep that an athlete is a minor, by the year of birth or without it, or is none.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        minor, birth_year
            Whether it is one, and born when, if that is known.

        Raises
        ------
        LibraryError
            There is no such athlete, or nobody alive was born then.
        """
        if birth_year is not None and not _OLDEST <= birth_year <= now().year:
            raise LibraryError(
                _("{year} is no year of birth").format(year=f"{birth_year}"),
                _("write four digits, for example 2011"),
            )
        with self.writing() as transaction:
            found(transaction, AthleteRow, athlete_id)
            row = transaction.get(MinorRow, athlete_id)
            if not minor and birth_year is None:
                if row is not None:
                    transaction.delete(row)
                return
            row = row or MinorRow(athlete_id=athlete_id)
            row.birth_year = birth_year
            transaction.add(row)

    def add_consent(
        self, athlete_id: str, *, given_by: str, relation: str, purpose: str, recorded_by: str
    ) -> Consent:
        """Keep who agreed to what for an athlete.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        given_by, relation
            Name of who agreed, and what they are to the athlete.
        purpose
            What for.
        recorded_by
            Who wrote it down here.

        Raises
        ------
        LibraryError
            There is no such athlete, or a text is empty or cannot be shown.
        """
        row = ConsentRow(
            athlete_id=athlete_id,
            given_by=_told(given_by, _("the name of who agreed")),
            relation=_told(relation, _("the relation to the athlete")),
            purpose=_told(purpose, _("the purpose"), _MAX_PURPOSE),
            recorded_by=recorded_by,
        )
        with self.writing() as transaction:
            found(transaction, AthleteRow, athlete_id)
            transaction.add(row)
            transaction.flush()
            return as_record(Consent, row)

    def withdraw_consent(self, consent_id: str, withdrawn_by: str) -> Consent:
        """Note that a consent stands no more; a second time changes nothing.

        Parameters
        ----------
        consent_id, withdrawn_by
            Id of the consent, and who notes it.
        """
        with self.writing() as transaction:
            row = found(transaction, ConsentRow, consent_id)
            _withdraw(transaction, row, withdrawn_by, now())
            return as_record(Consent, row)


def _is_minor(birth_year: int | None) -> bool:
    return birth_year is None or now().year - birth_year <= ADULT_AGE


def _withdraw(
    transaction: Transaction, row: ConsentRow, withdrawn_by: str, at: dt.datetime
) -> None:
    if row.withdrawn is None:
        row.withdrawn, row.withdrawn_by = at, withdrawn_by
        transaction.flush()


def _told(text: str, what: str, limit: int = 200) -> str:
    line = clean_text(text, what, limit)
    if not line:
        raise LibraryError(_("{what} is missing").format(what=what), _("fill the field in"))
    return line
