"""Name and password -> an account, or nobody: throttled, in a time that tells nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from fastapi import Request

from aqvision.core.errors import AqvisionError
from aqvision.core.wording import _
from aqvision.library.account_records import Account, Deed
from aqvision.library.accounts import Accounts
from aqvision.web.accounts.passwords import Passwords
from aqvision.web.accounts.throttle import MAX_KEYS, SignInThrottle

_LONGEST_NAME = 200


class SignInError(AqvisionError):
    """Name and password do not fit, or are not looked at; which of the two is wrong is not said."""


class TooManyTriesError(SignInError):
    """So many tries were wrong that this one is not looked at."""


@dataclass(frozen=True, slots=True)
class Doorkeeper:
    """What looks at passwords, and counts how often it is asked to."""

    passwords: Passwords = field(default_factory=Passwords)
    throttle: SignInThrottle = field(default_factory=SignInThrottle)

    def admit(self, accounts: Accounts, name: str, password: str, address: str) -> Account:
        """Give the account that a name and a password open.

        Parameters
        ----------
        accounts
            All there are.
        name, password
            As they were typed.
        address
            Of the machine that asks.

        Raises
        ------
        SignInError, PasswordError
            They do not fit, were tried too often, or too many ask at once.
        """
        name = name[:_LONGEST_NAME]
        if not self.throttle.knows_homes:
            self.throttle.remember(accounts.signed_in_from(MAX_KEYS))
        if not self.throttle.admits(name, address):
            raise TooManyTriesError(
                _("there were too many tries"), _("wait for a quarter of an hour, then try again")
            )
        account, kept = accounts.password_of(name) or (None, None)
        if not self.passwords.matches(password, kept) or account is None or kept is None:
            actor_id = None if account is None else account.id
            accounts.note(Deed.NOT_SIGNED_IN, actor_id=actor_id, about=address)
            raise SignInError(
                _("name and password do not fit"), _("look at both; small letters count")
            )
        self.throttle.forgive(name, address)
        if self.passwords.is_outdated(kept):
            accounts.rehash(account.id, self.passwords.hashed_anew(password))
        return account


def doorkeeper_of(request: Request) -> Doorkeeper:
    """Give the one doorkeeper of the running program.

    Parameters
    ----------
    request
        Any.
    """
    keeper: Doorkeeper = request.app.state.doorkeeper
    return keeper


def address_of(request: Request) -> str:
    """Give the address of the machine that asks, behind a proxy the one that it tells.

    Parameters
    ----------
    request
        Any.
    """
    return request.client.host if request.client else "unknown"
