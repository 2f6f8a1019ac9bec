"""Site + keys -> the application: routes, the gate before them, and what is said of errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from aqvision.core.errors import AqvisionError, NotThereError, UnreachableError, as_mendable
from aqvision.core.wording import _
from aqvision.web.accounts.access import ConsentError, check_route
from aqvision.web.accounts.signing_in import Doorkeeper
from aqvision.web.api.bearer import KeyDoor
from aqvision.web.api.schema import ROUTERS
from aqvision.web.auth import Door, Gate, Keys, SafeHeaders
from aqvision.web.doors import AccountsDoor, LaptopDoor
from aqvision.web.metrics import Counted, Metrics
from aqvision.web.pages import STATIC, refuse, sentence, sentences_of
from aqvision.web.routes import (
    athlete_access,
    clips,
    deletion,
    events,
    group,
    half_sent,
    leaving_out,
    metrics,
    moving,
    own_account,
    own_data,
    people,
    people_of_server,
    play,
    queue,
    reports,
    roster,
    sessions,
    shares,
    sign_in,
    training,
    uploads,
    work,
)
from aqvision.web.routes import keys as keys_of_programs
from aqvision.web.uploads import UploadError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from aqvision.web.pages import Site, sentence, sentences_of

_SUBJECTS = (
    people, sessions, uploads, clips, work, reports, deletion, sign_in, own_account, own_data,
    people_of_server, athlete_access, shares, keys_of_programs, play, events, half_sent,
    leaving_out, training, moving, queue, roster, metrics, group,
)  # fmt: skip
_NOT_FOUND = 404
_STATUS = ((NotThereError, _NOT_FOUND), (UnreachableError, 503))
_NOT_DONE = 405
_PROBLEMS = {_NOT_FOUND: _("There is nothing here."), _NOT_DONE: _("This cannot be done here.")}
_HINTS = {
    _NOT_FOUND: _("Go to the start page: what you look for may have been deleted."),
    401: _("Sign in, then repeat the step."),
    403: _("Go back, or ask somebody who may."),
    _NOT_DONE: _("Go back and use the buttons of the page."),
}
_OUR_FAULT = (
    _("Something went wrong in aqvision itself."),
    _("Try again. If it happens again, please report what the terminal shows."),
)


def create_app(
    site: Site,
    keys: Keys,
    hosts: frozenset[str],
    *,
    accounts: bool = False,
    doorkeeper: Doorkeeper | None = None,
) -> ASGIApp:
    """Put the application together.

    Parameters
    ----------
    site
        What the pages stand on.
    keys
        Who is let in.
    hosts
        Names, with ports, that this server answers to.
    accounts
        Whether people sign in; else whoever holds the token of this launch does everything.
    doorkeeper
        Looks at passwords; the usual one if left out.
    """
    app = build_app(site)
    app.state.doorkeeper = doorkeeper or Doorkeeper()
    app.state.keys, app.state.accounts, app.state.metrics = keys, accounts, Metrics(site)
    of_pages: Door = LaptopDoor(keys, refuse)
    if accounts:
        of_pages = AccountsDoor(lambda: site.accounts, refuse)
    door = KeyDoor(of_pages, lambda: site.accounts, refuse, accounts_only=accounts)
    app.add_middleware(Gate, door=door, hosts=hosts, refuse=refuse)
    return Counted(SafeHeaders(app), app.state.metrics)


def build_app(site: Site) -> FastAPI:
    """Put the routes together, each behind the check of who may ask.

    Parameters
    ----------
    site
        What the pages stand on.
    """
    app = FastAPI(
        docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(check_route)]
    )
    app.state.site = site
    for router in (*(subject.router for subject in _SUBJECTS), *ROUTERS):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC))
    _answer_errors(app)
    return app


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    def on_http(request: Request, error: HTTPException) -> Response:
        status = error.status_code
        problem = _PROBLEMS.get(status) or sentence(error.detail)
        return refuse(request, status, problem, _HINTS.get(status, "Go back and try again."))

    @app.exception_handler(RequestValidationError)
    def on_misfit(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"][1:])) or str(first["loc"][0])
        problem = _("“{field}” does not fit: {why}.").format(field=where[:200], why=first["msg"])
        return refuse(request, 422, problem, _("See the description of the API."))

    @app.exception_handler(UploadError)
    def on_upload(request: Request, error: UploadError) -> Response:
        return refuse(request, error.status, str(error), error.hint)

    @app.exception_handler(ConsentError)
    def on_missing_consent(request: Request, error: ConsentError) -> Response:
        return refuse(request, 403, *sentences_of(error))

    @app.exception_handler(AqvisionError)
    def on_user(request: Request, error: AqvisionError) -> Response:
        status = next((number for kind, number in _STATUS if isinstance(error, kind)), 400)
        return refuse(request, status, *sentences_of(error))

    @app.exception_handler(Exception)
    def on_fault(request: Request, error: Exception) -> Response:
        full = as_mendable(error)
        if full is not None:
            return refuse(request, 507, *sentences_of(full))
        return refuse(request, 500, *_OUR_FAULT)
