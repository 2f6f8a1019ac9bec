"""Repository -> the trail: who did what to whose data, kept for a year."""

from __future__ import annotations

import dataclasses
import datetime as dt

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session as Transaction

from aqvision.library.account_records import Deed, TrailLine
from aqvision.library.account_tables import TrailRow
from aqvision.library.repositories.base import Repository, as_records
from aqvision.library.tables import now

KEPT_FOR = dt.timedelta(days=365)
"""How long a line is kept."""
MAX_REFUSED = 2000
"""Refused sign-ins that are kept at most: whoever guesses cannot fill the disk."""
_CLEARED_EVERY = dt.timedelta(hours=1)
_MAX_ABOUT = 200


@dataclasses.dataclass(frozen=True, slots=True)
class TrailRepository(Repository):
    """Repository of what was done."""

    def note(
        self,
        deed: Deed,
        *,
        actor_id: str | None,
        athlete_id: str | None = None,
        about: str = "",
    ) -> None:
        """Write a line; what is older than a year goes.

        Parameters
        ----------
        deed
            What was done.
        actor_id, athlete_id
            By which account, and to whose data; None where there is none.
        about
            A few words more, never a name of a clip.
        """
        row = TrailRow(
            deed=deed, actor_id=actor_id, athlete_id=athlete_id, about=about[:_MAX_ABOUT]
        )
        with self.writing() as transaction:
            latest = transaction.scalar(select(func.max(TrailRow.at)))
            if latest is None or latest < now() - _CLEARED_EVERY:
                transaction.execute(delete(TrailRow).where(TrailRow.at < now() - KEPT_FOR))
            transaction.add(row)
            transaction.flush()
            if deed is Deed.NOT_SIGNED_IN:
                _forget_refused(transaction)

    def trail(self, n_lines: int = 200, before: dt.datetime | None = None) -> tuple[TrailLine, ...]:
        """List what was done, the latest first.

        Parameters
        ----------
        n_lines
            How many lines at most.
        before
            Only what was done before this moment.
        """
        query = select(TrailRow).where(TrailRow.at > now() - KEPT_FOR)
        if before is not None:
            query = query.where(TrailRow.at < before)
        query = query.order_by(TrailRow.at.desc()).limit(n_lines)
        with self.reading() as transaction:
            return as_records(TrailLine, transaction.scalars(query))

    def signed_in_from(self, n_places: int) -> tuple[str, ...]:
        """List the marks of places from which people signed in, the latest last.

        Parameters
        ----------
        n_places
            How many at most.
        """
        latest = func.max(TrailRow.at)
        query = select(TrailRow.about).where(TrailRow.deed == Deed.SIGNED_IN, TrailRow.about != "")
        query = query.group_by(TrailRow.about).order_by(latest.desc()).limit(n_places)
        with self.reading() as transaction:
            return tuple(reversed(transaction.scalars(query).all()))

    def trail_of_athlete(self, athlete_id: str) -> tuple[TrailLine, ...]:
        """List what was done to an athlete's data, the oldest first.

        Parameters
        ----------
        athlete_id
            Id of the athlete.
        """
        query = select(TrailRow).where(TrailRow.athlete_id == athlete_id)
        query = query.where(TrailRow.at > now() - KEPT_FOR).order_by(TrailRow.at)
        with self.reading() as transaction:
            return as_records(TrailLine, transaction.scalars(query))


def _forget_refused(transaction: Transaction) -> None:
    """Keep the latest refused sign-ins only."""
    refused = TrailRow.deed == Deed.NOT_SIGNED_IN
    oldest_kept = select(TrailRow.at).where(refused).order_by(TrailRow.at.desc())
    limit = transaction.scalars(oldest_kept.offset(MAX_REFUSED).limit(1)).first()
    if limit is not None:
        transaction.execute(delete(TrailRow).where(refused, TrailRow.at <= limit))
