"""Requests about training -> blocks of it, notes of a session, and the season that shows them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import AqvisionError
from aqvision.core.wording import _
from aqvision.web.pages import Form, FormError, FormHere, SiteHere, render, sentences_of
from aqvision.web.presenters import title_of

if TYPE_CHECKING:
    from aqvision.library.records import Session

router = APIRouter()
_FEWEST_SESSIONS = 2


@router.get("/athletes/{athlete_id}/blocks/new")
def new_block(athlete_id: str, site: SiteHere) -> Response:
    """Ask what was trained.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    site.library.athlete(athlete_id)
    return _block_form(athlete_id, None, Form({}))


@router.post("/athletes/{athlete_id}/blocks")
def add_block(athlete_id: str, form: FormHere, site: SiteHere) -> Response:
    """Note down what somebody trained.

    Parameters
    ----------
    athlete_id, form, site
        Id of the athlete, from the address, what was filled in, and the site asked.
    """
    site.library.athlete(athlete_id)
    try:
        site.library.add_block(athlete_id, *_told(form))
    except AqvisionError as error:
        return _block_form(athlete_id, None, form, error)
    return _back_to_training(athlete_id)


@router.get("/blocks/{block_id}/edit")
def edit_block(block_id: str, site: SiteHere) -> Response:
    """Ask what is to be changed.

    Parameters
    ----------
    block_id, site
        Id of the block, from the address, and the site asked.
    """
    block = site.library.block(block_id)
    values = {
        "first": [block.first.isoformat()],
        "last": [block.last.isoformat()],
        "what": [block.what],
    }
    return _block_form(block.athlete_id, block_id, Form(values))


@router.post("/blocks/{block_id}/edit")
def change_block(block_id: str, form: FormHere, site: SiteHere) -> Response:
    """Correct what was noted down.

    Parameters
    ----------
    block_id, form, site
        Id of the block, from the address, what was filled in, and the site asked.
    """
    athlete_id = site.library.block(block_id).athlete_id
    try:
        site.library.update_block(block_id, *_told(form))
    except AqvisionError as error:
        return _block_form(athlete_id, block_id, form, error)
    return _back_to_training(athlete_id)


@router.post("/blocks/{block_id}/delete")
def delete_block(block_id: str, site: SiteHere) -> Response:
    """Remove what was noted down; no clip and no report goes with it.

    Parameters
    ----------
    block_id, site
        Id of the block, from the address, and the site asked.
    """
    block = site.library.block(block_id)
    site.library.delete_block(block_id)
    return _back_to_training(block.athlete_id)


@router.post("/athletes/{athlete_id}/season")
def follow_season(athlete_id: str, form: FormHere, site: SiteHere) -> Response:
    """Set sprints and holds of some sessions on one time line, with what was trained.

    Parameters
    ----------
    athlete_id, form, site
        Id of the athlete, from the address, what was filled in, and the site asked.
    """
    wanted = set(form.all("session"))
    chosen = [one.id for one in site.library.sessions(athlete_id) if one.id in wanted]
    if len(chosen) < _FEWEST_SESSIONS:
        raise FormError(
            _("a season takes two sessions or more"), _("go back and tick two sessions or more")
        )
    season = site.library.add_season(chosen)
    site.jobs.compare(season.id)
    return RedirectResponse(f"/athletes/{athlete_id}/progress", 303)


@router.get("/sessions/{session_id}/notes")
def edit_notes(session_id: str, site: SiteHere) -> Response:
    """Ask for the notes of a session.

    Parameters
    ----------
    session_id, site
        Id of the session, from the address, and the site asked.
    """
    session = site.library.session(session_id)
    return _notes_form(session, session.notes)


@router.post("/sessions/{session_id}/notes")
def change_notes(session_id: str, form: FormHere, site: SiteHere) -> Response:
    """Set the notes of a session.

    Parameters
    ----------
    session_id, form, site
        Id of the session, from the address, what was filled in, and the site asked.
    """
    session = site.library.session(session_id)
    try:
        site.library.note(session_id, form.text("notes"))
    except AqvisionError as error:
        return _notes_form(session, form.text("notes"), error)
    return RedirectResponse(f"/athletes/{session.athlete_id}", 303)


def _told(form: Form) -> tuple[dt.date, dt.date, str]:
    first = _day(form.text("first"))
    last = form.text("last")
    return first, _day(last) if last else first, form.text("what")


def _day(text: str) -> dt.date:
    """Read a day, which may lie ahead: training is planned."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise FormError(
            _("a day is missing, or is none"),
            _("write it as year-month-day, for example 2026-03-14"),
        ) from None


def _back_to_training(athlete_id: str) -> Response:
    return RedirectResponse(f"/athletes/{athlete_id}#training", 303)


def _block_form(
    athlete_id: str, block_id: str | None, form: Form, error: AqvisionError | None = None
) -> Response:
    problem, hint = ("", "") if error is None else sentences_of(error)
    return render(
        "block_form.html",
        status=200 if error is None else 400,
        athlete_id=athlete_id,
        block_id=block_id,
        values={name: form.text(name) for name in ("first", "last", "what")},
        problem=problem,
        hint=hint,
    )


def _notes_form(session: Session, notes: str, error: AqvisionError | None = None) -> Response:
    problem, hint = ("", "") if error is None else sentences_of(error)
    return render(
        "notes_form.html",
        status=200 if error is None else 400,
        session=session,
        title=title_of(session),
        notes=notes,
        problem=problem,
        hint=hint,
    )
