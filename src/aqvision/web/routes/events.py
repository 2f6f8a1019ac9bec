"""Requests about contacts -> strips of frames around each; a clip measured by corrected ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import FileResponse, RedirectResponse, Response

from aqvision.core.errors import AqvisionError, NotThereError
from aqvision.core.given_contacts import GivenContact
from aqvision.core.wording import _
from aqvision.jobs.again import measure_again
from aqvision.library.records import OPEN, Run
from aqvision.web.contacts_form import SIDES, contacts_in, show_contacts
from aqvision.web.pages import Form, FormHere, Site, SiteHere, render, render_part, sentences_of
from aqvision.web.strips import StripsState

router = APIRouter()


@router.get("/runs/{run_id}/events")
def show_events(run_id: str, site: SiteHere) -> Response:
    """Show the frames around each touchdown and toe-off of a clip.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    return _page(site, site.library.run(run_id))


@router.get("/runs/{run_id}/events/now")
def show_events_now(run_id: str, site: SiteHere) -> Response:
    """Show the same without the page around it, for a page that asks again and again.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    run = site.library.run(run_id)
    return Response(_part(run, _strips(site, run)), media_type="text/html")


@router.get("/runs/{run_id}/events/{name}")
def show_strip(run_id: str, name: str, site: SiteHere) -> Response:
    """Show one strip of frames.

    Parameters
    ----------
    run_id, name, site
        Id of the clip and the picture's name, from the address, and the site asked.
    """
    return FileResponse(
        site.strips.picture(_result(site, site.library.run(run_id)), name),
        media_type="image/webp",
        headers={"content-security-policy": "sandbox; default-src 'none'"},
    )


@router.post("/runs/{run_id}/events")
def correct_events(run_id: str, form: FormHere, site: SiteHere) -> Response:
    """Keep corrected contacts, and measure the clip by them.

    Parameters
    ----------
    run_id, form, site
        Id of the clip, from the address, what was filled in, and the site asked.
    """
    run = site.library.run(run_id)
    strips = _strips(site, run).strips
    if strips is None:
        return _page(site, run)
    try:
        contacts = contacts_in(form, strips)
    except AqvisionError as error:
        return _page(site, run, form, sentences_of(error))
    return _measured_by(site, run, contacts)


@router.post("/runs/{run_id}/events/found")
def take_found_events(run_id: str, site: SiteHere) -> Response:
    """Forget what was corrected, and measure by the contacts that are found.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    return _measured_by(site, site.library.run(run_id), ())


def _measured_by(site: Site, run: Run, contacts: tuple[GivenContact, ...]) -> Response:
    run = site.library.update_run(run.id, replace(run.options, contacts=contacts))
    measure_again(site.jobs, [run])
    athlete_id = site.library.session(run.session_id).athlete_id
    return RedirectResponse(f"/athletes/{athlete_id}/progress", 303)


def _result(site: Site, run: Run) -> Path:
    """Give the folder of what was measured in a run; a hold has no contacts."""
    analysis = site.library.analysis_of(run.id)
    if analysis is None or run.options.is_hold:
        raise NotThereError(
            _("no contacts were measured in this clip"), _("start measuring it first")
        )
    return site.library.result_folder(analysis)


def _strips(site: Site, run: Run) -> StripsState:
    result = _result(site, run)
    return site.strips.of(result, site.library.clip_of(run.id).path)


def _page(
    site: Site, run: Run, form: Form | None = None, problem: tuple[str, str] | None = None
) -> Response:
    state = _strips(site, run)
    session = site.library.session(run.session_id)
    under_way = site.library.jobs(run_id=run.id, states=OPEN)
    return render(
        "events.html",
        status=400 if problem else 200,
        run=run,
        athlete=site.library.athlete(session.athlete_id),
        busy=bool(under_way),
        problem=problem,
        part=Markup(_part(run, state, form)),  # noqa: S704 - a template's output
    )


def _part(run: Run, state: StripsState, form: Form | None = None) -> str:
    strips, filled = state.strips, form or Form({})
    return render_part(
        "events_part.html",
        run=run,
        state=state,
        contacts=show_contacts(strips, form) if strips else [],
        sides=SIDES,
        added={name: filled.text(f"add-{name}") for name in ("side", "touchdown", "toeoff")},
    )
