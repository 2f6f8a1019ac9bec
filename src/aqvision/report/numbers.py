"""Value and unit -> text for people: sensible digits, a dash for NaN."""

from __future__ import annotations

import math
from dataclasses import dataclass

from aqvision.core.imperial import FEET_PER_M, IMPERIAL, INCHES_PER_MM, MPH_PER_MPS
from aqvision.core.numerals import localised
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.kinematics.metrics.registry import Metric

DASH = "—"
_MINUS = "\N{MINUS SIGN}"
_ROUNDS_TO_ONE = 0.95
_ALMOST = 1e-9
# Angles and shares whose changes can be detected below this are shown with one more digit.
_FINE_BELOW = {"deg": 3.0, "": 0.03}


@dataclass(frozen=True, slots=True)
class _Style:
    """How a unit is shown: value times ``factor``, ``digits`` after the point, then ``suffix``."""

    factor: float
    digits: int
    suffix: str
    change_suffix: str


def _style(factor: float, digits: int, suffix: str, change_suffix: str | None = None) -> _Style:
    return _Style(factor, digits, suffix, suffix if change_suffix is None else change_suffix)


_METRIC = {
    "s": _style(1000, 0, " ms"),
    "Hz": _style(1, 2, _(" steps/s")),
    "m": _style(1, 2, " m"),
    "m/s": _style(1, 2, " m/s"),
    "deg": _style(1, 0, "°"),
    "deg/s": _style(1, 0, "°/s"),
    "deg/s²": _style(1, -2, "°/s²"),
    "leg": _style(1, 2, _(" leg lengths")),
    "BW": _style(1, 2, _(" body weights")),
    "mm": _style(1, 1, " mm"),
    "mm/s": _style(1, 2, " mm/s"),
    "cm²": _style(1, 1, " cm²"),
    "leg²": _style(1, 5, _(" leg²")),
    "leg/s": _style(1, 4, _(" leg/s")),
    "1/s": _style(1, 2, " Hz"),
    "N/kg": _style(1, 1, " N/kg"),
    "W/kg": _style(1, 1, " W/kg"),
    "N": _style(1, 0, " N"),
    "W": _style(1, 0, " W"),
    "N/m/kg": _style(1, 0, " N/m/kg"),
    "kN/m": _style(1, 1, " kN/m"),
    "1/(m/s)": _style(100, 1, _("% per m/s"), _(" points per m/s")),
    "": _style(100, 0, _("%"), _(" points")),
}
# As American coaches read them: step lengths in feet, what a hold sways by in inches.
_IMPERIAL = {
    "m": _style(FEET_PER_M, 2, _(" ft")),
    "m/s": _style(MPH_PER_MPS, 1, _(" mph")),
    "mm": _style(INCHES_PER_MM, 2, _(" in")),
    "mm/s": _style(INCHES_PER_MM, 3, _(" in/s")),
    "cm²": _style((10 * INCHES_PER_MM) ** 2, 2, _(" sq in")),
    "1/(m/s)": _style(100 / MPH_PER_MPS, 2, _("% per mph"), _(" points per mph")),
}
_STYLES = _METRIC | _IMPERIAL if IMPERIAL else _METRIC
"""By the units of the registry."""


def show(value: float, unit: str, extra_digits: int = 0) -> str:
    """Write a value with its unit.

    Parameters
    ----------
    value, unit
        A number and the unit of the registry that it is in.
    extra_digits
        Digits beyond those that are usual for the unit.

    >>> show(0.1253, "s"), show(float("nan"), "deg"), show(-0.2, "deg")
    ('125 ms', '—', '0°')
    """
    if not math.isfinite(value):
        return DASH
    style = _STYLES[unit]
    return _number(value * style.factor, style.digits + extra_digits) + style.suffix


def show_signed(value: float, unit: str, extra_digits: int = 0, *, suffix: bool = True) -> str:
    """Write a difference with its sign.

    Parameters
    ----------
    value, unit
        A number and the unit of the registry that it is in.
    extra_digits
        Digits beyond those that are usual for the unit.
    suffix
        Whether the unit is written as well.

    >>> show_signed(1.24, "mm"), show_signed(-0.031, "", suffix=False)
    ('+1.2 mm', '−3')
    """
    if not math.isfinite(value):
        return DASH
    style = _STYLES[unit]
    text = _number(value * style.factor, style.digits + extra_digits)
    plus = "+" if value > 0 and text.strip("0.,") else ""
    return plus + text + (style.change_suffix if suffix else "")


