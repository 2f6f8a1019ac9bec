"""Upload that is whole -> a run in the library, or the reason why it cannot be one."""

from __future__ import annotations

import datetime as dt
import threading

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from aqvision.core.errors import AqvisionError, LibraryError
from aqvision.library.records import Session
from aqvision.web.screening import screen
from aqvision.web.site import Site, SiteHere
from aqvision.web.uploads import Intent, Upload, UploadError
from aqvision.web.wording import sentences_of

router = APIRouter(prefix="/uploads")
# One file is looked into at a time: the limits on memory hold for all of them together, and two
# clips of one new session find the same session.
_turn = threading.Lock()


@router.post("/{upload_id}/finish")
def finish(upload_id: str, site: SiteHere) -> Response:
    """Make a clip of an upload; who asks again, after a lost connection, gets the same answer."""
    with site.uploads.held(upload_id) as upload:
        return JSONResponse({"run": upload.run_id or _arrive(site, upload)})


def _arrive(site: Site, upload: Upload) -> str:
    """Take a clip in, or forget it and say why."""
    if not upload.whole:
        raise UploadError(409, "Not all of this clip is here.", "Choose the file again.")
    try:
        run_id = _take_in(site, upload)
    except AqvisionError as error:
        site.uploads.remove(upload)
        if isinstance(error, LibraryError):
            raise  # the athlete was deleted in the meantime
        raise UploadError(422, *sentences_of(error)) from error
    site.uploads.settle(upload, run_id)
    return run_id


def _take_in(site: Site, upload: Upload) -> str:
    path = site.uploads.part(upload.id)
    name = upload.intent.filename
    with _turn:
        screen(path, name)
        session = find_session(site, upload.intent)
        run = site.library.add_run(session.id, path, name, move=True)
    site.looks.of(run.id)
    return run.id


def find_session(site: Site, intent: Intent) -> Session:
    """Give the athlete's session of this label and day, or begin one."""
    date = dt.date.fromisoformat(intent.date)
    for session in site.library.sessions(intent.athlete):
        if session.date == date and session.label == intent.label.lower():
            return session
    return site.library.add_session(intent.athlete, intent.label, date)
