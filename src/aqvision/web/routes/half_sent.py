"""Requests about files that waited -> taken in as clips, or thrown away, by plain forms."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from aqvision.web.accounts.access import access_of
from aqvision.web.arrivals import arrive
from aqvision.web.pages import SiteHere

router = APIRouter(prefix="/uploads")


@router.post("/{upload_id}/take-in")
def take_in(upload_id: str, request: Request, site: SiteHere) -> Response:
    """Make a clip of a file that came in whole.

    Parameters
    ----------
    upload_id, request, site
        Id of the upload, from the address, how it was asked, and the site.
    """
    with site.uploads.held(upload_id) as upload:
        if not upload.settled:
            access_of(request).refuse_without_consent(upload.intent.athlete)
            arrive(site, upload)
    return RedirectResponse(f"/athletes/{upload.intent.athlete}/clips", 303)


@router.post("/{upload_id}/discard")
def discard(upload_id: str, site: SiteHere) -> Response:
    """Throw away what came in of a file; one that has become a clip stays that.

    Parameters
    ----------
    upload_id, site
        Id of the upload, from the address, and the site asked.
    """
    with site.uploads.held(upload_id) as upload:
        site.uploads.remove(upload)
    return RedirectResponse(f"/athletes/{upload.intent.athlete}/upload", 303)
