"""Nothing -> a token for a link or a cookie, and the hash of it that is kept."""

from __future__ import annotations

import hashlib
import secrets

_N_BYTES = 32


def new_token() -> str:
    """Make 32 random bytes, as letters that stand in an address."""
    return secrets.token_urlsafe(_N_BYTES)


def hashed(token: str) -> str:
    r"""Give what is kept of a token: whoever reads the database can open nothing with it.

    A token is random through and through, so nothing slow is needed, as it is for a password.

    Parameters
    ----------
    token
        Whatever a visitor shows.

    Returns
    -------
    str
        In hexadecimal digits.

    Examples
    --------
    >>> hashed("a")[:8], len(hashed("\ud800"))
    ('ca978112', 64)
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
