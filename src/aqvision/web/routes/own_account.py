"""Requests about one's own account -> a new password, signed out everywhere, deleted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import AqvisionError
from aqvision.library.account_records import Account, Deed, Role
from aqvision.web.accounts.passwords import MIN_LENGTH
from aqvision.web.accounts.signing_in import Doorkeeper, address_of, doorkeeper_of
from aqvision.web.accounts.visitor import VisitorHere
from aqvision.web.accounts.words import ROLE_WORDS
from aqvision.web.doors import SIGN_IN_COOKIE
from aqvision.web.pages import FormHere, Site, SiteHere, render, sentences_of
from aqvision.web.removal import remove_athlete
from aqvision.web.routes.sign_in import new_password

router = APIRouter()
DoorkeeperHere = Annotated[Doorkeeper, Depends(doorkeeper_of)]


def own_account(site: SiteHere, visitor: VisitorHere) -> Account:
    """Give the account of whoever asks.

    Parameters
    ----------
    site, visitor
        The site asked, and who asks.

    Raises
    ------
    HTTPException
        The visitor of a laptop has none.
    """
    if visitor.account_id is None:
        raise HTTPException(404)
    return site.accounts.account(visitor.account_id)


OwnAccount = Annotated[Account, Depends(own_account)]


@router.get("/account")
def show_account(account: OwnAccount, site: SiteHere) -> Response:
    """Show what one is here, and what one may change.

    Parameters
    ----------
    account, site
        Of whoever asks, and the site asked.
    """
    return _page(site, account)


@router.post("/account/password")
def change_password(
    request: Request, form: FormHere, account: OwnAccount, site: SiteHere, keeper: DoorkeeperHere
) -> Response:
    """Take a new password; other browsers are signed out.

    Parameters
    ----------
    request, form, account, site, keeper
        With the cookie, what was typed, whose account, the site asked, and who makes hashes.
    """
    accounts = site.accounts
    try:
        keeper.admit(accounts, account.name, form.as_typed("present"), address_of(request))
        kept = keeper.passwords.hashed(new_password(form), account.name)
    except AqvisionError as error:
        return _page(site, account, error)
    accounts.set_password(account.id, kept, but=request.cookies.get(SIGN_IN_COOKIE, ""))
    accounts.note(Deed.NEW_PASSWORD, actor_id=account.id)
    return RedirectResponse("/account", 303)


@router.post("/account/sign-out-everywhere")
def sign_out_everywhere(account: OwnAccount, site: SiteHere) -> Response:
    """Sign out of every browser, of this one as well.

    Parameters
    ----------
    account, site
        Of whoever asks, and the site asked.
    """
    site.accounts.sign_out_everywhere(account.id)
    site.accounts.note(Deed.SIGNED_OUT, actor_id=account.id)
    return RedirectResponse("/sign-in", 303)


@router.post("/account/delete")
def delete_account(
    request: Request, form: FormHere, account: OwnAccount, site: SiteHere, keeper: DoorkeeperHere
) -> Response:
    """Delete one's account, and with it, where that is ticked, an athlete's own data.

    Parameters
    ----------
    request, form, account, site, keeper
        Where from, what was ticked, whose account, the site asked, and who looks at passwords.
    """
    accounts = site.accounts
    seen = accounts.seen_by(account) or frozenset()
    try:
        keeper.admit(accounts, account.name, form.as_typed("present"), address_of(request))
        # the account goes last: whatever stops it, the same step can be repeated
        for athlete_id in seen if account.role is Role.ATHLETE and form.text("data") else ():
            remove_athlete(site, athlete_id)
            accounts.note(Deed.DELETED, actor_id=account.id, athlete_id=athlete_id)
        accounts.delete_account(account.id)
    except AqvisionError as error:
        return _page(site, account, error)
    accounts.note(Deed.ACCOUNT_DELETED, actor_id=account.id)
    return RedirectResponse("/sign-in", 303)


def _page(site: Site, account: Account, error: AqvisionError | None = None) -> Response:
    problem, hint = ("", "") if error is None else sentences_of(error)
    own = site.accounts.seen_by(account) if account.role is Role.ATHLETE else None
    names = site.accounts.names_of_athletes() if own else {}
    return render(
        "own_account.html",
        status=200 if error is None else 400,
        account=account,
        role=ROLE_WORDS[account.role],
        own={one: names[one] for one in sorted(own or ()) if one in names},
        n_browsers=site.accounts.n_sign_ins(account.id),
        n_letters=MIN_LENGTH,
        problem=problem,
        hint=hint,
    )
