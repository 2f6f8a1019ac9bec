"""Errors of contacts, each of a foot -> how far feet are read apart, and whether beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student_t

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class FeetApart:
    """Bias of the left foot less that of the right in ms, of touchdown and toe-off, each (2,).

    ``se_ms`` is by how contacts of one foot scatter and ``beyond_ms`` what chance alone reaches in
    one of twenty; NaN where no foot has two contacts.
    """

    ms: Array
    se_ms: Array
    beyond_ms: Array

    def told(self, end: int) -> str:
        """Write one of them with its standard error, where there is one."""
        se = self.se_ms[end]
        return f"{self.ms[end]:+.1f}" + ("" if np.isnan(se) else f" ± {se:.1f}")

    def is_beyond(self, largest_ms: float) -> NDArray[np.bool_]:
        """Tell where feet are further apart than a target, and than chance puts them."""
        apart = np.abs(self.ms)
        return np.asarray((apart > largest_ms) & (apart > self.beyond_ms))


def feet_apart(means_ms: Array, left: NDArray[np.bool_]) -> FeetApart:
    """Set the contacts of one foot, (N, 2) errors with ``left`` (N,), against the other's."""
    feet = [means_ms[left], means_ms[~left]]
    freedom = len(means_ms) - 2
    difference = feet[0].mean(axis=0) - feet[1].mean(axis=0)
    if freedom < 1:
        return FeetApart(difference, *np.full((2, 2), np.nan))
    squares = sum(((foot - foot.mean(axis=0)) ** 2).sum(axis=0) for foot in feet)
    se = np.sqrt(squares / freedom * sum(1 / len(foot) for foot in feet))
    return FeetApart(difference, se, student_t.ppf(0.975, freedom) * se)
