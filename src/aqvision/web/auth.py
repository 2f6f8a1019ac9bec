"""Request -> the same request, or a refusal: who may ask this server, and from which page."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from itsdangerous import BadSignature, TimestampSigner
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from aqvision.core.wording import _

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "aqvision"
_COOKIE_S = 30 * 24 * 3600
# What a cookie says; the secret signs nothing else of this kind.
_SESSION, _SALT = b"session", b"aqvision.web.session"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Forms hold a few words; clips come through /uploads, which has limits of its own.
MAX_BODY_BYTES = 64 * 1024
# The table of the largest team, with room.
MAX_TABLE_BYTES = 2 * 1024 * 1024
_PUBLIC = "/static/"
_HEADERS = {
    "content-security-policy": "default-src 'self'; base-uri 'none'; object-src 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    # "no-referrer" would make browsers send "Origin: null" with our own forms
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}

Refuse = Callable[[Request, int, str, str], Response]


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens this server: a token of this launch, and the secret that signs cookies.

    The secret outlives a restart, so that a page that is open, and an upload that is under way,
    go on when the server is back.
    """

    launch_token: str
    secret: bytes

    def admits_token(self, token: str) -> bool:
        """Tell whether this is the token of this launch, in the same time for every wrong one.

        Parameters
        ----------
        token
            What the visitor shows.
        """
        return hmac.compare_digest(token.encode(), self.launch_token.encode())

    def sign_cookie(self) -> str:
        """Write a cookie that is good for a month."""
        return self._signer.sign(_SESSION).decode()

    def admits_cookie(self, cookie: str) -> bool:
        """Tell whether a cookie was signed here and has not run out.

        Parameters
        ----------
        cookie
            What the visitor shows.
        """
        try:
            return self._signer.unsign(cookie, max_age=_COOKIE_S) == _SESSION
        except BadSignature:
            return False

    @property
    def _signer(self) -> TimestampSigner:
        return TimestampSigner(self.secret, salt=_SALT, digest_method=hashlib.sha256)


def load_keys(home: Path) -> Keys:
    """Read the secret of a home folder, or make one that only its owner can read.

    Parameters
    ----------
    home
        Folder of the library.

    Returns
    -------
    Keys
        The key of this start, and the secret that stays.
    """
    path = home / "web.key"
    if not path.exists():
        new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        new.rename(path)
    return Keys(secrets.token_urlsafe(32), path.read_bytes())


class SafeHeaders:
    """Add to every answer the headers that tell a browser what it may not do with it.

    A route that sets one of them itself, such as a report in its sandbox, keeps its own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, complete)


class Gate:
    """Let in who holds a cookie, or the token that buys one; refuse requests of other sites.

    ``hosts`` are the names, with their ports, that this server answers to: a page of another name
    that was made to lead here (DNS rebinding) gets nothing.
    """

    def __init__(self, app: ASGIApp, keys: Keys, hosts: frozenset[str], refuse: Refuse) -> None:
        self._app = app
        self._keys = keys
        self._hosts = hosts
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer instead of the pages where the request is not to reach them."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = (
            self._of_other_name(request)
            or self._of_other_site(request)
            or self._of_unknown_browser(request)
            or self._of_length(request)
        )
        if answer is not None:
            await answer(scope, receive, send)
            return
        limited = receive if _is_upload(request) else _limited(receive, _most_bytes(request))
        await self._app(scope, limited, send)

    def _of_other_name(self, request: Request) -> Response | None:
        if request.headers.get("host") in self._hosts:
            return None
        return self._refuse(
            request,
            400,
            _("This server does not go by that name."),
            _("Open the address that 'aqvision serve' printed."),
        )

    def _of_other_site(self, request: Request) -> Response | None:
        if request.method in _SAFE_METHODS or _from_own_page(request):
            return None
        return self._refuse(
            request,
            403,
            _("This request did not come from a page of aqvision."),
            _("Open the page in this browser again and repeat the step there."),
        )

    def _of_unknown_browser(self, request: Request) -> Response | None:
        token = request.query_params.get("token")
        known = self._keys.admits_cookie(request.cookies.get(COOKIE, ""))
        if token is not None and request.method == "GET":
            return self._bare(request) if known else self._admit(request, token)
        if known or request.scope["path"].startswith(_PUBLIC):
            return None
        return self._refuse(
            request,
            401,
            _("This browser has not been let in."),
            _(
                "Open the address that 'aqvision serve' printed, with all that stands behind "
                "'token='."
            ),
        )

    def _admit(self, request: Request, token: str) -> Response:
        if not self._keys.admits_token(token):
            return self._refuse(
                request,
                403,
                _("This address is not, or no longer, the right one."),
                _("Open the address that 'aqvision serve' printed when it was last started."),
            )
        answer = self._bare(request)
        answer.set_cookie(
            COOKIE,
            self._keys.sign_cookie(),
            max_age=_COOKIE_S,
            httponly=True,
            samesite="lax",  # strict would not come along from a link in a mail
            secure=request.scope["scheme"] == "https",
        )
        return answer

    def _bare(self, request: Request) -> RedirectResponse:
        """Lead to this very path and nowhere else: "//example.com" would lead off the machine."""
        return RedirectResponse("/" + request.scope["path"].lstrip("/\\"), 303)

    def _of_length(self, request: Request) -> Response | None:
        length = request.headers.get("content-length", "0")
        if _is_upload(request) or (length.isdecimal() and int(length) <= _most_bytes(request)):
            return None
        return self._refuse(request, 413, *_TOO_LARGE)


_TOO_LARGE = (_("This is too long for a form."), _("Write less, or send clips on the upload page."))


def _is_upload(request: Request) -> bool:
    return request.method == "PATCH" and request.scope["path"].startswith("/uploads/")


def _most_bytes(request: Request) -> int:
    return MAX_TABLE_BYTES if request.scope["path"] == "/roster" else MAX_BODY_BYTES


def _limited(receive: Receive, most_bytes: int) -> Receive:
    """Stop reading a body that grows beyond the limit without having said so."""
    n_bytes = 0

    async def read() -> Message:
        nonlocal n_bytes
        message = await receive()
        n_bytes += len(message.get("body", b""))
        if n_bytes > most_bytes:
            raise HTTPException(413, " ".join(_TOO_LARGE))
        return message

    return read


def _from_own_page(request: Request) -> bool:
    """Tell what the browser says of the page that asks; who says nothing is refused."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is None and origin is None:
        return False
    own = f"{request.scope['scheme']}://{request.headers['host']}"
    return site in {None, "same-origin"} and origin in {None, own}
