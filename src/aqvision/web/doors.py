"""Request -> its visitor: by the token of a launch on a laptop, by a sign-in on a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from aqvision.core.wording import _
from aqvision.library.account_records import Account, Role
from aqvision.library.accounts import Accounts
from aqvision.web.accounts.trail import Trail
from aqvision.web.accounts.visitor import LAPTOP, STRANGER, Visitor
from aqvision.web.auth import COOKIE, COOKIE_S, Keys

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from aqvision.web.auth import Refuse

SIGN_IN_COOKIE = "aqvision-sign-in"
# Links to a report, and what a page looks like, are for people without a cookie too; numbers of the
# server are for programs with a token.
_FOR_ALL = ("/static/", "/shared/", "/metrics")
_TO_SIGN_IN = ("/sign-in", "/invitations/")


@dataclass(frozen=True, slots=True)
class LaptopDoor:
    """Lets in who holds a cookie, or the token of this launch, which buys one."""

    keys: Keys
    refuse: Refuse

    async def meet(self, request: Request) -> Visitor | Response:
        """Give the one visitor there is, or say what to open.

        Parameters
        ----------
        request
            From a page of this server.
        """
        token = request.query_params.get("token")
        known = self.keys.admits_cookie(request.cookies.get(COOKIE, ""))
        if token is not None and request.method == "GET":
            return _bare(request) if known else self._admit(request, token)
        if known:
            return LAPTOP
        if request.scope["path"].startswith(_FOR_ALL):
            return STRANGER
        return self.refuse(
            request,
            401,
            _("This browser has not been let in."),
            _(
                "Open the address that 'aqvision serve' printed, with all that stands behind "
                "'token='."
            ),
        )

    def watch(self, request: Request, app: ASGIApp) -> ASGIApp:
        """Give the application as it is: whoever is alone needs no trail.

        Parameters
        ----------
        request, app
            That was let in, and what answers it.
        """
        return app

    def _admit(self, request: Request, token: str) -> Response:
        if not self.keys.admits_token(token):
            return self.refuse(
                request,
                403,
                _("This address is not, or no longer, the right one."),
                _("Open the address that 'aqvision serve' printed when it was last started."),
            )
        answer = _bare(request)
        keep(answer, request, COOKIE, self.keys.sign_cookie())
        return answer


@dataclass(frozen=True, slots=True)
class AccountsDoor:
    """Lets in who has signed in, and leads everybody else to the page for that."""

    accounts: Callable[[], Accounts]
    refuse: Refuse

    async def meet(self, request: Request) -> Visitor | Response:
        """Give who is signed in by the cookie, or the way to sign in.

        Parameters
        ----------
        request
            From a page of this server.
        """
        token = request.cookies.get(SIGN_IN_COOKIE, "")
        visitor = await run_in_threadpool(self._visitor, token) if token else None
        path: str = request.scope["path"]
        if visitor is not None:
            return visitor
        if path.startswith((*_FOR_ALL, *_TO_SIGN_IN)):
            return STRANGER
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
            back = f"?next={quote(path)}" if path != "/" else ""
            return RedirectResponse(f"/sign-in{back}", 303)
        return self.refuse(
            request, 401, _("Nobody is signed in."), _("Sign in, then repeat the step.")
        )

    def watch(self, request: Request, app: ASGIApp) -> ASGIApp:
        """Give the application, with the trail of what it has done.

        Parameters
        ----------
        request, app
            That was let in, and what answers it.
        """
        return Trail(app, self.accounts)

    def _visitor(self, token: str) -> Visitor | None:
        accounts = self.accounts()
        account = accounts.who(token)
        return None if account is None else visitor_for(accounts, account)


def visitor_for(accounts: Accounts, account: Account) -> Visitor:
    """Make the visitor who asks in the name of an account.

    Parameters
    ----------
    accounts, account
        Where memberships are kept, and the account.
    """
    is_coach = account.role is Role.COACH
    return Visitor(
        role=account.role,
        name=account.name,
        account_id=account.id,
        sees=accounts.seen_by(account),
        group_ids=accounts.groups_coached_by(account.id) if is_coach else (),
    )


def keep(answer: Response, request: Request, name: str, value: str) -> None:
    """Have a browser keep something that pages cannot read, for a month.

    Parameters
    ----------
    answer, request
        What is answered, and to what.
    name, value
        Of the cookie.
    """
    answer.set_cookie(
        name,
        value,
        max_age=COOKIE_S,
        httponly=True,
        samesite="lax",  # strict would not come along from a link in a mail
        secure=request.scope["scheme"] == "https",
    )


def _bare(request: Request) -> RedirectResponse:
    """Lead to this very path and nowhere else: "//example.com" would lead off the machine."""
    return RedirectResponse("/" + request.scope["path"].lstrip("/\\"), 303)
