"""Requests about people -> pages: who is here and what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import AqvisionError
from aqvision.core.wording import _
from aqvision.jobs.again import waiting_for_it
from aqvision.library.records import OPEN, Athlete, ComparisonKind
from aqvision.library.repositories.athletes import MAX_NAME
from aqvision.library.tables import now
from aqvision.web.accounts.seen import group_for_new
from aqvision.web.accounts.visitor import VisitorHere
from aqvision.web.courses import DRAWN, course_of
from aqvision.web.measures import (
    HEIGHT_UNIT,
    MASS_UNIT,
    show_height,
    show_mass,
    typed_height_m,
    typed_mass_kg,
)
from aqvision.web.metric_lines import followed, like_the_last, metric_lines
from aqvision.web.pages import (
    Form,
    FormHere,
    Site,
    SiteHere,
    render,
    render_part,
    sentences_of,
)
from aqvision.web.presenters import (
    comparisons_of,
    ladder_before,
    last_verdict,
    sessions_of,
    standing_of,
    words_of_block,
)
from aqvision.web.shown import Shown, ShownHere, outlines_shown
from aqvision.web.team import SORTS, TeamRow, chosen, team_rows
from aqvision.web.trained import choices

router = APIRouter()
_MOST_CHOICES = 64
_LISTS = (
    (_("Before and after"), (ComparisonKind.CHANGE,)),
    (_("As speed rises"), (ComparisonKind.LADDER,)),
    (_("Holds"), (ComparisonKind.HOLDS,)),
    (_("Seasons"), (ComparisonKind.SEASON,)),
)


@router.get("/")
def start(site: SiteHere, shown: ShownHere, q: str = "", sort: str = "name") -> Response:
    """Show everybody, or what to do first.

    Parameters
    ----------
    site, shown
        The site asked, and whom the visitor may see.
    q, sort
        Part of a name, and by what the table is sorted.
    """
    version, query = site.library.version(), q[:MAX_NAME].strip()
    sort = sort if sort in SORTS else SORTS[0]
    team = site.remembered.part(version, ("team", shown), lambda: _team(site, shown))
    found = chosen(team.rows, query, sort)
    if query:
        table = _table(found, query, sort)
    else:
        key = ("table", shown, sort)
        table = site.remembered.part(version, key, lambda: _table(found, "", sort))
    return render(
        "start.html",
        table=table,
        n_all=len(team.rows),
        n_shown=len(found),
        n_old=team.n_old,
        n_under_way=team.n_under_way,
        query=query,
        sort=sort,
    )


@dataclass(frozen=True, slots=True)
class _Team:
    """All rows of the table by name, and what is said above it."""

    rows: tuple[TeamRow, ...]
    n_old: int
    n_under_way: int


def _team(site: Site, shown: Shown) -> _Team:
    """Lay out everybody who is shown; what is drawn of somebody is made once a result."""
    known = site.courses.known()
    stamps = {athlete_id: course.stamp for athlete_id, course in known.items()}
    outlines = outlines_shown(site.library, shown, DRAWN, stamps)
    courses = {one.athlete.id: course_of(one, known) for one in outlines}
    site.courses.keep(courses)
    return _Team(
        rows=tuple(team_rows(outlines, courses)),
        n_old=sum(len(courses[one.athlete.id].older - one.under_way) for one in outlines),
        n_under_way=sum(one.n_open for one in outlines),
    )


def _table(rows: Sequence[TeamRow], query: str, sort: str) -> Markup:
    part = render_part("team_table.html", rows=rows, query=query, sort=sort)
    return Markup(part)  # noqa: S704 - a template's output


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
    """Show what came of somebody's training: verdict, course, results, sessions and their clips.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    version = site.library.version()
    key = ("athlete", athlete_id)
    athlete, body = site.remembered.part(
        version,
        key,
        lambda: _athlete(site, athlete_id),
        lambda: site.library.stamp(athlete_id),
    )
    # with the year a minor comes of age
    missing = site.remembered.part(version, ("consent", now().year), site.accounts.without_consent)
    return render("athlete.html", athlete=athlete, body=body, consent_missing=athlete_id in missing)


def _athlete(site: Site, athlete_id: str) -> tuple[Athlete, Markup]:
    """Fill in all of an athlete's page that is the same for everybody who may see it."""
    library = site.library
    athlete = library.athlete(athlete_id)
    cards = sessions_of(library, athlete_id)
    comparisons = comparisons_of(library, athlete_id, cards)
    clips = [clip for card in cards for clip in card.clips]
    jobs = [*(clip.job for clip in clips), *(row.job for row in comparisons)]
    trained_before = comparisons[0].comparison.primaries if comparisons else ()
    measured = library.measured_clips(athlete_id)
    old = waiting_for_it(library, athlete_id)
    names = followed(trained_before, measured)
    part = render_part(
        "athlete_body.html",
        athlete=athlete,
        facts=_facts(athlete),
        last=last_verdict(comparisons, cards),
        lines=metric_lines(names, measured),
        n_not_drawn=len(measured) - len(like_the_last(measured)),
        cards=cards,
        measured=[card for card in cards if card.n_measured],
        lists=[
            (title, [row for row in comparisons if row.comparison.kind in kinds])
            for title, kinds in _LISTS
        ],
        ladder_before={card.session.id: ladder_before(cards, card) for card in cards},
        n_old=len(old),
        old={run.id for run in old},
        blocks=[(block, words_of_block(block)) for block in library.blocks(athlete_id)],
        trained_part=_trained_part(trained_before),
        n_waiting=sum(clip.waits for clip in clips),
        busy=any(job is not None and job.state in OPEN for job in jobs),
        standing_of=standing_of,
    )
    return athlete, Markup(part)  # noqa: S704 - a template's output


@lru_cache(_MOST_CHOICES)
def _trained_part(ticked: tuple[str, ...]) -> Markup:
    """Fill in the fold that asks what was trained, which is the same for the same choice."""
    part = render_part("trained.html", trained=choices(ticked), trained_before=ticked)
    return Markup(part)  # noqa: S704 - a template's output


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
