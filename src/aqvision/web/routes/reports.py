"""Requests for reports -> the report, in a sandbox of its own, a page around it, and exports."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from aqvision.core.errors import NotThereError
from aqvision.core.wording import _
from aqvision.library.records import OPEN, ComparisonKind, StoredComparison
from aqvision.web.pages import Site, SiteHere, render
from aqvision.web.presenters import sessions_of, title_of, title_of_comparison, words_of

router = APIRouter()
# A report's scripts draw its charts; they reach neither cookies nor any other page of this site.
SANDBOX = {
    "content-security-policy": "sandbox allow-scripts; default-src 'none'; img-src data: blob:; "
    "style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
}
"""Headers under which a report is given out."""


@router.get("/runs/{run_id}/report")
def show_report(run_id: str, site: SiteHere) -> Response:
    """Show the report of a clip.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    folder_of_run(site, run_id)  # else refused: there is nothing to show yet
    run = site.library.run(run_id)
    session = site.library.session(run.session_id)
    here = f"/runs/{run_id}"
    ways = {"play": f"{here}/play", "contacts": "", "exports": {}}
    if not run.options.is_hold:
        exports = {_("Spreadsheet"): f"{here}/export/xlsx", "C3D": f"{here}/export/c3d"}
        ways |= {"contacts": f"{here}/events", "exports": exports}
    return _viewer(site, session.athlete_id, here, run.name, ways)


@router.get("/runs/{run_id}/report.html")
def give_report(run_id: str, site: SiteHere) -> Response:
    """Give the report itself.

    Parameters
    ----------
    run_id, site
        Id of the clip, from the address, and the site asked.
    """
    return _sandboxed(folder_of_run(site, run_id))


@router.get("/runs/{run_id}/export/{kind}")
def export_run(run_id: str, kind: str, site: SiteHere) -> Response:
    """Give what was measured in a clip in the form of another program.

    Parameters
    ----------
    run_id, kind, site
        Id of the clip and the format, from the address, and the site asked.
    """
    return _exported(folder_of_run(site, run_id), kind, site.library.run(run_id).name)


@router.get("/comparisons/{comparison_id}/export/{kind}")
def export_comparison(comparison_id: str, kind: str, site: SiteHere) -> Response:
    """Give what changed as a spreadsheet.

    Parameters
    ----------
    comparison_id, kind, site
        Id of the comparison and the format, from the address, and the site asked.
    """
    comparison = site.library.comparison(comparison_id)
    athlete = site.library.athlete(comparison.athlete_id)
    return _exported(site.library.result_folder(comparison), kind, athlete.name)


@router.get("/comparisons/{comparison_id}")
def show_comparison(comparison_id: str, site: SiteHere) -> Response:
    """Show the report of a comparison or a ladder.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    comparison = site.library.comparison(comparison_id)
    if comparison.folder is None:
        return _not_made(site, comparison)
    titles = {one.id: title_of(one) for one in site.library.sessions(comparison.athlete_id)}
    here = f"/comparisons/{comparison_id}"
    ways = {"play": "", "contacts": "", "exports": {}}
    if comparison.kind is ComparisonKind.CHANGE:
        exports = {_("Spreadsheet"): f"{here}/export/xlsx"}
        ways |= {"play": f"{here}/play", "exports": exports}
    title = title_of_comparison(comparison, titles)
    return _viewer(site, comparison.athlete_id, here, title, ways)


def _not_made(site: Site, comparison: StoredComparison) -> Response:
    """Say what a comparison waits for that has no report yet."""
    library, athlete_id = site.library, comparison.athlete_id
    cards = sessions_of(library, athlete_id)
    titles = {card.session.id: card.title for card in cards}
    clips = [c for one in cards if one.session.id in comparison.session_ids for c in one.clips]
    jobs = library.jobs(comparison_id=comparison.id)
    return render(
        "not_made.html",
        status=404,
        athlete=library.athlete(athlete_id),
        comparison=comparison,
        title=title_of_comparison(comparison, titles),
        job=jobs[-1] if jobs else None,
        under_way=[clip for clip in clips if clip.job is not None and clip.job.state in OPEN],
        not_begun=[clip for clip in clips if clip.waits],
        words_of=words_of,
    )


@router.get("/comparisons/{comparison_id}/report.html")
def give_comparison(comparison_id: str, site: SiteHere) -> Response:
    """Give the report itself.

    Parameters
    ----------
    comparison_id, site
        Id of the comparison, from the address, and the site asked.
    """
    return _sandboxed(site.library.result_folder(site.library.comparison(comparison_id)))


def folder_of_run(site: Site, run_id: str) -> Path:
    """Say where the result of a clip lies.

    Parameters
    ----------
    site, run_id
        Where to look, and for which clip.

    Raises
    ------
    LibraryError
        It is not measured yet.
    """
    analysis = site.library.analysis_of(run_id)
    if analysis is None:
        raise NotThereError(_("this clip is not measured yet"), _("start measuring it first"))
    return site.library.result_folder(analysis)


def _viewer(
    site: Site, athlete_id: str, here: str, title: str, ways: Mapping[str, Any]
) -> Response:
    """Show the report of a clip or a comparison; ``ways`` lead from it to what belongs to it."""
    athlete = site.library.athlete(athlete_id)
    return render(
        "viewer.html",
        athlete=athlete,
        report=f"{here}/report.html",
        share=f"{here}/share",
        title=title,
        file_name=f"{athlete.name}, {title}.html",
        **ways,
    )


def _exported(folder: Path, kind: str, name: str) -> Response:
    """Write an export for one answer, after which it is gone: the result stays as it is."""
    from aqvision.report.export import FILE_NAMES, export  # it brings the measuring along

    work = Path(tempfile.mkdtemp(prefix="aqvision-"))
    try:
        path = export(folder, kind, work / FILE_NAMES.get(kind, "export"))
    except BaseException:
        shutil.rmtree(work)
        raise
    return FileResponse(
        path,
        media_type="application/octet-stream",
        filename=f"{name}{path.suffix}",
        headers={"content-security-policy": "sandbox; default-src 'none'"},
        background=BackgroundTask(shutil.rmtree, work),
    )


def _sandboxed(folder: Path) -> Response:
    return FileResponse(folder / "report.html", media_type="text/html", headers=SANDBOX)
