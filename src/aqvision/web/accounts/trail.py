"""Request that was answered -> a line in the trail, if it did something to an athlete's data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from aqvision.library.account_records import Deed
from aqvision.library.accounts import Accounts
from aqvision.web.accounts.visitor import visitor_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_REFUSED = 400
DEEDS: dict[str, Deed | None] = {
    "POST /uploads/{upload_id}/finish": Deed.UPLOADED,
    "POST /uploads/{upload_id}/take-in": Deed.UPLOADED,
    # pieces of an upload, and what is looked at before anything is measured, are no deeds
    "PATCH /uploads/{upload_id}": None,
    "DELETE /uploads/{upload_id}": None,
    "POST /runs/{run_id}/shot": None,
    "POST /athletes/{athlete_id}/delete": Deed.DELETED,
    "POST /sessions/{session_id}/delete": Deed.DELETED,
    "POST /runs/{run_id}/delete": Deed.DELETED,
    "POST /comparisons/{comparison_id}/delete": Deed.DELETED,
    "POST /api/v1/athletes/{athlete_id}/clips": Deed.UPLOADED,
    "DELETE /api/v1/athletes/{athlete_id}": Deed.DELETED,
    "DELETE /api/v1/sessions/{session_id}": Deed.DELETED,
    "DELETE /api/v1/runs/{run_id}": Deed.DELETED,
    "DELETE /api/v1/comparisons/{comparison_id}": Deed.DELETED,
    "GET /api/v1/runs/{run_id}/result": Deed.EXPORTED,
    "GET /api/v1/runs/{run_id}/report": Deed.EXPORTED,
    "GET /api/v1/comparisons/{comparison_id}/result": Deed.EXPORTED,
    "GET /api/v1/comparisons/{comparison_id}/report": Deed.EXPORTED,
    "POST /athletes/{athlete_id}/group": Deed.RIGHTS,
    "POST /athletes/{athlete_id}/invite": Deed.INVITED,
    "POST /athletes/{athlete_id}/new-password": Deed.INVITED,
    "POST /athletes/{athlete_id}/consent": Deed.CONSENT,
    "POST /consents/{consent_id}/withdraw": Deed.WITHDRAWN,
    "POST /runs/{run_id}/share": Deed.SHARED,
    "POST /comparisons/{comparison_id}/share": Deed.SHARED,
    "POST /shares/{share_id}/end": Deed.UNSHARED,
    "GET /athletes/{athlete_id}/data.zip": Deed.EXPORTED,
    "GET /runs/{run_id}/clip": Deed.EXPORTED,
    "GET /runs/{run_id}/export/{kind}": Deed.EXPORTED,
    "GET /comparisons/{comparison_id}/export/{kind}": Deed.EXPORTED,
}
"""What requests do, by method and path; of all others, those that change something are changes."""


def deed_of(method: str, path: str) -> Deed | None:
    """Say what a request did, if anything.

    Parameters
    ----------
    method, path
        As in ``POST`` and ``/runs/{run_id}/delete``.

    Examples
    --------
    >>> deed_of("POST", "/sessions/{session_id}/edit").value
    'changed'
    """
    usual = None if method in _READING else Deed.CHANGED
    return DEEDS.get(f"{method} {path}", usual)


def note_for(request: Request, athlete_ids: Iterable[str]) -> None:
    """Have a request noted for athletes whom its path does not name.

    Parameters
    ----------
    request, athlete_ids
        That changes something, and of whom.
    """
    request.state.noted_for = tuple(athlete_ids)


class Trail:
    """An application whose deeds are noted once they are done."""

    def __init__(self, app: ASGIApp, accounts: Callable[[], Accounts]) -> None:
        self._app, self._accounts = app, accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, then note what was done, unless it was refused."""
        statuses = []

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        await self._app(scope, receive, watched)
        if statuses and statuses[0] < _REFUSED and "route" in scope:
            await run_in_threadpool(self._note, Request(scope))

    def _note(self, request: Request) -> None:
        path = request.scope["route"].path
        deed = deed_of(request.method, path)
        if deed is None:
            return
        actor_id = visitor_of(request).account_id
        about = path.rpartition("}")[2].strip("/") if deed is Deed.CHANGED else ""
        named = getattr(request.state, "athlete_id", None)
        others = getattr(request.state, "noted_for", ())
        for athlete_id in dict.fromkeys((named, *others)):
            if athlete_id is not None:
                self._accounts().note(deed, actor_id=actor_id, athlete_id=athlete_id, about=about)
