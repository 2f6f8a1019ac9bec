"""Value and unit -> text for people: sensible digits, milliseconds and degrees, a dash for NaN."""

from __future__ import annotations

import math
from dataclasses import dataclass

from aqvision.comparison.compare import Change

DASH = "—"
_MINUS = "\N{MINUS SIGN}"
_MAX_EXTRA_DIGITS = 2
_ROUNDS_TO_ONE = 0.95


@dataclass(frozen=True, slots=True)
class _Style:
    """How a unit is shown: value times ``factor``, ``digits`` after the point, then ``suffix``."""

    factor: float
    digits: int
    suffix: str
    change_suffix: str


def _style(factor: float, digits: int, suffix: str, change_suffix: str | None = None) -> _Style:
    return _Style(factor, digits, suffix, suffix if change_suffix is None else change_suffix)


_STYLES = {
    "s": _style(1000, 0, " ms"),
    "Hz": _style(1, 2, " steps/s"),
    "m": _style(1, 2, " m"),
    "m/s": _style(1, 2, " m/s"),
    "deg": _style(1, 0, "°"),
    "deg/s": _style(1, 0, "°/s"),
    "deg/s²": _style(1, -2, "°/s²"),
    "leg": _style(1, 2, " leg"),
    "BW": _style(1, 2, " body weights"),
    "": _style(100, 0, "%", " points"),
}


def show(value: float, unit: str, extra_digits: int = 0) -> str:
    """Write a value with its unit.

    >>> show(0.1253, "s"), show(float("nan"), "deg"), show(-0.2, "deg")
    ('125 ms', '—', '0°')
    """
    if not math.isfinite(value):
        return DASH
    style = _STYLES[unit]
    return _number(value * style.factor, style.digits + extra_digits) + style.suffix


def show_spread(sd: float, unit: str, *, suffix: bool = False) -> str:
    """Write the spread from step to step, with its unit only if asked; empty if not known.

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
    """Write a change with its sign and unit."""
    return _signed(change.change, change, suffix=True)


def show_interval(change: Change) -> str:
    """Write the ends of a change's interval, without the unit; empty where there is none."""
    if not math.isfinite(change.low):
        return ""
    return f"{_signed(change.low, change)} to {_signed(change.high, change)}"


def show_smallest(change: Change) -> str:
    """Write the smallest change to believe."""
    if not math.isfinite(change.smallest_believable_change):
        return DASH
    return _signed(change.smallest_believable_change, change, suffix=True).lstrip("+")


def _signed(value: float, change: Change, *, suffix: bool = False) -> str:
    if not math.isfinite(value):
        return DASH
    style = _STYLES[change.unit]
    text = _number(value * style.factor, style.digits + _extra_digits(change, style))
    plus = "+" if value > 0 and text.strip("0.,") else ""
    return plus + text + (style.change_suffix if suffix else "")


def _extra_digits(change: Change, style: _Style) -> int:
    """Count the digits to add so that rounding does not hide why the verdict is what it is."""
    near_end = min(abs(change.low), abs(change.high))
    large = abs(change.change) > change.smallest_believable_change
    for extra in range(_MAX_EXTRA_DIGITS):
        scale = style.factor * 10 ** (style.digits + extra)
        size = round(abs(change.change) * scale)
        least = round(change.smallest_believable_change * scale)
        if size != least and (round(near_end * scale) or not large):
            return extra
    return _MAX_EXTRA_DIGITS


def _number(value: float, digits: int) -> str:
    rounded = round(value, digits)
    if rounded == 0:
        rounded = 0.0
    text = f"{abs(rounded):,.{max(digits, 0)}f}"
    return (_MINUS if rounded < 0 else "") + text
