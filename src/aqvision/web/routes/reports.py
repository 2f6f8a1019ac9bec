"""Requests for reports -> the report, in a sandbox of its own, and a page around it."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.web.pages import Site, SiteHere, render
from aqvision.web.presenters import title_of

router = APIRouter()
# A report's scripts draw its charts; they reach neither cookies nor any other page of this site.
_SANDBOX = {
    "content-security-policy": "sandbox allow-scripts; default-src 'none'; img-src data: blob:; "
    "style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
}


@router.get("/runs/{run_id}/report")
def show_report(run_id: str, site: SiteHere) -> Response:
    """Show the report of a clip.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    run = site.library.run(run_id)
    session = site.library.session(run.session_id)
    return _viewer(site, session.athlete_id, f"/runs/{run_id}/report.html", run.name)


@router.get("/runs/{run_id}/report.html")
def give_report(run_id: str, site: SiteHere) -> Response:
    """Give the report itself.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    analysis = site.library.analysis_of(run_id)
    if analysis is None:
        raise LibraryError(_("this clip is not measured yet"), _("start measuring it first"))
    return _sandboxed(site.library.result_folder(analysis))


@router.get("/comparisons/{comparison_id}")
def show_comparison(comparison_id: str, site: SiteHere) -> Response:
    """Show the report of a comparison.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    comparison = site.library.comparison(comparison_id)
    before, after = (
        title_of(site.library.session(session_id))
        for session_id in (comparison.before_session_id, comparison.after_session_id)
    )
    report = f"/comparisons/{comparison_id}/report.html"
    return _viewer(site, comparison.athlete_id, report, f"{before} → {after}")


@router.get("/comparisons/{comparison_id}/report.html")
def give_comparison(comparison_id: str, site: SiteHere) -> Response:
    """Give the report itself.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    return _sandboxed(site.library.result_folder(site.library.comparison(comparison_id)))


def _viewer(site: Site, athlete_id: str, report: str, title: str) -> Response:
    athlete = site.library.athlete(athlete_id)
    file_name = f"{athlete.name}, {title}.html"
    return render("viewer.html", athlete=athlete, report=report, title=title, file_name=file_name)


def _sandboxed(folder: Path) -> Response:
    return FileResponse(folder / "report.html", media_type="text/html", headers=_SANDBOX)
