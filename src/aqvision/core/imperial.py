"""Sentence with metric quantities -> the same in feet, inches, miles and pounds."""

from __future__ import annotations

import os
import re

from aqvision.core.numerals import LANGUAGE, localised
from aqvision.core.reader import units_of

IMPERIAL = units_of(os.environ) == "imperial"
"""Whether reports of this process show imperial units."""

FEET_PER_M = 1 / 0.3048
INCHES_PER_MM = 1 / 25.4
MPH_PER_MPS = 3600 / 1609.344
POUNDS_PER_KG = 1 / 0.45359237
"""By definition of the international yard and pound, 1959."""

_UNITS = {
    "m/s": ("mph", MPH_PER_MPS, 0),
    "m": ("ft", FEET_PER_M, 0),
    "cm": ("in", 10 * INCHES_PER_MM, 1),
    "mm": ("in", INCHES_PER_MM, 2),
    "kg": ("lb", POUNDS_PER_KG, 0),
}
"""Name, how many go into one, and how many digits more it takes to be as exact."""

_NUMBER = r"[\d.,]*\d"
_RANGE = rf"{_NUMBER} (?:to|bis) {_NUMBER}"
_QUANTITY = re.compile(
    rf"(?P<before>{_NUMBER}(?: (?:to|bis|and|und) {_NUMBER})?(?: \({_RANGE}\))?)"
    rf"(?P<gap>[ \u00a0])(?P<unit>{'|'.join(map(re.escape, _UNITS))})(?![\w/²])"
    rf"(?P<after> \({_RANGE}\))?"
)
_A_MPS = re.compile(r"\b(a|je|per|pro) m/s\b")


def in_imperial(text: str) -> str:
    """Bring the metric quantities of a sentence over.

    Parameters
    ----------
    text
        In the reader's language. What changes by so much a metre per second is told for as many
        miles an hour as that is.

    >>> in_imperial("Up to 8.1 m/s (8.0 to 8.3) it holds; 12 mm, by 3° a m/s")
    'Up to 18.1 mph (17.9 to 18.6) it holds; 0.47 in, by 3° for each 2.2 mph'
    """
    each = localised(f"{MPH_PER_MPS:.1f}")
    apart = {"a": "for each", "per": "per"}.get
    text = _A_MPS.sub(lambda found: f"{apart(found[1], found[1])} {each} mph", text)
    return _QUANTITY.sub(_brought_over, text)


def _brought_over(found: re.Match[str]) -> str:
    name, factor, more = _UNITS[found["unit"]]
    before, after = (
        re.sub(_NUMBER, lambda one: _number(one[0], factor, more), found[part] or "")
        for part in ("before", "after")
    )
    return f"{before}{found['gap']}{name}{after}"


def _number(text: str, factor: float, more: int) -> str:
    """Bring one number over, which is written as the reader's language does."""
    point = "." if LANGUAGE == "en" else ","
    whole, _point, part = text.partition(point)
    value = float(re.sub(r"\D", "", whole) + "." + (part or "0"))
    return localised(f"{value * factor:.{len(part) + more}f}")
