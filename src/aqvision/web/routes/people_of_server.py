"""Requests of admins -> accounts, groups, invitations and the trail of a server."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from aqvision.core.errors import AqvisionError, LibraryError
from aqvision.core.wording import _
from aqvision.library.account_records import Account, Deed, Invitation, Role, TrailLine
from aqvision.library.repositories.trail import KEPT_FOR
from aqvision.web.accounts.visitor import VisitorHere
from aqvision.web.accounts.words import ABOUT_WORDS, DEED_WORDS, ROLE_WORDS
from aqvision.web.pages import Form, FormError, FormHere, Site, SiteHere, render, sentences_of
from aqvision.web.presenters import show_date
from aqvision.web.routes.athlete_access import password_link
from aqvision.web.routes.links import link_page

router = APIRouter()
_N_LINES = 100
# An athlete's invitation is made on the athlete's page: it leads to a row.
_INVITED = (Role.COACH, Role.ADMIN)


@router.get("/accounts")
def show_people(site: SiteHere) -> Response:
    """Show who has an account, the groups, and who is invited.

    Parameters
    ----------
    site
        The site asked.
    """
    return _page(site)


@router.post("/accounts/invite")
def invite(request: Request, form: FormHere, site: SiteHere, visitor: VisitorHere) -> Response:
    """Make an invitation of a coach or an admin.

    Parameters
    ----------
    request, form, site, visitor
        How it was asked, what was chosen, the site, and who asks.
    """
    try:
        role = _role(form)
        group_id = form.text("group") or None
        if group_id is not None:
            site.accounts.group(group_id)
        elif role is Role.COACH:
            raise FormError(_("a coach needs a group"), _("add one first, then choose it"))
    except AqvisionError as error:
        return _page(site, error)
    token = site.accounts.invite(
        role, group_id=group_id if role is Role.COACH else None, made_by=visitor.account_id
    )
    site.accounts.note(Deed.INVITED, actor_id=visitor.account_id, about=role.value)
    return link_page(
        request,
        f"/invitations/{token}",
        heading=_("An invitation"),
        about=_(
            "Whoever opens it chooses a name and a password. It works once, within 7 days. {role}."
        ).format(role=ROLE_WORDS[role]),
        back="/accounts",
    )


@router.post("/accounts/{account_id}/rights")
def set_rights(account_id: str, form: FormHere, site: SiteHere, visitor: VisitorHere) -> Response:
    """Set what an account is, and the groups of a coach.

    Parameters
    ----------
    account_id, form, site, visitor
        Id of the account, from the address, what was chosen, the site asked, and who asks.
    """
    accounts = site.accounts
    groups, account = tuple(form.all("group")), accounts.account(account_id)
    try:
        if not set(groups) <= {group.id for group in accounts.groups()}:
            raise LibraryError(_("there is no such group"), _("choose one of the list"))
        role = _role(form, of=account)
        accounts.set_rights(account_id, role, groups)
    except AqvisionError as error:
        return _page(site, error)
    accounts.note(Deed.RIGHTS, actor_id=visitor.account_id, about=f"{account_id} {role.value}")
    return RedirectResponse("/accounts", 303)


@router.post("/accounts/{account_id}/new-password")
def offer_password(
    account_id: str, request: Request, site: SiteHere, visitor: VisitorHere
) -> Response:
    """Make a link by which an account gets a new password.

    Parameters
    ----------
    account_id, request, site, visitor
        Id of the account, from the address, how it was asked, the site, and who asks.
    """
    account = site.accounts.account(account_id)
    token = site.accounts.offer_password(account_id, visitor.account_id)
    site.accounts.note(Deed.INVITED, actor_id=visitor.account_id, about=account_id)
    return password_link(request, token, account.name, "/accounts")


@router.get("/accounts/{account_id}/delete")
def confirm_account(account_id: str, site: SiteHere) -> Response:
    """Ask before an account is deleted.

    Parameters
    ----------
    account_id, site
        Id of the account, from the address, and the site asked.
    """
    name = site.accounts.account(account_id).name
    return render(
        "confirm.html",
        question=_("Delete the account {name}?").format(name=name),
        what=_("{name} can no longer sign in. Athletes and clips stay.").format(name=name),
        action=f"/accounts/{account_id}/delete",
        back="/accounts",
    )


@router.post("/accounts/{account_id}/delete")
def delete_account(account_id: str, site: SiteHere, visitor: VisitorHere) -> Response:
    """Delete an account; athletes and clips stay.

    Parameters
    ----------
    account_id, site, visitor
        Id of the account, from the address, the site asked, and who asks.
    """
    site.accounts.account(account_id)  # else refused: there is none
    try:
        site.accounts.delete_account(account_id)
    except LibraryError as error:
        return _page(site, error)
    site.accounts.note(Deed.ACCOUNT_DELETED, actor_id=visitor.account_id, about=account_id)
    return RedirectResponse("/accounts", 303)


@router.post("/groups")
def add_group(form: FormHere, site: SiteHere) -> Response:
    """Add a group.

    Parameters
    ----------
    form, site
        What was filled in, and the site asked.
    """
    try:
        site.accounts.add_group(form.text("name"))
    except AqvisionError as error:
        return _page(site, error)
    return RedirectResponse("/accounts", 303)


@router.post("/groups/{group_id}/add")
def add_to_group(group_id: str, form: FormHere, site: SiteHere, visitor: VisitorHere) -> Response:
    """Put athletes who are in no group into one.

    Parameters
    ----------
    group_id, form, site, visitor
        Id of the group, from the address, who was ticked, the site asked, and who asks.
    """
    site.accounts.group(group_id)  # else refused: there is none
    for athlete_id in dict.fromkeys(form.all("athlete")):
        site.accounts.put_into_group(athlete_id, group_id)
        site.accounts.note(Deed.RIGHTS, actor_id=visitor.account_id, athlete_id=athlete_id)
    return RedirectResponse("/accounts", 303)


@router.post("/groups/{group_id}/delete")
def delete_group(group_id: str, site: SiteHere, visitor: VisitorHere) -> Response:
    """Delete a group; its athletes stay and are in none.

    Parameters
    ----------
    group_id, site, visitor
        Id of the group, from the address, the site asked, and who asks.
    """
    site.accounts.delete_group(group_id)
    site.accounts.note(Deed.RIGHTS, actor_id=visitor.account_id, about=group_id)
    return RedirectResponse("/accounts", 303)


@router.get("/accounts/trail")
def show_trail(site: SiteHere, before: str = "") -> Response:
    """Show who did what to whose data, the latest first.

    Parameters
    ----------
    site, before
        The site asked, and the moment from which to go back.
    """
    lines = site.accounts.trail(_N_LINES, _moment(before))
    people = {account.id: account.name for account in site.accounts.accounts()}
    names = site.accounts.names_of_athletes()
    return render(
        "trail.html",
        lines=[
            {
                "at": line.at,
                "deed": DEED_WORDS[line.deed],
                "by": people.get(line.actor_id or "", _("gone") if line.actor_id else ""),
                "whose": names.get(line.athlete_id or "", _("gone") if line.athlete_id else ""),
                "about": _about(line, people),
            }
            for line in lines
        ],
        earlier=lines[-1].at.isoformat() if len(lines) == _N_LINES else None,
        n_days=KEPT_FOR.days,
    )


def _about(line: TrailLine, people: dict[str, str]) -> str:
    """Say in the reader's language what else is known of a line."""
    if line.deed is Deed.SIGNED_IN:
        return ""  # where from, for the program alone
    if line.deed is Deed.CHANGED:
        return ABOUT_WORDS.get(line.about, line.about)
    return people.get(line.about, line.about)


