"""Requests about a measured clip -> left out of comparisons, or taken in again."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from aqvision.web.pages import FormHere, SiteHere

router = APIRouter()


@router.post("/runs/{run_id}/leave-out")
def leave_out(run_id: str, form: FormHere, site: SiteHere) -> Response:
    """Leave a clip out of comparisons, or take it in again; it stays, with its report.

    Parameters
    ----------
    run_id, form, site
        Id of the clip, from the address, what was chosen, and the site asked.
    """
    run = site.library.leave_out(run_id, form.text("left_out") == "yes")
    athlete_id = site.library.session(run.session_id).athlete_id
    return RedirectResponse(f"/athletes/{athlete_id}#clip-{run_id}", 303)
