"""Requests about clips -> pages: send them, see their previews, correct, start measuring."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import FileResponse, RedirectResponse, Response

from aqvision.core.splits import Splits, TimingStart, parse_splits
from aqvision.core.wording import _
from aqvision.library.records import Run, RunOptions
from aqvision.sandbox.preview import Preview
from aqvision.web.pages import Form, FormError, FormHere, Site, SiteHere, render, render_part
from aqvision.web.presenters import ClipRow, sessions_of, title_of
from aqvision.web.preview_page import KMH_PER_MPS, longest_shot, show_preview, show_rate
from aqvision.web.routes.work import start_comparing
from aqvision.web.trained import choices, named_in, named_last
from aqvision.web.uploads import MAX_UPLOAD_BYTES, MAX_UPLOAD_MB

router = APIRouter()
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
    )


@router.get("/athletes/{athlete_id}/clips")
def show_clips(athlete_id: str, site: SiteHere, run: str | None = None) -> Response:
    """Show the previews of the clips that were not measured yet, or of one of all.

    Parameters
    ----------
    athlete_id, run, site
        Ids of the athlete and of one clip, from the address, and the site asked.
    """
    athlete = site.library.athlete(athlete_id)
    runs = [
        row.run for row in _clips(site, athlete_id) if (row.run.id == run if run else row.waits)
    ]
    parts = [Markup(_part(site, one)) for one in runs]  # noqa: S704 - a template's output
    trained_before = named_last(site.library, athlete_id)
    return render(
        "clips.html",
        athlete=athlete,
        parts=parts,
        trained=choices(trained_before),
        trained_before=trained_before,
    )


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
    shot = _shot(form, site.previews.of(run_id).preview, run_id)
    if shot != run.options.shot:  # people are numbered anew in each shot
        run = site.library.update_run(run_id, replace(run.options, shot=shot, track=None))
        site.previews.forget([run_id])
    return Response(_part(site, run), media_type="text/html")


@router.get("/runs/{run_id}/people")
def show_people(run_id: str, site: SiteHere) -> Response:
    """Show the numbered picture of the people in a clip.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    site.library.run(run_id)
    return FileResponse(
        site.previews.picture(run_id),
        media_type="image/webp",
        headers={"content-security-policy": "sandbox; default-src 'none'"},
    )


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
    chosen = [r for r in form.all("run") if r in own and not form.text(f"leave-{r}")]
    primaries = named_in(form)
    corrected = {run_id: _corrected(form, site, run_id) for run_id in chosen}
    for run_id, options in corrected.items():
        if options.shot != site.library.run(run_id).options.shot:
            site.previews.forget([run_id])
        site.library.update_run(run_id, options)
    for run_id in chosen:
        site.jobs.analyze(run_id)
    start_comparing(site, athlete_id, chosen, primaries)
    return RedirectResponse(f"/athletes/{athlete_id}/{'progress' if chosen else 'clips'}", 303)


def _corrected(form: Form, site: Site, run_id: str) -> RunOptions:
    """Read how fast a clip was filmed, which shot and who is meant, belt and split times.

    A rate that was found and let stand is no word of the user's: it goes on being doubted.
    """
    fps = form.number(f"fps-{run_id}", _("the pictures a second"))
    preview = site.previews.of(run_id).preview
    facts = preview.facts if preview else None
    if fps is not None and facts is not None and show_rate(fps) == show_rate(facts.capture_fps):
        fps = None
    belt_kmh = form.number(f"belt-{run_id}", _("the speed of the treadmill"))
    known = site.library.run(run_id).options
    shot = _shot(form, preview, run_id)
    return replace(
        known,
        capture_fps=fps,
        belt_mps=None if belt_kmh is None else belt_kmh / KMH_PER_MPS,
        shot=shot,
        splits=_splits(form, run_id),
        track=_track(form, preview, run_id) if shot == known.shot else None,
    )


def _splits(form: Form, run_id: str) -> Splits | None:
    """Read the times that were measured from the start on, with what started the clock."""
    text, start = form.text(f"splits-{run_id}"), form.text(f"start-{run_id}")
    if start and start not in list(TimingStart):
        raise FormError(_("nobody knows such a start of the clock"), _("choose one of the list"))
    return parse_splits(text, TimingStart(start or TimingStart.UNKNOWN)) if text else None


def _shot(form: Form, preview: Preview | None, run_id: str) -> int | None:
    """Read which shot is meant; None for the longest, which is measured anyway."""
    shot = form.count(f"shot-{run_id}", _("the shot"))
    if shot is not None and preview and shot not in [one.number for one in preview.shots]:
        raise FormError(_("the film has no such shot"), _("choose one of the list"))
    return None if shot == longest_shot(preview) else shot


def _track(form: Form, preview: Preview | None, run_id: str) -> int | None:
    """Read who the athlete is: people are numbered in the shot that was looked at."""
    track = form.count(f"track-{run_id}", _("the athlete's number"))
    people = [person.number for person in preview.people] if preview else []
    if track is not None and people and track not in people:
        raise FormError(_("nobody in the clip has that number"), _("choose one of the people"))
    return track


def _clips(site: Site, athlete_id: str) -> list[ClipRow]:
    return [clip for card in sessions_of(site.library, athlete_id) for clip in card.clips]


def _part(site: Site, run: Run) -> str:
    """Fill in the part of a page that shows one clip."""
    state = site.previews.of(run.id)
    session = site.library.session(run.session_id)
    athlete = site.library.athlete(session.athlete_id)
    return render_part(
        "preview.html",
        run=run,
        state=state,
        preview=state.preview,
        session_title=title_of(session),
        athlete=athlete,
        can_force=athlete.height_m is not None and athlete.mass_kg is not None,
        **show_preview(state.preview or Preview(), run),
    )
