"""Names of people -> names of folders: plain letters, and never two alike."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable

from aqvision.core.letters import bare

_MAX_LETTERS = 60
_N_HASH = 8
# Windows keeps these for devices, whatever follows the point.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
)
# Letters that have no accent to take off.
_PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
    | {"\N{LATIN SMALL LETTER DOTLESS I}": "i"}
)


def slug(name: str) -> str:
    """Write a name in plain letters, digits and dashes.

    Parameters
    ----------
    name
        Any text.

    Returns
    -------
    str
        Never empty, and no name that a system reserves.

    Examples
    --------
    >>> slug("Zoë Ó Briain"), slug("../../etc/passwd"), slug("CON"), slug("🏃")
    ('zoe-o-briain', 'etc-passwd', 'athlete-con', 'athlete')
    """
    letters = bare(name.casefold().translate(_PLAIN))
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_MAX_LETTERS].strip("-")
    if not plain or plain in _DEVICES:
        return f"athlete-{plain}".strip("-")
    return plain


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Give each name a slug of its own; where two would share one, each gets letters of its hash.

    Parameters
    ----------
    names
        Any texts.

    Returns
    -------
    dict of str to str
        Slug of each name.

    Examples
    --------
    >>> slugs(["Anna", "Anna!"])["Anna!"].startswith("anna-")
    True
    """
    plain = {name: slug(name) for name in names}
    shared = Counter(plain.values())
    return {
        name: short if shared[short] == 1 else f"{short}-{_hashed(name)}"
        for name, short in plain.items()
    }


def _hashed(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_N_HASH]
