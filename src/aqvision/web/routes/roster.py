"""Requests to add a whole team -> what its table would do, then the same, done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import AqvisionError
from aqvision.core.wording import _
from aqvision.web.accounts.trail import note_for
from aqvision.web.pages import (
    FormError,
    FormHere,
    Site,
    SiteHere,
    read_body,
    render,
    sentences_of,
)
from aqvision.web.presenters import show_date
from aqvision.web.shown import Shown, ShownHere

if TYPE_CHECKING:
    from aqvision.batch.people import People

router = APIRouter()
_FIELD = "roster"
_BOUNDARY = re.compile(r"""multipart/form-data;.*?boundary="?([0-9A-Za-z'()+_,./:=?-]{1,70})"?""")
_FIRST_SHOWN = 50
# A table is larger than a form, and the line of a sports ground is slow.
_WITHIN_S = 60.0


@router.get("/roster")
def ask_for_roster() -> Response:
    """Ask for a table of people."""
    return _page()


@router.post("/roster")
async def show_plan(request: Request, site: SiteHere, shown: ShownHere) -> Response:
    """Say what a table would do, or each mistake in it; nothing is added yet.

    Parameters
    ----------
    request, site, shown
        With the file, the site asked, and whom the visitor may see.
    """
    kind = request.headers.get("content-type", "")
    body = await read_body(request, _WITHIN_S)
    return await run_in_threadpool(_plan, body, kind, site, shown)


def _plan(body: bytes, kind: str, site: Site, shown: Shown) -> Response:
    from aqvision.web.roster_plan import plan, read_file  # it brings the registry along

    try:
        content = file_in(body, kind)
        if not content:
            raise FormError(_("no file is chosen"), _("choose a table: .csv or .xlsx"))
        people = read_file(content)
        if people.mistakes:
            return _page(people, status=400)
        plans = plan(people, site.library, shown)
    except AqvisionError as error:
        return _page(error=error, status=400)
    return render(
        "roster_plan.html",
        plans=plans,
        new=[one for one in plans if one.athlete is None],
        changed=[one for one in plans if one.athlete and not one.does_nothing],
        n_same=sum(one.does_nothing for one in plans),
        n_sessions=sum(len(one.sessions) for one in plans),
        remarks=people.remarks,
        unused=people.unused,
        key=site.plans.keep(people),
        show_date=show_date,
    )


@router.post("/roster/add")
def add_people(request: Request, form: FormHere, site: SiteHere, shown: ShownHere) -> Response:
    """Do what was shown.

    Parameters
    ----------
    request, form, site, shown
        To be noted, which table, the site asked, and whom the visitor may see.
    """
    from aqvision.web.roster_plan import carry_out, plan

    try:
        people = site.plans.take(form.text("key"))
        note_for(request, carry_out(plan(people, site.library, shown), site.library))
    except AqvisionError as error:
        return _page(error=error, status=400)
    return RedirectResponse("/", 303)


def file_in(body: bytes, kind: str) -> bytes:
    r"""Take the file out of a form that was sent with one.

    Parameters
    ----------
    body, kind
        Of the request, and what it says that it is.

    Raises
    ------
    HTTPException
        It is no such form.

    Examples
    --------
    >>> head = b'--x\r\nContent-Disposition: form-data; name="roster"; filename="a.csv"\r\n\r\n'
    >>> file_in(head + b'athlete\r\n--x--\r\n', 'multipart/form-data; boundary=x')
    b'athlete'
    """
    boundary = _BOUNDARY.match(kind)
    if boundary is None:
        raise HTTPException(415, _("This is not a form of aqvision."))
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:-1]:
        head, apart, content = part.partition(b"\r\n\r\n")
        if apart and f'name="{_FIELD}"'.encode() in head:
            return content
    raise HTTPException(400, _("The form cannot be read."))


def _page(
    people: People | None = None, *, error: AqvisionError | None = None, status: int = 200
) -> Response:
    from aqvision.batch.people import USED

    problem, hint = ("", "") if error is None else sentences_of(error)
    mistakes = people.mistakes if people else ()
    return render(
        "roster.html",
        status=status,
        mistakes=mistakes[:_FIRST_SHOWN],
        n_mistakes=len(mistakes),
        used=USED,
        problem=problem,
        hint=hint,
    )
