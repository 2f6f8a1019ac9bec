"""Requests about clips -> pages: send them, see their previews, correct, start measuring."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import FileResponse, RedirectResponse, Response

from aqvision.core.wording import _
from aqvision.library.records import Run, RunOptions
from aqvision.sandbox.preview import Preview
from aqvision.web.pages import Form, FormError, FormHere, Site, SiteHere, render, render_part
from aqvision.web.presenters import ClipRow, sessions_of, title_of
from aqvision.web.preview_page import KMH_PER_MPS, show_preview, show_rate
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
        site.library.update_run(run_id, options)
    for run_id in chosen:
        site.jobs.analyze(run_id)
    start_comparing(site, athlete_id, chosen, primaries)
    return RedirectResponse(f"/athletes/{athlete_id}/{'progress' if chosen else 'clips'}", 303)


def _corrected(form: Form, site: Site, run_id: str) -> RunOptions:
    """Read how fast a clip was filmed, who the athlete is, and how fast a treadmill ran.

    A rate that was found and let stand is no word of the user's: it goes on being doubted.
    """
    fps = form.number(f"fps-{run_id}", _("the pictures a second"))
    preview = site.previews.of(run_id).preview
    facts = preview.facts if preview else None
    if fps is not None and facts is not None and show_rate(fps) == show_rate(facts.capture_fps):
        fps = None
    belt_kmh = form.number(f"belt-{run_id}", _("the speed of the treadmill"))
    track = form.text(f"track-{run_id}")
    if track and not track.isdecimal():
        raise FormError(_("the athlete's number is not a number"), _("choose one of the people"))
    return replace(
        site.library.run(run_id).options,
        capture_fps=fps,
        belt_mps=None if belt_kmh is None else belt_kmh / KMH_PER_MPS,
        track=int(track) if track else None,
    )


def _clips(site: Site, athlete_id: str) -> list[ClipRow]:
    return [clip for card in sessions_of(site.library, athlete_id) for clip in card.clips]


def _part(site: Site, run: Run) -> str:
    """Fill in the part of a page that shows one clip."""
    state = site.previews.of(run.id)
    return render_part(
        "preview.html",
        run=run,
        state=state,
        preview=state.preview,
        session_title=title_of(site.library.session(run.session_id)),
        **show_preview(state.preview or Preview(), run),
    )
