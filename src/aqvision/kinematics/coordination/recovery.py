"""Steps of some runs -> how much of one step's deviation the next one carries on.

Deviations of steps from the run's own trend are taken as a process of first order: each step keeps
a part, the lag-1 correlation, of the deviation before it and adds something of its own. 0 = every
deviation is gone with the next step, above 0 = it lasts, below 0 = it is answered by its opposite.
Measuring errs as well: an error of one touchdown lengthens a step and shortens the next, which by
itself would give -0.5. So the correlation is not computed from deviations but found, with its
error, as that which makes them likeliest beside the errors that are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import null_space

from aqvision.core.types import FloatArray

MIN_STEPS = 20
"""Of fewer steps, over all runs, a lag-1 correlation has an error of 0.25 and more (computed)."""
_CORRELATIONS = np.linspace(-0.95, 0.95, 39)
_SPREADS = np.linspace(0.05, 2.5, 20)
_MIN_STEPS_OF_RUN = 6
_ROUNDING = 1e-9
# Chosen: where measuring makes more than this part of the variance, it decides the correlation.
_MOST_ERROR = 0.5


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RunOfSteps:
    """One quantity of the steps of one run.

    Parameters
    ----------
    number
        (n,) whole numbers of the steps in the run; a step that was not seen leaves its number out.
    values
        (n,) the quantity, one a step.
    error
        (n, n) covariance of what measuring errs by.
    """

    number: FloatArray
    values: FloatArray
    error: FloatArray


@dataclass(frozen=True, slots=True)
class Recovery:
    """Lag-1 correlation of steps, its standard error, and the number of steps behind it."""

    value: float
    se: float
    n: int


def find_recovery(runs: Sequence[RunOfSteps]) -> Recovery:
    """Find how much of a step's deviation the next step carries on, over some runs together.

    Left and right have a mean of their own in each run, and the run a trend.

    Parameters
    ----------
    runs
        The runs, of one day or of one clip; those of fewer than six steps tell nothing.

    Returns
    -------
    Recovery
        NaN where there are fewer than 20 steps or where measuring makes more than half of the
        variance. Every correlation from -0.95 to 0.95 is held
        likely alike beforehand; value and standard error are mean and spread of what the steps
        then leave likely.
    """
    told = [run for run in runs if len(run.values) >= _MIN_STEPS_OF_RUN]
    n = sum(len(run.values) for run in told)
    if n < MIN_STEPS:
        return Recovery(float("nan"), float("nan"), n)
    free = [_without_trend(run) for run in told]
    scale = float(np.sqrt(np.mean(np.concatenate([d for d, _, _ in free]) ** 2)))
    measured = float(np.mean(np.concatenate([np.diag(error) for _, _, error in free])))
    if (
        scale <= _ROUNDING * float(np.abs(told[0].values).max())
        or measured > _MOST_ERROR * scale**2
    ):
        return Recovery(float("nan"), float("nan"), n)
    fit = np.sum(
        [_log_likelihood(run, *f, scale) for run, f in zip(told, free, strict=True)], axis=0
    )
    likely = np.exp(fit - fit.max()).sum(axis=1)
    likely /= likely.sum()
    value = float(likely @ _CORRELATIONS)
    return Recovery(value, float(np.sqrt(likely @ (_CORRELATIONS - value) ** 2)), n)


def errors_of_intervals(number: FloatArray, se_s: FloatArray) -> FloatArray:
    """Give the covariance of intervals between instants that err each by itself.

    Parameters
    ----------
    number, se_s
        (n,) numbers of the intervals, and (n, 2) standard errors of the instants at which each
        begins and ends; where one ends, that of the next number begins.

    Returns
    -------
    ndarray
        (n, n) covariance: neighbours share an instant, with opposite signs.
    """
    shared = np.where(np.diff(number) == 1, -(se_s[:-1, 1] ** 2), 0.0)
    return np.asarray(np.diag((se_s**2).sum(axis=1)) + np.diag(shared, 1) + np.diag(shared, -1))


def _without_trend(run: RunOfSteps) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Combine the steps so that no mean of a side and no trend moves them; their errors too."""
    number = run.number - run.number[0]
    sided = np.stack([number % 2 == 0, number % 2 == 1]).astype(np.float64)
    free = null_space(np.vstack([sided, number - number.mean()])).T
    return free @ run.values, free, free @ run.error @ free.T


def _log_likelihood(
    run: RunOfSteps, deviations: FloatArray, free: FloatArray, error: FloatArray, scale: float
) -> FloatArray:
    """Log-likelihood of each correlation (rows) and spread of the steps (columns)."""
    apart = np.abs(run.number[:, None] - run.number)
    found = np.empty((len(_CORRELATIONS), len(_SPREADS)))
    for i, correlation in enumerate(_CORRELATIONS):
        kept = np.sign(correlation) ** apart * np.abs(correlation) ** apart
        steps = free @ kept @ free.T * scale**2
        covariance = _SPREADS[:, None, None] ** 2 * steps + error
        _, size = np.linalg.slogdet(covariance)
        solved = np.linalg.solve(
            covariance, np.broadcast_to(deviations[:, None], (*covariance.shape[:2], 1))
        )
        found[i] = -0.5 * (size + solved[..., 0] @ deviations)
    return found
