"""Strips of contacts -> a form to correct them, and that form -> contacts, or what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from aqvision.core.errors import AqvisionError
from aqvision.core.given_contacts import GivenContact, in_order
from aqvision.core.numerals import localised
from aqvision.core.skeleton import Side
from aqvision.core.wording import _
from aqvision.sandbox.strips import ContactEnd, ContactStrips
from aqvision.web.pages import Form, FormError

SIDES: dict[str, str] = {"left": _("left"), "right": _("right")}
"""Feet, in words."""
_FEET = {"left": _("Left foot"), "right": _("Right foot")}
_ENDS = {
    "touchdown": (_("Touchdown"), _("the first touch of the ground")),
    "toeoff": (_("Toe-off"), _("the last touch of the ground")),
}
_CONTACT = re.compile(r"touchdown-([0-9]{1,4})-(left|right)")


@dataclass(frozen=True, slots=True)
class FrameShown:
    """A frame of a strip: what the form sends for it, and what is said of it."""

    value: str
    off: str
    at: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EndShown:
    """A touchdown or toe-off as the page shows it.

    ``was`` is its time as it was measured, ``typed``
    what was written beside it.
    """

    name: str
    title: str
    meaning: str
    was: str
    at: str
    picture: str
    frames: tuple[FrameShown, ...]
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactShown:
    """A contact as the page shows it; ``gone`` where it was ticked as none."""

    key: str
    title: str
    ends: tuple[EndShown, ...]
    gone: bool


def show_contacts(strips: ContactStrips, form: Form | None = None) -> list[ContactShown]:
    """Put contacts into the words and fields of a page, with what was filled in.

    Parameters
    ----------
    strips, form
        The contacts, and the form that was refused, if one was.
    """
    form = form or Form({})
    shown = []
    for number, contact in enumerate(strips.contacts):
        key = f"{number}-{contact.side}"
        ends = {"touchdown": contact.touchdown, "toeoff": contact.toeoff}
        title = _("{n}. {foot}").format(n=number + 1, foot=_FEET[contact.side])
        shown.append(
            ContactShown(
                key=key,
                title=title,
                ends=tuple(_end(f"{name}-{key}", end, form) for name, end in ends.items()),
                gone=bool(form.text(f"gone-{key}")),
            )
        )
    return shown


def _end(name: str, end: ContactEnd, form: Form) -> EndShown:
    title, meaning = _ENDS[name.partition("-")[0]]
    values = [_value(end, number) for number in range(len(end.frames_s))]
    filled = form.text(name)
    chosen = values.index(filled) if filled in values else end.nearest
    return EndShown(
        name=name,
        title=title,
        meaning=meaning,
        was=_value(end, end.nearest),
        at=localised(f"{end.at_s:.3f}"),
        picture=end.picture,
        frames=tuple(
            FrameShown(
                value=value,
                off=f"{round(1000 * (time_s - end.at_s)):+d}".replace("-", "\N{MINUS SIGN}"),
                at=localised(f"{time_s:.3f}"),
                chosen=number == chosen,
            )
            for number, (value, time_s) in enumerate(zip(values, end.frames_s, strict=True))
        ),
        typed=form.text(f"{name}-typed"),
    )


def _value(end: ContactEnd, number: int) -> str:
    """Give the time that a frame stands for: the nearest one keeps that of the event itself."""
    return f"{end.at_s if number == end.nearest else end.frames_s[number]:.4f}"


def contacts_in(form: Form, strips: ContactStrips) -> tuple[GivenContact, ...]:
    """Read the contacts as they are corrected.

    Parameters
    ----------
    form, strips
        What was filled in, and what was shown.

    Returns
    -------
    tuple of GivenContact
        In order of time.

    Raises
    ------
    AqvisionError
        A contact cannot be, none is left, or nothing was changed.
    """
    contacts = in_order([*_kept(form), *_added(form)])
    for contact in contacts:
        _refuse_outside(contact, strips)
    if not contacts:
        raise FormError(
            _("no contact is left"), _("keep one at least, or go back to what was found")
        )
    if [_rounded(one) for one in contacts] == [_rounded(one) for one in _shown(strips)]:
        raise FormError(
            _("nothing was changed"),
            _("tap another frame, type a time, remove a contact or add one"),
        )
    return contacts


def _kept(form: Form) -> Iterator[GivenContact]:
    for name in form.values:
        found = _CONTACT.fullmatch(name)
        if found and not form.text(f"gone-{found[1]}-{found[2]}"):
            what = _("contact {n}, {side}").format(n=int(found[1]) + 1, side=SIDES[found[2]])
            yield _contact(form, name, name.replace("touchdown", "toeoff", 1), found[2], what)


def _added(form: Form) -> Iterator[GivenContact]:
    if form.text("add-touchdown") or form.text("add-toeoff"):
        side = form.text("add-side")
        yield _contact(form, "add-touchdown", "add-toeoff", side, _("the contact to add"))


def _contact(form: Form, first: str, last: str, side: str, what: str) -> GivenContact:
    try:
        touchdown_s, toeoff_s = _time(form, first, "touchdown"), _time(form, last, "toeoff")
        return GivenContact(side=cast(Side, side), touchdown_s=touchdown_s, toeoff_s=toeoff_s)
    except AqvisionError as error:
        problem = _("{what}: {problem}").format(what=what, problem=error)
        raise FormError(problem, error.hint) from error


def _time(form: Form, name: str, end: str) -> float:
    """Read a time; what was typed goes before the frame that was tapped."""
    what = _ENDS[end][0]
    typed = form.number(f"{name}-typed", what)
    time_s = form.number(name, what) if typed is None else typed
    if time_s is None:
        raise FormError(
            _("{what} has no time").format(what=what), _("give it in seconds, for example 0.412")
        )
    return time_s


def _refuse_outside(contact: GivenContact, strips: ContactStrips) -> None:
    if contact.touchdown_s < strips.first_s or contact.toeoff_s > strips.last_s:
        raise FormError(
            _("the contact from {start:.3f} to {stop:.3f} s is not within the clip").format(
                start=contact.touchdown_s, stop=contact.toeoff_s
            ),
            _("the athlete is seen from {start:.3f} to {stop:.3f} s; times are real time").format(
                start=strips.first_s, stop=strips.last_s
            ),
        )


def _shown(strips: ContactStrips) -> Iterator[GivenContact]:
    for one in strips.contacts:
        yield GivenContact(side=one.side, touchdown_s=one.touchdown.at_s, toeoff_s=one.toeoff.at_s)


def _rounded(contact: GivenContact) -> tuple[str, str, str]:
    return contact.side, f"{contact.touchdown_s:.4f}", f"{contact.toeoff_s:.4f}"
