"""Requests about people and sessions -> pages: who is here and what is known; their end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from aqvision.core.clip import HEIGHT_RANGE_M
from aqvision.core.errors import AqvisionError
from aqvision.library.records import OPEN, Athlete, Session
from aqvision.web.pages import Form, FormError, FormHere, Site, SiteHere, render
from aqvision.web.presenters import (
    SessionCard,
    comparisons_of,
    sessions_of,
    show_date,
    title_of,
    words_of,
)
from aqvision.web.wording import sentences_of

router = APIRouter()
_CM_PER_M = 100


@router.get("/")
def start(site: SiteHere) -> Response:
    """Show everybody, or what to do first.

    Parameters
    ----------
    site
        The site asked.
    """
    people = [
        {"athlete": athlete, "summary": _summary(site.library.sessions(athlete.id))}
        for athlete in site.library.athletes()
    ]
    return render("start.html", people=people)


def _summary(sessions: Sequence[Session]) -> str:
    if not sessions:
        return "no clips yet"
    n = len(sessions)
    dates = [session.date for session in sessions if session.date]
    last = f", last {show_date(max(dates))}" if dates else ""
    return f"{n} session{'s' if n > 1 else ''}{last}"


@router.get("/filming")
def filming() -> Response:
    """Say how to film."""
    return render("filming.html")


@router.get("/athletes/new")
def new_athlete() -> Response:
    """Ask who is filmed."""
    return _athlete_form(None, Form({}))


@router.post("/athletes")
def add_athlete(form: FormHere, site: SiteHere) -> Response:
    """Add somebody, and go on to the clips.

    Parameters
    ----------
    form, site
        What was filled in, and the site asked.
    """
    try:
        athlete = site.library.add_athlete(**_known_of_athlete(form))
    except AqvisionError as error:
        return _athlete_form(None, form, error)
    return RedirectResponse(f"/athletes/{athlete.id}", 303)


@router.get("/athletes/{athlete_id}")
def show_athlete(athlete_id: str, site: SiteHere) -> Response:
    """Show sessions, clips, reports and comparisons of somebody.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    athlete = site.library.athlete(athlete_id)
    cards = sessions_of(site.library, athlete_id)
    comparisons = comparisons_of(site.library, athlete_id, cards)
    clips = [clip for card in cards for clip in card.clips]
    jobs = [*(clip.job for clip in clips), *(row.job for row in comparisons)]
    return render(
        "athlete.html",
        athlete=athlete,
        facts=_facts(athlete),
        cards=cards,
        measured=[card for card in cards if card.n_measured],
        comparisons=comparisons,
        n_waiting=sum(clip.waits for clip in clips),
        busy=any(job is not None and job.state in OPEN for job in jobs),
        words_of=words_of,
    )


def _facts(athlete: Athlete) -> str:
    facts = []
    if athlete.height_m is not None:
        facts.append(f"{athlete.height_m:.2f} m tall")
    if athlete.mass_kg is not None:
        facts.append(f"{athlete.mass_kg:g} kg")
    return ", ".join(facts)


@router.get("/athletes/{athlete_id}/edit")
def edit_athlete(athlete_id: str, site: SiteHere) -> Response:
    """Ask what is to be changed.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    athlete = site.library.athlete(athlete_id)
    height_cm = "" if athlete.height_m is None else f"{_CM_PER_M * athlete.height_m:g}"
    mass_kg = "" if athlete.mass_kg is None else f"{athlete.mass_kg:g}"
    values = {"name": [athlete.name], "height_cm": [height_cm], "mass_kg": [mass_kg]}
    return _athlete_form(athlete_id, Form(values))


@router.post("/athletes/{athlete_id}/edit")
def change_athlete(athlete_id: str, form: FormHere, site: SiteHere) -> Response:
    """Change what is known of somebody.

    Parameters
    ----------
    athlete_id, form, site
        Id of the athlete, from the address, what was filled in, and the site asked.
    """
    site.library.athlete(athlete_id)
    try:
        site.library.update_athlete(athlete_id, **_known_of_athlete(form))
    except AqvisionError as error:
        return _athlete_form(athlete_id, form, error)
    return RedirectResponse(f"/athletes/{athlete_id}", 303)


def _known_of_athlete(form: Form) -> dict[str, Any]:
    height_cm = form.number("height_cm", "the height")
    low_cm, high_cm = (_CM_PER_M * limit for limit in HEIGHT_RANGE_M)
    if height_cm is not None and not low_cm <= height_cm <= high_cm:
        raise FormError(
            f"a height of {height_cm:g} cm cannot be right",
            f"give the standing height in centimetres, {low_cm:.0f} to {high_cm:.0f}",
        )
    return {
        "name": form.text("name"),
        "height_m": None if height_cm is None else height_cm / _CM_PER_M,
        "mass_kg": form.number("mass_kg", "the weight"),
    }


def _athlete_form(
    athlete_id: str | None, form: Form, error: AqvisionError | None = None
) -> Response:
    """Ask for a name, a height and a weight; with what is wrong with those that were given."""
    problem, hint = ("", "") if error is None else sentences_of(error)
    return render(
        "athlete_form.html",
        status=200 if error is None else 400,
        heading="Add an athlete" if athlete_id is None else "Change what is known",
        edit=athlete_id is not None,
        action="/athletes" if athlete_id is None else f"/athletes/{athlete_id}/edit",
        back="/" if athlete_id is None else f"/athletes/{athlete_id}",
        values={name: form.text(name) for name in ("name", "height_cm", "mass_kg")},
        problem=problem,
        hint=hint,
    )


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
        question=f"Delete {name}?",
        what=f"All sessions, clips, reports and comparisons of {name} are deleted from this "
        "computer.",
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
        question=f"Delete the session “{title_of(session)}”?",
        what="Its clips, their reports, and comparisons with it are deleted from this computer.",
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
    site.previews.forget(runs)
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
        question=f"Delete the clip {run.name}?",
        what="The clip and its report are deleted from this computer. Comparisons that were made "
        "with it stay as they are.",
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
    site.previews.forget([run_id])
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


def _stop(site: Site, run_ids: Iterable[str]) -> None:
    """End the measuring of clips that are about to be deleted."""
    for run_id in run_ids:
        for job in site.library.jobs(run_id=run_id, states=OPEN):
            site.jobs.cancel(job.id)
