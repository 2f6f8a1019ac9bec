"""Requests about clips -> pages: send them, look at what was found, correct it, start measuring."""

from __future__ import annotations

import math
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import FileResponse, RedirectResponse, Response

from aqvision.analysis.warnings import ClipWarning
from aqvision.core.prompts import Prompt
from aqvision.library.records import Run
from aqvision.web.forms import Form, FormError, FormHere
from aqvision.web.presenters import ClipRow, sessions_of, title_of
from aqvision.web.previews import Look
from aqvision.web.rendering import render
from aqvision.web.routes.work import start_comparing
from aqvision.web.site import Site, SiteHere
from aqvision.web.uploads import MAX_UPLOAD_BYTES, MAX_UPLOAD_MB
from aqvision.web.wording import LABELS, prompts_in, sentence, with_fields

router = APIRouter()
_MARKS = {"good": "Good", "limited": "Limited", "not": "Not measured"}
_MEDIA_TYPES = {"mov": "video/mp4", "avi": "video/x-msvideo", "matroska": "video/x-matroska"}
_SLOW_FPS = 65.0
_UNKNOWN_RATE = "Only if you know it: 120 or 240 for slow motion on most phones."
_KMH_PER_MPS = 3.6


@router.get("/athletes/{athlete_id}/upload")
def ask_for_clips(athlete_id: str, site: SiteHere) -> Response:
    """Show where to drop clips."""
    return render(
        "upload.html",
        athlete=site.library.athlete(athlete_id),
        max_bytes=MAX_UPLOAD_BYTES,
        max_mb=MAX_UPLOAD_MB,
    )


@router.get("/athletes/{athlete_id}/clips")
def show_clips(athlete_id: str, site: SiteHere, run: str | None = None) -> Response:
    """Show what a first look found in the clips that were not measured yet, or in one of all."""
    athlete = site.library.athlete(athlete_id)
    runs = [
        row.run for row in _clips(site, athlete_id) if (row.run.id == run if run else row.waits)
    ]
    parts = [Markup(_part(site, one)) for one in runs]  # noqa: S704 - a template's output
    return render("clips.html", athlete=athlete, parts=parts)


@router.get("/runs/{run_id}/look")
def show_look(run_id: str, site: SiteHere) -> Response:
    """Show one of these clips, for a page that asks again and again."""
    return Response(_part(site, site.library.run(run_id)), media_type="text/html")


@router.get("/runs/{run_id}/people")
def show_people(run_id: str, site: SiteHere) -> Response:
    """Show the numbered picture of the people in a clip."""
    site.library.run(run_id)
    return FileResponse(
        site.looks.picture(run_id),
        media_type="image/webp",
        headers={"content-security-policy": "sandbox; default-src 'none'"},
    )


@router.get("/runs/{run_id}/clip")
def give_clip(run_id: str, site: SiteHere) -> Response:
    """Give a clip back as it came; no browser is to show it as anything else."""
    run = site.library.run(run_id)
    return FileResponse(
        site.library.clip_of(run_id).path,
        media_type=_MEDIA_TYPES[run.media],
        filename=run.name,
        headers={"content-security-policy": "sandbox; default-src 'none'"},
    )


@router.post("/athletes/{athlete_id}/measure")
def measure(athlete_id: str, form: FormHere, site: SiteHere) -> Response:
    """Keep what was corrected, start measuring, and compare before with after."""
    site.library.athlete(athlete_id)
    own = {row.run.id for row in _clips(site, athlete_id)}
    chosen = [r for r in form.all("run") if r in own and not form.text(f"leave-{r}")]
    facts = {run_id: _facts(form, run_id, site.looks.of(run_id)) for run_id in chosen}
    for run_id in chosen:
        site.library.update_run(run_id, **facts[run_id])
    for run_id in chosen:
        site.jobs.analyze(run_id)
    start_comparing(site, athlete_id, chosen)
    return RedirectResponse(f"/athletes/{athlete_id}/{'progress' if chosen else 'clips'}", 303)


