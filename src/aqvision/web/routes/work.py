"""Clips and pairs of sessions -> jobs, and a page that shows how far they have come."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import NotThereError
from aqvision.core.wording import _
from aqvision.jobs.again import measure_again, waiting_for_it
from aqvision.library.records import ComparisonKind, Job, JobState
from aqvision.web.accounts.seen import seen_runs
from aqvision.web.accounts.visitor import VisitorHere
from aqvision.web.pages import FormHere, Site, SiteHere, render, render_part
from aqvision.web.pairs import LATEST, Chosen, begun, pair_of
from aqvision.web.presenters import report_to_open, sessions_of, works_of
from aqvision.web.trained import named_in

router = APIRouter()


def start_comparing(
    site: Site,
    athlete_id: str,
    run_ids: Sequence[str],
    primaries: Sequence[str] = (),
    chosen: Chosen = LATEST,
) -> None:
    """Compare the sessions that these clips belong to, if one is before and one after.

    Ladders, holds and seasons that were made of these sessions are made again.

    Parameters
    ----------
    site, athlete_id
        Where the athlete is, and the id.
    run_ids
        Ids of clips of the athlete.
    primaries
        Metrics that the training was meant to change; none where nothing in particular was.
    chosen
        The sessions before and after, where others than the latest are wanted.
    """
    touched = {site.library.run(run_id).session_id for run_id in run_ids}
    cards = sessions_of(site.library, athlete_id)
    before, after = pair_of(begun(cards), touched, chosen)
    if before is not None and after is not None:
        _compare(site, before.id, after.id, primaries)
    before, after = pair_of(begun(cards, holds=True), touched)
    if before is not None and after is not None:
        site.library.add_holds(before.id, after.id)  # made below, with those there were
    for made in site.library.comparisons(athlete_id):
        if made.kind is not ComparisonKind.CHANGE and not touched.isdisjoint(made.session_ids):
            site.jobs.compare(made.id)


def _compare(site: Site, before_id: str, after_id: str, primaries: Sequence[str]) -> None:
    comparison = site.library.add_comparison(before_id, after_id, primaries)
    site.jobs.compare(comparison.id)


@router.post("/athletes/{athlete_id}/compare")
def compare(athlete_id: str, form: FormHere, site: SiteHere) -> Response:
    """Compare any two sessions of somebody.

    Parameters
    ----------
    athlete_id, form, site
        Id of the athlete, from the address, what was filled in, and the site asked.
    """
    known = {session.id for session in site.library.sessions(athlete_id)}
    before_id, after_id = form.text("before"), form.text("after")
    if not {before_id, after_id} <= known:
        raise NotThereError(_("one of the sessions is gone"), _("choose two sessions of the list"))
    _compare(site, before_id, after_id, named_in(form))
    return RedirectResponse(f"/athletes/{athlete_id}/progress", 303)


@router.post("/sessions/{session_id}/ladder")
def follow_speed(session_id: str, form: FormHere, site: SiteHere) -> Response:
    """Tell what holds as the speed of a session's runs rises, alone or against an earlier one.

    Parameters
    ----------
    session_id, form, site
        Id of the session, from the address, what was filled in, and the site asked.
    """
    athlete_id = site.library.session(session_id).athlete_id
    planned = site.library.add_ladder(session_id, form.text("before") or None)
    site.jobs.compare(planned.id)
    return RedirectResponse(f"/athletes/{athlete_id}/progress", 303)


@router.post("/comparisons/{comparison_id}/again")
def compare_again(comparison_id: str, site: SiteHere) -> Response:
    """Make a comparison anew whose clips, or the program, have changed since.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    athlete_id = site.library.comparison(comparison_id).athlete_id
    site.jobs.compare(comparison_id)
    return RedirectResponse(f"/athletes/{athlete_id}/progress", 303)


@router.post("/measure-again")
def measure_everybody_again(site: SiteHere, visitor: VisitorHere) -> Response:
    """Measure all clips again, of whom the visitor sees, that were measured in an older way.

    Parameters
    ----------
    site, visitor
        The site asked, and who asks.
    """
    measure_again(site.jobs, seen_runs(site, visitor, waiting_for_it(site.library)))
    return RedirectResponse("/", 303)


@router.post("/athletes/{athlete_id}/measure-again")
def measure_athlete_again(athlete_id: str, site: SiteHere) -> Response:
    """Measure somebody's clips again that were measured in an older way.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    site.library.athlete(athlete_id)
    measure_again(site.jobs, waiting_for_it(site.library, athlete_id))
    return RedirectResponse(f"/athletes/{athlete_id}/progress", 303)


@router.get("/athletes/{athlete_id}/progress")
def show_progress(athlete_id: str, site: SiteHere) -> Response:
    """Show how far the work on somebody's clips has come.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    athlete = site.library.athlete(athlete_id)
    part = Markup(_part(site, athlete_id))  # noqa: S704 - a template's output
    cards = sessions_of(site.library, athlete_id)
    n_waiting = sum(clip.waits for card in cards for clip in card.clips)
    return render("progress.html", athlete=athlete, part=part, n_waiting=n_waiting)


@router.get("/athletes/{athlete_id}/progress/now")
def show_progress_now(athlete_id: str, site: SiteHere) -> Response:
    """Show the same without the page around it.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    site.library.athlete(athlete_id)
    return Response(_part(site, athlete_id), media_type="text/html")


@router.post("/jobs/{job_id}/cancel")
def cancel(job_id: str, site: SiteHere, then: str = "") -> Response:
    """End a job; its clip can be measured later.

    Parameters
    ----------
    job_id, site, then
        Id of the job, from the address, the site asked, and whether the queue comes next.
    """
    back = _after(site, site.library.job(job_id), then)
    site.jobs.cancel(job_id)
    return RedirectResponse(back, 303)


@router.post("/jobs/{job_id}/again")
def try_again(job_id: str, site: SiteHere, then: str = "") -> Response:
    """Do a job anew that did not work.

    Parameters
    ----------
    job_id, site, then
        Id of the job, from the address, the site asked, and whether the queue comes next.
    """
    job = site.library.job(job_id)
    if job.run_id is not None:
        site.jobs.analyze(job.run_id)
    elif job.comparison_id is not None:
        site.jobs.compare(job.comparison_id)
    return RedirectResponse(_after(site, job, then), 303)


def _after(site: Site, job: Job, then: str) -> str:
    """Say where to go on: to the queue, if that was asked for there, else to the athlete's work."""
    return "/work" if then == "queue" else f"/athletes/{_athlete_of(site, job)}/progress"


def _athlete_of(site: Site, job: Job) -> str:
    if job.comparison_id is not None:
        return site.library.comparison(job.comparison_id).athlete_id
    if job.run_id is None:
        raise NotThereError(_("this job is of no clip any more"), _("go to the start page"))
    return site.library.session(site.library.run(job.run_id).session_id).athlete_id


def _part(site: Site, athlete_id: str) -> str:
    """Fill in the part of the page that changes."""
    works = works_of(site.library, athlete_id)
    busy = any(work.under_way for work in works)
    running = (work for work in works if work.job.state == JobState.RUNNING)
    return render_part(
        "work.html",
        athlete_id=athlete_id,
        works=works,
        busy=busy,
        say=next((work.words.partition(",")[0] for work in running), ""),
        next=None if busy else report_to_open(works),
    )
