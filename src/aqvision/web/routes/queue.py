"""Requests for the queue -> all that is being worked on and waits, whoever it is of."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from aqvision.library.records import JobState
from aqvision.web.pages import Site, SiteHere, render, render_part
from aqvision.web.queue_page import queue_lines
from aqvision.web.shown import Shown, ShownHere, queue_shown

router = APIRouter()
_FAILED_SHOWN_FOR = dt.timedelta(days=1)


@router.get("/work")
def show_queue(site: SiteHere, shown: ShownHere) -> Response:
    """Show the queue.

    Parameters
    ----------
    site, shown
        The site asked, and whom the visitor may see.
    """
    part = Markup(_part(site, shown))  # noqa: S704 - a template's output
    return render("queue.html", part=part)


@router.get("/work/now")
def show_queue_now(site: SiteHere, shown: ShownHere) -> Response:
    """Show the same without the page around it.

    Parameters
    ----------
    site, shown
        The site asked, and whom the visitor may see.
    """
    return Response(_part(site, shown), media_type="text/html")


def _part(site: Site, shown: Shown) -> str:
    """Fill in the part of the page that changes."""
    now = dt.datetime.now(dt.UTC)
    queue = queue_shown(site.library, shown, now - _FAILED_SHOWN_FOR)
    lines = queue_lines(queue, site.library.usual_s(), site.jobs.n_workers, now)
    open_ = [line for line in lines if line.under_way]
    running = [line for line in open_ if line.queued.job.state is JobState.RUNNING]
    return render_part(
        "queue_part.html",
        running=running,
        waiting=[line for line in open_ if line not in running],
        failed=[line for line in lines if not line.under_way],
        n_open=len(open_),
    )
