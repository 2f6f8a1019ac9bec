"""Numbers as Python writes them -> as the reader's language does."""

from __future__ import annotations

import os

from aqvision.core.reader import language_of

LANGUAGE = language_of(os.environ)
"""The language of this process."""

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_EXCHANGED = str.maketrans(",.", ".,")


def localised(number: str, language: str = LANGUAGE) -> str:
    """Write a number as a language does.

    Parameters
    ----------
    number
        As Python formats it: a point before decimals, commas between thousands, perhaps a per
        cent sign.
    language
        That of the reader.

    >>> localised("1,234.5", "de"), localised("7%", "de") == "7\N{NO-BREAK SPACE}%"
    ('1.234,5', True)
    """
    if language == "en":
        return number
    return number.translate(_EXCHANGED).replace("%", f"{_NO_BREAK_SPACE}%")
