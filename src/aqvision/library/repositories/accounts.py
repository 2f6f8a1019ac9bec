"""Repository -> accounts and the browsers that are signed in to them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.account_records import Account, Role
from aqvision.library.account_tables import (
    AccountRow,
    ApiTokenRow,
    CoachedGroupRow,
    GroupMemberRow,
    InvitationRow,
    OwnAthleteRow,
    SignInRow,
)
from aqvision.library.repositories.base import Repository, as_record, as_records, found
from aqvision.library.tables import AthleteRow, now
from aqvision.library.tokens import hashed, new_token

LASTS = dt.timedelta(days=30)
"""How long a sign-in is good at most."""
IDLE = dt.timedelta(days=7)
"""How long a sign-in is good that nobody uses."""
# Using a page writes only so often: reading is not to wait for the one writer.
_NOTED_EVERY = dt.timedelta(hours=1)
# What mail addresses and plain names are made of, in any alphabet.
_NAME = re.compile(r"[\w.+@-]{2,100}")


def clean_name(text: str) -> str:
    """Give the name of an account as it is kept.

    Parameters
    ----------
    text
        As it was typed.

    Returns
    -------
    str
        The same letters, composed.

    Raises
    ------
    LibraryError
        It is no name that an account can have.

    Examples
    --------
    >>> clean_name(" ada@example.org ")
    'ada@example.org'
    """
    name = _composed(text)
    if not _NAME.fullmatch(name):
        raise LibraryError(
            _("that is no name for an account"),
            _("take a mail address, or 2 to 100 letters, digits, dots and dashes without spaces"),
        )
    return name


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def name_key(text: str) -> str:
    """Give a name as it is compared: in whatever case and form it was typed.

    Parameters
    ----------
    text
        As it was typed.

    Examples
    --------
    >>> name_key(" Ada@Example.org") == name_key("ada@example.org")
    True
    """
    return unicodedata.normalize("NFKC", text.strip()).casefold()


@dataclasses.dataclass(frozen=True, slots=True)
class AccountRepository(Repository):
    """Repository of accounts and sign-ins."""

    def accounts(self) -> tuple[Account, ...]:
        """List all accounts by name."""
        with self.reading() as transaction:
            return as_records(Account, _by_name(transaction.scalars(select(AccountRow))))

    def account(self, account_id: str) -> Account:
        """Get an account; LibraryError where there is none of that id.

        Parameters
        ----------
        account_id
            Id of the account.
        """
        with self.reading() as transaction:
            return as_record(Account, found(transaction, AccountRow, account_id))

    def has_admin(self) -> bool:
        """Tell whether anybody may do everything."""
        with self.reading() as transaction:
            return _n_admins(transaction) > 0

    def password_of(self, name: str) -> tuple[Account, str] | None:
        """Find who signs in by a name, with the hash of the password.

        Parameters
        ----------
        name
            As it was typed.
        """
        if not _NAME.fullmatch(_composed(name)):  # nor could every database be asked for it
            return None
        with self.reading() as transaction:
            query = select(AccountRow).where(AccountRow.name_key == name_key(name))
            row = transaction.scalars(query).first()
            return None if row is None else (as_record(Account, row), row.password_hash)

    def set_password(self, account_id: str, password_hash: str, *, but: str | None = None) -> None:
        """Keep the hash of a new password, and end what is signed in by the old one.

        Parameters
        ----------
        account_id, password_hash
            Id of the account, and what is kept.
        but
            Token of the browser that stays signed in.
        """
        with self.writing() as transaction:
            found(transaction, AccountRow, account_id).password_hash = password_hash
            _end_sign_ins(transaction, account_id, but)

    def rehash(self, account_id: str, password_hash: str) -> None:
        """Keep another hash of the same password.

        Parameters
        ----------
        account_id, password_hash
            Id of the account, and what is kept.
        """
        with self.writing() as transaction:
            found(transaction, AccountRow, account_id).password_hash = password_hash

    def set_rights(self, account_id: str, role: Role, group_ids: tuple[str, ...] = ()) -> Account:
        """Set what an account may do, and end the invitations that it made; one admin stays.

        Parameters
        ----------
        account_id, role
            Id of the account, and what it is from now on.
        group_ids
            Groups of a coach.

        Raises
        ------
        LibraryError
            There is no such account or group, or it is the last admin.
        """
        with self.writing() as transaction:
            row = found(transaction, AccountRow, account_id)
            if role is not Role.ADMIN:
                _refuse_last_admin(transaction, row)
            row.role = role
            of_it = CoachedGroupRow.account_id == account_id
            transaction.execute(delete(CoachedGroupRow).where(of_it))
            made = InvitationRow.made_by == account_id  # by rights that it may no longer have
            transaction.execute(delete(InvitationRow).where(made))
            for group_id in dict.fromkeys(group_ids if role is Role.COACH else ()):
                transaction.add(CoachedGroupRow(account_id=account_id, group_id=group_id))
            transaction.flush()
            return as_record(Account, row)

    def delete_account(self, account_id: str) -> None:
        """Delete an account and its sign-ins; athletes and clips stay.

        Parameters
        ----------
        account_id
            Id of the account.

        Raises
        ------
        LibraryError
            There is none, or it is the last admin.
        """
        with self.writing() as transaction:
            row = found(transaction, AccountRow, account_id)
            _refuse_last_admin(transaction, row)
            transaction.delete(row)

    def seen_by(self, account: Account) -> frozenset[str] | None:
        """Give the ids of the athletes that an account sees; None for everybody.

        Parameters
        ----------
        account
            As it is now.
        """
        if account.role is Role.ADMIN:
            return None
        query = select(OwnAthleteRow.athlete_id).where(OwnAthleteRow.account_id == account.id)
        if account.role is Role.COACH:
            query = select(GroupMemberRow.athlete_id).join(
                CoachedGroupRow, CoachedGroupRow.group_id == GroupMemberRow.group_id
            )
            query = query.where(CoachedGroupRow.account_id == account.id)
        with self.reading() as transaction:
            return frozenset(transaction.scalars(query))

    def groups_coached_by(self, account_id: str) -> tuple[str, ...]:
        """Give the ids of the groups of a coach, in no order.

        Parameters
        ----------
        account_id
            Id of the account.
        """
        query = select(CoachedGroupRow.group_id).where(CoachedGroupRow.account_id == account_id)
        with self.reading() as transaction:
            return tuple(transaction.scalars(query))

    def accounts_of_athlete(self, athlete_id: str) -> tuple[Account, ...]:
        """List the accounts that an athlete's row is the own one of.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = select(AccountRow).join(OwnAthleteRow, OwnAthleteRow.account_id == AccountRow.id)
        query = query.where(OwnAthleteRow.athlete_id == athlete_id)
        with self.reading() as transaction:
            return as_records(Account, _by_name(transaction.scalars(query)))

    def names_of_athletes(self) -> dict[str, str]:
        """Give the name of each athlete by its id, for lists that tell of many."""
        with self.reading() as transaction:
            rows = transaction.execute(select(AthleteRow.id, AthleteRow.name))
            return {row.id: row.name for row in rows}

    def sign_in(self, account_id: str) -> str:
        """Let a browser in, and give the token that it keeps; nobody else can know it.

        Parameters
        ----------
        account_id
            Id of the account.
        """
        token = new_token()
        with self.writing() as transaction:
            found(transaction, AccountRow, account_id)
            transaction.execute(delete(SignInRow).where(~_good()))
            transaction.add(SignInRow(account_id=account_id, token_sha256=hashed(token)))
        return token

    def who(self, token: str) -> Account | None:
        """Give who is signed in by a token, and note that it was used.

        Parameters
        ----------
        token
            What a browser shows.
        """
        query = select(SignInRow, AccountRow).join(
            AccountRow, AccountRow.id == SignInRow.account_id
        )
        query = query.where(SignInRow.token_sha256 == hashed(token), _good())
        with self.reading() as transaction:
            pair = transaction.execute(query).first()
            if pair is None:
                return None
            sign_in, account = pair[0], as_record(Account, pair[1])
            row_id, stale = sign_in.id, sign_in.seen < now() - _NOTED_EVERY
        if stale:
            self._note_use(row_id)
        return account

    def _note_use(self, row_id: str) -> None:
        with self.writing() as transaction:
            row = transaction.get(SignInRow, row_id)
            if row is not None:
                row.seen = now()

    def sign_out(self, token: str) -> None:
        """End what a token opens.

        Parameters
        ----------
        token
            What a browser shows.
        """
        with self.writing() as transaction:
            transaction.execute(delete(SignInRow).where(SignInRow.token_sha256 == hashed(token)))

    def sign_out_everywhere(self, account_id: str) -> None:
        """End all sign-ins of an account.

        Parameters
        ----------
        account_id
            Id of the account.
        """
        with self.writing() as transaction:
            _end_sign_ins(transaction, account_id, None)

    def n_sign_ins(self, account_id: str) -> int:
        """Count the browsers that are signed in to an account.

        Parameters
        ----------
        account_id
            Id of the account.
        """
        query = select(SignInRow.id).where(SignInRow.account_id == account_id, _good())
        with self.reading() as transaction:
            return len(transaction.scalars(query).all())


def _by_name(rows: Iterable[AccountRow]) -> list[AccountRow]:
    """Order by letters, as databases sort by languages."""
    return sorted(rows, key=lambda row: row.name_key)


def _good() -> ColumnElement[bool]:
    return (SignInRow.created > now() - LASTS) & (SignInRow.seen > now() - IDLE)


def _end_sign_ins(transaction: Transaction, account_id: str, but: str | None) -> None:
    ending = delete(SignInRow).where(SignInRow.account_id == account_id)
    if but is not None:
        ending = ending.where(SignInRow.token_sha256 != hashed(but))
    transaction.execute(ending)
    transaction.execute(delete(ApiTokenRow).where(ApiTokenRow.account_id == account_id))


def _n_admins(transaction: Transaction) -> int:
    query = select(func.count()).select_from(AccountRow).where(AccountRow.role == Role.ADMIN)
    return transaction.scalar(query) or 0


def _refuse_last_admin(transaction: Transaction, row: AccountRow) -> None:
    if row.role is Role.ADMIN and _n_admins(transaction) == 1:
        raise LibraryError(_("this is the only admin"), _("make somebody else an admin first"))
