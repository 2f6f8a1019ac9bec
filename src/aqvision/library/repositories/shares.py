"""Repository -> links by which others read one report until a day."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection

from sqlalchemy import Select, or_, select

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.account_records import Share
from aqvision.library.account_tables import ShareRow
from aqvision.library.repositories.base import Repository, as_record, found
from aqvision.library.tables import ComparisonRow, RunRow, SessionRow, now
from aqvision.library.tokens import hashed, new_token

SHARE_DAYS = (7, 30, 90)
"""How long a link may be good."""


@dataclasses.dataclass(frozen=True, slots=True)
class ShareRepository(Repository):
    """Repository of links to reports."""

    def share(
        self,
        days: int,
        *,
        made_by: str,
        run_id: str | None = None,
        comparison_id: str | None = None,
    ) -> str:
        """Make a link to the report of a clip or a comparison, and give its token.

        Parameters
        ----------
        days
            How long it is good, one of ``SHARE_DAYS``.
        made_by
            Name of who makes it.
        run_id, comparison_id
            Id of the one or the other.

        Raises
        ------
        LibraryError
            There is no such clip or comparison, or a link is not made for so long.
        """
        if days not in SHARE_DAYS:
            raise LibraryError(_("a link is not made for so long"), _("choose one of the list"))
        token = new_token()
        with self.writing() as transaction:
            if run_id is not None:
                found(transaction, RunRow, run_id)
            if comparison_id is not None:
                found(transaction, ComparisonRow, comparison_id)
            row = ShareRow(
                token_sha256=hashed(token),
                run_id=run_id,
                comparison_id=comparison_id,
                made_by=made_by,
                ends=now() + dt.timedelta(days=days),
            )
            transaction.add(row)
        return token

    def shared(self, token: str) -> Share | None:
        """Find what a link shows; None where it never was, or what it showed is gone.

        Parameters
        ----------
        token
            From the link.
        """
        query = select(ShareRow).where(ShareRow.token_sha256 == hashed(token))
        with self.reading() as transaction:
            row = transaction.scalars(query).first()
            return None if row is None else _as_share(row)

    def shares_of(self, athlete_id: str) -> tuple[Share, ...]:
        """List the links to reports of an athlete, the latest first.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = _of_athlete(athlete_id).order_by(ShareRow.created.desc())
        with self.reading() as transaction:
            rows = transaction.scalars(query)
            return tuple(map(_as_share, rows))

    def end_share(self, share_id: str) -> None:
        """End a link; whoever opens it is told so.

        Parameters
        ----------
        share_id
            Id of the link.
        """
        with self.writing() as transaction:
            found(transaction, ShareRow, share_id).ended = True

    def end_shares_of_athlete(self, athlete_id: str) -> None:
        """End the links to all reports of an athlete.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        with self.writing() as transaction:
            for row in transaction.scalars(_of_athlete(athlete_id)):
                row.ended = True

    def end_shares_of(self, run_ids: Collection[str]) -> None:
        """End the links to reports of clips.

        Parameters
        ----------
        run_ids
            Ids of the clips.
        """
        query = select(ShareRow).where(ShareRow.run_id.in_(run_ids))
        with self.writing() as transaction:
            for row in transaction.scalars(query):
                row.ended = True


def _of_athlete(athlete_id: str) -> Select[ShareRow]:
    runs = select(RunRow.id).join(SessionRow, SessionRow.id == RunRow.session_id)
    runs = runs.where(SessionRow.athlete_id == athlete_id)
    compared = select(ComparisonRow.id).where(ComparisonRow.athlete_id == athlete_id)
    return select(ShareRow).where(
        or_(ShareRow.run_id.in_(runs), ShareRow.comparison_id.in_(compared))
    )


def _as_share(row: ShareRow) -> Share:
    """Give the record of a row; one whose day has come has ended."""
    share = as_record(Share, row)
    return dataclasses.replace(share, ended=share.ended or share.ends <= now())
