"""Repository -> keys by which programs ask in somebody's name."""

from __future__ import annotations

import dataclasses
import datetime as dt

from sqlalchemy import ColumnElement, func, select

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.account_records import ApiToken
from aqvision.library.account_tables import ApiTokenRow
from aqvision.library.repositories.base import Repository, as_record, as_records
from aqvision.library.tables import now
from aqvision.library.tokens import hashed, new_token

TOKEN_DAYS = (30, 90, 365)
"""How long a key may be good."""
MAX_TOKENS = 20
"""Keys of one account at most: who needs more has lost count."""
_MAX_NAME_CHARACTERS = 60
# Asking writes only so often: reading is not to wait for the one writer.
_NOTED_EVERY = dt.timedelta(hours=1)


@dataclasses.dataclass(frozen=True, slots=True)
class ApiTokenRepository(Repository):
    """Repository of keys for programs."""

    def add_api_token(self, account_id: str | None, name: str, days: int) -> str:
        """Make a key and give it; it cannot be read again later.

        Parameters
        ----------
        account_id
            In whose name it asks; None on a laptop, which has one owner.
        name, days
            What it is for, and how long it is good, one of ``TOKEN_DAYS``.

        Raises
        ------
        LibraryError
            The name is none, the time is not to choose, or there are too many.
        """
        name = " ".join(name.split())
        if not name or not name.isprintable() or len(name) > _MAX_NAME_CHARACTERS:
            raise LibraryError(
                _("the key needs a name"),
                _("say in up to {n} letters which program it is for").format(
                    n=_MAX_NAME_CHARACTERS
                ),
            )
        if days not in TOKEN_DAYS:
            raise LibraryError(_("a key is not made for so long"), _("choose one of the list"))
        token = new_token()
        with self.writing() as transaction:
            counted = select(func.count()).select_from(ApiTokenRow).where(_mine(account_id))
            if (transaction.scalar(counted) or 0) >= MAX_TOKENS:
                raise LibraryError(
                    _("there are {n} keys already").format(n=MAX_TOKENS),
                    _("end one that is not needed any more"),
                )
            transaction.add(
                ApiTokenRow(
                    token_sha256=hashed(token),
                    account_id=account_id,
                    name=name,
                    ends=now() + dt.timedelta(days=days),
                )
            )
        return token

    def api_tokens(self, account_id: str | None) -> tuple[ApiToken, ...]:
        """List the keys of an account, the latest first; those that have run out stay to be seen.

        Parameters
        ----------
        account_id
            Of whom; None on a laptop.
        """
        query = select(ApiTokenRow).where(_mine(account_id)).order_by(ApiTokenRow.created.desc())
        with self.reading() as transaction:
            return as_records(ApiToken, transaction.scalars(query))

    def api_token(self, token: str) -> ApiToken | None:
        """Find a key that is good, and note that it was used; None for every other text.

        Parameters
        ----------
        token
            What a program shows.
        """
        query = select(ApiTokenRow).where(ApiTokenRow.token_sha256 == hashed(token))
        with self.reading() as transaction:
            row = transaction.scalars(query).first()
            good = as_record(ApiToken, row) if row is not None and row.ends > now() else None
        if good is not None and (good.used is None or good.used < now() - _NOTED_EVERY):
            self._note_key_use(good.id)
        return good

    def end_api_token(self, account_id: str | None, token_id: str) -> ApiToken | None:
        """End a key at once and give it; None, and nothing happens, where it is another's, or gone.

        Parameters
        ----------
        account_id, token_id
            Whose it is, None on a laptop, and its id.
        """
        with self.writing() as transaction:
            for row in transaction.scalars(select(ApiTokenRow).where(_mine(account_id))):
                if row.id == token_id:  # which may be anything, even what no database is asked for
                    ended = as_record(ApiToken, row)
                    transaction.delete(row)
                    return ended
            return None

    def _note_key_use(self, token_id: str) -> None:
        with self.writing() as transaction:
            row = transaction.get(ApiTokenRow, token_id)
            if row is not None:
                row.used = now()


def _mine(account_id: str | None) -> ColumnElement[bool]:
    return (
        ApiTokenRow.account_id.is_(None)
        if account_id is None
        else ApiTokenRow.account_id == account_id
    )
