"""Site + keys -> the application: routes, the gate before them, and what is said of errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from aqvision.core.errors import AqvisionError, LibraryError, as_mendable
from aqvision.core.wording import _
from aqvision.web.auth import Gate, Keys, SafeHeaders
from aqvision.web.pages import STATIC, refuse, sentence, sentences_of
from aqvision.web.routes import (
    clips,
    deletion,
    moving,
    people,
    queue,
    reports,
    roster,
    sessions,
    training,
    uploads,
    work,
)
from aqvision.web.uploads import UploadError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from aqvision.web.pages import Site, sentence, sentences_of

_NOT_FOUND = 404
_HINTS = {
    _NOT_FOUND: _("Go to the start page: what you look for may have been deleted."),
    405: _("Go back and use the buttons of the page."),
}
_OUR_FAULT = (
    _("Something went wrong in aqvision itself."),
    _("Try again. If it happens again, please report what the terminal shows."),
)


def create_app(site: Site, keys: Keys, hosts: frozenset[str]) -> ASGIApp:
    """Put the application together.

    Parameters
    ----------
    site
        What the pages stand on.
    keys
        Who is let in.
    hosts
        Names, with ports, that this server answers to.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.site = site
    for subject in (people, sessions, uploads, clips, work, reports, deletion):
        app.include_router(subject.router)
    for subject in (training, moving, queue, roster):
        app.include_router(subject.router)
    app.mount("/static", StaticFiles(directory=STATIC))
    _answer_errors(app)
    app.add_middleware(Gate, keys=keys, hosts=hosts, refuse=refuse)
    return SafeHeaders(app)


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    def on_http(request: Request, error: HTTPException) -> Response:
        status = error.status_code
        problem = _("There is nothing here.") if status == _NOT_FOUND else sentence(error.detail)
        return refuse(request, status, problem, _HINTS.get(status, "Go back and try again."))

    @app.exception_handler(UploadError)
    def on_upload(request: Request, error: UploadError) -> Response:
        return refuse(request, error.status, str(error), error.hint)

    @app.exception_handler(AqvisionError)
    def on_user(request: Request, error: AqvisionError) -> Response:
        status = _NOT_FOUND if isinstance(error, LibraryError) else 400
        return refuse(request, status, *sentences_of(error))

    @app.exception_handler(Exception)
    def on_fault(request: Request, error: Exception) -> Response:
        full = as_mendable(error)
        if full is not None:
            return refuse(request, 507, *sentences_of(full))
        return refuse(request, 500, *_OUR_FAULT)
