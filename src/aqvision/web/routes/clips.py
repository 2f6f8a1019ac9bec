"""Requests about clips -> pages: send them, see their previews, correct, start measuring."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import FileResponse, RedirectResponse, Response

from aqvision.core.errors import AqvisionError
from aqvision.core.wording import _
from aqvision.library.records import Run, RunOptions
from aqvision.sandbox.preview import Preview
from aqvision.web.corrections import chosen_shot, corrected
from aqvision.web.days import several_days, typed_day, who_tells
from aqvision.web.half_sent import half_sent
from aqvision.web.pages import (
    Form,
    FormError,
    FormHere,
    Site,
    SiteHere,
    render,
    render_part,
    sentences_of,
)
from aqvision.web.pairs import choices as choices_of_days
from aqvision.web.pairs import chosen_in
from aqvision.web.part_form import part_in
from aqvision.web.people_form import places_of
from aqvision.web.presenters import ClipRow, sessions_of, title_of
from aqvision.web.preview_page import as_typed, show_preview
from aqvision.web.routes.work import start_comparing
from aqvision.web.trained import FIELD, choices, named_in, named_last
from aqvision.web.twins import twin_of
from aqvision.web.uploads import MAX_UPLOAD_BYTES, MAX_UPLOAD_MB

router = APIRouter()
_COUNT = re.compile(r"[1-9][0-9]{0,2}")
_NOTHING_CHOSEN = (
    _("No clip is chosen."),
    _(
        "Take the tick from “Leave this clip out” of those to be measured. What is still being "
        "looked at can be measured in a moment."
    ),
)
_MEDIA_TYPES = {"mov": "video/mp4", "avi": "video/x-msvideo", "matroska": "video/x-matroska"}


@router.get("/athletes/{athlete_id}/upload")
def ask_for_clips(athlete_id: str, site: SiteHere) -> Response:
    """Show where to drop clips.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    return render(
        "upload.html",
        athlete=site.library.athlete(athlete_id),
        max_bytes=MAX_UPLOAD_BYTES,
        max_mb=MAX_UPLOAD_MB,
        half_sent=half_sent(site.uploads, athlete_id),
    )


@router.get("/athletes/{athlete_id}/clips")
def show_clips(
    athlete_id: str, site: SiteHere, run: str | None = None, begun: str = ""
) -> Response:
    """Show the previews of the clips that were not measured yet, or of one of all.

    Parameters
    ----------
    athlete_id, run, site
        Ids of the athlete and of one clip, from the address, and the site asked.
    begun
        How many were begun a moment ago, if any.
    """
    site.library.athlete(athlete_id)
    rows = _clips(site, athlete_id)
    shown = [r.run for r in rows if (r.run.id == run if run else r.waits)]
    return _page(site, athlete_id, shown, n_begun=int(begun) if _COUNT.fullmatch(begun) else 0)


@router.get("/runs/{run_id}/preview")
def show_one_preview(run_id: str, site: SiteHere) -> Response:
    """Show the preview of one clip, for a page that asks again and again.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    return Response(_part(site, site.library.run(run_id)), media_type="text/html")


@router.post("/runs/{run_id}/shot")
def choose_shot(run_id: str, form: FormHere, site: SiteHere) -> Response:
    """Keep which shot of a film is meant, and look at that one; gives its preview.

    Parameters
    ----------
    run_id, form, site
        Id of the clip, from the address, what was chosen, and the site asked.
    """
    run = site.library.run(run_id)
    shot = chosen_shot(form, site.previews.of(run_id).preview, run_id)
    if shot != run.options.shot:  # people are numbered anew in each shot
        run = site.library.update_run(run_id, replace(run.options, shot=shot, track=None))
        site.previews.forget([run_id])
    return Response(_part(site, run), media_type="text/html")


@router.post("/runs/{run_id}/part")
def choose_part(run_id: str, form: FormHere, site: SiteHere) -> Response:
    """Keep what of a film is meant, and look at that; gives the page as it was filled in.

    Parameters
    ----------
    run_id, form, site
        Id of the clip, from the address, what was filled in, and the site asked.
    """
    run = site.library.run(run_id)
    athlete_id = site.library.session(run.session_id).athlete_id
    preview = site.previews.of(run_id).preview
    try:
        part = part_in(form, preview.film if preview else None, run.options.part, run_id)
    except AqvisionError as error:
        return _refused(site, athlete_id, form, {run_id: sentences_of(error)})
    if part != run.options.part:  # shots and people are numbered anew in each part
        options = replace(run.options, part=part, shot=None, track=None)
        site.library.update_run(run_id, options)
        site.previews.forget([run_id])
    return _refused(site, athlete_id, form, {})


@router.get("/runs/{run_id}/look/{name}")
def show_look(run_id: str, name: str, site: SiteHere) -> Response:
    """Show a picture of a clip in which people, marks or its ends are chosen.

    Parameters
    ----------
    run_id, name, site
        Id of the clip and the picture's name, from the address, and the site asked.
    """
    site.library.run(run_id)
    return FileResponse(
        site.previews.picture(run_id, name),
        media_type="image/webp",
        headers={"content-security-policy": "sandbox; default-src 'none'"},
    )


@router.get("/runs/{run_id}/people.css")
def place_people(run_id: str, site: SiteHere) -> Response:
    """Give the places of people in their pictures as a stylesheet: pages have no styles inline.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    site.library.run(run_id)
    preview = site.previews.of(run_id).preview
    return Response(places_of(preview, run_id) if preview else "", media_type="text/css")


