"""Variation of an athlete -> how many runs on how many days show a change of a given size.

The variance of the mean of a side is that of its days over their number, and of its runs over
theirs; what all steps of a side share stays. Source: hopkins-2004.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.comparability import find_mismatches, why_refused
from aqvision.comparison.families import PRIMARIES
from aqvision.comparison.judging import PRIMARY_RATE
from aqvision.comparison.prior import Prior, prior_of
from aqvision.comparison.values import ClipMean, clip_means, common_sides
from aqvision.comparison.variance import welch_satterthwaite
from aqvision.core.settings import ComparisonSettings
from aqvision.kinematics.metrics.registry import METRICS, Metric

POWER = 0.80
"""How often a change is to be seen."""
_BEST_HZ = 240.0


@dataclass(frozen=True, slots=True)
class Design:
    """Runs filmed on each side, spread evenly over days of their own."""

    n_runs: int
    n_days: int


DESIGNS = (Design(1, 1), Design(2, 1), Design(3, 1), Design(2, 2), Design(3, 3), Design(5, 5))
"""Designs that a plan lists, from the cheapest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideVariance:
    """Variances of a mean over one side, in the metric's unit squared.

    ``run`` is that of a run about its day, steps and measuring included, ``day`` of a day about the
    athlete, ``shared`` by what all steps of a side share. ``run_freedom`` and ``day_freedom`` are
    the degrees of freedom that both are known with beforehand.
    """

    run: float
    day: float
    shared: float
    run_freedom: float
    day_freedom: float

    @classmethod
    def of(cls, clips: Sequence[ClipMean], prior: Prior) -> SideVariance:
        """Take it from clips that were measured.

        Parameters
        ----------
        clips
            Those of one or both sides, whose steps tell how runs are to be known.
        prior
            How runs and days of an athlete vary.
        """
        return cls(
            run=prior.run_variance + float(np.mean([clip.step_variance for clip in clips])),
            day=prior.day_variance,
            shared=float(np.mean([clip.shared_variance for clip in clips])),
            run_freedom=prior.run_freedom,
            day_freedom=prior.day_freedom,
        )

    def of_mean(self, design: Design) -> float:
        """Give the variance of the mean of one side.

        Parameters
        ----------
        design
            How it is filmed.
        """
        return self.run / design.n_runs + self.day / design.n_days + self.shared

    def freedom(self, design: Design) -> float:
        """Give the degrees of freedom of the difference of two sides that are filmed alike.

        Parameters
        ----------
        design
            How each of them is filmed.
        """
        if design.n_days > 1:
            return self.day_freedom + 2 * (design.n_days - 1)
        run_freedom = self.run_freedom + 2 * (design.n_runs - 1)
        parts = [self.run / design.n_runs, self.day]
        return welch_satterthwaite(parts, [run_freedom, self.day_freedom])


def smallest_change_seen(
    variance: SideVariance,
    design: Design,
    worthwhile: float = 0.0,
    n_primaries: int = len(PRIMARIES),
) -> float:
    """Give the smallest true change of one primary metric that is called changed in 80 %.

    It is the only one that changed of all primaries, so its p-value has to be below the rate of
    false discoveries over their number, and it has to be seen as more than worthwhile.

    Parameters
    ----------
    variance
        Of one side.
    design
        How each side is filmed.
    worthwhile
        The change to exceed, in the metric's unit.
    n_primaries
        How many metrics are named beforehand.

    Returns
    -------
    float
        In the metric's unit.
    """
    freedom = variance.freedom(design)
    se = np.sqrt(2 * variance.of_mean(design))
    needed = special.stdtrit(freedom, 1 - PRIMARY_RATE / n_primaries / 2) * se
    return float(max(needed, worthwhile) + special.stdtrit(freedom, POWER) * se)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One primary metric: the smallest change seen by each of ``DESIGNS``, in its unit.

    ``seen`` is empty, and ``reason`` says why, where the first session does not measure it.
    """

    metric: str
    value: float
    worthwhile: float
    seen: tuple[float, ...] = ()
    reason: str = ""

    def cheapest(self, change: float) -> Design | None:
        """Give the cheapest of ``DESIGNS`` that sees a change, or None where none does.

        Parameters
        ----------
        change
            In the metric's unit, of either sign.
        """
        fit = (d for d, seen in zip(DESIGNS, self.seen, strict=False) if seen <= abs(change))
        return next(fit, None)


def plan(
    session: Sequence[Analysis], primaries: Sequence[str], settings: ComparisonSettings
) -> list[PlanRow]:
    """Plan a comparison from clips of a first session.

    Parameters
    ----------
    session
        One clip or more of one athlete.
    primaries
        Names of metrics.
    settings
        What the priors are worth.
    """
    mismatches = find_mismatches(session, session, settings)
    rows = []
    for metric in (METRICS[name] for name in primaries):
        reason = why_refused(metric, session, mismatches)
        rows.append(
            _plan_row(metric, session, len(primaries), settings)
            if reason is None
            else _unplanned(metric, reason)
        )
    return rows


def _plan_row(
    metric: Metric, session: Sequence[Analysis], n_primaries: int, settings: ComparisonSettings
) -> PlanRow:
    sides = common_sides(metric, session)
    known = [c for c in clip_means(metric, session, sides, settings.prior_freedom) if c]
    if not known:
        return _unplanned(metric, "")
    value = float(np.mean([clip.value for clip in known]))
    variance = SideVariance.of(known, prior_of(metric, value, settings))
    rate_hz = min(clip.video.capture_fps for clip in session)
    worthwhile = metric.minimal_detectable_change(rate_hz, value)
    return row_of(metric, value, variance, worthwhile, n_primaries)


def _unplanned(metric: Metric, reason: str) -> PlanRow:
    return PlanRow(metric=metric.name, value=np.nan, worthwhile=np.nan, reason=reason)


def row_of(
    metric: Metric,
    value: float,
    variance: SideVariance,
    worthwhile: float,
    n_primaries: int = len(PRIMARIES),
) -> PlanRow:
    """Write what each of ``DESIGNS`` shows of one metric, always more than is worth telling.

    Parameters
    ----------
    metric, value
        What is compared, and its mean.
    variance
        Of one side.
    worthwhile
        The smallest change worth telling, in the metric's unit.
    n_primaries
        How many metrics are named beforehand.
    """
    seen = (smallest_change_seen(variance, d, worthwhile, n_primaries) for d in DESIGNS)
    return PlanRow(metric=metric.name, value=value, worthwhile=worthwhile, seen=tuple(seen))


def seen_at_best(metric: Metric, value: float, design: Design) -> float:
    """Give the smallest change that is seen where measuring adds nothing to a usual athlete.

    Parameters
    ----------
    metric, value
        One of six primaries, and a usual value of it, in its unit.
    design
        How each side is filmed.

    Returns
    -------
    float
        In the metric's unit.
    """
    prior = prior_of(metric, value, ComparisonSettings())
    variance = SideVariance(
        run=prior.run_variance,
        day=prior.day_variance,
        shared=0.0,
        run_freedom=prior.run_freedom,
        day_freedom=prior.day_freedom,
    )
    worthwhile = metric.minimal_detectable_change(_BEST_HZ, value)
    return smallest_change_seen(variance, design, worthwhile, len(PRIMARIES))
