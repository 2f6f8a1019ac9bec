"""Clips and holds -> Line: one quantity over the dates of a season, a dot a day with its interval.

The interval of a dot is that of the athlete at that time, not of the runs of that day alone: it
holds what steps, runs, days and measuring bring, by the priors that changes are judged with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.comparability import Mismatch
from aqvision.comparison.hold_means import hold_mean, hold_prior
from aqvision.comparison.hold_metrics import HoldMetric
from aqvision.comparison.interval import Difference, half_width
from aqvision.comparison.prior import Prior, Steadiness, prior_of
from aqvision.comparison.scatter import Scatter
from aqvision.comparison.values import ClipMean, clip_means, common_sides
from aqvision.comparison.variance import welch_satterthwaite
from aqvision.core.settings import ComparisonSettings
from aqvision.kinematics.metrics.registry import Grade, Metric
from aqvision.progress.holds import Hold


class Kind(StrEnum):
    """What a quantity is measured in."""

    HOLD = "hold"
    SPRINT = "sprint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One quantity on one day: value and interval in its unit, of ``n`` clips or holds."""

    day: dt.date
    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One quantity over a season.

    ``means`` are those of the single clips or holds by day, ``prior`` what was held of the athlete
    beforehand; ``reason`` says why there is no dot where there is none.
    """

    name: str
    kind: Kind
    dots: tuple[Dot, ...] = ()
    means: Mapping[dt.date, tuple[ClipMean, ...]] = field(default_factory=dict)
    prior: Prior | None = None
    reason: str = ""


def sprint_line(
    metric: Metric,
    clips: Sequence[Analysis],
    mismatches: Sequence[Mismatch],
    steadiness: Steadiness,
    settings: ComparisonSettings,
) -> Line:
    """Follow one metric of sprints over their days.

    Parameters
    ----------
    metric, clips
        What is followed, and all clips.
    mismatches
        What of the clips does not match, the first day against the others.
    steadiness
        What all metrics together say of the athlete.
    settings
        What the prior is worth, and how sure intervals are.
    """
    refusal = next((m.sentence for m in mismatches if m.forbids and metric.name in m.metrics), "")
    known = [c for c in clips if c.metrics[metric.name].confidence != Grade.WITHHELD]
    if refusal or not known:
        reason = refusal or (clips[-1].metrics[metric.name].reason if clips else "")
        return Line(name=metric.name, kind=Kind.SPRINT, reason=reason)
    ends = [c for c in known if c.recorded.on in (known[0].recorded.on, known[-1].recorded.on)]
    sides = common_sides(metric, ends)
    alike = [c for c in known if set(sides) <= set(common_sides(metric, [c]))]
    found = clip_means(metric, alike, sides, settings.prior_freedom) if sides else []
    means = [mean for mean in found if mean is not None]
    return line_of_means(metric, means, settings, steadiness)


def line_of_means(
    metric: Metric,
    means: Sequence[ClipMean],
    settings: ComparisonSettings,
    steadiness: Steadiness = Steadiness(),  # noqa: B008 - frozen
) -> Line:
    """Follow one metric of sprints whose means are known over their days.

    Parameters
    ----------
    metric, means
        What is followed, and its mean in each clip.
    settings
        What the prior is worth, and how sure intervals are.
    steadiness
        What all metrics together say of the athlete; as the prior has it if left out.
    """
    if not means:
        return Line(name=metric.name, kind=Kind.SPRINT)
    level = float(np.mean([mean.value for mean in means]))
    prior = prior_of(metric, level, settings).scaled(steadiness)
    return _line(metric.name, Kind.SPRINT, means, prior, settings)


def hold_line(metric: HoldMetric, holds: Sequence[Hold], settings: ComparisonSettings) -> Line:
    """Follow one number of holds over their days.

    Parameters
    ----------
    metric, holds
        What is followed, and all holds.
    settings
        What the prior is worth, and how sure intervals are.
    """
    means = [hold_mean(hold.numbers[metric.name], hold.day) for hold in holds]
    known = [mean for mean in means if np.isfinite(mean.value)]
    if not known:
        return Line(name=metric.name, kind=Kind.HOLD)
    level = float(np.mean([mean.value for mean in known]))
    prior = hold_prior(metric, level, settings)
    return _line(metric.name, Kind.HOLD, known, prior, settings)


def _line(
    name: str, kind: Kind, means: Sequence[ClipMean], prior: Prior, settings: ComparisonSettings
) -> Line:
    days = sorted({mean.day for mean in means if mean.day})
    by_day = {day: tuple(mean for mean in means if mean.day == day) for day in days}
    scatter = Scatter.of(means, (), prior)
    dots = (_dot(day, by_day[day], scatter, settings.confidence_level) for day in days)
    return Line(name=name, kind=kind, dots=tuple(dots), means=by_day, prior=prior)


def _dot(day: dt.date, means: Sequence[ClipMean], scatter: Scatter, level: float) -> Dot:
    """Average a day; how runs scatter about their days is known from all days together."""
    prior, run = scatter.prior, scatter.run
    own = np.array([prior.run_variance + mean.step_variance for mean in means])
    value = float(np.average([mean.value for mean in means], weights=1 / own))
    of_runs = run.value / float((1 / own).sum())
    shared = float(np.mean([mean.shared_variance for mean in means]))
    freedom = welch_satterthwaite([of_runs, prior.day_variance], [run.freedom, prior.day_freedom])
    se = float(np.sqrt(of_runs + prior.day_variance + shared))
    found = Difference.within(value, half_width(se, freedom, level))
    return Dot(day=day, value=value, low=found.low, high=found.high, n=len(means))
