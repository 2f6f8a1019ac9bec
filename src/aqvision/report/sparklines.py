"""Values clip by clip -> a small line: a dot a clip in the order of filming, before and after."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 96.0, 28.0
"""Of the drawing, in its own units."""
_EDGE = 5.0
_FEWEST = 2
_LEAST_SPAN = 4.0
"""Smallest changes worth telling that the height stands for at least: noise makes no mountains."""


@dataclass(frozen=True, slots=True)
class SparkDot:
    """A clip: its place in the drawing, and whether it is from before or after."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Dots from the first clip to the last, and what a screen reader says of them."""

    dots: tuple[SparkDot, ...]
    words: str

    @property
    def line(self) -> str:
        """Points of the line through the dots, as SVG has them."""
        return " ".join(f"{dot.x:g},{dot.y:g}" for dot in self.dots)


def sparkline(
    values: Sequence[tuple[str, float]], worthwhile: float, words: str
) -> Sparkline | None:
    """Draw the values of clips, larger ones higher up.

    Parameters
    ----------
    values
        "before" or "after" and a number, in the order of filming.
    worthwhile
        The smallest change worth telling, in the same unit; NaN where it is not known.
    words
        What a screen reader says.

    Returns
    -------
    Sparkline or None
        None where there are less than two values: a dot alone shows no course.
    """
    if len(values) < _FEWEST:
        return None
    numbers = [value for _label, value in values]
    middle = (min(numbers) + max(numbers)) / 2
    least = _LEAST_SPAN * worthwhile if math.isfinite(worthwhile) else 0.0
    span = max(max(numbers) - min(numbers), least)
    across, down = WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE
    return Sparkline(
        tuple(
            SparkDot(
                round(_EDGE + across * i / (len(values) - 1), 1),
                round(HEIGHT / 2 - (down * (value - middle) / span if span else 0.0), 1),
                label,
            )
            for i, (label, value) in enumerate(values)
        ),
        words,
    )
