"""Parts of a hold -> Estimate: a number with the standard error that the parts tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

_NAN = float("nan")
LEVEL = 0.90
"""Chance that an interval holds the truth."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, its standard error and the degrees of freedom that it rests on.

    >>> round(Estimate(2.0, 0.1, 7).half_width, 2)
    0.19
    """

    value: float = _NAN
    se: float = _NAN
    freedom: float = _NAN

    @property
    def half_width(self) -> float:
        """Half the width of the 90 % interval."""
        if not (np.isfinite(self.se) and self.freedom > 0):
            return _NAN
        return float(special.stdtrit(self.freedom, (1 + LEVEL) / 2)) * self.se

    def times(self, factor: float) -> Estimate:
        """Give it in another unit.

        Parameters
        ----------
        factor
            Of the other unit in one of this.
        """
        return Estimate(self.value * factor, self.se * abs(factor), self.freedom)


def leave_one_out(
    parts: Sequence[int], measure: Callable[[Sequence[int]], float], value: float
) -> Estimate:
    """Measure without each part of a hold in turn: how far the numbers scatter is the error.

    Source: efron-1982

    Parameters
    ----------
    parts
        Numbers of the parts.
    measure
        Gives the number from some of the parts.
    value
        The number from all of them.
    """
    n = len(parts)
    if n < 3:
        return Estimate(value)
    without = np.array([measure([p for p in parts if p != gone]) for gone in parts])
    if not np.isfinite(without).all():
        return Estimate(value)
    se = float(np.sqrt((n - 1) / n * np.sum((without - without.mean()) ** 2)))
    return Estimate(value, se, n - 1)
