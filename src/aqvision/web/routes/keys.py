"""Requests about keys for programs -> the page on which they are made and ended."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import AqvisionError
from aqvision.core.wording import _
from aqvision.library.account_records import Deed
from aqvision.library.repositories.api_tokens import TOKEN_DAYS
from aqvision.web.accounts.visitor import Visitor, VisitorHere
from aqvision.web.pages import Form, FormHere, Site, SiteHere, render, sentences_of
from aqvision.web.presenters import show_date

router = APIRouter()


@router.get("/keys")
def show_keys(site: SiteHere, visitor: VisitorHere) -> Response:
    """Show the keys of whoever asks.

    Parameters
    ----------
    site, visitor
        The site asked, and who asks.
    """
    return _page(site, visitor, Form({}))


@router.post("/keys")
def make_key(form: FormHere, site: SiteHere, visitor: VisitorHere) -> Response:
    """Make a key and show it, once.

    Parameters
    ----------
    form, site, visitor
        What was filled in, the site asked, and who asks.
    """
    try:
        days = form.count("days", _("the time"))
        key = site.accounts.add_api_token(visitor.account_id, form.text("name"), days or 0)
    except AqvisionError as error:
        return _page(site, visitor, form, problem=sentences_of(error))
    _note(site, visitor, Deed.KEY_MADE, form.text("name"))
    return _page(site, visitor, Form({}), made=key)


@router.post("/keys/{key}/end")
def end_key(key: str, site: SiteHere, visitor: VisitorHere) -> Response:
    """End a key at once; one of somebody else stays as it is.

    Parameters
    ----------
    key, site, visitor
        Id of the key, from the address, the site asked, and who asks.
    """
    ended = site.accounts.end_api_token(visitor.account_id, key)
    if ended is not None:
        _note(site, visitor, Deed.KEY_ENDED, ended.name)
    return RedirectResponse("/keys", 303)


def _note(site: Site, visitor: Visitor, deed: Deed, name: str) -> None:
    """Note a key by its name in the trail, also where its owner has no account."""
    site.accounts.note(deed, actor_id=visitor.account_id, about=name)


def _page(
    site: Site,
    visitor: Visitor,
    form: Form,
    *,
    made: str = "",
    problem: tuple[str, str] | None = None,
) -> Response:
    return render(
        "keys.html",
        status=400 if problem else 200,
        keys=site.accounts.api_tokens(visitor.account_id),
        days=TOKEN_DAYS,
        made=made,
        said=form.text("name"),
        chosen=form.text("days") or str(TOKEN_DAYS[1]),
        problem=problem,
        show_date=lambda moment: show_date(moment.date()),
    )
