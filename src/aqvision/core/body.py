"""Standing height and body mass as people write them -> m and kg; what nobody has is refused."""

from __future__ import annotations

import re

from aqvision.core.errors import CalibrationError
from aqvision.core.imperial import FEET_PER_M, POUNDS_PER_KG
from aqvision.core.letters import bare
from aqvision.core.wording import _

HEIGHT_RANGE_M = (0.8, 2.5)
MASS_RANGE_KG = (10.0, 300.0)
_CM_PER_M = 100.0
_INCHES_PER_FOOT = 12
_M_PER_INCH = 1 / (_INCHES_PER_FOOT * FEET_PER_M)
# To a tenth of a millimetre and of a gram: what is written in feet is no rounder.
_DIGITS = 4
_MAX_SHOWN = 60
_NUMBER = r"(\d{1,3}(?:[.,]\d+)?)"
_METRES = re.compile(rf"{_NUMBER} ?(?:m|met(?:er|re)s?|metros?)")
_METRES_CM = re.compile(r"(\d) ?m ?(\d\d)(?: ?cm)?")
_CENTIMETRES = re.compile(rf"{_NUMBER} ?(?:cm|centimet(?:er|re)s?|zentimeter|centimetros?)")
_INCHES = re.compile(rf"{_NUMBER} ?(?:in|inch|inches|\"|zoll)")
_FEET = re.compile(
    rf"(\d) ?(?:ft|foot|feet|')\.?(?: ?{_NUMBER} ?(?:in|inch|inches|\"|'')?)?|(\d)-(\d{{1,2}})"
)
_KILOGRAMS = re.compile(rf"{_NUMBER} ?(?:kg|kgs|kilos?|kilograms?|kilogramm)")
_POUNDS = re.compile(rf"{_NUMBER} ?(?:lbs?|pounds?|#)")
_BARE = re.compile(_NUMBER)


def refuse_height(height_m: float | None) -> None:
    """Refuse a standing height that nobody has.

    Parameters
    ----------
    height_m
        Standing height in m; None is not refused.

    Raises
    ------
    CalibrationError
        It is out of range.
    """
    low, high = HEIGHT_RANGE_M
    if height_m is not None and not low <= height_m <= high:
        raise CalibrationError(
            _("a height of {height_m:g} m cannot be right").format(height_m=height_m),
            _("give the standing height in metres, {low} to {high}").format(low=low, high=high),
        )


def refuse_mass(mass_kg: float | None) -> None:
    """Refuse a body mass that nobody has.

    Parameters
    ----------
    mass_kg
        Body mass in kg; None is not refused.

    Raises
    ------
    CalibrationError
        It is out of range.
    """
    low, high = MASS_RANGE_KG
    if mass_kg is not None and not low <= mass_kg <= high:
        raise CalibrationError(
            _("a body mass of {mass_kg:g} kg cannot be right").format(mass_kg=mass_kg),
            _("give the body mass in kilograms, {low:g} to {high:g}").format(low=low, high=high),
        )


def parse_height(text: str) -> float:
    r"""Read a standing height: in m or cm, with the unit or without, or in feet and inches.

    Parameters
    ----------
    text
        A number that stands alone is in m or cm, whichever a person can be tall.

    Returns
    -------
    float
        In m.

    Raises
    ------
    CalibrationError
        It is no height, or nobody's.

    Examples
    --------
    >>> [parse_height(text) for text in ("178", "1,78 m", "1m78", "5'10\"", "5 ft 10", "70 in")]
    [1.78, 1.78, 1.78, 1.778, 1.778, 1.778]
    """
    height_m = _height_m(_plain(text))
    if height_m is None:
        raise CalibrationError(
            _("{text} is no height").format(text=_quoted(text)),
            _("write it in metres or centimetres, or as 5 ft 10"),
        )
    refuse_height(height_m)
    return round(height_m, _DIGITS)


def _height_m(text: str) -> float | None:
    low, high = HEIGHT_RANGE_M
    for form, metres in ((_METRES, 1.0), (_CENTIMETRES, 1 / _CM_PER_M), (_INCHES, _M_PER_INCH)):
        if found := form.fullmatch(text):
            return _float(found[1]) * metres
    if found := _METRES_CM.fullmatch(text):
        return int(found[1]) + int(found[2]) / _CM_PER_M
    if found := _FEET.fullmatch(text):
        feet, inches = int(found[1] or found[3]), _float(found[2] or found[4] or "0")
        is_whole = inches < _INCHES_PER_FOOT
        return (feet * _INCHES_PER_FOOT + inches) * _M_PER_INCH if is_whole else None
    if found := _BARE.fullmatch(text):
        number = _float(found[1])
        return number / _CM_PER_M if low <= number / _CM_PER_M <= high else number
    return None


def parse_mass(text: str) -> float:
    """Read a body mass in kg, or in pounds where they are named.

    Parameters
    ----------
    text
        A number that stands alone is in kg.

    Returns
    -------
    float
        In kg.

    Raises
    ------
    CalibrationError
        It is no mass, or nobody's.

    Examples
    --------
    >>> [parse_mass(text) for text in ("70,5", "70.5 kg", "155 lb")]
    [70.5, 70.5, 70.3068]
    """
    mass_kg = _mass_kg(_plain(text))
    if mass_kg is None:
        raise CalibrationError(
            _("{text} is no body mass").format(text=_quoted(text)),
            _("write it in kilograms, or as 155 lb"),
        )
    refuse_mass(mass_kg)
    return round(mass_kg, _DIGITS)


def _mass_kg(text: str) -> float | None:
    if found := _KILOGRAMS.fullmatch(text) or _BARE.fullmatch(text):
        return _float(found[1])
    found = _POUNDS.fullmatch(text)
    return None if found is None else _float(found[1]) / POUNDS_PER_KG


def _plain(text: str) -> str:
    """Write quotation marks and gaps in one way, in small letters without accents."""
    quoted = re.sub("[\u2018\u2019\u2032\u00b4`]", "'", bare(text))
    quoted = re.sub("[\u201c\u201d\u2033]|''", '"', quoted)
    return " ".join(quoted.split())


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _quoted(text: str) -> str:
    """Quote what somebody wrote, short and without what steers a terminal."""
    seen = "".join(char if char.isprintable() else "?" for char in text)
    return f"'{seen[:_MAX_SHOWN]}{'…' if len(seen) > _MAX_SHOWN else ''}'"
