"""Text with places and their values -> sentence, with the numbers and units of its reader."""

from __future__ import annotations

import string
from collections.abc import Mapping
from numbers import Real
from typing import Any, TypeVar

from aqvision.core.imperial import IMPERIAL, in_imperial
from aqvision.core.numerals import LANGUAGE, localised

ADAPTED = IMPERIAL or LANGUAGE != "en"
"""Whether sentences need anything that ``str.format`` does not do."""


class _Formatter(string.Formatter):
    """Format as ``str.format`` does, with the reader's numbers."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one value; a whole number without a format, as a count, stays as it is."""
        text: str = format(value, format_spec)
        is_number = isinstance(value, Real) and not isinstance(value, bool)
        return (
            localised(text) if is_number and (format_spec or not isinstance(value, int)) else text
        )


_FORMATTER = _Formatter()


def fill(text: str, values: Mapping[str, Any]) -> str:
    """Put values into the places of a text.

    Parameters
    ----------
    text
        With names in braces.
    values
        By name.

    >>> fill("{s:.1f} s of {n}", {"s": 2.25, "n": 3})
    '2.2 s of 3'
    """
    filled = _FORMATTER.vformat(text, (), values)
    return in_imperial(filled) if IMPERIAL else filled


class Text(str):
    """A text in the reader's language, filled with the reader's numbers and units.

    ``english`` is the same as it stands in the code, which is what results and errors keep.
    """

    english: str

    def __new__(cls, told: str, english: str) -> Text:
        """Give a text both ways.

        Parameters
        ----------
        told, english
            In the reader's language, and as it stands in the code.
        """
        text = super().__new__(cls, told)
        text.english = english
        return text

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        """Keep both when a text is copied or crosses to another process."""
        return Text, (str(self), self.english)

    def format(self, *_args: object, **values: object) -> str:
        """Put values into the places, which all have names.

        Parameters
        ----------
        **values
            By name.
        """
        plain = {name: english(value) for name, value in values.items()}
        return Text(fill(self, values), self.english.format(**plain))


T = TypeVar("T")


def english(value: T) -> T | str:
    """Give a text as it stands in the code, and anything else as it is.

    Parameters
    ----------
    value
        What :func:`aqvision.core.wording._` gave, filled or not.
    """
    return value.english if isinstance(value, Text) else value
