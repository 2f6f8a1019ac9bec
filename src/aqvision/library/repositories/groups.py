"""Repository -> groups of athletes, and who is in them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session as Transaction

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.account_records import Group
from aqvision.library.account_tables import (
    GroupMemberRow,
    GroupRow,
    InvitationRow,
    OwnAthleteRow,
)
from aqvision.library.repositories.athletes import clean_text
from aqvision.library.repositories.base import Repository, as_record, as_records, found
from aqvision.library.tables import AthleteRow


@dataclasses.dataclass(frozen=True, slots=True)
class GroupRepository(Repository):
    """Repository of groups."""

    def add_group(self, name: str) -> Group:
        """Add a group.

        Parameters
        ----------
        name
            What it is called.

        Raises
        ------
        LibraryError
            The name is empty or cannot be shown, or another group has it.
        """
        row = GroupRow(name=_named(name))
        with self.writing() as transaction:
            if transaction.scalars(select(GroupRow).where(GroupRow.name == row.name)).first():
                raise LibraryError(_("that name is taken"), _("choose another name"))
            transaction.add(row)
            transaction.flush()
            return as_record(Group, row)

    def groups(self) -> tuple[Group, ...]:
        """List the groups by name."""
        with self.reading() as transaction:
            found_ones = as_records(Group, transaction.scalars(select(GroupRow)))
        return tuple(sorted(found_ones, key=lambda one: (one.name.casefold(), one.created)))

    def group(self, group_id: str) -> Group:
        """Get a group; LibraryError where there is none of that id.

        Parameters
        ----------
        group_id
            Id of the group.
        """
        with self.reading() as transaction:
            return as_record(Group, found(transaction, GroupRow, group_id))

    def delete_group(self, group_id: str) -> None:
        """Delete a group; its athletes are in none then, and no coach sees them.

        Parameters
        ----------
        group_id
            Id of the group.
        """
        with self.writing() as transaction:
            row = found(transaction, GroupRow, group_id)
            members = select(GroupMemberRow.athlete_id).where(GroupMemberRow.group_id == group_id)
            end_invitations_of(transaction, transaction.scalars(members).all())
            transaction.delete(row)

    def group_of(self, athlete_id: str) -> Group | None:
        """Give the group of an athlete, if there is one.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = select(GroupRow).join(GroupMemberRow, GroupMemberRow.group_id == GroupRow.id)
        query = query.where(GroupMemberRow.athlete_id == athlete_id)
        with self.reading() as transaction:
            row = transaction.scalars(query).first()
            return None if row is None else as_record(Group, row)

    def put_into_group(self, athlete_id: str, group_id: str | None) -> None:
        """Put an athlete into a group, or into none; open invitations of who coached it end.

        Parameters
        ----------
        athlete_id, group_id
            Ids of the athlete and of the group.
        """
        with self.writing() as transaction:
            found(transaction, AthleteRow, athlete_id)
            of_it = GroupMemberRow.athlete_id == athlete_id
            transaction.execute(delete(GroupMemberRow).where(of_it))
            end_invitations_of(transaction, [athlete_id])
            if group_id is not None:
                found(transaction, GroupRow, group_id)
                transaction.add(GroupMemberRow(athlete_id=athlete_id, group_id=group_id))

    def members(self) -> dict[str, str]:
        """Give the id of the group of each athlete that is in one, by the athlete's id."""
        with self.reading() as transaction:
            rows = transaction.scalars(select(GroupMemberRow))
            return {row.athlete_id: row.group_id for row in rows}


def end_invitations_of(transaction: Transaction, athlete_ids: Sequence[str]) -> None:
    """End the open links that lead to athletes: invitations, and new passwords of their accounts.

    Whoever made one may see them no longer.

    Parameters
    ----------
    transaction, athlete_ids
        One that writes, and ids of the athletes.
    """
    accounts = select(OwnAthleteRow.account_id).where(OwnAthleteRow.athlete_id.in_(athlete_ids))
    leading = or_(InvitationRow.athlete_id.in_(athlete_ids), InvitationRow.account_id.in_(accounts))
    transaction.execute(delete(InvitationRow).where(leading))


def _named(name: str) -> str:
    line = clean_text(name, _("the group's name"))
    if not line:
        raise LibraryError(_("the group has no name"), _("give at least one letter"))
    return line
