"""Estimate of a change -> its interval, how likely chance made it, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import special

from aqvision.comparison.prior import Prior
from aqvision.comparison.variance import ChangeEstimate

_NAN = float("nan")


class DaySource(StrEnum):
    """Where it is known from how far days differ."""

    OWN_AND_DEFAULT = "own and default"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Difference:
    """After minus before, in the metric's unit, and the ends of its interval.

    NaN where it cannot be had.

    >>> Difference.within(-2.0, half_width=0.5)
    Difference(value=-2.0, low=-2.5, high=-1.5)
    """

    value: float = _NAN
    low: float = _NAN
    high: float = _NAN

    @classmethod
    def within(cls, value: float, half_width: float) -> Difference:
        """Make a difference whose interval lies evenly about it.

        Parameters
        ----------
        value, half_width
            In the metric's unit.
        """
        return cls(value, value - half_width, value + half_width)

    @property
    def excludes_zero(self) -> bool:
        """Tell whether the interval lies on one side of zero."""
        return self.low > 0 or self.high < 0

    @property
    def at_most(self) -> float:
        """Largest change, without sign, that the interval leaves open."""
        return max(abs(self.low), abs(self.high))


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalParts:
    """Where the uncertainty of a change comes from: standard deviations in the metric's unit.

    ``step_sd`` comes from step to step, measuring included, ``measurement_sd`` from measuring alone
    (a part of it), ``run_sd`` from run to run, ``shared_sd`` from what all steps of a side share,
    ``between_day_sd`` from day to day. ``degrees_of_freedom`` are those of Student's t.
    ``n_sessions`` earlier sessions tell of days; ``between_day_source`` says what days rest on.
    """

    step_sd: float
    run_sd: float
    between_day_sd: float
    shared_sd: float
    measurement_sd: float
    between_day_source: DaySource
    n_sessions: int
    degrees_of_freedom: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The interval of a change, its p-value (two-sided, of no change), and its parts."""

    difference: Difference
    p: float
    parts: IntervalParts


def interval_of(estimate: ChangeEstimate, prior: Prior, level: float) -> Interval:
    """Give the interval of a change by Student's t.

    Parameters
    ----------
    estimate
        The change and its variance by cause.
    prior
        What was held of days beforehand, and what that rests on.
    level
        Chance that the interval holds the truth, 0 to 1.
    """
    return Interval(
        difference=Difference.within(
            estimate.value, half_width(estimate.se, estimate.degrees_of_freedom, level)
        ),
        p=p_value(estimate.value, estimate.se, estimate.degrees_of_freedom),
        parts=IntervalParts(
            step_sd=float(np.sqrt(estimate.step_variance)),
            run_sd=float(np.sqrt(estimate.run_variance)),
            between_day_sd=float(np.sqrt(estimate.day_variance)),
            shared_sd=float(np.sqrt(estimate.shared_variance)),
            measurement_sd=float(np.sqrt(estimate.measurement_variance)),
            between_day_source=DaySource.OWN_AND_DEFAULT
            if prior.n_sessions > 1
            else DaySource.DEFAULT,
            n_sessions=prior.n_sessions,
            degrees_of_freedom=estimate.degrees_of_freedom,
        ),
    )


def half_width(se: float, degrees_of_freedom: float, level: float) -> float:
    """Half the width of an interval.

    Parameters
    ----------
    se, degrees_of_freedom
        Of the change.
    level
        Chance that the interval holds the truth, 0 to 1.

    >>> round(half_width(2.0, 10, 0.9), 2)
    3.62
    """
    return float(special.stdtrit(degrees_of_freedom, (1 + level) / 2)) * se


def p_value(value: float, se: float, degrees_of_freedom: float) -> float:
    """Chance that a change at least as large appears where there is none.

    Parameters
    ----------
    value, se, degrees_of_freedom
        The change, its standard error, and what that rests on.

    >>> round(p_value(3.62, 2.0, 10), 2)
    0.1
    """
    if se <= 0:
        return 1.0 if value == 0 else 0.0
    return float(2 * special.stdtr(degrees_of_freedom, -abs(value) / se))
