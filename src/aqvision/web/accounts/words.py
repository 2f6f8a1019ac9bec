"""Roles and deeds -> what people call them."""

from __future__ import annotations

from aqvision.core.wording import _
from aqvision.library.account_records import Deed, Role

ROLE_WORDS = {
    Role.ADMIN: _("Admin: sees and does everything"),
    Role.COACH: _("Coach: the athletes of some groups"),
    Role.ATHLETE: _("Athlete: what is their own"),
}
"""What each role is, in a line."""
DEED_WORDS = {
    Deed.SIGNED_IN: _("Signed in"),
    Deed.NOT_SIGNED_IN: _("Sign-in refused"),
    Deed.SIGNED_OUT: _("Signed out"),
    Deed.INVITED: _("Invitation made"),
    Deed.JOINED: _("Invitation used"),
    Deed.NEW_PASSWORD: _("Password changed"),
    Deed.RIGHTS: _("Rights changed"),
    Deed.ACCOUNT_DELETED: _("Account deleted"),
    Deed.UPLOADED: _("Clip sent"),
    Deed.CHANGED: _("Changed"),
    Deed.DELETED: _("Deleted"),
    Deed.EXPORTED: _("Data taken out"),
    Deed.SHARED: _("Link made"),
    Deed.UNSHARED: _("Link ended"),
    Deed.CONSENT: _("Consent recorded"),
    Deed.WITHDRAWN: _("Consent withdrawn"),
    Deed.KEY_MADE: _("Key for a program made"),
    Deed.KEY_ENDED: _("Key for a program ended"),
}
"""What was done, as the trail tells it."""

ABOUT_WORDS = {
    "": "",
    "add": _("a group: somebody added"),
    "again": _("a job tried again"),
    "blocks": _("training noted"),
    "cancel": _("a job stopped"),
    "compare": _("a comparison asked for"),
    "delete": _("something deleted"),
    "discard": _("an unfinished upload removed"),
    "edit": _("what is known"),
    "end": _("something ended"),
    "events": _("contacts corrected"),
    "events/found": _("back to the contacts that were found"),
    "ladder": _("a ladder asked for"),
    "leave-out": _("a clip left out or taken in again"),
    "measure": _("measuring asked for"),
    "measure-again": _("measuring again asked for"),
    "mine": _("an athlete taken into an own account"),
    "minor": _("whether of age"),
    "move": _("a session moved to another athlete"),
    "new-password": _("a link for a new password"),
    "notes": _("notes"),
    "part": _("the part of the film"),
    "play/again": _("a film made again"),
    "rights": _("rights"),
    "season": _("a season asked for"),
}
"""What was changed, by the end of the address that was asked; the trail keeps these ends."""
