"""Requests about a session -> its side, name and day, corrected."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import AqvisionError
from aqvision.core.recorded import parse_day
from aqvision.core.wording import _
from aqvision.library.records import Session
from aqvision.web.pages import Form, FormError, FormHere, SiteHere, render, sentences_of
from aqvision.web.presenters import title_of

router = APIRouter()
_OTHER = "other"
_SIDES = {
    "before": _("Before the training"),
    "after": _("After the training"),
    _OTHER: _("Another session"),
}


@router.get("/sessions/{session_id}/edit")
def edit_session(session_id: str, site: SiteHere) -> Response:
    """Ask what is to be changed.

    Parameters
    ----------
    session_id, site
        Id of the session, from the address, and the site asked.
    """
    session = site.library.session(session_id)
    side = session.label if session.label in _SIDES else _OTHER
    name = session.label if side == _OTHER and not session.name else session.name
    date = session.date.isoformat() if session.date else ""
    return _form(session, Form({"side": [side], "name": [name], "date": [date]}))


@router.post("/sessions/{session_id}/edit")
def change_session(session_id: str, form: FormHere, site: SiteHere) -> Response:
    """Change side, name or day of a session.

    Parameters
    ----------
    session_id, form, site
        Id of the session, from the address, what was filled in, and the site asked.
    """
    session = site.library.session(session_id)
    try:
        label, name, date = _told(form)
        site.library.update_session(session_id, label=label, name=name, date=date)
    except AqvisionError as error:
        return _form(session, form, error)
    return RedirectResponse(f"/athletes/{session.athlete_id}", 303)


def _told(form: Form) -> tuple[str, str, dt.date | None]:
    side, name, date = form.text("side"), form.text("name"), form.text("date")
    if side not in _SIDES:
        raise FormError(_("there is no such side"), _("choose one of the list"))
    if side == _OTHER and not name:
        raise FormError(_("another session needs a name"), _("for example: mid-season"))
    label, name = (name, "") if side == _OTHER else (side, name)
    return label, name, parse_day(date) if date else None


def _form(session: Session, form: Form, error: AqvisionError | None = None) -> Response:
    problem, hint = ("", "") if error is None else sentences_of(error)
    return render(
        "session_form.html",
        status=200 if error is None else 400,
        session=session,
        title=title_of(session),
        sides=_SIDES,
        values={name: form.text(name) for name in ("side", "name", "date")},
        problem=problem,
        hint=hint,
    )
