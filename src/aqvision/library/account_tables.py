"""Python classes <-> tables of who may use a server, beside those of the library."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from aqvision.library.account_records import Deed, Role
from aqvision.library.tables import Table, UtcTime, Word, new_id, now

_N_ID = 32
_N_SHA256 = 64


def _own_id() -> Mapped[str]:
    return mapped_column(String(_N_ID), primary_key=True, default=new_id)


def _of(column: str) -> Mapped[str]:
    """Refer to the row that this one goes away with, as a part of the key."""
    return mapped_column(
        String(_N_ID), ForeignKey(column, ondelete="CASCADE"), primary_key=True, index=True
    )


def _owned_by(column: str) -> Mapped[str]:
    return mapped_column(String(_N_ID), ForeignKey(column, ondelete="CASCADE"), index=True)


def _perhaps_of(column: str) -> Mapped[str | None]:
    return mapped_column(
        String(_N_ID), ForeignKey(column, ondelete="CASCADE"), index=True, nullable=True
    )


def _secret() -> Mapped[str]:
    """Keep the hash of a token that only its holder knows."""
    return mapped_column(String(_N_SHA256), index=True, unique=True)


def _moment() -> Mapped[dt.datetime]:
    return mapped_column(UtcTime, default=now)


class AccountRow(Table):
    """Somebody who signs in; ``name_key`` is the name as it is compared."""

    __tablename__ = "account"
    id: Mapped[str] = _own_id()
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(Text, index=True, unique=True)
    role: Mapped[Role] = mapped_column(Word(Role))
    password_hash: Mapped[str] = mapped_column(Text)
    created: Mapped[dt.datetime] = _moment()


class SignInRow(Table):
    """A browser that is signed in."""

    __tablename__ = "sign_in"
    id: Mapped[str] = _own_id()
    token_sha256: Mapped[str] = _secret()
    account_id: Mapped[str] = _owned_by("account.id")
    created: Mapped[dt.datetime] = _moment()
    seen: Mapped[dt.datetime] = _moment()


class GroupRow(Table):
    """Athletes who are coached together."""

    __tablename__ = "training_group"
    id: Mapped[str] = _own_id()
    name: Mapped[str] = mapped_column(Text)
    created: Mapped[dt.datetime] = _moment()


class GroupMemberRow(Table):
    """The group of an athlete: one, or without a row none."""

    __tablename__ = "group_member"
    athlete_id: Mapped[str] = _of("athlete.id")
    group_id: Mapped[str] = _owned_by("training_group.id")


class CoachedGroupRow(Table):
    """A group of a coach."""

    __tablename__ = "coached_group"
    account_id: Mapped[str] = _of("account.id")
    group_id: Mapped[str] = _of("training_group.id")


class OwnAthleteRow(Table):
    """An athlete's row that is the account's own."""

    __tablename__ = "own_athlete"
    account_id: Mapped[str] = _of("account.id")
    athlete_id: Mapped[str] = _of("athlete.id")


class InvitationRow(Table):
    """A link that is good once; it goes with whoever made it and whatever it leads to."""

    __tablename__ = "invitation"
    id: Mapped[str] = _own_id()
    token_sha256: Mapped[str] = _secret()
    role: Mapped[Role] = mapped_column(Word(Role))
    group_id: Mapped[str | None] = _perhaps_of("training_group.id")
    athlete_id: Mapped[str | None] = _perhaps_of("athlete.id")
    account_id: Mapped[str | None] = _perhaps_of("account.id")
    made_by: Mapped[str | None] = _perhaps_of("account.id")
    created: Mapped[dt.datetime] = _moment()
    expires: Mapped[dt.datetime] = mapped_column(UtcTime)


class TrailRow(Table):
    """Who did what to whose data; it outlives both, so it refers to neither."""

    __tablename__ = "trail"
    id: Mapped[str] = _own_id()
    at: Mapped[dt.datetime] = mapped_column(UtcTime, default=now, index=True)
    deed: Mapped[Deed] = mapped_column(Word(Deed), index=True)
    actor_id: Mapped[str | None] = mapped_column(String(_N_ID))
    athlete_id: Mapped[str | None] = mapped_column(String(_N_ID), index=True)
    about: Mapped[str] = mapped_column(Text, default="")


class MinorRow(Table):
    """An athlete who is, or until some year was, a minor."""

    __tablename__ = "minor"
    athlete_id: Mapped[str] = _of("athlete.id")
    birth_year: Mapped[int | None]


class ConsentRow(Table):
    """What was agreed to for an athlete."""

    __tablename__ = "consent"
    id: Mapped[str] = _own_id()
    athlete_id: Mapped[str] = _owned_by("athlete.id")
    given_by: Mapped[str] = mapped_column(Text)
    relation: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime] = _moment()
    withdrawn: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    withdrawn_by: Mapped[str | None] = mapped_column(Text)


class ShareRow(Table):
    """A link to one report; it goes away with what it shows."""

    __tablename__ = "share"
    __table_args__ = (CheckConstraint("(run_id IS NULL) <> (comparison_id IS NULL)", "subject"),)
    id: Mapped[str] = _own_id()
    token_sha256: Mapped[str] = _secret()
    run_id: Mapped[str | None] = _perhaps_of("run.id")
    comparison_id: Mapped[str | None] = _perhaps_of("comparison.id")
    made_by: Mapped[str] = mapped_column(Text)
    created: Mapped[dt.datetime] = _moment()
    ends: Mapped[dt.datetime] = mapped_column(UtcTime)
    ended: Mapped[bool] = mapped_column(default=False, server_default=false())


class ApiTokenRow(Table):
    """A key by which a program asks in somebody's name; without an account, the laptop's owner."""

    __tablename__ = "api_token"
    id: Mapped[str] = _own_id()
    token_sha256: Mapped[str] = _secret()
    account_id: Mapped[str | None] = _perhaps_of("account.id")
    name: Mapped[str] = mapped_column(Text)
    created: Mapped[dt.datetime] = _moment()
    used: Mapped[dt.datetime | None] = mapped_column(UtcTime)
    ends: Mapped[dt.datetime] = mapped_column(UtcTime)
