"""Repository -> invitations: links that make an account, or give it a new password, once."""

from __future__ import annotations

import dataclasses
import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.errors import LibraryError, NotThereError
from aqvision.core.wording import _
from aqvision.library.account_records import Account, Invitation, Role
from aqvision.library.account_tables import (
    AccountRow,
    ApiTokenRow,
    CoachedGroupRow,
    InvitationRow,
    OwnAthleteRow,
    SignInRow,
)
from aqvision.library.repositories.accounts import clean_name, name_key
from aqvision.library.repositories.base import Repository, as_record, as_records, found
from aqvision.library.tables import now
from aqvision.library.tokens import hashed, new_token

GOOD_FOR = dt.timedelta(days=7)
"""How long an invitation can be used."""


@dataclasses.dataclass(frozen=True, slots=True)
class InvitationRepository(Repository):
    """Repository of invitations."""

    def invite(
        self,
        role: Role,
        *,
        group_id: str | None = None,
        athlete_id: str | None = None,
        made_by: str | None = None,
    ) -> str:
        """Make an invitation, and give its token, which is kept nowhere.

        Parameters
        ----------
        role
            What the account will be.
        group_id, athlete_id
            The group of a coach, if any; the row of an athlete.
        made_by
            Id of the account that invites; the invitation goes with it.
        """
        values = {"group_id": group_id, "athlete_id": athlete_id, "made_by": made_by}
        with self.writing() as transaction:
            return _add(transaction, InvitationRow(role=role, **values))

    def invite_first_admin(self) -> str:
        """Make the invitation of the first admin; earlier ones that nobody made end."""
        nobody = InvitationRow.made_by.is_(None), InvitationRow.role == Role.ADMIN
        with self.writing() as transaction:
            transaction.execute(delete(InvitationRow).where(*nobody))
            return _add(transaction, InvitationRow(role=Role.ADMIN))

    def offer_password(self, account_id: str, made_by: str | None = None) -> str:
        """Make a link by which an account gets a new password; earlier ones of it end.

        Parameters
        ----------
        account_id, made_by
            Ids of the account, and of the one that makes the link.
        """
        with self.writing() as transaction:
            role = found(transaction, AccountRow, account_id).role
            earlier = InvitationRow.account_id == account_id
            transaction.execute(delete(InvitationRow).where(earlier))
            return _add(
                transaction, InvitationRow(role=role, account_id=account_id, made_by=made_by)
            )

    def invitation_of(self, token: str) -> Invitation:
        """Find the invitation of a token.

        Parameters
        ----------
        token
            From the link.

        Raises
        ------
        LibraryError
            It was used, has run out, or never was.
        """
        with self.reading() as transaction:
            return as_record(Invitation, _open(transaction, token))

    def invitations(self) -> tuple[Invitation, ...]:
        """List the invitations that can still be used, the latest first."""
        query = select(InvitationRow).where(InvitationRow.expires > now())
        query = query.order_by(InvitationRow.created.desc())
        with self.reading() as transaction:
            return as_records(Invitation, transaction.scalars(query))

    def invitations_of_athlete(self, athlete_id: str) -> tuple[Invitation, ...]:
        """List the open invitations that lead to an athlete's row.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        return tuple(one for one in self.invitations() if one.athlete_id == athlete_id)

    def take_back(self, invitation_id: str) -> Invitation:
        """End an invitation; LibraryError where there is none of that id.

        Parameters
        ----------
        invitation_id
            Id of the invitation.
        """
        with self.writing() as transaction:
            row = found(transaction, InvitationRow, invitation_id)
            ended = as_record(Invitation, row)
            transaction.delete(row)
            return ended

    def join(self, token: str, name: str, password_hash: str) -> Account:
        """Use an invitation up: make its account, or give the one it is for a new password.

        Parameters
        ----------
        token
            From the link.
        name
            What the account is called; one that is there keeps its name.
        password_hash
            What is kept of the password.

        Raises
        ------
        LibraryError
            The invitation is used or has run out, or the name is taken or none.
        """
        with self.writing() as transaction:
            invitation = _open(transaction, token)
            if invitation.account_id is not None:
                row = found(transaction, AccountRow, invitation.account_id)
                row.password_hash = password_hash
                for kind in (SignInRow, ApiTokenRow):
                    transaction.execute(delete(kind).where(kind.account_id == row.id))
            else:
                row = _add_account(transaction, invitation, clean_name(name), password_hash)
            transaction.delete(invitation)
            transaction.flush()
            return as_record(Account, row)

    def add_to_account(self, token: str, account_id: str) -> Account:
        """Use an invitation up for an account that is there, of whoever has two children here.

        Parameters
        ----------
        token, account_id
            From the link, and the id of an athlete's account.

        Raises
        ------
        LibraryError
            The invitation is used or has run out, or is none of an athlete for an athlete.
        """
        with self.writing() as transaction:
            invitation = _open(transaction, token)
            row = found(transaction, AccountRow, account_id)
            if invitation.athlete_id is None or row.role is not Role.ATHLETE:
                raise NotThereError(
                    _("this invitation is not for an account that is there"),
                    _("sign out, then open the link again"),
                )
            own = OwnAthleteRow(account_id=row.id, athlete_id=invitation.athlete_id)
            transaction.merge(own)
            # who made a link to the account before may not see the second child
            of_account = InvitationRow.account_id == row.id
            transaction.execute(delete(InvitationRow).where(of_account))
            transaction.delete(invitation)
            transaction.flush()
            return as_record(Account, row)


def _add(transaction: Transaction, row: InvitationRow) -> str:
    """Add an invitation under a new token, and clear away those that have run out."""
    transaction.execute(delete(InvitationRow).where(InvitationRow.expires <= now()))
    token = new_token()
    row.token_sha256, row.expires = hashed(token), now() + GOOD_FOR
    transaction.add(row)
    transaction.flush()
    return token


def _open(transaction: Transaction, token: str) -> InvitationRow:
    query = select(InvitationRow).where(InvitationRow.token_sha256 == hashed(token))
    row = transaction.scalars(query.where(InvitationRow.expires > now())).first()
    if row is None:
        raise NotThereError(
            _("this invitation was used, has run out or never was"),
            _("ask whoever sent it for a new one"),
        )
    return row


def _add_account(
    transaction: Transaction, invitation: InvitationRow, name: str, password_hash: str
) -> AccountRow:
    key = name_key(name)
    taken = select(AccountRow.id).where(AccountRow.name_key == key)
    if transaction.scalars(taken).first() is not None:
        raise LibraryError(_("that name is taken"), _("choose another name"))
    row = AccountRow(name=name, name_key=key, role=invitation.role, password_hash=password_hash)
    transaction.add(row)
    transaction.flush()
    if invitation.group_id is not None and invitation.role is Role.COACH:
        transaction.add(CoachedGroupRow(account_id=row.id, group_id=invitation.group_id))
    if invitation.athlete_id is not None and invitation.role is Role.ATHLETE:
        transaction.add(OwnAthleteRow(account_id=row.id, athlete_id=invitation.athlete_id))
    return row