def _facts(form: Form, run_id: str, look: Look) -> dict[str, float | int | None]:
    """Read how fast a clip was filmed, who the athlete is, and how fast a treadmill ran.

    A rate that was found and let stand is no word of the user's: it goes on being doubted.
    """
    fps = form.number(f"fps-{run_id}", "the pictures a second")
    found_fps = (look.found or {}).get("facts", {}).get("capture_fps")
    if fps is not None and found_fps is not None and _show_rate(fps) == _show_rate(found_fps):
        fps = None
    belt_kmh = form.number(f"belt-{run_id}", "the speed of the treadmill")
    track = form.text(f"track-{run_id}")
    if track and not track.isdecimal():
        raise FormError("the athlete's number is not a number", "choose one of the people")
    return {
        "capture_fps": fps,
        "belt_mps": None if belt_kmh is None else belt_kmh / _KMH_PER_MPS,
        "track": int(track) if track else None,
    }


def _clips(site: Site, athlete_id: str) -> list[ClipRow]:
    return [clip for card in sessions_of(site.library, athlete_id) for clip in card.clips]


def _part(site: Site, run: Run) -> str:
    """Fill in the part of a page that shows one clip."""
    look = site.looks.of(run.id)
    page = render(
        "look.html",
        run=run,
        look=look,
        session_title=title_of(site.library.session(run.session_id)),
        marks=_MARKS,
        **_found(look, run),
    )
    return bytes(page.body).decode()


def _found(look: Look, run: Run) -> dict[str, Any]:
    """Put what was found, and what was corrected before, into words and fields."""
    found = look.found or {}
    facts = found.get("facts")
    advice = [ClipWarning(**item) for item in found.get("advice", [])]
    on_treadmill = any(Prompt.BELT in item.prompts for item in advice)
    people = found.get("people", [])
    fps = run.capture_fps or (facts["capture_fps"] if facts else None)
    return {
        "summary": _summary(facts) if facts else "",
        "verdicts": _verdicts(found),
        "advice": [{"text": a.text, "hint": sentence(a.hint, a.prompts)} for a in advice],
        "problem": sentence(found.get("problem", "")),
        "hint": sentence(found.get("hint", ""), prompts_in(found)),
        "fps": "" if fps is None else _show_rate(fps),
        "fps_note": _rate_note(facts) if facts else _UNKNOWN_RATE,
        "rate_field": LABELS[Prompt.RATE],
        "person_field": LABELS[Prompt.PERSON],
        "belt_field": LABELS[Prompt.BELT] if on_treadmill or run.belt_mps else None,
        "belt_kmh": "" if run.belt_mps is None else f"{_KMH_PER_MPS * run.belt_mps:.3g}",
        "people": [{"number": p["number"], "words": _words_of_person(p)} for p in people],
        "chosen": run.track or 1,
    }


def _show_rate(fps: float) -> str:
    return f"{fps:.5g}"


def _verdicts(found: dict[str, Any]) -> list[dict[str, str]]:
    """Leave out what only the other view could show: it is no fault of this clip."""
    from_side = found and found.get("facts", {}).get("view") == "side"
    return [
        {**verdict, "reason": with_fields(verdict["reason"], prompts_in(verdict))}
        for verdict in found.get("verdicts", [])
        if not (from_side and verdict["group"] == "front view")
    ]


def _summary(facts: dict[str, Any]) -> str:
    """Say in a sentence what is to be seen."""
    steps = facts["expected_steps"]
    counted = "" if steps is None or math.isnan(steps) else f", about {steps:.0f} steps"
    camera = {"still": "the camera stands still", "moving": "the camera moves"}
    parts = [
        f"{facts['duration_s']:.1f} seconds{counted}",
        {"side": "seen from the side", "front": "seen from the front", "rear": "seen from behind"}[
            facts["view"]
        ],
        camera.get(facts["camera"], "whether the camera moves is not known"),
    ]
    return "; ".join(parts) + "."


def _rate_note(facts: dict[str, Any]) -> str:
    """Say where the number comes from and when to doubt it."""
    fps, capture_fps = facts["fps"], facts["capture_fps"]
    if abs(capture_fps / fps - 1) > 0.02:  # noqa: PLR2004
        return (
            f"The phone wrote {capture_fps:.4g} into the file, which plays at {fps:.4g}: slow "
            "motion. Correct it only if you know better."
        )
    if fps > _SLOW_FPS:
        return "The file says so itself. Correct it only if you know better."
    return (
        f"The file plays {fps:.4g} pictures a second. Was it filmed in slow motion? Then write the "
        "number that was set in the camera, mostly 120 or 240: it cannot be seen in the file."
    )


def _words_of_person(person: dict[str, Any]) -> str:
    first, last = person["first_s"], person["last_s"]
    words = f", in view from {first:.1f} to {last:.1f} s"
    return words + (", walks or runs" if person["strides"] else ", does not run")
