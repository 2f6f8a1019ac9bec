"""Values before and after -> the interval of their change, and what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from aqvision.comparison.between_days import SessionNoise
from aqvision.comparison.values import ClipValues, MeasuringVariance, step_variance
from aqvision.core.settings import ComparisonSettings
from aqvision.core.types import FloatArray

Verdict = Literal["changed", "within noise", "not comparable"]
SessionSource = Literal["own and default", "default"]
_SEED = 20_161


@dataclass(frozen=True, slots=True)
class IntervalParts:
    """Where the doubt about a change comes from: standard deviations in the metric's unit.

    ``step_sd`` comes from step to step, ``clip_sd`` from clip to clip (NaN with one clip a side),
    ``measuring_sd`` from measuring alone, which stands in for both where it is larger;
    ``shared_sd`` is what all steps of the only clip of a side share, which none of these shows.
    ``session_sd`` comes from day to day; NaN where no history was given: then only the smallest
    change to believe, the default, allows for it. ``freedom`` is that of Student's t.
    """

    step_sd: float
    clip_sd: float
    measuring_sd: float
    shared_sd: float
    session_sd: float
    session_source: SessionSource
    n_sessions: int
    freedom: float


@dataclass(frozen=True, slots=True)
class Interval:
    """Half the width of a change's interval, infinite where it cannot be known, and its parts."""

    half_width: float
    parts: IntervalParts


def measure_interval(
    old: Sequence[ClipValues],
    new: Sequence[ClipValues],
    measuring: MeasuringVariance,
    sessions: SessionNoise,
    settings: ComparisonSettings,
) -> Interval:
    """Measure the interval of a change by a bootstrap by clip and then by step.

    Resampling few values understates their spread, so it is widened by Student's t for the
    freedom that the resampled units leave; it never falls below the variance that measuring alone
    brings, and what resampling cannot show is added, as is what days add.
    Source: biomechanics-notes.
    """
    freedom = min(_freedom(old), _freedom(new))
    sampled = _sampled_variance(old, new, freedom, settings)
    steps, clips = _split(sampled, old, new)
    variance = max(sampled, measuring.seen)
    level = settings.confidence_level
    by_steps = half_width(variance, freedom, sessions, level)
    by_clip = float(stats.norm.ppf((1 + level) / 2) * np.sqrt(measuring.hidden))
    days = 2 * sessions.variance if sessions.is_known else float("nan")
    step_sd, clip_sd, measuring_sd, shared_sd, session_sd = np.sqrt(
        [steps, clips, measuring.seen, measuring.hidden, days]
    ).tolist()
    parts = IntervalParts(
        step_sd,
        clip_sd,
        measuring_sd,
        shared_sd,
        session_sd,
        "own and default" if sessions.is_known else "default",
        sessions.n_sessions,
        joint_freedom(variance, freedom, sessions),
    )
    return Interval(float(np.hypot(by_steps, by_clip)), parts)


def half_width(variance: float, freedom: float, sessions: SessionNoise, level: float) -> float:
    """Half the width of an interval from the variance of a change within and between days.

    Parameters
    ----------
    variance, freedom
        Of the change between these very runs; infinite width without freedom.
    sessions
        What each of the two days adds.
    level
        Chance that the interval holds the truth.
    """
    if freedom < 1:
        return float("inf")
    quantile = float(stats.t.ppf((1 + level) / 2, joint_freedom(variance, freedom, sessions)))
    return quantile * float(np.sqrt(variance + 2 * sessions.variance))


def joint_freedom(variance: float, freedom: float, sessions: SessionNoise) -> float:
    """Degrees of freedom of the sum of two variances, after Welch and Satterthwaite."""
    days = 2 * sessions.variance
    if days <= 0 or freedom < 1:
        return float(freedom)
    return float((variance + days) ** 2 / (variance**2 / freedom + days**2 / sessions.freedom))


def _sampled_variance(
    old: Sequence[ClipValues],
    new: Sequence[ClipValues],
    freedom: int,
    settings: ComparisonSettings,
) -> float:
    if freedom < 1:
        return float("nan")
    random = np.random.default_rng(_SEED)
    n = int(settings.n_bootstrap)
    drawn = _resampled_means(new, n, random) - _resampled_means(old, n, random)
    return float(np.var(drawn)) * (freedom + 1) / freedom


def _split(
    sampled: float, old: Sequence[ClipValues], new: Sequence[ClipValues]
) -> tuple[float, float]:
    """Part a variance into what steps and what clips bring; NaN for clips where there is one."""
    if max(sum(bool(clip) for clip in clips) for clips in (old, new)) == 1:
        return sampled, float("nan")
    steps = float(np.fmin(step_variance(old) + step_variance(new), sampled))
    return steps, sampled - steps


def _freedom(clips: Sequence[ClipValues]) -> int:
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
