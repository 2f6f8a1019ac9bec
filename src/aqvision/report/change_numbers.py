"""Change -> text for people: all its numbers to the same digits, so that they add up."""

from __future__ import annotations

import math

from aqvision.comparison.compare import Change
from aqvision.comparison.interval import DaySource, IntervalParts
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.numbers import DASH, fine_digits, scale_of, show, show_signed, show_spread
from aqvision.report.wording import UNCERTAINTY_PARTS, Sentence

_MAX_EXTRA_DIGITS = 2


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
    for extra in range(fine_digits(METRICS[change.metric]), _MAX_EXTRA_DIGITS):
        if _tells_why(change, scale_of(change.unit, extra)):
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
    scale = scale_of(change.unit, _extra_digits(change))
    rounded = (round(after * scale) - round(before * scale)) / scale
    return rounded if abs(rounded - found) * scale <= 1 else found
