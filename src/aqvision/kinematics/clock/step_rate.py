"""Several estimates of the step rate of one clip -> one, and whether the others agree with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.kinematics.running import plausible_step_rate

MIN_STRIDES = 2.0
"""A rate that fewer strides show may be that of one odd step. Chosen: four steps."""
# Steps shorten or lengthen over a clip by a tenth; a rate by every other step is off by half.
_ALIKE = 1.2
_TWICE = (1.6, 2.5)


@dataclass(frozen=True, slots=True)
class StepRate:
    """Steps a second, NaN where not known, and over how many strides they were counted.

    ``other_hz`` is the rate that another estimate gives where it contradicts this one, else NaN.
    """

    hz: float
    n_strides: float
    other_hz: float = float("nan")

    @property
    def tells_clock(self) -> bool:
        """Tell whether enough strides show it to hold a clock against it."""
        return bool(np.isfinite(self.hz)) and self.n_strides >= MIN_STRIDES


def counted_over(hz: float, lasted_s: float) -> StepRate:
    """Give a rate that was counted over some time.

    Parameters
    ----------
    hz
        Steps a second; NaN where not known.
    lasted_s
        Time over which they were counted.

    Examples
    --------
    >>> counted_over(4.0, 0.8).n_strides, counted_over(4.0, 0.8).tells_clock
    (1.6, False)
    """
    return StepRate(hz, hz * lasted_s / 2 if np.isfinite(hz) else 0.0)


def settle_step_rate(estimates: Sequence[StepRate]) -> StepRate:
    """Choose one of several estimates, the most trusted first.

    The first that enough strides show, unless it is no run's and another, twice as high, is: where
    a foot is badly seen, every other step is missed. Where two agree on the first, it stands; and
    where it stands alone, one that any other agrees with goes before it, even one of few strides
    where the first counts far more or far fewer steps than twice or half of it.

    Parameters
    ----------
    estimates
        In order of trust; those that are not known do not count.

    Examples
    --------
    >>> settle_step_rate([StepRate(2.1, 6), StepRate(4.2, 12)])
    StepRate(hz=4.2, n_strides=12, other_hz=2.1)
    >>> settle_step_rate([StepRate(4.3, 12), StepRate(4.2, 12)])
    StepRate(hz=4.3, n_strides=12, other_hz=nan)
    >>> settle_step_rate([StepRate(1.08, 1.2), StepRate(2.22, 2.3), StepRate(1.12, 2.0)])
    StepRate(hz=1.12, n_strides=2.0, other_hz=2.22)
    >>> settle_step_rate([StepRate(0.56, 1.1), StepRate(4.95, 9.7), StepRate(0.58, 1.1)])
    StepRate(hz=0.56, n_strides=1.1, other_hz=4.95)
    """
    known = [e for e in estimates if np.isfinite(e.hz)]
    sure = [e for e in known if e.tells_clock] or known
    if not sure:
        return StepRate(float("nan"), 0.0)
    backed = [e for e in known if any(_alike(e, other) for other in known if other is not e)]
    if backed and sure[0] not in backed and all(_far_apart(sure[0], e) for e in backed):
        sure = [*backed, *sure]
    backed = [e for e in sure if e in backed]
    first = sure[0] if sure[0] in backed else next(iter(backed), sure[0])
    agreed = first is not sure[0] or any(_alike(first, e) for e in sure[1:])
    whole = () if agreed else (e for e in sure if _every_step_of(first, e))
    chosen = next(iter(whole), first)
    others = [e.hz for e in sure if not _alike(e, chosen)]
    return StepRate(chosen.hz, chosen.n_strides, others[0] if others else float("nan"))


def _alike(one: StepRate, other: StepRate) -> bool:
    return bool(abs(np.log(one.hz / other.hz)) <= np.log(_ALIKE))


def _far_apart(one: StepRate, other: StepRate) -> bool:
    return bool(abs(np.log(one.hz / other.hz)) > np.log(_TWICE[1]))


def _every_step_of(first: StepRate, other: StepRate) -> bool:
    """Tell whether another estimate counts the steps of a run of which the first misses half."""
    if plausible_step_rate(first.hz) or not plausible_step_rate(other.hz):
        return False
    return _TWICE[0] < other.hz / first.hz < _TWICE[1]