@router.get("/runs/{run_id}/clip")
def give_clip(run_id: str, site: SiteHere) -> Response:
    """Give a clip back as it came; no browser is to show it as anything else.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    run = site.library.run(run_id)
    return FileResponse(
        site.library.clip_of(run_id).path,
        media_type=_MEDIA_TYPES[run.media],
        filename=run.name,
        headers={"content-security-policy": "sandbox; default-src 'none'"},
    )


@router.post("/athletes/{athlete_id}/measure")
def measure(athlete_id: str, form: FormHere, site: SiteHere) -> Response:
    """Keep what was corrected, start measuring, and compare before with after.

    Parameters
    ----------
    athlete_id, form, site
        Id of the athlete, from the address, what was filled in, and the site asked.
    """
    site.library.athlete(athlete_id)
    own = {row.run.id for row in _clips(site, athlete_id)}
    chosen = [r for r in form.all("run") if r in own and _is_wanted(form, r)]
    try:
        primaries = named_in(form)
    except FormError as error:
        return _refused(site, athlete_id, form, {"": sentences_of(error)})
    options, problems = _told(site, form, chosen)
    if problems or not chosen:
        return _refused(site, athlete_id, form, problems or {"": _NOTHING_CHOSEN})
    for run_id in chosen:
        known = site.library.run(run_id).options
        if (options[run_id].shot, options[run_id].part) != (known.shot, known.part):
            site.previews.forget([run_id])
        site.library.update_run(run_id, options[run_id])
        site.jobs.analyze(run_id)
    start_comparing(site, athlete_id, chosen, primaries, chosen_in(form))
    if own & set(form.all("unseen")):  # they were on the page, and would be forgotten
        return RedirectResponse(f"/athletes/{athlete_id}/clips?begun={len(chosen)}", 303)
    return RedirectResponse(f"/athletes/{athlete_id}/progress", 303)


def _is_wanted(form: Form, run_id: str) -> bool:
    """Tell whether a clip is to be measured: who calls one a hold does not leave it out."""
    return bool(form.text(f"hold-{run_id}")) or not form.text(f"leave-{run_id}")


def _told(
    site: Site, form: Form, run_ids: Sequence[str]
) -> tuple[dict[str, RunOptions], dict[str, tuple[str, str]]]:
    """Read what was said of each clip, and move those of another day; or say what is wrong."""
    options: dict[str, RunOptions] = {}
    days: dict[str, dt.date] = {}
    problems: dict[str, tuple[str, str]] = {}
    for run_id in run_ids:
        try:
            options[run_id] = corrected(form, site, run_id)
            if (day := typed_day(form, run_id)) is not None:
                days[run_id] = day
        except AqvisionError as error:
            problems[run_id] = sentences_of(error)
    for run_id, day in () if problems else days.items():
        try:
            site.library.move_to_day(run_id, day)
        except AqvisionError as error:
            problems[run_id] = sentences_of(error)
    return options, problems


def _refused(
    site: Site, athlete_id: str, form: Form, problems: Mapping[str, tuple[str, str]]
) -> Response:
    """Show the clips again as they were filled in, each with what is wrong; "" is of the page."""
    shown = set(form.all("run"))
    runs = [row.run for row in _clips(site, athlete_id) if row.run.id in shown or row.waits]
    return _page(site, athlete_id, runs, form, problems)


def _page(
    site: Site,
    athlete_id: str,
    runs: Sequence[Run],
    form: Form | None = None,
    problems: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    *,
    n_begun: int = 0,
) -> Response:
    trained = named_last(site.library, athlete_id) if form is None else tuple(form.all(FIELD))
    parts = [_part(site, one, form, problems.get(one.id)) for one in runs]
    return render(
        "clips.html",
        status=400 if problems else 200,
        athlete=site.library.athlete(athlete_id),
        parts=[Markup(part) for part in parts],  # noqa: S704 - a template's output
        problem=problems.get(""),
        several_days=several_days(site.library.session(run.session_id) for run in runs),
        days_to_compare=choices_of_days(
            sessions_of(site.library, athlete_id), {run.id for run in runs}, form
        ),
        n_begun=n_begun,
        not_begun=[run.name for run in runs] if n_begun else [],
        trained=choices(trained),
        trained_before=trained,
    )


def _clips(site: Site, athlete_id: str) -> list[ClipRow]:
    return [clip for card in sessions_of(site.library, athlete_id) for clip in card.clips]


def _part(
    site: Site, run: Run, form: Form | None = None, wrong: tuple[str, str] | None = None
) -> str:
    """Fill in the part of a page that shows one clip, with what was typed and is wrong with it."""
    state = site.previews.of(run.id)
    session = site.library.session(run.session_id)
    athlete = site.library.athlete(session.athlete_id)
    known_day = session.date.isoformat() if session.date else ""
    shown = show_preview(state.preview or Preview(), run) | {"day": known_day}
    return render_part(
        "preview.html",
        run=run,
        state=state,
        preview=state.preview,
        session_title=title_of(session),
        day_note=who_tells(session),
        twin=twin_of(site.library, run),
        athlete=athlete,
        can_force=athlete.height_m is not None and athlete.mass_kg is not None,
        wrong=wrong,
        **(shown if form is None else as_typed(shown, form, run, state.preview or Preview())),
    )
