"""Means of clips before and after -> their difference and its variance: steps, runs and days.

A clip's mean errs about the day's mean by its steps and by how runs differ, and a day's mean errs
about the athlete's. What the clips at hand show of this is weighed with the prior of the registry
by degrees of freedom, so that one clip a side has a wide interval and every further clip can only
narrow it. The means of the sides are the best linear unbiased ones (generalised least squares).
Source: hopkins-2004, satterthwaite-1946, smyth-2004.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aqvision.comparison.prior import Prior, Steadiness
from aqvision.comparison.scatter import Ratio, Scatter, alike
from aqvision.comparison.values import ClipMean
from aqvision.core.types import FloatArray

_AS_OTHERS = Steadiness()
# Chosen: metrics of one athlete move together.
_METRICS_PER_FACT = 3
# Chosen: nobody varies by less than half as much as others.
_LEAST_RATIO = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEstimate:
    """A change in the metric's unit, and its variance by cause.

    ``before`` and ``after`` are the weighted means; the variances are parts of that of
    ``after - before``: by steps (measuring included), by measuring alone (a part of the steps'),
    between runs, between days, and by what all steps of a side share. ``side_variances`` are those
    of ``before`` and of ``after``.
    """

    before: float
    after: float
    side_variances: tuple[float, float]
    step_variance: float
    measurement_variance: float
    run_variance: float
    day_variance: float
    shared_variance: float
    degrees_of_freedom: float

    @property
    def value(self) -> float:
        """After minus before."""
        return self.after - self.before

    @property
    def se(self) -> float:
        """Standard error of the change."""
        total = self.step_variance + self.run_variance + self.day_variance + self.shared_variance
        return float(np.sqrt(total))


def estimate_change(
    before: Sequence[ClipMean],
    after: Sequence[ClipMean],
    prior: Prior,
    steadiness: Steadiness = _AS_OTHERS,
) -> ChangeEstimate:
    """Estimate the change of one metric between two groups of clips.

    Parameters
    ----------
    before, after
        One clip or more each. Clips whose day is not known are of one day of their side.
    prior
        How far runs and days of an athlete who has not changed differ.
    steadiness
        What all metrics together say of this athlete.
    """
    prior = prior.scaled(steadiness)
    scatter = Scatter.of(before, after, prior)
    run, day = scatter.run, scatter.day
    runs = day.value * run.value * scatter.own
    between = day.value * prior.day_variance * alike(scatter.days)
    shared = _shared_by_side(scatter) * alike(list(scatter.side))
    covariance = np.diag(runs) + between + shared
    weights = _weights(covariance, scatter.side)
    contrast = weights[1] - weights[0]
    of_runs, of_days = float(contrast**2 @ runs), float(contrast @ between @ contrast)
    of_steps = float(contrast**2 @ (scatter.steps / scatter.own * runs))
    measured = np.array([clip.measurement_variance for clip in scatter.clips])
    return ChangeEstimate(
        before=float(weights[0] @ scatter.value),
        after=float(weights[1] @ scatter.value),
        side_variances=(
            float(weights[0] @ covariance @ weights[0]),
            float(weights[1] @ covariance @ weights[1]),
        ),
        step_variance=of_steps,
        measurement_variance=float(contrast**2 @ measured),
        run_variance=of_runs - of_steps,
        day_variance=max(of_days, 0.0),
        shared_variance=float(contrast @ shared @ contrast),
        degrees_of_freedom=_freedom(of_runs, run, of_days, day, prior),
    )


def measure_steadiness(
    groups: Iterable[tuple[Sequence[ClipMean], Sequence[ClipMean], Prior]], prior_freedom: float
) -> Steadiness:
    """Measure how much an athlete varies by all metrics together.

    Who is less steady than others in one metric is so in most, and a few clips tell of one metric
    next to nothing. Metrics move together, so three of them count as one.

    Parameters
    ----------
    groups
        Means before and after, and the prior, of each metric.
    prior_freedom
        Degrees of freedom that the prior is worth.
    """
    seen = [Scatter.of(*group) for group in groups]
    of_runs = [(s.run_squares, s.run_freedom, s.run_share) for s in seen]
    of_days = [(s.day_squares, s.day_freedom, 1.0) for s in seen]
    runs = _pooled([*of_runs, *of_days], prior_freedom)  # days that scatter show runs as well
    if not any(s.day_freedom for s in seen):
        return Steadiness(runs, max(runs, 1.0))
    return Steadiness(runs, _pooled(of_days, prior_freedom))


def _pooled(parts: Sequence[tuple[float, int, float]], prior_freedom: float) -> float:
    """Ratio of the variance seen to that expected, of the ``share`` that is no matter of steps."""
    squares = sum(s - n * (1 - share) for s, n, share in parts) / _METRICS_PER_FACT
    freedom = sum(n * share for _, n, share in parts) / _METRICS_PER_FACT
    return float(max((prior_freedom + squares) / (prior_freedom + freedom), _LEAST_RATIO))


def welch_satterthwaite(variances: Sequence[float], freedoms: Sequence[float]) -> float:
    """Degrees of freedom of a sum of variances.

    Parameters
    ----------
    variances, freedoms
        Each part and its degrees of freedom.

    >>> welch_satterthwaite([1.0, 1.0], [6, 6])
    12.0
    """
    total = sum(variances) ** 2
    shares = sum(v**2 / f for v, f in zip(variances, freedoms, strict=True))
    return float(total / shares) if shares > 0 else float("inf")


def _freedom(of_runs: float, run: Ratio, of_days: float, day: Ratio, prior: Prior) -> float:
    """Degrees of freedom of the change; days that were seen to scatter show runs as well."""
    if day.freedom > prior.day_freedom:
        return day.freedom
    return welch_satterthwaite([of_runs, of_days], [run.freedom, day.freedom])


def _shared_by_side(scatter: Scatter) -> FloatArray:
    """Variance that all clips of a side share, (n,): it does not average out over them."""
    shared = np.array([clip.shared_variance for clip in scatter.clips])
    return np.array([shared[scatter.side == s].mean() for s in scatter.side])


def _weights(covariance: FloatArray, side: NDArray[np.int_]) -> FloatArray:
    """Weights of the clips in the best linear unbiased mean of each side, (2, n)."""
    design = np.column_stack([side == 0, side == 1]).astype(np.float64)
    solved = np.linalg.solve(covariance, design)
    return np.asarray(np.linalg.solve(design.T @ solved, solved.T))
