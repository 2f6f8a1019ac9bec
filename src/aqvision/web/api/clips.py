"""Requests of programs about clips -> JSON, results as they are kept, and clips taken in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from aqvision.core.errors import NotThereError
from aqvision.core.wording import _
from aqvision.library.records import JobKind, Run
from aqvision.web.accounts.access import access_of
from aqvision.web.accounts.visitor import visitor_of
from aqvision.web.api.values import (
    PREFIX,
    REFUSALS,
    ClipSent,
    ClipShown,
    JobShown,
    OptionsSent,
    show_clip,
    show_job,
)
from aqvision.web.arrivals import arrive
from aqvision.web.pages import Site, SiteHere
from aqvision.web.removal import remove_run
from aqvision.web.routes.uploads import intent_of, receive
from aqvision.web.uploads import Intent, Upload, UploadError

router = APIRouter(prefix=PREFIX, tags=["clips"], responses=REFUSALS)
_SEEN = ("shot", "part", "blur_faces")
"""Options that pictures of a clip show: which part of the film, and whether faces."""
_SANDBOX = {"content-security-policy": "sandbox; default-src 'none'"}


@router.get("/athletes/{athlete_id}/clips")
def list_clips(athlete_id: str, site: SiteHere) -> list[ClipShown]:
    """List the clips of somebody in the order in which they came.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    jobs = site.library.latest_jobs(athlete_id, JobKind.ANALYZE)
    measured = site.library.measured_runs(athlete_id)
    return [
        show_clip(run, jobs.get(run.id), measured=run.id in measured)
        for run in site.library.runs_of_athlete(athlete_id)
    ]


@router.post("/athletes/{athlete_id}/clips", status_code=201)
async def send_clip(
    athlete_id: str,
    request: Request,
    site: SiteHere,
    sent: Annotated[ClipSent, Query()],
) -> ClipShown:
    """Take in a clip: the body is the file as it is, with `Content-Length`.

    It goes into the session of this label and day, which is begun where there is none.

    Parameters
    ----------
    athlete_id, request, site, sent
        Id of the athlete, from the address, with the file, the site asked, and what is said of it.
    """
    await run_in_threadpool(_refuse, request, site, athlete_id)
    said = {"filename": sent.name, "athlete": athlete_id, "label": sent.label}
    said |= {"date": sent.date.isoformat(), "blur-faces": "yes" if sent.blur_faces else "no"}
    run_id = await _take_in(request, site, intent_of(said))
    return await run_in_threadpool(_shown, site, run_id)


@router.get("/runs/{run_id}")
def get_clip(run_id: str, site: SiteHere) -> ClipShown:
    """Get a clip with what is known of it, and how far its measuring is.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    return _shown(site, run_id)


@router.patch("/runs/{run_id}")
def change_clip(run_id: str, sent: OptionsSent, site: SiteHere) -> ClipShown:
    """Say what only a person can know of a clip; a result that it changes is then outdated.

    Parameters
    ----------
    run_id, sent, site
        Id of the clip, from the address, what is to be changed, and the site asked.
    """
    run = site.library.run(run_id)
    changed = site.library.update_run(run_id, sent.over(run.options))
    if any(getattr(changed.options, name) != getattr(run.options, name) for name in _SEEN):
        site.previews.forget([run_id])
        site.films.forget([run_id])
    return _shown(site, run_id)


@router.delete("/runs/{run_id}", status_code=204)
def delete_clip(run_id: str, site: SiteHere) -> Response:
    """Delete a clip and its result for good.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    remove_run(site, run_id)
    return Response(status_code=204)


@router.post("/runs/{run_id}/measure", status_code=202)
def measure(run_id: str, site: SiteHere) -> JobShown:
    """Have a clip measured; ask for the job until it is done.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    return show_job(site.library.job(site.jobs.analyze(run_id)))


@router.get("/runs/{run_id}/result", response_class=FileResponse)
def get_result(run_id: str, site: SiteHere) -> FileResponse:
    """Get what was measured: `analysis.json`, or `hold.json` of a hold.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    run = site.library.run(run_id)
    return _file(site, run, run.file, "application/json")


@router.get("/runs/{run_id}/report", response_class=FileResponse)
def get_report(run_id: str, site: SiteHere) -> FileResponse:
    """Get the report, one page in one file.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    return _file(site, site.library.run(run_id), "report.html", "text/html")


def _refuse(request: Request, site: Site, athlete_id: str) -> None:
    """Refuse clips of who is not there, and of a minor for whom nobody has agreed."""
    site.library.athlete(athlete_id)
    access_of(request).refuse_without_consent(athlete_id)


async def _take_in(request: Request, site: Site, intent: Intent) -> str:
    """Write the body beside the other uploads, and make a clip of it; else nothing stays."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise UploadError(
            411,
            _("The length of the clip is not told."),
            _("Send the file with Content-Length, as curl does with -T."),
        )
    sender = visitor_of(request).account_id
    upload = await run_in_threadpool(site.uploads.create, int(length[:15]), intent, sender)
    with site.uploads.held(upload.id):
        try:
            await _write(request, site, upload)
            return await run_in_threadpool(arrive, site, site.uploads.find(upload.id))
        except BaseException:
            site.uploads.remove(upload)
            raise


async def _write(request: Request, site: Site, upload: Upload) -> None:
    writer = await run_in_threadpool(site.uploads.writer, upload)
    try:
        await receive(request, writer)
    finally:
        await run_in_threadpool(writer.close)


def _shown(site: Site, run_id: str) -> ClipShown:
    run = site.library.run(run_id)
    job = max(site.library.jobs(run_id=run_id), key=lambda one: one.created, default=None)
    return show_clip(run, job, measured=site.library.analysis_of(run_id) is not None)


def _file(site: Site, run: Run, name: str, media_type: str) -> FileResponse:
    analysis = site.library.analysis_of(run.id)
    if analysis is None:
        raise NotThereError(_("this clip is not measured yet"), _("start measuring it first"))
    path = site.library.result_folder(analysis) / name
    if not path.is_file():  # measured as a run, and called a hold since, or the other way about
        raise NotThereError(_("this clip was measured as something else"), _("measure it again"))
    return FileResponse(path, media_type=media_type, headers=_SANDBOX)
