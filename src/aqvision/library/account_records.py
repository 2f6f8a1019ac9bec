"""Rows about who may use a server -> frozen values: accounts, groups, consent, shares."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is on a server: sees everybody, the athletes of some groups, or oneself."""

    ADMIN = "admin"
    COACH = "coach"
    ATHLETE = "athlete"


class Deed(StrEnum):
    """What the trail keeps: something that was done to an account or to an athlete's data."""

    SIGNED_IN = "signed in"
    NOT_SIGNED_IN = "sign-in refused"
    SIGNED_OUT = "signed out"
    INVITED = "invitation made"
    JOINED = "invitation used"
    NEW_PASSWORD = "password changed"  # noqa: S105 - no password
    RIGHTS = "rights changed"
    ACCOUNT_DELETED = "account deleted"
    UPLOADED = "clip sent"
    CHANGED = "changed"
    DELETED = "deleted"
    EXPORTED = "exported"
    SHARED = "link made"
    UNSHARED = "link ended"
    CONSENT = "consent recorded"
    WITHDRAWN = "consent withdrawn"
    KEY_MADE = "key made"
    KEY_ENDED = "key ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who signs in by a name and a password."""

    id: str
    name: str
    role: Role
    created: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Athletes who are coached together; an athlete is in one or in none."""

    id: str
    name: str
    created: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A link that makes an account once, or gives the account ``account_id`` a new password.

    A coach's leads to the group ``group_id``, an athlete's to the row ``athlete_id``.
    """

    id: str
    role: Role
    group_id: str | None
    athlete_id: str | None
    account_id: str | None
    created: dt.datetime
    expires: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """Who did what to whose data, and when.

    ``actor_id`` and ``athlete_id`` may be of somebody who is gone; ``about`` says where a refused
    sign-in came from, or what was changed.
    """

    id: str
    at: dt.datetime
    deed: Deed
    actor_id: str | None
    athlete_id: str | None
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What somebody with a right to has agreed to for an athlete, until it is withdrawn."""

    id: str
    athlete_id: str
    given_by: str
    relation: str
    purpose: str
    recorded_by: str
    at: dt.datetime
    withdrawn: dt.datetime | None
    withdrawn_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Whether an athlete is a minor, and what was agreed to, the latest first."""

    is_minor: bool
    birth_year: int | None
    consents: tuple[Consent, ...]

    @property
    def agreed(self) -> bool:
        """Whether a consent stands that was not withdrawn."""
        return any(one.withdrawn is None for one in self.consents)

    @property
    def missing(self) -> bool:
        """Whether clips of this athlete may not be taken in."""
        return self.is_minor and not self.agreed


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A link by which people without an account read one report until a day."""

    id: str
    run_id: str | None
    comparison_id: str | None
    made_by: str
    created: dt.datetime
    ends: dt.datetime
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A key by which a program asks in somebody's name until a day; ``used`` is the last time."""

    id: str
    account_id: str | None
    name: str
    created: dt.datetime
    used: dt.datetime | None
    ends: dt.datetime
