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
