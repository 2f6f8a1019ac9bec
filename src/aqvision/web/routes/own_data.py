"""Requests for one's own data -> a ZIP of all of it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response, StreamingResponse

from aqvision.web.accounts.data_zip import stream_zip
from aqvision.web.pages import SiteHere

router = APIRouter()


@router.get("/athletes/{athlete_id}/data.zip")
def give_all(athlete_id: str, site: SiteHere) -> Response:
    """Give all that is kept of an athlete: clips, results and every row.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    site.library.athlete(athlete_id)
    return StreamingResponse(
        stream_zip(site, athlete_id),
        media_type="application/zip",
        headers={
            "content-disposition": 'attachment; filename="aqvision.zip"',
            "content-security-policy": "sandbox; default-src 'none'",
        },
    )
