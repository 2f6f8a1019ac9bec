"""Password -> its hash by argon2id, and whether a password is that of a hash."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from aqvision.core.errors import AqvisionError
from aqvision.core.wording import _

MIN_LENGTH, MAX_LENGTH = 10, 200
# Each takes 64 MiB while it works: so many at once. Few wait for a turn, and not for long, so that
# whoever sends thousands keeps nobody else from the pages.
_AT_ONCE, _IN_LINE = 2, 6
_PATIENCE_S = 3.0
# What is tried first everywhere, of the lengths that are taken here.
_FIRST_GUESSES = frozenset({
    "0123456789", "0987654321", "1234567890", "12345678910", "123456789a", "1q2w3e4r5t",
    "administrator", "aqvision12", "aqvision123", "basketball", "iloveyou12", "letmein123",
    "password12", "password123", "password1234", "passwort123", "passwort1234", "qwertyuiop",
    "qwertzuiop", "welcome123", "willkommen",
})  # fmt: skip


class PasswordError(AqvisionError):
    """A password that cannot be taken, or too many that are looked at just now."""


class Passwords:
    """The library's argon2id, held to so many at once."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._line = threading.BoundedSemaphore(_IN_LINE)
        self._nobodys: str | None = None

    def hashed(self, password: str, name: str) -> str:
        """Give what is kept of a new password.

        Parameters
        ----------
        password, name
            What was chosen, and what the account is called.

        Returns
        -------
        str
            Hash with its salt and parameters.

        Raises
        ------
        PasswordError
            It is too short, too long or easily guessed; or too many ask at once.
        """
        refuse_weak(password, name)
        return self.hashed_anew(password)

    def hashed_anew(self, password: str) -> str:
        """Give what is kept of a password that was taken before.

        Parameters
        ----------
        password
            Known to be right.
        """
        with self._turn():
            return self._hasher.hash(_composed(password))

    def matches(self, password: str, kept: str | None) -> bool:
        """Tell whether a password is the right one, in the same time where there is none.

        Parameters
        ----------
        password, kept
            What was typed, and what is kept; None where nobody has that name.

        Raises
        ------
        PasswordError
            Too many ask at once.
        """
        typed = _composed(password)[: MAX_LENGTH + 1]
        with self._turn():
            if self._nobodys is None:
                self._nobodys = self._hasher.hash("nobody's password")
            try:
                return self._hasher.verify(kept or self._nobodys, typed) and kept is not None
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, kept: str) -> bool:
        """Tell whether a hash was made with other parameters than those of today.

        Parameters
        ----------
        kept
            What is kept of a password.
        """
        return self._hasher.check_needs_rehash(kept)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with _taken(self._line, 0.0), _taken(self._turns, _PATIENCE_S):
            yield


@contextmanager
def _taken(places: threading.Semaphore, patience_s: float) -> Iterator[None]:
    if not places.acquire(timeout=patience_s):
        raise PasswordError(_("too many sign in just now"), _("try again in a moment"))
    try:
        yield
    finally:
        places.release()


def refuse_weak(password: str, name: str) -> None:
    """Refuse a password that is soon guessed; which kinds of letters it has does not matter.

    Parameters
    ----------
    password, name
        What was chosen, and what the account is called.

    Raises
    ------
    PasswordError
        It is too short, too long, the name, or what everybody takes.
    """
    hint = _("take a few words that are nobody else's, for example four that do not fit together")
    if len(password) < MIN_LENGTH:
        raise PasswordError(_("the password has fewer than {n} letters").format(n=MIN_LENGTH), hint)
    if len(password) > MAX_LENGTH:
        raise PasswordError(
            _("the password has more than {n} letters").format(n=MAX_LENGTH), _("shorten it")
        )
    plain = _composed(password).casefold()
    owner = _composed(name).casefold()
    if len(set(plain)) < MIN_LENGTH // 2 or plain in _FIRST_GUESSES or plain == owner:
        raise PasswordError(_("that password is among the first to be guessed"), hint)


def _composed(text: str) -> str:
    """Give the same letters in one form, whatever keyboard they come from."""
    return unicodedata.normalize("NFC", text).encode("utf-8", "replace").decode()