def show_bare(value: float, unit: str, step: float) -> str:
    """Write a number of an axis without its unit, to the digits of the axis' step.

    Parameters
    ----------
    value, unit
        A number and the unit of the registry that it is in.
    step
        From one number of the axis to the next, in the same unit.

    >>> show_bare(0.125, "s", 0.005), show_bare(12.5, "deg", 0.5)
    ('125', '12.5')
    """
    style = _STYLES[unit]
    fine = -math.floor(math.log10(step * style.factor) + _ALMOST)
    return _number(value * style.factor, max(fine, 0))


def scale_of(unit: str, extra_digits: int = 0) -> float:
    """Give what a value is multiplied by, so that what is shown of it is a whole number.

    Parameters
    ----------
    unit
        Of the registry.
    extra_digits
        Digits beyond those that are usual for the unit.

    >>> scale_of("s"), scale_of("m", 1)
    (1000.0, 1000.0)
    """
    style = _STYLES[unit]
    return float(style.factor * 10.0 ** (style.digits + extra_digits))


def unit_word(unit: str) -> str:
    """Name a unit as numbers are shown in it.

    Parameters
    ----------
    unit
        Of the registry.

    >>> unit_word("s"), unit_word("")
    ('ms', '%')
    """
    return _STYLES[unit].suffix.strip()


def fine_digits(metric: Metric) -> int:
    """Count the digits beyond the usual: one for angles and shares that are measured finely.

    Parameters
    ----------
    metric
        What is shown.
    """
    return int(metric.mdc_240hz < _FINE_BELOW.get(metric.unit, 0.0))


def show_spread(sd: float, unit: str, *, suffix: bool = False) -> str:
    """Write a standard deviation; empty if not known.

    Parameters
    ----------
    sd, unit
        A number and the unit of the registry that it is in.
    suffix
        Whether the unit is written as well.

    >>> show_spread(0.0121, "s"), show_spread(0.031, "", suffix=True)
    ('± 12', '± 3 points')
    """
    if not math.isfinite(sd):
        return ""
    style = _STYLES[unit]
    shown = sd * style.factor
    small = abs(shown) < _ROUNDS_TO_ONE * 10.0**-style.digits
    text = "± " + _number(shown, style.digits + (1 if small else 0))
    return text + (style.change_suffix if suffix else "")


def show_bound(value: float, unit: str) -> str:
    """Write what a change stays below, or what is seen at least: rounded up, with its unit.

    Parameters
    ----------
    value, unit
        Zero or more, and the unit of the registry that it is in.

    >>> show_bound(0.0121, "s"), show_bound(2.3, "deg"), show_bound(0.02, "")
    ('13 ms', '3°', '2 points')
    """
    if not math.isfinite(value):
        return DASH
    style = _STYLES[unit]
    scale = 10.0**style.digits
    # what differs by the last bit of a float is not rounded up
    above = math.ceil(round(value * style.factor * scale, 6)) / scale
    return _number(above, style.digits) + style.change_suffix


def show_slope(value: float, unit: str, *, over_speed: bool = False) -> str:
    """Write a slope over speed or force: signed, with one digit more than the value itself.

    Parameters
    ----------
    value, unit
        Of the slope, without what it is over.
    over_speed
        Whether it is for each m/s; it is shown for each of the reader's unit of speed.

    >>> show_slope(-3.21, "deg"), show_slope(0.0041, "s"), show_slope(0.02, "")
    ('−3.2°', '+4.1 ms', '+2.0 points')
    """
    if not math.isfinite(value):
        return DASH
    style = _STYLES[unit]
    over = _STYLES["m/s"].factor if over_speed else 1.0
    text = _number(value * style.factor / over, style.digits + 1)
    return ("+" if value > 0 else "") + text + style.change_suffix


def shown_values(values: FloatArray, unit: str) -> tuple[FloatArray, str]:
    """Bring values to the scale on which they are shown, and name it.

    Parameters
    ----------
    values, unit
        (n,) numbers, and the unit of the registry that they are in.

    """
    style = _STYLES[unit]
    return values * style.factor, style.suffix.strip()


def _number(value: float, digits: int) -> str:
    rounded = round(value, digits)
    if rounded == 0:
        rounded = 0.0
    text = localised(f"{abs(rounded):,.{max(digits, 0)}f}")
    return (_MINUS if rounded < 0 else "") + text
