"""Values that depend on what was fitted -> each with its standard error and interval."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from aqvision.core.types import FloatArray

LEVEL = 0.90
"""Chance that an interval holds the truth, as for the changes of a comparison."""
_NAN = float("nan")
_STEP_SES = 0.01
_LEAST_STEP = 1e-7
_MANY = 1e6


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number, its standard error and the ends of its 90 % interval; NaN where not known."""

    value: float = _NAN
    se: float = _NAN
    low: float = _NAN
    high: float = _NAN

    @classmethod
    def of(cls, value: float, se: float, freedom: float = math.inf) -> Estimate:
        """Make a number with an interval that keeps its sign.

        Parameters
        ----------
        value, se
            A number that is not 0, and its standard error.
        freedom
            Degrees of freedom that the error rests on.

        Returns
        -------
        Estimate
            Its interval is even in the logarithm.

        Examples
        --------
        >>> Estimate.of(-8.0, 0.4).low < -8.0 < Estimate.of(-8.0, 0.4).high < 0
        True
        """
        t = float(special.stdtrit(min(freedom, _MANY), (1 + LEVEL) / 2))
        factor = math.exp(t * se / abs(value))
        low, high = sorted((value / factor, value * factor))
        return cls(value, se, low, high)

    @property
    def se_frac(self) -> float:
        """Standard error as a part of the value."""
        return self.se / abs(self.value)


def propagate(
    compute: Callable[[FloatArray], FloatArray],
    at: FloatArray,
    covariance: FloatArray,
    freedom: float = math.inf,
) -> list[Estimate]:
    """Compute numbers of what was fitted, with the errors that they take from it.

    Parameters
    ----------
    compute
        Takes (P,) parameters, gives (K,) numbers.
    at, covariance
        (P,) fitted parameters and their (P, P) covariance.
    freedom
        Degrees of freedom that the covariance rests on.

    Returns
    -------
    list of Estimate
        K of them, by the first derivatives; an error of zero in a parameter adds nothing.
    """
    values = compute(at)
    slopes = np.empty((len(values), len(at)))
    for i, se in enumerate(np.sqrt(np.diag(covariance))):
        step = np.zeros(len(at))
        step[i] = max(_STEP_SES * float(se), _LEAST_STEP)
        slopes[:, i] = (compute(at + step) - compute(at - step)) / (2 * step[i])
    ses = np.sqrt(np.einsum("kp,pq,kq->k", slopes, covariance, slopes))
    return [
        Estimate.of(float(value), float(se), freedom)
        if np.isfinite(value) and np.isfinite(se)
        else Estimate(float(value))
        for value, se in zip(values, ses, strict=True)
    ]
