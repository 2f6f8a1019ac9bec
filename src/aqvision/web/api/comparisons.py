"""Requests of programs about comparisons -> JSON."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from aqvision.core.errors import LibraryError
from aqvision.core.wording import _
from aqvision.library.records import StoredComparison
from aqvision.web.accounts.access import access_of
from aqvision.web.api.values import (
    PREFIX,
    REFUSALS,
    ComparisonSent,
    ComparisonShown,
    JobShown,
    show_comparison,
    show_job,
)
from aqvision.web.pages import Site, SiteHere
from aqvision.web.removal import remove_comparison
from aqvision.web.trained import named

router = APIRouter(prefix=PREFIX, tags=["comparisons"], responses=REFUSALS)
_SANDBOX = {"content-security-policy": "sandbox; default-src 'none'"}


@router.get("/athletes/{athlete_id}/comparisons")
def list_comparisons(athlete_id: str, site: SiteHere) -> list[ComparisonShown]:
    """List the comparisons, ladders, holds and seasons of somebody.

    Parameters
    ----------
    athlete_id, site
        Id of the athlete, from the address, and the site asked.
    """
    return [_shown(site, one) for one in site.library.comparisons(athlete_id)]


@router.post("/comparisons", status_code=202)
def compare(sent: ComparisonSent, request: Request, site: SiteHere) -> JobShown:
    """Have two sessions compared, or a ladder made; ask for the job until it is done.

    Parameters
    ----------
    sent, request, site
        Which sessions, how it was asked, and the site.
    """
    access = access_of(request)
    before, after = sent.before_session_id, sent.after_session_id
    for session_id in filter(None, (before, after)):
        request.state.athlete_id = access.check("session", session_id)  # for the trail too
    return show_job(site.library.job(site.jobs.compare(_planned(site, sent, before, after).id)))


@router.get("/comparisons/{comparison_id}")
def get_comparison(comparison_id: str, site: SiteHere) -> ComparisonShown:
    """Get a comparison, and whether it is made.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    return _shown(site, site.library.comparison(comparison_id))


@router.post("/comparisons/{comparison_id}/again", status_code=202)
def compare_again(comparison_id: str, site: SiteHere) -> JobShown:
    """Have a comparison made anew whose clips, or the program, have changed since.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    return show_job(site.library.job(site.jobs.compare(comparison_id)))


@router.get("/comparisons/{comparison_id}/result", response_class=FileResponse)
def get_result(comparison_id: str, site: SiteHere) -> FileResponse:
    """Get what was found: `comparison.json`, or `ladder.json`, `progress.json` and the like.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    comparison = site.library.comparison(comparison_id)
    return _file(site, comparison, comparison.kind.file, "application/json")


@router.get("/comparisons/{comparison_id}/report", response_class=FileResponse)
def get_report(comparison_id: str, site: SiteHere) -> FileResponse:
    """Get the report, one page in one file.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    return _file(site, site.library.comparison(comparison_id), "report.html", "text/html")


@router.delete("/comparisons/{comparison_id}", status_code=204)
def delete_comparison(comparison_id: str, site: SiteHere) -> Response:
    """Delete a comparison; its clips and their results stay.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    remove_comparison(site, comparison_id)
    return Response(status_code=204)


def _planned(site: Site, sent: ComparisonSent, before: str | None, after: str) -> StoredComparison:
    if sent.kind == "ladder":
        return site.library.add_ladder(after, before)
    if before is None:
        raise LibraryError(_("the session before is not named"), _("name it in before_session_id"))
    if sent.kind == "holds":
        return site.library.add_holds(before, after)
    return site.library.add_comparison(before, after, named(sent.primaries))


def _shown(site: Site, one: StoredComparison) -> ComparisonShown:
    return show_comparison(one, outdated=site.library.is_outdated(one))


def _file(site: Site, comparison: StoredComparison, name: str, media_type: str) -> FileResponse:
    path = site.library.result_folder(comparison) / name
    return FileResponse(path, media_type=media_type, headers=_SANDBOX)
