"""Requests of programs about work on clips and comparisons -> JSON."""

from __future__ import annotations

from fastapi import APIRouter

from aqvision.library.records import OPEN
from aqvision.web.accounts.seen import seen_jobs
from aqvision.web.accounts.visitor import VisitorHere
from aqvision.web.api.values import PREFIX, REFUSALS, JobShown, show_job
from aqvision.web.pages import SiteHere

router = APIRouter(prefix=PREFIX, tags=["jobs"], responses=REFUSALS)


@router.get("/jobs")
def list_jobs(site: SiteHere, visitor: VisitorHere) -> list[JobShown]:
    """List what waits or is being worked on, of whom you see.

    Parameters
    ----------
    site, visitor
        The site asked, and who asks.
    """
    return [show_job(job) for job in seen_jobs(site, visitor, site.library.jobs(states=OPEN))]


@router.get("/jobs/{job_id}")
def get_job(job_id: str, site: SiteHere) -> JobShown:
    """Get how far a job is.

    Parameters
    ----------
    job_id, site
        Id of the job, from the address, and the site asked.
    """
    return show_job(site.library.job(job_id))


@router.post("/jobs/{job_id}/cancel")
def cancel_job(job_id: str, site: SiteHere) -> JobShown:
    """End a job that waits or runs; one that has ended stays as it is.

    Parameters
    ----------
    job_id, site
        Id of the job, from the address, and the site asked.
    """
    site.jobs.cancel(job_id)
    return show_job(site.library.job(job_id))
