"""Analyses before and after -> Comparison: per metric, what changed beyond noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy import stats

from aqvision.analysis import Analysis
from aqvision.comparability import Hindrance, find_hindrances, mean_value
from aqvision.errors import LibraryError
from aqvision.kinematics.metrics import METRICS, Grade, Metric
from aqvision.kinematics.summary import MetricSummary
from aqvision.pose.sequence import FloatArray
from aqvision.pose.skeleton import SIDES, Side
from aqvision.settings import ComparisonSettings, Settings

Verdict = Literal["changed", "within noise", "not comparable"]
_SEED = 20_161
_GRADES: tuple[Grade, ...] = ("A", "B", "C", "withheld")
# Part of the variance of measuring that all steps of a clip share and other clips do not: the
# network errs alike at each stride's same posture. Means of rendered clips of one motion scatter
# by it, however many steps they hold. Source: pose-findings.
_SHARED_BY_CLIP = 0.15


@dataclass(frozen=True, slots=True)
class Change:
    """One metric before and after.

    ``change`` is after minus before, ``low`` to ``high`` its interval; NaN where it cannot be
    had. ``reason`` says why it is not comparable, or what lowers its grade; ``caution`` what
    differs between the clips and bears on it, but not on all.
    """

    metric: str
    unit: str
    before: float
    after: float
    change: float
    low: float
    high: float
    smallest_believable_change: float
    verdict: Verdict
    confidence: Grade
    reason: str
    n_before: int
    n_after: int
    caution: str = ""

    @property
    def size(self) -> float:
        """Change in units of the smallest one to believe, without sign."""
        return abs(self.change) / self.smallest_believable_change


@dataclass(frozen=True, slots=True)
class MeasuringVariance:
    """Variance of a mean by errors of measuring alone.

    ``seen`` is in the spread of clips and steps as well; ``hidden`` is what all steps of the
    only clip share, which no resampling of it shows.
    """

    seen: float
    hidden: float

    def __add__(self, other: MeasuringVariance) -> MeasuringVariance:
        """Variance of a difference of two means."""
        return MeasuringVariance(self.seen + other.seen, self.hidden + other.hidden)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Clips before and after training, compared metric by metric."""

    before: tuple[Analysis, ...]
    after: tuple[Analysis, ...]
    changes: tuple[Change, ...]
    cautions: tuple[str, ...]
    confidence_level: float

    @property
    def athlete(self) -> str | None:
        """Name of the athlete, where one was given."""
        return next((a.athlete for a in (*self.before, *self.after) if a.athlete), None)

    def changed(self) -> list[Change]:
        """List what changed beyond noise, what stands out most first."""
        certain = [c for c in self.changes if c.verdict == "changed"]
        return sorted(certain, key=lambda c: (c.confidence == "C", -c.size))


def compare(
    before: Sequence[Analysis], after: Sequence[Analysis], settings: Settings
) -> Comparison:
    """Compare clips before training with clips after it.

    The interval of a change comes from resampling clips and then steps within clips; it calls
    a change only what also exceeds the smallest change to believe.

    Raises
    ------
    LibraryError
        One side has no clip.

    Source: biomechanics-notes, hopkins.
    """
    if not before or not after:
        raise LibraryError("a comparison needs a clip on each side", "give --before and --after")
    hindrances = find_hindrances(before, after, settings.comparison)
    changes = tuple(
        _with_caution(_compare_metric(metric, before, after, hindrances, settings), hindrances)
        for metric in METRICS.values()
    )
    cautions = tuple(h.sentence for h in hindrances if not h.refuses)
    level = settings.comparison.confidence_level
    return Comparison(tuple(before), tuple(after), changes, cautions, level)


def _with_caution(change: Change, hindrances: Sequence[Hindrance]) -> Change:
    if change.verdict == "not comparable":
        return change
    own = [h for h in hindrances if change.metric in h.concerns and not h.bears_on_all]
    return replace(change, caution=" ".join(h.text for h in own))


def _refusal(metric: Metric, hindrances: Sequence[Hindrance]) -> str:
    """Say why a metric may not be compared between these clips; empty when it may."""
    reasons = (h.sentence for h in hindrances if h.refuses and metric.name in h.concerns)
    return next(reasons, "")


def _compare_metric(
    metric: Metric,
    before: Sequence[Analysis],
    after: Sequence[Analysis],
    hindrances: Sequence[Hindrance],
    settings: Settings,
) -> Change:
    summaries = [a.metrics[metric.name] for a in (*before, *after)]
    grade, reason = _joint_grade(summaries)
    refusal = _refusal(metric, hindrances)
    if refusal or grade == "withheld":
        return _not_comparable(metric, before, after, grade, refusal or reason)
    sides = _common_sides(metric, (*before, *after))
    old, new = ([_by_side(a, metric.name, sides) for a in group] for group in (before, after))
    n_old, n_new = _count(old), _count(new)
    if min(n_old, n_new) < 1:
        return _not_comparable(metric, before, after, grade, "no side is measured in every clip")
    mean_old, mean_new = _group_mean(old), _group_mean(new)
    change = mean_new - mean_old
    errors = [_measuring_variance(metric, group, sides) for group in (before, after)]
    half = _half_width(old, new, errors[0] + errors[1], settings.comparison)
    if not np.isfinite(half):
        return _not_comparable(metric, before, after, grade, "too few steps to know the noise")
    rate_hz = min(a.video.capture_fps for a in (*before, *after))
    smallest = metric.smallest_believable_change(
        rate_hz, (mean_old + mean_new) / 2, min(n_old, n_new)
    )
    certain = abs(change) > smallest and abs(change) > half
    return Change(
        metric.name,
        metric.unit,
        mean_old,
        mean_new,
        change,
        change - half,
        change + half,
        smallest,
        "changed" if certain else "within noise",
        grade,
        reason,
        n_old,
        n_new,
    )


