"""Metres <-> fields of a form: in metres, or in feet and inches where the reader uses these."""

from __future__ import annotations

from dataclasses import dataclass

from aqvision.core.imperial import FEET_PER_M, IMPERIAL
from aqvision.core.numerals import localised
from aqvision.web.pages import Form

_INCHES_PER_FOOT = 12


@dataclass(frozen=True, slots=True)
class LengthShown:
    """A length as its fields show it: name, value and unit of each, one field or two."""

    fields: tuple[tuple[str, str, str], ...]


def show_length(name: str, metres: float | None, *, imperial: bool = IMPERIAL) -> LengthShown:
    """Write a length into its fields.

    Parameters
    ----------
    name
        Of the field in metres; those of feet and inches are called after it.
    metres
        The length; empty fields where it is not known.
    imperial
        Whether the reader uses feet and inches.

    Examples
    --------
    >>> show_length("distance", 10.0).fields
    (('distance', '10', 'm'),)
    >>> show_length("distance", 10.0, imperial=True).fields
    (('distance-ft', '32', 'ft'), ('distance-in', '9.7', 'in'))
    """
    if not imperial:
        return LengthShown(((name, "" if metres is None else localised(f"{metres:.6g}"), "m"),))
    feet, inches = ("", "") if metres is None else _feet_and_inches(metres)
    return LengthShown(((f"{name}-ft", feet, "ft"), (f"{name}-in", inches, "in")))


def _feet_and_inches(metres: float) -> tuple[str, str]:
    tenths = round(abs(metres) * FEET_PER_M * _INCHES_PER_FOOT * 10)
    feet, rest = divmod(tenths, 10 * _INCHES_PER_FOOT)
    sign = "-" if metres < 0 else ""
    return f"{sign}{feet}", localised(f"{rest / 10:g}")


def typed_length(name: str, form: Form, *, imperial: bool = IMPERIAL) -> LengthShown:
    """Show what was typed, as it was.

    Parameters
    ----------
    name, form, imperial
        As for :func:`show_length`, and what was filled in.
    """
    shown = show_length(name, None, imperial=imperial)
    return LengthShown(tuple((one, form.text(one), unit) for one, _value, unit in shown.fields))


def read_length(name: str, form: Form, what: str, *, imperial: bool = IMPERIAL) -> float | None:
    """Read a length in metres; None where its fields were left empty.

    Parameters
    ----------
    name, form, imperial
        As for :func:`typed_length`.
    what
        What it asks for, for the message.

    Raises
    ------
    FormError
        It is no number.
    """
    if not imperial:
        return form.number(name, what)
    feet, inches = (form.number(f"{name}-{unit}", what) for unit in ("ft", "in"))
    if feet is None and inches is None:
        return None
    sign = -1.0 if form.text(f"{name}-ft").startswith("-") else 1.0
    whole = abs(feet or 0.0) + (inches or 0.0) / _INCHES_PER_FOOT
    return sign * whole / FEET_PER_M
