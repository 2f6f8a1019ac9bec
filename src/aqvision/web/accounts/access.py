"""Route, ids and visitor -> the request goes on, or is refused: the one place where that is asked.

Every route runs through :func:`check_route`, because it is a dependency of the whole application.
What names an athlete, or something of an athlete, in its path is for whoever may see that athlete,
and for everybody else it is not there. What names none is on the list below, or for admins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NoReturn, Protocol

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.accounts import Accounts
from aqvision.library.repositories.owners import KINDS
from aqvision.web.accounts.visitor import Visitor, visitor_of
from aqvision.web.uploads import Uploads, no_such_upload

_ID = re.compile(r"[0-9a-f]{32}")
_UPLOAD = "upload"
OWNED = {f"{kind}_id": kind for kind in (*sorted(KINDS), _UPLOAD)}
"""Names in paths behind which there is an athlete, and what they name."""
FIELDS = {"before": "session", "after": "session", "session": "session"} | {
    kind: kind for kind in ("athlete", "run", "comparison")
}
"""Names of fields, in forms and after a question mark, that name something of an athlete."""


class Level(IntEnum):
    """Who is let through: everybody, whoever is signed in, coaches and admins, admins."""

    ANYONE = 0
    SIGNED_IN = 1
    STAFF = 2
    ADMIN = 3


LEVELS: dict[str, Level] = {
    "GET /sign-in": Level.ANYONE,
    "POST /sign-in": Level.ANYONE,
    "GET /invitations/{token}": Level.ANYONE,
    "POST /invitations/{token}": Level.ANYONE,
    "POST /invitations/{token}/mine": Level.SIGNED_IN,
    "GET /shared/{token}": Level.ANYONE,
    "GET /metrics": Level.ANYONE,  # it asks for the token itself
    "GET /": Level.SIGNED_IN,
    "GET /filming": Level.SIGNED_IN,
    "GET /group": Level.STAFF,
    "GET /group/now": Level.STAFF,
    "POST /sign-out": Level.SIGNED_IN,
    "POST /measure-again": Level.SIGNED_IN,
    "OPTIONS /uploads": Level.SIGNED_IN,
    "POST /uploads": Level.SIGNED_IN,
    "GET /work": Level.SIGNED_IN,
    "GET /work/now": Level.SIGNED_IN,
    # a table names athletes of all groups, and asks for no consent
    "GET /roster": Level.ADMIN,
    "POST /roster": Level.ADMIN,
    "POST /roster/add": Level.ADMIN,
    "GET /keys": Level.SIGNED_IN,
    "POST /keys": Level.SIGNED_IN,
    "POST /keys/{key}/end": Level.SIGNED_IN,
    "GET /api/v1/openapi.json": Level.SIGNED_IN,
    "GET /api/v1/athletes": Level.SIGNED_IN,
    "POST /api/v1/athletes": Level.STAFF,
    "POST /api/v1/comparisons": Level.SIGNED_IN,
    "GET /api/v1/jobs": Level.SIGNED_IN,
    "GET /account": Level.SIGNED_IN,
    "POST /account/password": Level.SIGNED_IN,
    "POST /account/sign-out-everywhere": Level.SIGNED_IN,
    "POST /account/delete": Level.SIGNED_IN,
    "GET /athletes/new": Level.STAFF,
    "POST /athletes": Level.STAFF,
    "POST /athletes/{athlete_id}/group": Level.STAFF,
    "POST /athletes/{athlete_id}/invite": Level.STAFF,
    "POST /athletes/{athlete_id}/new-password": Level.STAFF,
    "POST /athletes/{athlete_id}/minor": Level.STAFF,
    "POST /athletes/{athlete_id}/consent": Level.STAFF,
    "POST /invitations-open/{invitation_id}/end": Level.STAFF,
    "GET /accounts": Level.ADMIN,
    "GET /accounts/trail": Level.ADMIN,
    "POST /accounts/invite": Level.ADMIN,
    "POST /accounts/{account_id}/rights": Level.ADMIN,
    "POST /accounts/{account_id}/new-password": Level.ADMIN,
    "GET /accounts/{account_id}/delete": Level.ADMIN,
    "POST /accounts/{account_id}/delete": Level.ADMIN,
    "POST /groups": Level.ADMIN,
    "POST /groups/{group_id}/add": Level.ADMIN,
    "POST /groups/{group_id}/delete": Level.ADMIN,
}
"""Routes that name no athlete, or that are not for the athlete they name; by method and path."""


def level_of(method: str, path: str) -> Level:
    """Say who is let through to a route; without a line of its own, admins alone.

    Parameters
    ----------
    method, path
        As in ``GET`` and ``/runs/{run_id}/report``.
    """
    listed = LEVELS.get(f"{method} {path}")
    if listed is not None:
        return listed
    return Level.SIGNED_IN if set(names_in(path)) & set(OWNED) else Level.ADMIN


def names_in(path: str) -> list[str]:
    """List the names that stand for values in the path of a route.

    Parameters
    ----------
    path
        Of a route.

    Examples
    --------
    >>> names_in("/runs/{run_id}/frames/{number:int}")
    ['run_id', 'number']
    """
    return re.findall(r"{(\w+)(?::\w+)?}", path)


@dataclass(frozen=True, slots=True)
class Access:
    """What a visitor may reach of a library."""

    visitor: Visitor
    accounts: Accounts
    uploads: Uploads

    def check(self, kind: str, row_id: str) -> str | None:
        """Give the athlete behind an id, if this visitor may see it.

        Parameters
        ----------
        kind, row_id
            What it is, as in ``OWNED``, and the id, which may be anything.

        Returns
        -------
        str or None
            Id of the athlete; None for what is of nobody, which admins alone reach.

        Raises
        ------
        LibraryError, UploadError
            It is not there, or not for this visitor: the same words.
        """
        if not _ID.fullmatch(row_id):
            self._refuse(kind)
        if kind == _UPLOAD:
            athlete_id: str | None = self.uploads.find(row_id).intent.athlete
        else:
            athlete_id = self.accounts.athlete_behind(kind, row_id)
        if not (self.visitor.sees is None or (athlete_id and self.visitor.may_see(athlete_id))):
            self._refuse(kind)
        return athlete_id

    def check_fields(self, values: Mapping[str, Iterable[str]]) -> None:
        """Refuse fields that name what is not for this visitor.

        Parameters
        ----------
        values
            All of them, by name.

        Raises
        ------
        LibraryError
            As :meth:`check`.
        """
        if self.visitor.sees is None:
            return  # the route itself says what is not there
        for field in FIELDS.keys() & values.keys():
            for row_id in filter(None, values[field]):
                self.check(FIELDS[field], row_id)

    def refuse_without_consent(self, athlete_id: str) -> None:
        """Refuse clips and links of a minor for whom nobody has agreed, where that is asked for.

        Parameters
        ----------
        athlete_id
            Whose clips they are.

        Raises
        ------
        LibraryError
            Consent is missing.
        """
        if self.visitor.needs_consent and self.accounts.guard_of(athlete_id).missing:
            raise ConsentError(
                _(
                    "no consent is recorded for this minor, so clips are neither taken in nor "
                    "shown by a link"
                ),
                _("a coach records who agreed, under “Access and data” on the athlete's page"),
            )

    def _refuse(self, kind: str) -> NoReturn:
        if kind == _UPLOAD:
            raise no_such_upload()
        self.accounts.refuse(kind)


class ConsentError(LibraryError):
    """Clips of a minor are to be sent or shown for whom nobody has agreed."""


class _Holder(Protocol):
    """What a site has that is asked for here."""

    @property
    def accounts(self) -> Accounts: ...
    @property
    def uploads(self) -> Uploads: ...


def access_of(request: Request) -> Access:
    """Give what the visitor of a request may reach.

    Parameters
    ----------
    request
        Any.
    """
    site: _Holder = request.app.state.site
    return Access(visitor_of(request), site.accounts, site.uploads)


async def check_route(request: Request) -> None:
    """Let a request through to its route, or refuse it.

    What the path names is looked up and kept as ``athlete_id`` of the request's state, for the
    trail. The one visitor of a laptop sees all, so there nothing is looked up, in no thread: the
    route itself says what is not there.

    Parameters
    ----------
    request
        That has found its route.

    Raises
    ------
    HTTPException
        Nobody is signed in, or this is for others.
    LibraryError, UploadError
        What the path names is not there, or not for this visitor.
    """
    visitor = visitor_of(request)
    level = level_of(request.method, request.scope["route"].path)
    if level > Level.ANYONE and not visitor.known:
        raise HTTPException(401, _("Nobody is signed in."))
    ids = [(kind, str(request.path_params[name])) for name, kind in _named_in(request)]
    if visitor.account_id is not None or not all(_ID.fullmatch(row_id) for _kind, row_id in ids):
        await run_in_threadpool(_look_up, request, ids)
    if level is Level.STAFF and not visitor.is_staff:
        raise HTTPException(403, _("A coach or an admin does this."))
    if level is Level.ADMIN and not visitor.is_admin:
        raise HTTPException(403, _("An admin does this."))


def _named_in(request: Request) -> list[tuple[str, str]]:
    return [(name, kind) for name, kind in OWNED.items() if name in request.path_params]


def _look_up(request: Request, ids: list[tuple[str, str]]) -> None:
    """Check all that a request names, in its path and after a question mark."""
    access, asked = access_of(request), request.query_params
    athlete_ids = [access.check(kind, row_id) for kind, row_id in ids]
    access.check_fields({name: asked.getlist(name) for name in asked})
    request.state.athlete_id = next(filter(None, athlete_ids), None)
