"""Requests to delete an athlete, session, clip or comparison -> a question, then its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from aqvision.core.wording import _
from aqvision.library.records import OPEN
from aqvision.web.pages import Site, SiteHere, render
from aqvision.web.presenters import SessionCard, sessions_of, title_of

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
    runs = _run_ids(sessions_of(site.library, athlete_id))
    _stop(site, runs)
    site.library.delete_athlete(athlete_id)
    site.previews.forget(runs)
    site.films.forget(runs)
    site.uploads.forget(lambda upload: upload.intent.athlete == athlete_id)
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
    runs = [run.id for run in site.library.runs(session_id)]
    _stop(site, runs)
    site.library.delete_session(session_id)
    _forget(site, runs)
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
    return render(
        "confirm.html",
        question=_("Delete the clip {name}?").format(name=run.name),
        what=_(
            "The clip and its report are deleted from this computer. Comparisons that were made "
            "with it stay as they are."
        ),
        action=f"/runs/{run_id}/delete",
        back=f"/athletes/{session.athlete_id}",
    )


@router.post("/runs/{run_id}/delete")
def delete_run(run_id: str, site: SiteHere) -> Response:
    """Delete a clip for good.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    session = site.library.session(site.library.run(run_id).session_id)
    _stop(site, [run_id])
    site.library.delete_run(run_id)
    _forget(site, [run_id])
    return RedirectResponse(f"/athletes/{session.athlete_id}", 303)


@router.post("/comparisons/{comparison_id}/delete")
def delete_comparison(comparison_id: str, site: SiteHere) -> Response:
    """Delete a comparison; its clips and their reports stay, so it can be made again.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    comparison = site.library.comparison(comparison_id)
    site.library.delete_comparison(comparison_id)
    return RedirectResponse(f"/athletes/{comparison.athlete_id}", 303)


def _run_ids(cards: Iterable[SessionCard]) -> list[str]:
    return [clip.run.id for card in cards for clip in card.clips]


def _forget(site: Site, run_ids: Sequence[str]) -> None:
    """Forget what was seen in clips that are gone, and what was said when they were sent."""
    site.previews.forget(run_ids)
    site.films.forget(run_ids)
    site.uploads.forget(lambda upload: upload.run_id in run_ids)


def _stop(site: Site, run_ids: Iterable[str]) -> None:
    """End the measuring of clips that are about to be deleted."""
    for run_id in run_ids:
        for job in site.library.jobs(run_id=run_id, states=OPEN):
            site.jobs.cancel(job.id)
