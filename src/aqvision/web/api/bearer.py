"""Request of a program -> its visitor, by the key that it carries; of pages, the door behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from aqvision.core.wording import _
from aqvision.library.accounts import Accounts
from aqvision.web.accounts.visitor import LAPTOP, Visitor
from aqvision.web.auth import carries_key
from aqvision.web.doors import visitor_for

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from aqvision.web.auth import Door, Refuse

_SCHEME = "bearer "


@dataclass(frozen=True, slots=True)
class KeyDoor:
    """Lets programs in by their keys, and everybody else through the door behind it.

    A key counts for the API alone, and a cookie does not make up for a wrong one. With
    ``accounts_only`` keys of a laptop's owner, made before people signed in here, open nothing.
    """

    behind: Door
    accounts: Callable[[], Accounts]
    refuse: Refuse
    accounts_only: bool

    async def meet(self, request: Request) -> Visitor | Response:
        """Give whom a key speaks for, or who stands at the door behind.

        Parameters
        ----------
        request
            To this server.
        """
        if not carries_key(request):
            return await self.behind.meet(request)
        scheme = request.headers["authorization"]
        token = scheme[len(_SCHEME) :] if scheme.lower().startswith(_SCHEME) else ""
        visitor = await run_in_threadpool(self._visitor, token.strip())
        return visitor or self.refuse(
            request,
            401,
            _("This key opens nothing, or no longer."),
            _("Make a new one on the page “Keys for programs”."),
        )

    def watch(self, request: Request, app: ASGIApp) -> ASGIApp:
        """Give the application as the door behind watches it.

        Parameters
        ----------
        request, app
            That was let in, and what answers it.
        """
        return self.behind.watch(request, app)

    def _visitor(self, token: str) -> Visitor | None:
        accounts = self.accounts()
        key = accounts.api_token(token)
        if key is None:
            return None
        if key.account_id is None:
            return None if self.accounts_only else LAPTOP
        return visitor_for(accounts, accounts.account(key.account_id))
