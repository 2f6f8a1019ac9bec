"""Heights, weights and speeds as people type them -> SI units, and back into the reader's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aqvision.core.body import parse_height, parse_mass
from aqvision.core.clip import BELT_RANGE_MPS
from aqvision.core.imperial import FEET_PER_M, IMPERIAL, MPH_PER_MPS, POUNDS_PER_KG
from aqvision.core.numerals import LANGUAGE, localised
from aqvision.core.wording import _
from aqvision.web.pages import Form, FormError

if TYPE_CHECKING:
    from aqvision.core.splits import Splits

SPEED_UNITS = {"km/h": 3.6, "m/s": 1.0, "mph": MPH_PER_MPS}
"""How many of each go into one metre per second."""
USUAL_SPEED_UNIT = "mph" if IMPERIAL else "km/h"
"""In which a belt is asked for, as its display shows it."""
HEIGHT_UNIT, MASS_UNIT = ("ft in", "lb") if IMPERIAL else ("cm", "kg")
"""What stands beside the fields."""
_CM_PER_M = 100
_INCHES_PER_FOOT = 12


def typed_height_m(form: Form, field: str) -> float | None:
    """Read a standing height in cm, m or feet and inches; None where the field was left empty.

    Parameters
    ----------
    form, field
        What was filled in, and the name of the field.

    Raises
    ------
    CalibrationError
        It is no height, or nobody's.
    """
    text = form.text(field)
    return parse_height(text) if text else None


def typed_mass_kg(form: Form, field: str) -> float | None:
    """Read a weight in kg or pounds; None where the field was left empty.

    Parameters
    ----------
    form, field
        What was filled in, and the name of the field.

    Raises
    ------
    CalibrationError
        It is no weight, or nobody's.
    """
    text = form.text(field)
    if text and IMPERIAL and text.replace(",", ".").replace(".", "", 1).isdecimal():
        text = f"{text} lb"
    return parse_mass(text) if text else None


def show_height(height_m: float | None, *, imperial: bool = IMPERIAL) -> str:
    """Write a height as its field takes it; empty where it is not known.

    Parameters
    ----------
    height_m
        In m.
    imperial
        Whether in feet and inches.

    Examples
    --------
    >>> show_height(1.785, imperial=False), show_height(1.778, imperial=True)
    ('178.5', '5 ft 10')
    """
    if height_m is None:
        return ""
    if not imperial:
        return localised(f"{_CM_PER_M * height_m:g}")
    feet, inches = divmod(round(height_m * FEET_PER_M * _INCHES_PER_FOOT, 2), _INCHES_PER_FOOT)
    return localised(f"{feet:.0f} ft {inches:g}")


def show_mass(mass_kg: float | None, *, imperial: bool = IMPERIAL) -> str:
    """Write a weight as its field takes it; empty where it is not known.

    Parameters
    ----------
    mass_kg
        In kg.
    imperial
        Whether in pounds.

    Examples
    --------
    >>> show_mass(70.5, imperial=False), show_mass(70.3068, imperial=True)
    ('70.5', '155')
    """
    if mass_kg is None:
        return ""
    return localised(f"{mass_kg * POUNDS_PER_KG:.4g}" if imperial else f"{mass_kg:g}")


def typed_belt_mps(form: Form, run_id: str) -> float | None:
    """Read the speed of a treadmill in the unit that was chosen beside it.

    Parameters
    ----------
    form, run_id
        What was filled in, and id of the clip.

    Returns
    -------
    float or None
        In m/s; None where the field was left empty.

    Raises
    ------
    FormError
        It is no speed that a treadmill has, told in the same unit.
    """
    unit = form.text(f"belt-unit-{run_id}") or USUAL_SPEED_UNIT
    if unit not in SPEED_UNITS:
        raise FormError(_("there is no such unit"), _("choose one of the list"))
    speed = form.number(f"belt-{run_id}", _("the speed of the treadmill"))
    low, high = (limit * SPEED_UNITS[unit] for limit in BELT_RANGE_MPS)
    if speed is not None and not low <= speed <= high:
        raise FormError(
            _("a belt speed of {speed:g} {unit} cannot be right").format(speed=speed, unit=unit),
            _("give the treadmill's speed in {unit}, {low:.3g} to {high:.3g}").format(
                unit=unit, low=low, high=high
            ),
        )
    return None if speed is None else speed / SPEED_UNITS[unit]


def show_belt(belt_mps: float | None) -> str:
    """Write the speed of a treadmill as its field takes it; empty where it is not known.

    Parameters
    ----------
    belt_mps
        In m/s.

    Examples
    --------
    >>> show_belt(5.0)
    '18'
    """
    if belt_mps is None:
        return ""
    return localised(f"{SPEED_UNITS[USUAL_SPEED_UNIT] * belt_mps:.4g}")


def show_splits(splits: Splits | None, language: str = LANGUAGE) -> str:
    """Write split times as their field takes them; empty where they are not known.

    Parameters
    ----------
    splits, language
        What is known, and the language of the reader.

    Examples
    --------
    >>> from aqvision.core.splits import parse_splits
    >>> show_splits(parse_splits("5:1.21, 10:1.99, 20:3.38, 30:4.71"), "de")
    '5:1,21; 10:1,99; 20:3,38; 30:4,71'
    """
    if splits is None or language == "en":
        return "" if splits is None else str(splits)
    return "; ".join(localised(one, language) for one in str(splits).split(","))
