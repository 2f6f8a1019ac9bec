"""Requests to delete an athlete, session, clip or comparison -> a question, then its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from aqvision.core.wording import _, ngettext
from aqvision.library.records import Run
from aqvision.web.pages import FormHere, Site, SiteHere, render
from aqvision.web.presenters import title_of, title_of_comparison
from aqvision.web.removal import remove_athlete, remove_comparison, remove_run, remove_session

router = APIRouter()


@router.get("/athletes/{athlete_id}/delete")
def confirm_athlete(athlete_id: str, site: SiteHere) -> Response:
    """Ask before somebody is deleted.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    name = site.library.athlete(athlete_id).name
    return render(
        "confirm.html",
        question=_("Delete {name}?").format(name=name),
        what=_(
            "All sessions, clips, reports and comparisons of {name} are deleted from this computer."
        ).format(name=name),
        action=f"/athletes/{athlete_id}/delete",
        back=f"/athletes/{athlete_id}",
    )


@router.post("/athletes/{athlete_id}/delete")
def delete_athlete(athlete_id: str, site: SiteHere) -> Response:
    """Delete somebody for good.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    remove_athlete(site, athlete_id)
    return RedirectResponse("/", 303)


@router.get("/sessions/{session_id}/delete")
def confirm_session(session_id: str, site: SiteHere) -> Response:
    """Ask before a session is deleted.

    Parameters
    ----------
    session_id, site
        Id of the session, from the address, and the site asked.
    """
    session = site.library.session(session_id)
    return render(
        "confirm.html",
        question=_("Delete the session “{title}”?").format(title=title_of(session)),
        what=_("Its clips, their reports, and comparisons with it are deleted from this computer."),
        action=f"/sessions/{session_id}/delete",
        back=f"/athletes/{session.athlete_id}",
    )


@router.post("/sessions/{session_id}/delete")
def delete_session(session_id: str, site: SiteHere) -> Response:
    """Delete a session for good.

    Parameters
    ----------
    session_id, site
        Id of the session, from the address, and the site asked.
    """
    session = site.library.session(session_id)
    remove_session(site, session_id)
    return RedirectResponse(f"/athletes/{session.athlete_id}", 303)


@router.get("/runs/{run_id}/delete")
def confirm_run(run_id: str, site: SiteHere) -> Response:
    """Ask before a clip is deleted.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    run = site.library.run(run_id)
    session = site.library.session(run.session_id)
    n_made = len(_made_with(site, run))
    return render(
        "confirm.html",
        question=_("Delete the clip {name}?").format(name=run.name),
        what=_("The clip and its report are deleted from this computer."),
        along=ngettext(
            "Delete the comparison that was made with it as well: it shows the clip",
            "Delete the {n} comparisons that were made with it as well: they show the clip",
            n_made,
        ).format(n=n_made)
        if n_made
        else "",
        action=f"/runs/{run_id}/delete",
        back=f"/athletes/{session.athlete_id}",
    )


@router.post("/runs/{run_id}/delete")
def delete_run(run_id: str, form: FormHere, site: SiteHere) -> Response:
    """Delete a clip for good, and the comparisons that show it where that was ticked.

    Parameters
    ----------
    run_id, form, site
        Id of the clip, from the address, what was ticked, and the site asked.
    """
    run = site.library.run(run_id)
    session = site.library.session(run.session_id)
    remove_run(site, run_id, _made_with(site, run) if form.text("along") else ())
    return RedirectResponse(f"/athletes/{session.athlete_id}", 303)


@router.get("/comparisons/{comparison_id}/delete")
def confirm_comparison(comparison_id: str, site: SiteHere) -> Response:
    """Ask before a comparison is removed.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    comparison = site.library.comparison(comparison_id)
    titles = {one.id: title_of(one) for one in site.library.sessions(comparison.athlete_id)}
    return render(
        "confirm.html",
        question=_("Remove “{title}”?").format(title=title_of_comparison(comparison, titles)),
        what=_("The report is deleted. The clips and their reports stay: it can be made again."),
        action=f"/comparisons/{comparison_id}/delete",
        back=f"/athletes/{comparison.athlete_id}",
    )


@router.post("/comparisons/{comparison_id}/delete")
def delete_comparison(comparison_id: str, site: SiteHere) -> Response:
    """Delete a comparison; its clips and their reports stay, so it can be made again.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    comparison = site.library.comparison(comparison_id)
    remove_comparison(site, comparison_id)
    return RedirectResponse(f"/athletes/{comparison.athlete_id}", 303)


def _made_with(site: Site, run: Run) -> list[str]:
    """Give the ids of the comparisons whose reports show a clip."""
    analysis = site.library.analysis_of(run.id)
    athlete_id = site.library.session(run.session_id).athlete_id
    return [
        made.id
        for made in site.library.comparisons(athlete_id)
        if made.provenance and analysis and analysis.id in _compared(made.provenance)
    ]


def _compared(provenance: Mapping[str, Any]) -> list[str]:
    return [*provenance.get("before", ()), *provenance.get("after", ())]
