"""Requests of those who watch over the server -> its numbers, for this machine or with a token."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from aqvision.core.wording import _
from aqvision.web.accounts.visitor import visitor_of
from aqvision.web.metrics import CONTENT_TYPE, Metrics

router = APIRouter()
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
# What a proxy adds: behind it everybody seems to ask from this machine.
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "via")
_SCHEME = "bearer "


@router.get("/metrics")
def show_metrics(request: Request) -> Response:
    """Give the numbers of the running server in the form of Prometheus.

    With accounts whoever asks shows the token, or is an admin who is signed in. Without them it is
    enough to ask from this machine, past any proxy.

    Parameters
    ----------
    request
        Of a program that gathers such numbers.
    """
    if not _may_read(request):
        raise HTTPException(403, _("These numbers are for who looks after this server."))
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(), media_type=CONTENT_TYPE)


def _may_read(request: Request) -> bool:
    if visitor_of(request).is_admin:
        return True
    scheme = request.headers.get("authorization", "")
    if scheme.lower().startswith(_SCHEME):
        return bool(request.app.state.keys.admits_metrics(scheme[len(_SCHEME) :].strip()))
    return not request.app.state.accounts and _from_here(request)


def _from_here(request: Request) -> bool:
    """Tell whether a program of this machine asks, not somebody through a proxy."""
    named = request.url.hostname
    came_from = request.client.host if request.client else ""
    passed_on = any(name in request.headers for name in _PASSED_ON)
    return named in _HERE and came_from in _HERE and not passed_on