def _not_comparable(
    metric: Metric,
    before: Sequence[Analysis],
    after: Sequence[Analysis],
    grade: Grade,
    reason: str,
) -> Change:
    nan = float("nan")
    old, new = (mean_value(group, metric.name) for group in (before, after))
    n_old, n_new = (sum(a.metrics[metric.name].n for a in group) for group in (before, after))
    return Change(
        metric.name, metric.unit, old, new, nan, nan, nan, nan,
        "not comparable", grade, reason, n_old, n_new,
    )  # fmt: skip


def _joint_grade(summaries: Sequence[MetricSummary]) -> tuple[Grade, str]:
    """Worst grade of all clips, with its reason."""
    worst = max(summaries, key=lambda s: _GRADES.index(s.confidence))
    return worst.confidence, worst.reason


def _common_sides(metric: Metric, analyses: Sequence[Analysis]) -> tuple[Side, ...]:
    """Sides measured in every clip; all rows where the metric belongs to no side."""
    if not metric.sided:
        return SIDES
    return tuple(
        side
        for side in SIDES
        if all(np.isfinite(getattr(a.metrics[metric.name], side)) for a in analyses)
    )


def _by_side(analysis: Analysis, name: str, sides: tuple[Side, ...]) -> list[FloatArray]:
    """Known values of one clip, an array a side that has any."""
    rows = analysis.steps
    groups = (rows.loc[rows["side"] == side, name].to_numpy(dtype=np.float64) for side in sides)
    return [known for group in groups if len(known := group[np.isfinite(group)])]


def _count(clips: Sequence[Sequence[FloatArray]]) -> int:
    return sum(len(group) for clip in clips for group in clip)


def _group_mean(clips: Sequence[Sequence[FloatArray]]) -> float:
    """Mean over clips of the mean over sides."""
    return float(np.mean([np.mean([g.mean() for g in clip]) for clip in clips if clip]))


def _half_width(
    old: Sequence[Sequence[FloatArray]],
    new: Sequence[Sequence[FloatArray]],
    measuring: MeasuringVariance,
    settings: ComparisonSettings,
) -> float:
    """Half the width of the change's interval, from a bootstrap by clip and then by step.

    Resampling few values understates their spread, so it is widened by Student's t for the
    freedom that the resampled units leave; it never falls below the variance that measuring
    alone brings, and what resampling cannot show is added. Source: biomechanics-notes.
    """
    random = np.random.default_rng(_SEED)
    n = int(settings.n_bootstrap)
    freedom = min(_freedom(old), _freedom(new))
    if freedom < 1:
        return float("inf")
    drawn = _resampled_means(new, n, random) - _resampled_means(old, n, random)
    upper = (1 + settings.confidence_level) / 2
    variance = max(float(np.var(drawn)) * (freedom + 1) / freedom, measuring.seen)
    by_steps = float(stats.t.ppf(upper, freedom) * np.sqrt(variance))
    by_clip = float(stats.norm.ppf(upper) * np.sqrt(measuring.hidden))
    return float(np.hypot(by_steps, by_clip))


def _measuring_variance(
    metric: Metric, analyses: Sequence[Analysis], sides: tuple[Side, ...]
) -> MeasuringVariance:
    """Variance of a group's mean by errors of measuring alone."""
    of_steps, of_clips, n_clips = 0.0, 0.0, 0
    for analysis in analyses:
        groups = _by_side(analysis, metric.name, sides)
        if groups:
            n_clips += 1
            shares = sum(1 / len(group) for group in groups) / len(groups) ** 2
            error = analysis.metrics[metric.name].measurement_sd
            variance = error**2 if np.isfinite(error) else 0.0
            of_steps += shares * variance
            of_clips += _SHARED_BY_CLIP * variance
    of_steps, of_clips = (v / max(n_clips, 1) ** 2 for v in (of_steps, of_clips))
    if n_clips > 1:
        return MeasuringVariance(of_steps + of_clips, 0.0)
    return MeasuringVariance(of_steps, of_clips)


def _freedom(clips: Sequence[Sequence[FloatArray]]) -> int:
    """Units that vary, less the means taken: clips where there are several, else steps."""
    filled = [clip for clip in clips if clip]
    if len(filled) > 1:
        return len(filled) - 1
    return sum(len(group) - 1 for group in filled[0])


def _resampled_means(
    clips: Sequence[Sequence[FloatArray]], n: int, random: np.random.Generator
) -> FloatArray:
    """Draw group means (n,): clips with replacement, then steps of each side within a clip."""
    filled = [clip for clip in clips if clip]
    per_clip = np.stack([_resampled_clip(clip, n, random) for clip in filled])
    chosen = random.integers(len(filled), size=(len(filled), n))
    return np.asarray(np.take_along_axis(per_clip, chosen, axis=0).mean(axis=0))


def _resampled_clip(clip: Sequence[FloatArray], n: int, random: np.random.Generator) -> FloatArray:
    means = [g[random.integers(len(g), size=(n, len(g)))].mean(axis=1) for g in clip]
    return np.asarray(np.mean(means, axis=0))
