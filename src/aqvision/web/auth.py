"""Request -> the same request with its visitor, or a refusal: who asks, and from which page."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from itsdangerous import BadSignature, TimestampSigner
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from aqvision.core.wording import _
from aqvision.web.accounts.visitor import Visitor, visiting

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "aqvision"
COOKIE_S = 30 * 24 * 3600
# What a cookie says; the secret signs nothing else of this kind.
_SESSION, _SALT = b"session", b"aqvision.web.session"
_METRICS = b"aqvision.web.metrics"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Forms hold a few words; clips come through /uploads, which has limits of its own.
MAX_BODY_BYTES = 64 * 1024
_API = "/api/"
# The table of the largest team, with room.
MAX_TABLE_BYTES = 2 * 1024 * 1024
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

    @property
    def metrics_token(self) -> str:
        """What a program shows to read the server's numbers; it stays as long as the secret."""
        return hmac.new(self.secret, _METRICS, hashlib.sha256).hexdigest()

    def admits_metrics(self, token: str) -> bool:
        """Tell whether a program may read the server's numbers.

        Parameters
        ----------
        token
            What it shows.
        """
        return hmac.compare_digest(token.encode(), self.metrics_token.encode())

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
            return self._signer.unsign(cookie, max_age=COOKIE_S) == _SESSION
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


class Door(Protocol):
    """A way of letting people in."""

    async def meet(self, request: Request) -> Visitor | Response:
        """Say who asks, or answer instead of the pages.

        Parameters
        ----------
        request
            From a page of this server.
        """
        ...

    def watch(self, request: Request, app: ASGIApp) -> ASGIApp:
        """Give the application, with whatever is to be noted of what it answers.

        Parameters
        ----------
        request, app
            That was let in, and what answers it.
        """
        ...


class Gate:
    """Let in whom the door knows; refuse requests of other sites.

    ``hosts`` are the names, with their ports, that this server answers to: a page of another name
    that was made to lead here (DNS rebinding) gets nothing.
    """

    def __init__(self, app: ASGIApp, door: Door, hosts: frozenset[str], refuse: Refuse) -> None:
        self._app = app
        self._door = door
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
            or self._of_length(request)
            or await self._door.meet(request)
        )
        if isinstance(answer, Response):
            await answer(scope, receive, send)
            return
        scope["state"] = {**scope.get("state", {}), "visitor": answer}
        limited = receive if _is_upload(request) else _limited(receive, _most_bytes(request))
        with visiting(answer):
            await self._door.watch(request, self._app)(scope, limited, send)

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
        if request.method in _SAFE_METHODS or carries_key(request) or _from_own_page(request):
            return None
        return self._refuse(
            request,
            403,
            _("This request did not come from a page of aqvision."),
            _("Open the page in this browser again and repeat the step there."),
        )

    def _of_length(self, request: Request) -> Response | None:
        length = request.headers.get("content-length", "0")
        if _is_upload(request) or (length.isdecimal() and int(length) <= _most_bytes(request)):
            return None
        return self._refuse(request, 413, *_TOO_LARGE)


_TOO_LARGE = (_("This is too long for a form."), _("Write less, or send clips on the upload page."))


def carries_key(request: Request) -> bool:
    """Tell whether a program asks the API: no page can make a browser send this header along.

    Parameters
    ----------
    request
        Any.
    """
    return request.scope["path"].startswith(_API) and "authorization" in request.headers


def _is_upload(request: Request) -> bool:
    path: str = request.scope["path"]
    if request.method == "PATCH":
        return path.startswith("/uploads/")
    return request.method == "POST" and path.startswith(_API) and path.endswith("/clips")


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
