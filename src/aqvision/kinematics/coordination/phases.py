"""Phases of strides -> how far they stray from stride to stride, without what measuring adds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.geometry import wrap_series_deg

MIN_STRIDES = 6
"""Of fewer strides a standard deviation has an error of more than a third of itself (computed)."""


@dataclass(frozen=True, slots=True)
class PhaseSpread:
    """Spread of a phase in degrees, its standard error, as seen, and the number of strides."""

    value: float
    se: float
    seen: float
    n: int


def find_phase_spread(number: FloatArray, phase_deg: FloatArray, noise_deg: float) -> PhaseSpread:
    """Find the standard deviation of a phase from stride to stride, less that of measuring.

    Each stride is set against the next, so that a slow change over the run adds nothing.

    Parameters
    ----------
    number, phase_deg
        (n,) number and phase of each stride in order of time; only those that follow one another
        are set against each other.
    noise_deg
        Standard deviation that measuring alone brings from one stride to the next.

    Returns
    -------
    PhaseSpread
        ``value`` is NaN below six strides, or where what is left over the noise is less than its
        own standard error. m differences of neighbours with variance v tell v to v sqrt(3m-1) / m
        (of a normal distribution).
    """
    follows = np.diff(number) == 1
    apart = wrap_series_deg(np.diff(phase_deg))[follows]
    n = len(apart) + 1 if len(apart) else 0
    if n < MIN_STRIDES:
        return PhaseSpread(float("nan"), float("nan"), float("nan"), n)
    seen = float(np.mean(apart**2) / 2)
    seen_se = seen * float(np.sqrt(3 * len(apart) - 1)) / len(apart)
    own = seen - noise_deg**2
    if own <= seen_se:
        return PhaseSpread(float("nan"), float("nan"), seen**0.5, n)
    return PhaseSpread(own**0.5, seen_se / (2 * own**0.5), seen**0.5, n)
