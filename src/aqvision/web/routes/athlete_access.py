"""Requests about who reaches an athlete's data -> group, accounts, minors, consent."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import AqvisionError, LibraryError, NotThereError
from aqvision.core.wording import _
from aqvision.library.account_records import Group, Role
from aqvision.web.accounts.visitor import Visitor, VisitorHere
from aqvision.web.pages import Form, FormError, FormHere, Site, SiteHere, render, sentences_of
from aqvision.web.presenters import show_date
from aqvision.web.routes.links import link_page
from aqvision.web.routes.shares import share_rows

router = APIRouter()
_YEAR = re.compile(r"[0-9]{4}")


@router.get("/athletes/{athlete_id}/access")
def show_access(athlete_id: str, site: SiteHere, visitor: VisitorHere) -> Response:
    """Show who reaches an athlete's data, what was agreed to, and the way out.

    Parameters
    ----------
    athlete_id, site, visitor
        Id of the athlete, from the address, the site asked, and who asks.
    """
    return _page(site, visitor, athlete_id)


@router.post("/athletes/{athlete_id}/group")
def put_into_group(
    athlete_id: str, form: FormHere, site: SiteHere, visitor: VisitorHere
) -> Response:
    """Put an athlete into a group: a coach into one of the coach's own, an admin into any or none.

    Parameters
    ----------
    athlete_id, form, site, visitor
        Id of the athlete, from the address, what was chosen, the site asked, and who asks.
    """
    group_id = form.text("group") or None
    if group_id not in {None, *(group.id for group in _groups_for(site, visitor))}:
        raise NotThereError(_("there is no such group"), _("choose one of the list"))
    if group_id is None and not visitor.is_admin:
        raise LibraryError(_("only an admin takes athletes out of a group"), _("ask an admin"))
    site.accounts.put_into_group(athlete_id, group_id)
    return _back(athlete_id)


@router.post("/athletes/{athlete_id}/invite")
def invite_athlete(
    athlete_id: str, request: Request, site: SiteHere, visitor: VisitorHere
) -> Response:
    """Make an invitation that leads to an athlete's own data.

    Parameters
    ----------
    athlete_id, request, site, visitor
        Id of the athlete, from the address, how it was asked, the site, and who asks.
    """
    token = site.accounts.invite(Role.ATHLETE, athlete_id=athlete_id, made_by=visitor.account_id)
    name = site.library.athlete(athlete_id).name
    return link_page(
        request,
        f"/invitations/{token}",
        heading=_("An invitation for {name}").format(name=name),
        about=_(
            "Whoever opens it chooses a name and a password, and then sees the clips and reports "
            "of {name}. It works once, within 7 days."
        ).format(name=name),
        back=f"/athletes/{athlete_id}/access",
    )


@router.post("/athletes/{athlete_id}/new-password")
def offer_password(
    athlete_id: str, request: Request, form: FormHere, site: SiteHere, visitor: VisitorHere
) -> Response:
    """Make a link by which the account of an athlete gets a new password.

    Parameters
    ----------
    athlete_id, request, form, site, visitor
        Id of the athlete, from the address, how it was asked, with which account, the site, and
        who asks.
    """
    own = {account.id: account for account in site.accounts.accounts_of_athlete(athlete_id)}
    account = own.get(form.text("account"))
    seen = None if account is None else site.accounts.seen_by(account)
    # a coach takes over nothing by it that the coach does not see
    if account is None or seen is None or not all(map(visitor.may_see, seen)):
        raise NotThereError(_("there is no such account"), _("ask an admin"))
    token = site.accounts.offer_password(account.id, visitor.account_id)
    return password_link(request, token, account.name, f"/athletes/{athlete_id}/access")


def password_link(request: Request, token: str, name: str, back: str) -> Response:
    """Show a link by which an account gets a new password.

    Parameters
    ----------
    request, token, name, back
        How it was asked, the token, whose account it is, and where to go on.
    """
    return link_page(
        request,
        f"/invitations/{token}",
        heading=_("A new password for {name}").format(name=name),
        about=_("It works once, within 7 days. Until then the old password stays good."),
        back=back,
    )


@router.post("/invitations-open/{invitation_id}/end")
def end_invitation(invitation_id: str, site: SiteHere) -> Response:
    """Take an invitation back.

    Parameters
    ----------
    invitation_id, site
        Id of the invitation, from the address, and the site asked.
    """
    ended = site.accounts.take_back(invitation_id)
    return RedirectResponse("/accounts", 303) if not ended.athlete_id else _back(ended.athlete_id)


@router.post("/athletes/{athlete_id}/minor")
def mark_minor(athlete_id: str, form: FormHere, site: SiteHere, visitor: VisitorHere) -> Response:
    """Keep that an athlete is a minor, or is none.

    Parameters
    ----------
    athlete_id, form, site, visitor
        Id of the athlete, from the address, what was filled in, the site asked, and who asks.
    """
    year = form.text("birth_year")
    try:
        if year and not _YEAR.fullmatch(year):
            raise FormError(
                _("the year of birth is no year"), _("write four digits, for example 2011")
            )
        site.accounts.set_minor(
            athlete_id, minor=bool(form.text("minor")), birth_year=int(year) if year else None
        )
        _end_shares_without_consent(site, athlete_id)
    except AqvisionError as error:
        return _page(site, visitor, athlete_id, form, error)
    return _back(athlete_id)


@router.post("/athletes/{athlete_id}/consent")
def record_consent(
    athlete_id: str, form: FormHere, site: SiteHere, visitor: VisitorHere
) -> Response:
    """Keep who agreed to what for an athlete.

    Parameters
    ----------
    athlete_id, form, site, visitor
        Id of the athlete, from the address, what was filled in, the site asked, and who asks.
    """
    told = {name: form.text(name) for name in ("given_by", "relation", "purpose")}
    try:
        site.accounts.add_consent(athlete_id, **told, recorded_by=visitor.signs)
    except AqvisionError as error:
        return _page(site, visitor, athlete_id, form, error)
    return _back(athlete_id)


@router.post("/consents/{consent_id}/withdraw")
def withdraw_consent(consent_id: str, site: SiteHere, visitor: VisitorHere) -> Response:
    """Note that a consent stands no more; links to reports end with the last one of a minor.

    Parameters
    ----------
    consent_id, site, visitor
        Id of the consent, from the address, the site asked, and who asks.
    """
    athlete_id = site.accounts.withdraw_consent(consent_id, visitor.signs).athlete_id
    _end_shares_without_consent(site, athlete_id)
    return _back(athlete_id)


def _end_shares_without_consent(site: Site, athlete_id: str) -> None:
    """End the links by which others read reports of a minor for whom nobody agrees any more."""
    if site.accounts.guard_of(athlete_id).missing:
        site.accounts.end_shares_of_athlete(athlete_id)


def _back(athlete_id: str) -> Response:
    return RedirectResponse(f"/athletes/{athlete_id}/access", 303)


def _groups_for(site: Site, visitor: Visitor) -> list[Group]:
    groups = site.accounts.groups()
    return [one for one in groups if visitor.is_admin or one.id in visitor.group_ids]


def _page(
    site: Site,
    visitor: Visitor,
    athlete_id: str,
    form: Form | None = None,
    error: AqvisionError | None = None,
) -> Response:
    accounts, typed = site.accounts, form or Form({})
    guard = accounts.guard_of(athlete_id)
    year = "" if guard.birth_year is None else f"{guard.birth_year}"
    if error is not None and "birth_year" in typed.values:
        year = typed.text("birth_year")
    problem, hint = ("", "") if error is None else sentences_of(error)
    return render(
        "athlete_access.html",
        status=200 if error is None else 400,
        athlete=site.library.athlete(athlete_id),
        group=accounts.group_of(athlete_id),
        groups=_groups_for(site, visitor),
        accounts=accounts.accounts_of_athlete(athlete_id),
        invitations=accounts.invitations_of_athlete(athlete_id),
        guard=guard,
        birth_year=year,
        typed={name: typed.text(name) for name in ("given_by", "relation", "purpose")},
        purpose=_("Filming sprints, measuring the clips and keeping both for the training"),
        shares=share_rows(site, athlete_id),
        day=lambda moment: show_date(moment.date()),
        problem=problem,
        hint=hint,
    )
