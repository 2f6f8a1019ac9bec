"""Axes of still charts: their range, round numbers along them, and where a value lies."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aqvision.core.numerals import localised

_MINUS = "\N{MINUS SIGN}"
_ROUND = (1.0, 2.0, 5.0, 10.0)
_MOST_TICKS = 6
_PAD_FRAC = 0.05
_ALMOST = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """From ``low`` to ``high``, with numbers at ``ticks``, ``step`` apart."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """Multiples of the step inside the range."""
        first = math.ceil(self.low / self.step - _ALMOST)
        last = math.floor(self.high / self.step + _ALMOST)
        return [round(i * self.step, 10) for i in range(first, last + 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The rectangle inside the axes, in the picture's pixels, and what lies along its sides."""

    left: float
    top: float
    right: float
    bottom: float
    x: Axis
    y: Axis

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def place_x(self, value: float) -> float:
        """Give the place of a value along x.

        Parameters
        ----------
        value
            In the axis' unit.
        """
        return self.left + (value - self.x.low) / (self.x.high - self.x.low) * self.width

    def place_y(self, value: float) -> float:
        """Give the place of a value along y, which grows upwards.

        Parameters
        ----------
        value
            In the axis' unit.
        """
        return self.bottom - (value - self.y.low) / (self.y.high - self.y.low) * self.height

    def x_of(self, value: float, reference: str) -> float:
        """Give the place of a shape's x, in values or, of the domain, in parts of the width.

        Parameters
        ----------
        value, reference
            As plotly's shapes have them.
        """
        return self.left + value * self.width if "domain" in reference else self.place_x(value)

    def y_of(self, value: float, reference: str) -> float:
        """Give the place of a shape's y, in values or, of the domain, in parts of the height.

        Parameters
        ----------
        value, reference
            As plotly's shapes have them.
        """
        return self.bottom - value * self.height if "domain" in reference else self.place_y(value)

    def across(self, name: str, at: float) -> tuple[tuple[float, float], tuple[float, float]]:
        """Give the ends of the line at a value of an axis, across the frame.

        Parameters
        ----------
        name, at
            "x" or "y", and a value of it.
        """
        if name == "x":
            return (self.place_x(at), self.top), (self.place_x(at), self.bottom)
        return (self.left, self.place_y(at)), (self.right, self.place_y(at))


def axis_of(own: Mapping[str, Any], traces: Sequence[Mapping[str, Any]], name: str) -> Axis:
    """Choose the range of an axis and its step.

    Parameters
    ----------
    own
        The axis of the layout; its range and step go before what is chosen.
    traces, name
        What is drawn, and which of its coordinates lies along the axis.
    """
    low, high = own["range"] if "range" in own else _range(traces, name)
    return Axis(low=low, high=high, step=own.get("dtick") or round_step(high - low))


def round_step(span: float) -> float:
    """Choose a round step that needs at most six numbers over a span.

    Parameters
    ----------
    span
        More than zero.

    >>> round_step(100.0), round_step(0.7), round_step(23.0)
    (20.0, 0.2, 5.0)
    """
    least = span / _MOST_TICKS
    power = 10.0 ** math.floor(math.log10(least))
    return round(next(r * power for r in _ROUND if r * power >= least * (1 - _ALMOST)), 10)


def tick_text(value: float, step: float) -> str:
    """Write a number of an axis to the digits of its step.

    Parameters
    ----------
    value, step
        The number, and the distance to the next.

    >>> tick_text(-20.0, 20.0), tick_text(0.4, 0.2), tick_text(0.0, 5.0)
    ('−20', '0.4', '0')
    """
    digits = max(0, -math.floor(math.log10(step) + _ALMOST))
    return ("" if value >= 0 else _MINUS) + localised(f"{abs(value):.{digits}f}")


def _range(traces: Sequence[Mapping[str, Any]], name: str) -> tuple[float, float]:
    """From the least to the largest value, with some room; along x lines reach the edges."""
    known = [v for trace in traces for v in trace[name] if v is not None]
    low, high = min(known, default=0.0), max(known, default=1.0)
    if low == high:
        return low - 1.0, high + 1.0
    dots = any("markers" in trace.get("mode", "") for trace in traces)
    pad = _PAD_FRAC * (high - low) if name == "y" or dots else 0.0
    return low - pad, high + pad
