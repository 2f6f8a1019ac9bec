"""Requests of people at the door -> signed in, signed out, or an invitation used."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import AqvisionError, LibraryError
from aqvision.core.wording import _
from aqvision.library.account_records import Deed, Invitation
from aqvision.web.accounts.passwords import MIN_LENGTH, PasswordError
from aqvision.web.accounts.signing_in import (
    Doorkeeper,
    TooManyTriesError,
    address_of,
    doorkeeper_of,
)
from aqvision.web.accounts.throttle import place_of
from aqvision.web.accounts.visitor import STRANGER, VisitorHere, visiting, visitor_now
from aqvision.web.auth import COOKIE
from aqvision.web.doors import SIGN_IN_COOKIE, keep
from aqvision.web.pages import Form, FormError, FormHere, Site, SiteHere, render, sentences_of

router = APIRouter()
DoorkeeperHere = Annotated[Doorkeeper, Depends(doorkeeper_of)]
# A page of ours, without anything that a browser could take for another site.
_OWN_PAGE = re.compile(r"/(?![/\\])[A-Za-z0-9_./?=&%-]{0,500}")


def way_back(text: str) -> str:
    """Give the page to go on with after signing in: one of ours, else the start page.

    Parameters
    ----------
    text
        What the address asks for, which may be anything.

    Examples
    --------
    >>> way_back("/athletes/1"), way_back("//example.com"), way_back("https://example.com")
    ('/athletes/1', '/', '/')
    """
    return text if _OWN_PAGE.fullmatch(text) else "/"


@router.get("/sign-in")
def ask(visitor: VisitorHere, next: str = "/") -> Response:  # noqa: A002 - name in the address
    """Ask for name and password.

    Parameters
    ----------
    visitor, next
        Who asks, and where they wanted to go.
    """
    if visitor.known:
        return RedirectResponse(way_back(next), 303)
    return _sign_in_form(Form({"next": [next]}))


@router.post("/sign-in")
def sign_in(request: Request, form: FormHere, site: SiteHere, keeper: DoorkeeperHere) -> Response:
    """Let a browser in for whom name and password fit.

    Parameters
    ----------
    request, form, site, keeper
        Where from, what was typed, the site asked, and who looks at passwords.
    """
    name, password = form.text("name"), form.as_typed("password")
    try:
        account = keeper.admit(site.accounts, name, password, address_of(request))
    except TooManyTriesError as error:
        return _sign_in_form(form, error, 429)
    except PasswordError as error:
        return _sign_in_form(form, error, 503)
    except AqvisionError as error:
        return _sign_in_form(form, error, 400)
    here = place_of(name, address_of(request))
    site.accounts.note(Deed.SIGNED_IN, actor_id=account.id, about=here)
    return _let_in(request, site, account.id, way_back(form.text("next")))


@router.post("/sign-out")
def sign_out(request: Request, site: SiteHere, visitor: VisitorHere) -> Response:
    """Forget this browser, and say how to come back.

    Parameters
    ----------
    request, site, visitor
        With the cookie, the site asked, and who asks.
    """
    if visitor.account_id is not None:
        site.accounts.sign_out(request.cookies.get(SIGN_IN_COOKIE, ""))
        site.accounts.note(Deed.SIGNED_OUT, actor_id=visitor.account_id)
    with visiting(STRANGER):
        answer = render("signed_out.html", has_account=visitor.account_id is not None)
    for name in (COOKIE, SIGN_IN_COOKIE):
        answer.delete_cookie(name, httponly=True, samesite="lax")
    return answer


@router.get("/invitations/{token}")
def show_invitation(token: str, site: SiteHere) -> Response:
    """Ask who was invited for a name and a password.

    Parameters
    ----------
    token, site
        From the link, and the site asked.
    """
    return _invitation_form(site, token, Form({}))


@router.post("/invitations/{token}")
def use_invitation(
    token: str, request: Request, form: FormHere, site: SiteHere, keeper: DoorkeeperHere
) -> Response:
    """Make the account of an invitation, which is used up then, and sign in.

    Parameters
    ----------
    token, request, form, site, keeper
        From the link, where from, what was typed, the site asked, and who makes hashes.
    """
    try:
        invitation = site.accounts.invitation_of(token)
    except LibraryError as error:
        return _no_invitation(error)
    name = _name_for(site, invitation, form)
    try:
        kept = keeper.passwords.hashed(new_password(form), name)
        account = site.accounts.join(token, name, kept)
    except AqvisionError as error:
        return _invitation_form(site, token, form, error)
    anew = invitation.account_id is not None
    deed = Deed.NEW_PASSWORD if anew else Deed.JOINED
    site.accounts.note(deed, actor_id=account.id, athlete_id=invitation.athlete_id)
    return _let_in(request, site, account.id, "/")


@router.post("/invitations/{token}/mine")
def take_invitation(token: str, site: SiteHere, visitor: VisitorHere) -> Response:
    """Use an invitation up for the account that is signed in: another athlete is its own then.

    Parameters
    ----------
    token, site, visitor
        From the link, the site asked, and who asks.
    """
    athlete_id = site.accounts.invitation_of(token).athlete_id
    account = site.accounts.add_to_account(token, visitor.account_id or "")
    site.accounts.note(Deed.JOINED, actor_id=account.id, athlete_id=athlete_id)
    return RedirectResponse("/", 303)


def new_password(form: Form) -> str:
    """Read a password that was typed twice.

    Parameters
    ----------
    form
        With both.

    Raises
    ------
    FormError
        They differ.
    """
    if form.as_typed("password") != form.as_typed("again"):
        raise FormError(_("the two passwords differ"), _("type the same one in both fields"))
    return form.as_typed("password")


def _let_in(request: Request, site: Site, account_id: str, target: str) -> Response:
    """Give the browser a token of its own: one that was there before opens nothing any more."""
    site.accounts.sign_out(request.cookies.get(SIGN_IN_COOKIE, ""))
    answer = RedirectResponse(target, 303)
    keep(answer, request, SIGN_IN_COOKIE, site.accounts.sign_in(account_id))
    return answer


def _sign_in_form(form: Form, error: AqvisionError | None = None, status: int = 200) -> Response:
    problem, hint = ("", "") if error is None else sentences_of(error)
    return render(
        "sign_in.html",
        status=status,
        typed_name=form.text("name")[:200],
        next=way_back(form.text("next")),
        problem=problem,
        hint=hint,
    )


def _invitation_form(
    site: Site, token: str, form: Form, error: AqvisionError | None = None
) -> Response:
    try:
        invitation = site.accounts.invitation_of(token)
    except LibraryError as gone:
        return _no_invitation(gone)
    problem, hint = ("", "") if error is None else sentences_of(error)
    anew = invitation.account_id is not None
    return render(
        "invitation.html",
        status=200 if error is None else 400,
        token=token,
        anew=anew,
        mine=invitation.athlete_id is not None and visitor_now().is_own_account,
        typed_name=_name_for(site, invitation, form)[:200],
        n_letters=MIN_LENGTH,
        problem=problem,
        hint=hint,
    )


def _no_invitation(error: LibraryError) -> Response:
    problem, hint = sentences_of(error)
    return render("problem.html", status=404, problem=problem, hint=hint)


def _name_for(site: Site, invitation: Invitation, form: Form) -> str:
    """Give the name of the account: one that is there keeps its own."""
    if invitation.account_id is None:
        return form.text("name")
    return site.accounts.account(invitation.account_id).name
