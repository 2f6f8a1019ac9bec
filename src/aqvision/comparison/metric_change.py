"""One metric in clips before and after -> means, interval, and what more clips would tell.

What a comparison judges: nothing here says whether anything changed, as that is asked of all
metrics together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.between_days import History, add_history
from aqvision.comparison.comparability import Mismatch, why_refused
from aqvision.comparison.families import PRIMARIES
from aqvision.comparison.interval import Interval, interval_of
from aqvision.comparison.more_clips import clips_needed, clips_to_add
from aqvision.comparison.planning import PlanRow, SideVariance, row_of
from aqvision.comparison.prior import Prior, Steadiness, prior_of
from aqvision.comparison.speed_matched import SharedSpeeds, measure_speed_matched
from aqvision.comparison.values import ClipMean, clip_means, common_sides
from aqvision.comparison.variance import estimate_change
from aqvision.core.settings import ComparisonSettings
from aqvision.core.skeleton import Side
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.metrics.registry import Grade, Metric


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Compared:
    """What every metric of a comparison is compared with."""

    before: Sequence[Analysis]
    after: Sequence[Analysis]
    mismatches: Sequence[Mismatch]
    shared_speeds: SharedSpeeds
    history: History
    settings: ComparisonSettings
    n_primaries: int = len(PRIMARIES)

    @property
    def analyses(self) -> tuple[Analysis, ...]:
        """All clips, those before first."""
        return (*self.before, *self.after)

    @property
    def rate_hz(self) -> float:
        """Frame rate of the slowest clip."""
        return min(a.video.capture_fps for a in self.analyses)


@dataclass(frozen=True, slots=True)
class Refused:
    """A metric that may not be compared: why, and its grade."""

    reason: str
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricMeans:
    """A metric that may be compared: its means by clip, and what is held of the athlete."""

    metric: Metric
    before: tuple[ClipMean, ...]
    after: tuple[ClipMean, ...]
    sides: tuple[Side, ...]
    prior: Prior
    grade: Grade
    reason: str

    @property
    def groups(self) -> tuple[tuple[ClipMean, ...], tuple[ClipMean, ...], Prior]:
        """Means of both sides, and the prior."""
        return self.before, self.after, self.prior


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricChange:
    """A metric that was compared.

    ``worthwhile`` is the change to exceed, ``more_after`` how many further clips after, and
    ``clips_a_side`` how many on each side, a day each, make the interval as narrow as that; None
    where a dozen is not enough. ``matched`` is the interval at matched speed, with the slope.
    """

    before: float
    after: float
    interval: Interval
    worthwhile: float
    more_after: int | None
    clips_a_side: int | None
    plan: PlanRow
    matched: tuple[Interval, float] | None


def gather_means(metric: Metric, compared: Compared) -> MetricMeans | Refused:
    """Gather the means of one metric, or say why it may not be compared.

    Parameters
    ----------
    metric, compared
        What is compared in which clips.
    """
    summaries = [a.metrics[metric.name] for a in compared.analyses]
    worst = max(summaries, key=lambda summary: summary.confidence.rank)
    refusal = why_refused(metric, compared.analyses, compared.mismatches)
    if refusal is not None:
        return Refused(refusal, worst.confidence)
    sides = common_sides(metric, compared.analyses)
    found = clip_means(metric, compared.analyses, sides, compared.settings.prior_freedom)
    n_before = len(compared.before)
    before, after = (tuple(filter(None, part)) for part in (found[:n_before], found[n_before:]))
    if not (sides and before and after):
        return Refused(_("no side is measured in every clip"), worst.confidence)
    level = float(np.mean([clip.value for clip in (*before, *after)]))
    prior = prior_of(metric, level, compared.settings)
    return MetricMeans(
        metric=metric,
        before=before,
        after=after,
        sides=sides,
        prior=add_history(prior, metric, compared.history, sides),
        grade=worst.confidence,
        reason=worst.reason,
    )


def measure_change(means: MetricMeans, steadiness: Steadiness, compared: Compared) -> MetricChange:
    """Measure how far a metric changed, how sure that is, and what would make it surer.

    Parameters
    ----------
    means
        Of one metric.
    steadiness
        What all metrics together say of the athlete.
    compared
        The clips and settings.
    """
    prior, level = means.prior.scaled(steadiness), compared.settings.confidence_level
    estimate = estimate_change(means.before, means.after, prior)
    middle = (estimate.before + estimate.after) / 2
    worthwhile = means.metric.minimal_detectable_change(compared.rate_hz, middle)
    variance = SideVariance.of((*means.before, *means.after), prior)
    return MetricChange(
        before=estimate.before,
        after=estimate.after,
        interval=interval_of(estimate, prior, level),
        worthwhile=worthwhile,
        more_after=clips_to_add(variance, estimate.side_variances, worthwhile, level),
        clips_a_side=clips_needed(variance, worthwhile, level),
        plan=row_of(means.metric, middle, variance, worthwhile, compared.n_primaries),
        matched=_matched(means, compared),
    )


def _matched(means: MetricMeans, compared: Compared) -> tuple[Interval, float] | None:
    """Compare at matched speed; that runs of a ladder differ does not make the athlete unsteady."""
    shared = compared.shared_speeds
    if not shared.are_compared or means.metric.name == "speed_mps":
        return None
    clips = ([compared.before[i] for i in shared.before], [compared.after[i] for i in shared.after])
    level = compared.settings.confidence_level
    return measure_speed_matched(means.metric, clips, means.sides, means.prior, level)
