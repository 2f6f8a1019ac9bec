"""Requests to share a report -> a link that ends on a day, and the report for whoever has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, RedirectResponse, Response

from aqvision.core.wording import _
from aqvision.library.account_records import Share
from aqvision.library.repositories.shares import SHARE_DAYS
from aqvision.web.accounts.access import access_of
from aqvision.web.accounts.visitor import VisitorHere
from aqvision.web.pages import Form, FormError, FormHere, Site, SiteHere, render
from aqvision.web.presenters import show_date, title_of, title_of_comparison
from aqvision.web.routes.links import link_page
from aqvision.web.routes.reports import SANDBOX, folder_of_run

router = APIRouter()
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_GONE = 410
_UNSEEN = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow, noarchive"}


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A link as a list shows it."""

    share: Share
    title: str

    @property
    def words(self) -> str:
        """Until when it is good, and who made it."""
        day = show_date(self.share.ends.date())
        if self.share.ended:
            return _("Ended. Made by {name}.").format(name=self.share.made_by)
        return _("Good until {day}. Made by {name}.").format(day=day, name=self.share.made_by)


def share_rows(site: Site, athlete_id: str) -> list[ShareRow]:
    """List the links to reports of an athlete with what they show.

    Parameters
    ----------
    site, athlete_id
        Where to look, and for whom.
    """
    titles = {run.id: run.name for run in site.library.runs_of_athlete(athlete_id)}
    sessions = {one.id: title_of(one) for one in site.library.sessions(athlete_id)}
    for made in site.library.comparisons(athlete_id):
        titles[made.id] = title_of_comparison(made, sessions)
    return [
        ShareRow(share, titles.get(share.run_id or share.comparison_id or "", ""))
        for share in site.accounts.shares_of(athlete_id)
    ]


@router.get("/runs/{run_id}/share")
def ask_for_run(run_id: str, request: Request, site: SiteHere) -> Response:
    """Ask how long the report of a clip is to be shown.

    Parameters
    ----------
    run_id, request, site
        Id of the clip, from the address, how it was asked, and the site.
    """
    folder_of_run(site, run_id)  # else refused: there is nothing to show yet
    return _form(request, site, "run", run_id)


@router.get("/comparisons/{comparison_id}/share")
def ask_for_comparison(comparison_id: str, request: Request, site: SiteHere) -> Response:
    """Ask how long the report of a comparison is to be shown.

    Parameters
    ----------
    comparison_id, request, site
        Id of the comparison, from the address, how it was asked, and the site.
    """
    site.library.result_folder(site.library.comparison(comparison_id))
    return _form(request, site, "comparison", comparison_id)


@router.post("/runs/{run_id}/share")
def share_run(
    run_id: str, request: Request, form: FormHere, site: SiteHere, visitor: VisitorHere
) -> Response:
    """Make a link to the report of a clip.

    Parameters
    ----------
    run_id, request, form, site, visitor
        Id of the clip, from the address, how it was asked, for how long, the site, and who asks.
    """
    folder_of_run(site, run_id)
    _refuse_without_consent(request, "run", run_id)
    token = site.accounts.share(_days(form), made_by=visitor.signs, run_id=run_id)
    return _link(request, token, f"/runs/{run_id}/share")


@router.post("/comparisons/{comparison_id}/share")
def share_comparison(
    comparison_id: str, request: Request, form: FormHere, site: SiteHere, visitor: VisitorHere
) -> Response:
    """Make a link to the report of a comparison.

    Parameters
    ----------
    comparison_id, request, form, site, visitor
        Id of the comparison, from the address, how it was asked, for how long, the site, and who
        asks.
    """
    site.library.result_folder(site.library.comparison(comparison_id))
    _refuse_without_consent(request, "comparison", comparison_id)
    token = site.accounts.share(_days(form), made_by=visitor.signs, comparison_id=comparison_id)
    return _link(request, token, f"/comparisons/{comparison_id}/share")


def _refuse_without_consent(request: Request, kind: str, row_id: str) -> None:
    access = access_of(request)
    access.refuse_without_consent(str(access.check(kind, row_id)))


@router.post("/shares/{share_id}/end")
def end_share(share_id: str, request: Request, site: SiteHere) -> Response:
    """End a link before its day.

    Parameters
    ----------
    share_id, request, site
        Id of the link, from the address, how it was asked, and the site.
    """
    athlete_id = access_of(request).check("share", share_id)
    site.accounts.end_share(share_id)
    return RedirectResponse(f"/athletes/{athlete_id}/access", 303)


@router.get("/shared/{token}")
def show_shared(token: str, site: SiteHere) -> Response:
    """Show the report of a link to whoever has it, and nothing else.

    Parameters
    ----------
    token, site
        From the link, and the site asked.
    """
    share = site.accounts.shared(token) if _TOKEN.fullmatch(token) else None
    if share is None:
        return _nothing(404, _("This link leads nowhere."))
    if share.ended:
        return _nothing(_GONE, _("This link has ended."))
    report = _folder_of(site, share) / "report.html"
    return FileResponse(report, media_type="text/html", headers={**SANDBOX, **_UNSEEN})


def _folder_of(site: Site, share: Share) -> Path:
    if share.comparison_id is not None:
        return site.library.result_folder(site.library.comparison(share.comparison_id))
    return folder_of_run(site, str(share.run_id))


def _nothing(status: int, problem: str) -> Response:
    answer = render("shared_gone.html", status=status, problem=problem)
    answer.headers.update(_UNSEEN)
    return answer


def _days(form: Form) -> int:
    if form.text("days") not in {f"{days}" for days in SHARE_DAYS}:
        raise FormError(_("a link is not made for so long"), _("choose one of the list"))
    return int(form.text("days"))


def _link(request: Request, token: str, back: str) -> Response:
    return link_page(
        request,
        f"/shared/{token}",
        heading=_("A link to this report"),
        about=_("Whoever has it reads this report, and nothing else, without an account."),
        back=back,
    )


def _form(request: Request, site: Site, kind: str, row_id: str) -> Response:
    athlete_id = str(access_of(request).check(kind, row_id))
    rows = [
        row
        for row in share_rows(site, athlete_id)
        if row_id in {row.share.run_id, row.share.comparison_id}
    ]
    return render(
        "share.html",
        athlete_id=athlete_id,
        action=f"/{kind}s/{row_id}/share",
        back=f"/runs/{row_id}/report" if kind == "run" else f"/comparisons/{row_id}",
        days=SHARE_DAYS,
        shares=rows,
    )
