"""Value and unit, or Change -> text for people: sensible digits, a dash for NaN, uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass

from aqvision.comparison.compare import Change
from aqvision.comparison.interval import DaySource, IntervalParts
from aqvision.core.imperial import FEET_PER_M, IMPERIAL, INCHES_PER_MM, MPH_PER_MPS
from aqvision.core.numerals import localised
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.kinematics.metrics.registry import METRICS, Metric
from aqvision.report.wording import UNCERTAINTY_PARTS, Sentence

DASH = "—"
_MINUS = "\N{MINUS SIGN}"
_MAX_EXTRA_DIGITS = 2
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


def show_sides(change: Change) -> tuple[str, str]:
    """Write the values before and after with their unit, to the digits of the change.

    Parameters
    ----------
    change
        One metric before and after.
    """
    extra = _extra_digits(change)
    before, after = (show(s.value, change.unit, extra) for s in (change.before, change.after))
    return before, after


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


def show_change(change: Change) -> str:
    """Write a difference with its sign and unit, as that of the values shown before and after.

    Parameters
    ----------
    change
        One metric before and after.
    """
    return _signed(_shown_difference(change), change, suffix=True)


def show_interval(change: Change, *, suffix: bool = False) -> str:
    """Write the ends of a change's interval; empty where there is none.

    Parameters
    ----------
    change
        One metric before and after.
    suffix
        Whether the unit is written as well, once.
    """
    low, high = change.difference.low, change.difference.high
    if not math.isfinite(low):
        return ""
    return Sentence.RANGE.format(
        low=_signed(low, change), high=_signed(high, change, suffix=suffix)
    )


def show_worthwhile(change: Change) -> str:
    """Write the smallest change worth telling, with its unit; a dash where it is not known.

    Parameters
    ----------
    change
        One metric before and after.
    """
    if not math.isfinite(change.minimal_detectable_change):
        return DASH
    return _signed(change.minimal_detectable_change, change, suffix=True).lstrip("+")


def show_size(change: Change) -> tuple[str, str, str]:
    """Write how large a change is, with its unit, and the ends of its interval, without signs.

    Parameters
    ----------
    change
        One metric before and after, whose interval lies on one side of zero.
    """
    found = change.difference
    low, high = sorted((abs(found.low), abs(found.high)))
    size, low_text, high_text = (
        _signed(value, change, suffix=index == 0).lstrip("+")
        for index, value in enumerate((abs(_shown_difference(change)), low, high))
    )
    return size, low_text, high_text


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


def describe_uncertainty(change: Change) -> str:
    """Say what an interval is made of, each part as a standard deviation.

    Empty where there is no interval.

    Parameters
    ----------
    change
        One metric before and after.
    """
    parts = change.interval_parts
    if parts is None:
        return ""
    shown = [
        Sentence.INTERVAL_PART.format(
            words=words, amount=show_spread(sd, change.unit, suffix=True).lstrip("± ")
        )
        for name, words in UNCERTAINTY_PARTS.items()
        if math.isfinite(sd := getattr(parts, name))
    ]
    return Sentence.INTERVAL_PARTS.format(parts=", ".join(shown), days=_of_days(parts))


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


def _of_days(parts: IntervalParts) -> str:
    if parts.between_day_source == DaySource.OWN_AND_DEFAULT:
        return Sentence.DAYS_KNOWN.format(n=parts.n_sessions)
    return Sentence.DAYS_UNKNOWN


def _signed(value: float, change: Change, *, suffix: bool = False) -> str:
    return show_signed(value, change.unit, _extra_digits(change), suffix=suffix)


def _extra_digits(change: Change) -> int:
    """Count the digits to add to all numbers of a change, so that rounding hides nothing.

    They show why the verdict is what it is.
    """
    style, fine = _STYLES[change.unit], fine_digits(METRICS[change.metric])
    for extra in range(fine, _MAX_EXTRA_DIGITS):
        scale = style.factor * 10 ** (style.digits + extra)
        if _tells_why(change, scale):
            return extra
    return _MAX_EXTRA_DIGITS


def _tells_why(change: Change, scale: float) -> bool:
    """Tell whether it is seen that a change is worth telling, and that zero is not likely."""
    if not (change.verdict.is_change and change.is_counted):
        return True
    found, worthwhile = change.difference, change.minimal_detectable_change
    if not all(map(math.isfinite, (found.low, worthwhile))):
        return True
    near_end = min(abs(found.low), abs(found.high))
    is_larger = round(abs(found.value) * scale) != round(worthwhile * scale)
    return is_larger and round(near_end * scale) != 0


def _shown_difference(change: Change) -> float:
    """After less before as both are shown, so that the numbers of a row add up.

    Where a change is not that of the row, as at matched speed, it stands by itself.
    """
    before, after, found = change.before.value, change.after.value, change.difference.value
    if not (math.isfinite(before) and math.isfinite(after)):
        return found
    style = _STYLES[change.unit]
    scale = style.factor * 10.0 ** (style.digits + _extra_digits(change))
    rounded = (round(after * scale) - round(before * scale)) / scale
    return rounded if abs(rounded - found) * scale <= 1 else found


def _number(value: float, digits: int) -> str:
    rounded = round(value, digits)
    if rounded == 0:
        rounded = 0.0
    text = localised(f"{abs(rounded):,.{max(digits, 0)}f}")
    return (_MINUS if rounded < 0 else "") + text