def _moment(text: str) -> dt.datetime | None:
    """Read a moment; what is none goes back to the present."""
    try:
        moment = dt.datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (ValueError, OverflowError):  # a zone may lead beyond the first day or the last
        return None


def _role(form: Form, of: Account | None = None) -> Role:
    """Read what somebody is to be; an athlete's account stays one, as it leads to a row."""
    text = form.text("role")
    allowed = [of.role] if of is not None and of.role is Role.ATHLETE else list(_INVITED)
    if text not in allowed:
        raise FormError(_("nobody can be that here"), _("choose one of the list"))
    return Role(text)


def _page(site: Site, error: AqvisionError | None = None) -> Response:
    accounts, names = site.accounts, site.accounts.names_of_athletes()
    problem, hint = ("", "") if error is None else sentences_of(error)
    members, by_name = accounts.members(), sorted(names.items(), key=lambda pair: pair[1])
    everybody = accounts.accounts()
    coached = {one.id: accounts.groups_coached_by(one.id) for one in everybody}
    return render(
        "people_of_server.html",
        status=200 if error is None else 400,
        accounts=everybody,
        roles={role.value: words for role, words in ROLE_WORDS.items()},
        invited=[role.value for role in _INVITED],
        coached=coached,
        whose={one.id: _whose(site, one, coached[one.id], names) for one in everybody},
        groups=accounts.groups(),
        n_members=Counter(members.values()),
        groupless={one: name for one, name in by_name if one not in members},
        invitations=[(one, _words(one, names)) for one in accounts.invitations()],
        problem=problem,
        hint=hint,
    )


def _whose(site: Site, account: Account, group_ids: tuple[str, ...], names: dict[str, str]) -> str:
    """Name the groups of a coach, or the athletes that an account is of."""
    if account.role is Role.ADMIN:
        return ""
    if account.role is Role.COACH:
        return ", ".join(group.name for group in site.accounts.groups() if group.id in group_ids)
    seen = site.accounts.seen_by(account) or ()
    return ", ".join(sorted(names[one] for one in seen if one in names))


def _words(invitation: Invitation, names: dict[str, str]) -> str:
    """Say what an invitation is for, and how long it is good."""
    day = show_date(invitation.expires.date())
    if invitation.account_id is not None:
        return _("A new password, until {day}").format(day=day)
    if invitation.athlete_id is not None:
        name = names.get(invitation.athlete_id, "")
        return _("Athlete {name}, until {day}").format(name=name, day=day)
    return _("{role}, until {day}").format(role=ROLE_WORDS[invitation.role], day=day)
