"""Requests about people -> pages: who is here and what is known of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import AqvisionError
from aqvision.core.wording import _, ngettext
from aqvision.jobs.again import waiting_for_it
from aqvision.library.records import OPEN, Athlete, Session
from aqvision.web.accounts.seen import group_for_new, seen_jobs, seen_runs
from aqvision.web.accounts.visitor import VisitorHere
from aqvision.web.measures import (
    HEIGHT_UNIT,
    MASS_UNIT,
    show_height,
    show_mass,
    typed_height_m,
    typed_mass_kg,
)
from aqvision.web.pages import Form, FormHere, SiteHere, render, sentences_of
from aqvision.web.presenters import (
    comparisons_of,
    ladder_before,
    sessions_of,
    show_date,
    words_of,
)
from aqvision.web.trained import choices, named_last

router = APIRouter()


@router.get("/")
def start(site: SiteHere, visitor: VisitorHere) -> Response:
    """Show everybody whom the visitor sees, or what to do first.

    Parameters
    ----------
    site, visitor
        The site asked, and who asks.
    """
    sessions: dict[str, list[Session]] = defaultdict(list)
    for session in site.library.all_sessions():
        sessions[session.athlete_id].append(session)
    people = [
        {"athlete": athlete, "summary": _summary(sessions[athlete.id])}
        for athlete in site.library.athletes()
        if visitor.may_see(athlete)
    ]
    return render(
        "start.html",
        people=people,
        n_old=len(seen_runs(site, visitor, waiting_for_it(site.library))),
        n_under_way=len(seen_jobs(site, visitor, site.library.jobs(states=OPEN))),
    )


def _summary(sessions: Sequence[Session]) -> str:
    if not sessions:
        return _("no clips yet")
    n = len(sessions)
    dates = [session.date for session in sessions if session.date]
    counted = ngettext("{n} session", "{n} sessions", n).format(n=n)
    if not dates:
        return counted
    return _("{counted}, last {date}").format(counted=counted, date=show_date(max(dates)))


@router.get("/filming")
def filming() -> Response:
    """Say how to film."""
    return render("filming.html")


@router.get("/athletes/new")
def new_athlete() -> Response:
    """Ask who is filmed."""
    return _athlete_form(None, Form({}))


@router.post("/athletes")
def add_athlete(request: Request, form: FormHere, site: SiteHere, visitor: VisitorHere) -> Response:
    """Add somebody, to the coach's group where a coach does, and go on to the clips.

    Parameters
    ----------
    request, form, site, visitor
        To be noted, what was filled in, the site asked, and who asks.
    """
    try:
        group_id = group_for_new(visitor)
        athlete = site.library.add_athlete(**_known_of_athlete(form))
    except AqvisionError as error:
        return _athlete_form(None, form, error)
    request.state.athlete_id = athlete.id
    if group_id is not None:
        site.accounts.put_into_group(athlete.id, group_id)
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
    trained_before = named_last(site.library, athlete_id)
    old = waiting_for_it(site.library, athlete_id)
    return render(
        "athlete.html",
        athlete=athlete,
        consent_missing=site.accounts.guard_of(athlete_id).missing,
        trained=choices(trained_before),
        trained_before=trained_before,
        facts=_facts(athlete),
        cards=cards,
        measured=[card for card in cards if card.n_measured],
        lists=[
            (_("Before and after"), [row for row in comparisons if not row.is_ladder]),
            (_("As speed rises"), [row for row in comparisons if row.is_ladder]),
        ],
        ladder_before={card.session.id: ladder_before(cards, card) for card in cards},
        n_old=len(old),
        old={run.id for run in old},
        n_waiting=sum(clip.waits for clip in clips),
        busy=any(job is not None and job.state in OPEN for job in jobs),
        words_of=words_of,
    )


def _facts(athlete: Athlete) -> str:
    facts = []
    if athlete.height_m is not None:
        facts.append(_("{height_m:.2f} m tall").format(height_m=athlete.height_m))
    if athlete.mass_kg is not None:
        facts.append(_("{mass_kg:g} kg").format(mass_kg=athlete.mass_kg))
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
    values = {
        "name": [athlete.name],
        "height_cm": [show_height(athlete.height_m)],
        "mass_kg": [show_mass(athlete.mass_kg)],
    }
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
    return {
        "name": form.text("name"),
        "height_m": typed_height_m(form, "height_cm"),
        "mass_kg": typed_mass_kg(form, "mass_kg"),
    }


def _athlete_form(
    athlete_id: str | None, form: Form, error: AqvisionError | None = None
) -> Response:
    """Ask for a name, a height and a weight; with what is wrong with those that were given."""
    problem, hint = ("", "") if error is None else sentences_of(error)
    return render(
        "athlete_form.html",
        status=200 if error is None else 400,
        heading=_("Add an athlete") if athlete_id is None else _("Change what is known"),
        edit=athlete_id is not None,
        action="/athletes" if athlete_id is None else f"/athletes/{athlete_id}/edit",
        back="/" if athlete_id is None else f"/athletes/{athlete_id}",
        values={name: form.text(name) for name in ("name", "height_cm", "mass_kg")},
        units=(HEIGHT_UNIT, MASS_UNIT),
        problem=problem,
        hint=hint,
    )
