"""Repository -> whose a session, clip, comparison, job, link or consent is."""

from __future__ import annotations

import dataclasses
from typing import Any, NoReturn

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from aqvision.library.account_tables import ConsentRow, InvitationRow, ShareRow
from aqvision.library.repositories.base import Repository, found
from aqvision.library.tables import (
    AthleteRow,
    BlockRow,
    ComparisonRow,
    JobRow,
    RunRow,
    SessionRow,
    Table,
)

_TABLES: dict[str, type[Any]] = {
    "athlete": AthleteRow,
    "session": SessionRow,
    "run": RunRow,
    "comparison": ComparisonRow,
    "job": JobRow,
    "share": ShareRow,
    "consent": ConsentRow,
    "invitation": InvitationRow,
    "block": BlockRow,
}
KINDS = frozenset(_TABLES)
"""What has an athlete behind it."""


@dataclasses.dataclass(frozen=True, slots=True)
class OwnerRepository(Repository):
    """Repository of what belongs to whom."""

    def athlete_behind(self, kind: str, row_id: str) -> str | None:
        """Give the id of the athlete that something is of.

        Parameters
        ----------
        kind, row_id
            One of ``KINDS``, and the id.

        Returns
        -------
        str or None
            None where it is there but of nobody, such as an invitation of a coach.

        Raises
        ------
        LibraryError
            There is none of that id: the same as for everything that is not there.
        """
        with self.reading() as transaction:
            return _owner_of(transaction, found(transaction, _TABLES[kind], row_id))

    def refuse(self, kind: str) -> NoReturn:
        """Refuse something as if it were not there.

        Parameters
        ----------
        kind
            One of ``KINDS``.

        Raises
        ------
        LibraryError
            Always.
        """
        with self.reading() as transaction:
            found(transaction, _TABLES[kind], "")
        raise AssertionError(kind)  # nothing has that id

    def athletes_behind(self, ids: frozenset[str]) -> dict[str, str]:
        """Give the id of the athlete of each of these clips or comparisons, by its id.

        Parameters
        ----------
        ids
            Ids of clips and comparisons.
        """
        runs = select(RunRow.id, SessionRow.athlete_id).join(
            SessionRow, SessionRow.id == RunRow.session_id
        )
        runs = runs.where(RunRow.id.in_(ids))
        compared = select(ComparisonRow.id, ComparisonRow.athlete_id)
        compared = compared.where(ComparisonRow.id.in_(ids))
        with self.reading() as transaction:
            pairs = [*transaction.execute(runs), *transaction.execute(compared)]
        return {pair[0]: pair[1] for pair in pairs}


def _owner_of(transaction: Transaction, row: Table) -> str | None:
    match row:
        case AthleteRow():
            return row.id
        case SessionRow() | ComparisonRow() | ConsentRow() | InvitationRow() | BlockRow():
            return row.athlete_id
        case RunRow():
            return found(transaction, SessionRow, row.session_id).athlete_id
        case JobRow() | ShareRow() if row.comparison_id is not None:
            return found(transaction, ComparisonRow, row.comparison_id).athlete_id
        case JobRow() | ShareRow() if row.run_id is not None:
            return _owner_of(transaction, found(transaction, RunRow, row.run_id))
    return None
