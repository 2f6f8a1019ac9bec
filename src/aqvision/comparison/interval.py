"""Values before and after -> the interval of their difference, and what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import stats

from aqvision.comparison.between_days import BetweenDayVariance
from aqvision.comparison.values import ClipValues, MeasurementVariance, step_variance
from aqvision.core.types import FloatArray

_SEED = 20_161
_NAN = float("nan")


class Verdict(StrEnum):
    """What may be said of a change."""

    CHANGED = "changed"
    WITHIN_NOISE = "within noise"
    NOT_COMPARABLE = "not comparable"


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

    def judge(self, minimal_detectable_change: float) -> Verdict:
        """Call it a change where its interval excludes zero and it is large enough.

        Parameters
        ----------
        minimal_detectable_change
            In the metric's unit; it has to be exceeded.

        >>> Difference.within(-2.0, half_width=0.5).judge(1.0)
        <Verdict.CHANGED: 'changed'>
        >>> Difference.within(-2.0, half_width=0.5).judge(3.0)
        <Verdict.WITHIN_NOISE: 'within noise'>
        """
        excludes_zero = self.low > 0 or self.high < 0
        changed = excludes_zero and abs(self.value) > minimal_detectable_change
        return Verdict.CHANGED if changed else Verdict.WITHIN_NOISE


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalParts:
    """Where the uncertainty of a change comes from: standard deviations in the metric's unit.

    ``step_sd`` comes from step to step, ``clip_sd`` from clip to clip (NaN with one clip a side),
    ``measurement_sd`` from measuring alone, which stands in for both where it is larger;
    ``shared_sd`` is what all steps of the only clip of a side share, which none of these shows.
    ``between_day_sd`` comes from day to day; NaN where no history was given: then only the minimal
    detectable change, the default, allows for it. ``degrees_of_freedom`` are those of Student's t.
    """

    step_sd: float
    clip_sd: float
    measurement_sd: float
    shared_sd: float
    between_day_sd: float
    between_day_source: DaySource
    n_sessions: int
    degrees_of_freedom: float


def measure_interval(
    old: Sequence[ClipValues],
    new: Sequence[ClipValues],
    measurement: MeasurementVariance,
    days: BetweenDayVariance,
    *,
    level: float,
    n_draws: int,
) -> tuple[float, IntervalParts]:
    """Measure the interval of a difference by a bootstrap by clip and then by step.

    Resampling few values understates their spread, so it is widened by Student's t for the
    degrees of freedom that the resampled units leave; it never falls below the variance that
    measuring alone brings, and what resampling cannot show is added, as is what days add.

    Parameters
    ----------
    old, new
        Values before and after, one item a clip.
    measurement
        Variance of the difference of their means by measuring.
    days
        What each of the two days adds.
    level
        Chance that the interval holds the truth, 0 to 1.
    n_draws
        Draws of the bootstrap.

    Returns
    -------
    half_width : float
        In the metric's unit; infinite or NaN where it cannot be known.
    parts : IntervalParts
        What it is made of.
    """
    degrees_of_freedom = min(_degrees_of_freedom(old), _degrees_of_freedom(new))
    sampled = _sampled_variance(old, new, degrees_of_freedom, n_draws)
    steps, clips = _split(sampled, old, new)
    variance = max(sampled, measurement.in_spread)
    by_steps = half_width(variance, degrees_of_freedom, days, level)
    by_clip = float(stats.norm.ppf((1 + level) / 2) * np.sqrt(measurement.beyond_spread))
    between = 2 * days.variance if days.is_known else _NAN
    step_sd, clip_sd, measurement_sd, shared_sd, between_day_sd = np.sqrt(
        [steps, clips, measurement.in_spread, measurement.beyond_spread, between]
    ).tolist()
    parts = IntervalParts(
        step_sd=step_sd,
        clip_sd=clip_sd,
        measurement_sd=measurement_sd,
        shared_sd=shared_sd,
        between_day_sd=between_day_sd,
        between_day_source=DaySource.OWN_AND_DEFAULT if days.is_known else DaySource.DEFAULT,
        n_sessions=days.n_sessions,
        degrees_of_freedom=joint_degrees_of_freedom(variance, degrees_of_freedom, days),
    )
    return float(np.hypot(by_steps, by_clip)), parts


def half_width(
    variance: float, degrees_of_freedom: float, days: BetweenDayVariance, level: float
) -> float:
    """Half the width of an interval from the variance of a change within and between days.

    Parameters
    ----------
    variance, degrees_of_freedom
        Of the change between these very runs; infinite width without a degree of freedom.
    days
        What each of the two days adds.
    level
        Chance that the interval holds the truth, 0 to 1.

    >>> round(half_width(4.0, 10, BetweenDayVariance(), 0.9), 2)
    3.62
    """
    if degrees_of_freedom < 1:
        return float("inf")
    joint = joint_degrees_of_freedom(variance, degrees_of_freedom, days)
    quantile = float(stats.t.ppf((1 + level) / 2, joint))
    return quantile * float(np.sqrt(variance + 2 * days.variance))


def joint_degrees_of_freedom(
    variance: float, degrees_of_freedom: float, days: BetweenDayVariance
) -> float:
    """Degrees of freedom of the sum of two variances, after Welch and Satterthwaite.

    Parameters
    ----------
    variance, degrees_of_freedom
        Of the change between these very runs.
    days
        What each of the two days adds.
    """
    between = 2 * days.variance
    if between <= 0 or degrees_of_freedom < 1:
        return float(degrees_of_freedom)
    shares = variance**2 / degrees_of_freedom + between**2 / days.degrees_of_freedom
    return float((variance + between) ** 2 / shares)


def _sampled_variance(
    old: Sequence[ClipValues], new: Sequence[ClipValues], degrees_of_freedom: int, n_draws: int
) -> float:
    if degrees_of_freedom < 1:
        return _NAN
    random = np.random.default_rng(_SEED)
    drawn = _resampled_means(new, n_draws, random) - _resampled_means(old, n_draws, random)
    return float(np.var(drawn)) * (degrees_of_freedom + 1) / degrees_of_freedom


def _split(
    sampled: float, old: Sequence[ClipValues], new: Sequence[ClipValues]
) -> tuple[float, float]:
    """Part a variance into what steps and what clips bring; NaN for clips where there is one."""
    if max(sum(bool(clip) for clip in clips) for clips in (old, new)) == 1:
        return sampled, _NAN
    steps = float(np.fmin(step_variance(old) + step_variance(new), sampled))
    return steps, sampled - steps


def _degrees_of_freedom(clips: Sequence[ClipValues]) -> int:
    """Units that vary, less the means taken: clips where there are several, else steps."""
    filled = [clip for clip in clips if clip]
    if len(filled) > 1:
        return len(filled) - 1
    return sum(len(group) - 1 for group in filled[0])


def _resampled_means(
    clips: Sequence[ClipValues], n: int, random: np.random.Generator
) -> FloatArray:
    """Draw group means (n,): clips with replacement, then steps of each side within a clip."""
    filled = [clip for clip in clips if clip]
    per_clip = np.stack([_resampled_clip(clip, n, random) for clip in filled])
    chosen = random.integers(len(filled), size=(len(filled), n))
    return np.asarray(np.take_along_axis(per_clip, chosen, axis=0).mean(axis=0))


def _resampled_clip(clip: ClipValues, n: int, random: np.random.Generator) -> FloatArray:
    means = [g[random.integers(len(g), size=(n, len(g)))].mean(axis=1) for g in clip]
    return np.asarray(np.mean(means, axis=0))
