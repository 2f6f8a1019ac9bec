"""Analyses before and after -> how force changed: profile and spring, one value a clip.

The same rule as for every metric, on values of which a clip has one: how it was measured, runs and
days make the interval, and all of them together are one family of what was not named beforehand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.families import false_discovery_rates
from aqvision.comparison.interval import Difference, Interval, interval_of
from aqvision.comparison.judging import EXPLORATORY_RATE, FEWEST_CLIPS, Verdict, verdict_of
from aqvision.comparison.prior import Prior, Steadiness
from aqvision.comparison.values import ClipMean
from aqvision.comparison.variance import ChangeEstimate, estimate_change
from aqvision.core.settings import ComparisonSettings
from aqvision.kinematics.force.quantities import QUANTITIES, ForceQuantity, estimate_of, grade_of
from aqvision.kinematics.metrics.registry import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceChange:
    """One number of profile or spring before and after.

    Parameters
    ----------
    name
        Of the number.
    before, after
        Means over the clips that have it, in its unit; ``n_before`` and ``n_after`` count them.
    difference
        The change and its interval.
    worthwhile
        The smallest change worth telling.
    p, q
        How often chance alone makes such a change, and the false discovery rate at which it would
        be called one.
    verdict, confidence, reason
        What may be said of it, the worst grade of all clips and what goes with that.
    """

    name: str
    before: float
    after: float
    n_before: int
    n_after: int
    difference: Difference
    worthwhile: float
    p: float
    q: float
    verdict: Verdict
    confidence: Grade
    reason: str


def compare_force(
    before: Sequence[Analysis],
    after: Sequence[Analysis],
    settings: ComparisonSettings,
    steadiness: Steadiness,
) -> tuple[ForceChange, ...]:
    """Compare what clips tell of force.

    Parameters
    ----------
    before, after
        Clips of both sides.
    settings
        How sure intervals are, and what priors are worth.
    steadiness
        What all metrics together say of the athlete.

    Returns
    -------
    tuple of ForceChange
        Of each number that a clip on both sides has; empty where there is none.
    """
    measured = [_measure(q, before, after, settings, steadiness) for q in QUANTITIES.values()]
    known = [found for found in measured if found is not None]
    rates = false_discovery_rates({found.quantity.name: found.interval.p for found in known})
    clips = (*before, *after)
    return tuple(_judged(found, rates[found.quantity.name], clips) for found in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """One number before and after, not yet judged."""

    quantity: ForceQuantity
    estimate: ChangeEstimate
    interval: Interval
    n: tuple[int, int]


def _measure(
    quantity: ForceQuantity,
    before: Sequence[Analysis],
    after: Sequence[Analysis],
    settings: ComparisonSettings,
    steadiness: Steadiness,
) -> _Measured | None:
    """Measure the change of one number; None where a side does not have it."""
    earlier, later = _means(before, quantity), _means(after, quantity)
    if not (earlier and later):
        return None
    level = float(np.mean([clip.value for clip in (*earlier, *later)]))
    prior = Prior(
        run_variance=quantity.variation.run_sd_of(level) ** 2,
        run_freedom=settings.prior_freedom,
        day_variance=quantity.variation.day_sd_of(level) ** 2,
        day_freedom=settings.prior_freedom,
    ).scaled(steadiness)
    estimate = estimate_change(earlier, later, prior)
    interval = interval_of(estimate, prior, settings.confidence_level)
    return _Measured(
        quantity=quantity, estimate=estimate, interval=interval, n=(len(earlier), len(later))
    )


def _means(clips: Sequence[Analysis], quantity: ForceQuantity) -> list[ClipMean]:
    """Give the number of each clip that has it, with how far measuring may be off."""
    found = [(estimate_of(clip.force, quantity), clip.recorded.on) for clip in clips]
    return [
        ClipMean(
            value=one.value,
            step_variance=one.se**2,
            measurement_variance=one.se**2,
            shared_variance=0.0,
            n=1,
            day=day,
        )
        for one, day in found
        if math.isfinite(one.value) and math.isfinite(one.se)
    ]


def _judged(found: _Measured, q: float, clips: Sequence[Analysis]) -> ForceChange:
    quantity, estimate = found.quantity, found.estimate
    worthwhile = quantity.worthwhile_frac * abs(estimate.before + estimate.after) / 2
    grades = [grade_of(clip.force, quantity) for clip in clips]
    grade, reason = max(
        (g for g in grades if g[0] != Grade.WITHHELD), key=lambda graded: graded[0].rank
    )
    return ForceChange(
        name=quantity.name,
        before=estimate.before,
        after=estimate.after,
        n_before=found.n[0],
        n_after=found.n[1],
        difference=found.interval.difference,
        worthwhile=worthwhile,
        p=found.interval.p,
        q=q,
        verdict=verdict_of(
            found.interval.difference,
            worthwhile,
            passes=q <= EXPLORATORY_RATE,
            primary=False,
            of_the_athlete=min(found.n) >= FEWEST_CLIPS,
        ),
        confidence=grade,
        reason=reason,
    )
