"""Requests to move a session to another athlete -> what that means, then the move."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import AqvisionError, LibraryError
from aqvision.core.wording import _
from aqvision.web.accounts.access import access_of
from aqvision.web.accounts.trail import note_for
from aqvision.web.pages import FormHere, Site, SiteHere, render, sentences_of
from aqvision.web.presenters import title_of, title_of_comparison
from aqvision.web.removal import move_session
from aqvision.web.shown import Shown, ShownHere, athletes_shown

router = APIRouter()


@router.get("/sessions/{session_id}/move")
def ask_where_to(session_id: str, site: SiteHere, shown: ShownHere) -> Response:
    """Ask whose a session really is, and say what goes when it is moved.

    Parameters
    ----------
    session_id, site, shown
        Id of the session, from the address, the site asked, and whom the visitor may see.
    """
    return _form(site, shown, session_id)


@router.post("/sessions/{session_id}/move")
def move(
    session_id: str, request: Request, form: FormHere, site: SiteHere, shown: ShownHere
) -> Response:
    """Move a session with its clips; comparisons that rest on it go.

    Parameters
    ----------
    session_id, request, form, site, shown
        Id of the session, from the address, how it was asked, what was filled in, the site asked,
        and whom the visitor may see.
    """
    site.library.session(session_id)
    athlete_id = form.text("athlete")
    try:
        if not athlete_id or not shown.includes(athlete_id):
            raise LibraryError(_("nobody is chosen"), _("choose an athlete of the list"))
        access_of(request).refuse_without_consent(athlete_id)
        move_session(site, session_id, athlete_id)
    except AqvisionError as error:
        return _form(site, shown, session_id, athlete_id, error)
    note_for(request, [athlete_id])
    return RedirectResponse(f"/athletes/{athlete_id}", 303)


def _form(
    site: Site,
    shown: Shown,
    session_id: str,
    chosen: str = "",
    error: AqvisionError | None = None,
) -> Response:
    session = site.library.session(session_id)
    titles = {one.id: title_of(one) for one in site.library.sessions(session.athlete_id)}
    problem, hint = ("", "") if error is None else sentences_of(error)
    return render(
        "move.html",
        status=200 if error is None else 400,
        session=session,
        title=titles[session.id],
        athlete=site.library.athlete(session.athlete_id),
        others=[one for one in athletes_shown(site.library, shown) if one.id != session.athlete_id],
        chosen=chosen,
        gone=[title_of_comparison(one, titles) for one in site.library.comparisons_on(session_id)],
        problem=problem,
        hint=hint,
    )
