"""Requests about a group -> how it changed as a whole, with each athlete's change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from aqvision.library.account_records import Group
from aqvision.web.accounts.visitor import Visitor, VisitorHere
from aqvision.web.pages import Site, SiteHere, render, render_part
from aqvision.web.shown import Shown, ShownHere

router = APIRouter()


@router.get("/group")
def show_group(site: SiteHere, shown: ShownHere, visitor: VisitorHere, of: str = "") -> Response:
    """Show how athletes changed as a group.

    Parameters
    ----------
    site, shown, visitor
        The site asked, whom the visitor may see, and who asks.
    of
        Id of a group; all who may be seen where it is left out, or not the visitor's.
    """
    groups = _groups(site, visitor)
    chosen = next((one for one in groups if one.id == of), None)
    measured = _measured(site, shown, chosen)
    return render("group.html", groups=groups, chosen=chosen, **measured)


@router.get("/group/now")
def show_group_now(
    site: SiteHere, shown: ShownHere, visitor: VisitorHere, of: str = ""
) -> Response:
    """Show the same without the page around it, for a page that asks again and again.

    Parameters
    ----------
    site, shown, visitor, of
        As for the page.
    """
    chosen = next((one for one in _groups(site, visitor) if one.id == of), None)
    part = render_part("group_part.html", **_measured(site, shown, chosen))
    return Response(part, media_type="text/html")


def _groups(site: Site, visitor: Visitor) -> Sequence[Group]:
    """List the groups that a visitor looks after."""
    mine = visitor.group_ids
    return [one for one in site.accounts.groups() if visitor.is_admin or one.id in mine]


def _measured(site: Site, shown: Shown, group: Group | None) -> dict[str, Any]:
    """Name what the part of the page shows that follows the measuring."""
    ids = shown.athlete_ids
    if group is not None:
        members = site.accounts.members()
        ids = frozenset(
            one for one, of in members.items() if of == group.id and shown.includes(one)
        )
    state = site.group_effects.of(ids)
    address = "/group/now" if group is None else f"/group/now?of={group.id}"
    return {"state": state, "address": address}
