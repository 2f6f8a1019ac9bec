"""Text -> small letters without accents, in which two ways of writing one word are alike."""

from __future__ import annotations

import unicodedata


def bare(text: str) -> str:
    """Give a text in small letters without accents.

    Parameters
    ----------
    text
        Any text, its accents composed or not.

    Returns
    -------
    str
        The same words, decomposed by NFKD.

    Examples
    --------
    >>> bare("Après"), bare("MÜLLER")
    ('apres', 'muller')
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
