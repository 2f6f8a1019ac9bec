"""Analyses before and after -> Comparison: per metric, what changed beyond noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from aqvision.analysis import Analysis
from aqvision.errors import LibraryError
from aqvision.kinematics.metrics import METRICS, Grade, Metric
from aqvision.kinematics.summary import MetricSummary
from aqvision.pose.sequence import FloatArray
from aqvision.pose.skeleton import SIDES, Side
from aqvision.settings import ComparisonSettings, Settings

Verdict = Literal["changed", "within noise", "not comparable"]
_SEED = 20_161
_MAX_VIEW_GAP_DEG = 12.0
_GRADES: tuple[Grade, ...] = ("A", "B", "C", "withheld")


@dataclass(frozen=True, slots=True)
class Change:
    """One metric before and after.

    ``change`` is after minus before, ``low`` to ``high`` its interval; NaN where it cannot be
    had. ``reason`` says why it is not comparable, or what limits it.
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

    @property
    def size(self) -> float:
        """Change in units of the smallest one to believe, without sign."""
        return abs(self.change) / self.smallest_believable_change


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
    refusal = _refusal((*before, *after))
    changes = tuple(
        _compare_metric(metric, before, after, refusal, settings.comparison)
        for metric in METRICS.values()
    )
    cautions = tuple(_cautions(before, after, settings.comparison))
    return Comparison(
        tuple(before), tuple(after), changes, cautions, settings.comparison.confidence_level
    )


def _refusal(analyses: Sequence[Analysis]) -> str:
    """Say why nothing can be compared between these clips; empty when it can."""
    if len({a.provenance.model for a in analyses}) > 1:
        return "measured with different pose models"
    if len({a.scene.ground == "treadmill" for a in analyses}) > 1:
        return "one side ran on a treadmill, the other on a track"
    views = [a.scene.view_angle_deg for a in analyses]
    if max(views) - min(views) > _MAX_VIEW_GAP_DEG:
        return "filmed from different angles"
    return ""


def _cautions(
    before: Sequence[Analysis], after: Sequence[Analysis], settings: ComparisonSettings
) -> Iterator[str]:
    analyses = (*before, *after)
    if len({a.scene.near_side for a in analyses}) > 1:
        yield "The clips show different sides of the body: the near side differs."
    rates = [a.video.capture_fps for a in analyses]
    if max(rates) > 1.2 * min(rates):
        yield f"Frame rates differ, {min(rates):.0f} and {max(rates):.0f}; the slower one counts."
    for name, what in (("speed_mps", "speed"), ("step_frequency_hz", "step frequency")):
        old, new = (_nanmean(_values(group, name)) for group in (before, after))
        gap = abs(new / old - 1)
        if gap > settings.max_speed_gap_frac:
            yield f"The {what} differs by {gap:.0%}: part of what changed comes with it."
            return


def _values(analyses: Sequence[Analysis], name: str) -> FloatArray:
    return np.array([a.metrics[name].value for a in analyses])


def _compare_metric(
    metric: Metric,
    before: Sequence[Analysis],
    after: Sequence[Analysis],
    refusal: str,
    settings: ComparisonSettings,
) -> Change:
    summaries = [a.metrics[metric.name] for a in (*before, *after)]
    grade, reason = _joint_grade(summaries)
    if refusal or grade == "withheld":
        return _not_comparable(metric, before, after, grade, refusal or reason)
    sides = _common_sides(metric, (*before, *after))
    old, new = ([_by_side(a, metric.name, sides) for a in group] for group in (before, after))
    n_old, n_new = _count(old), _count(new)
    if min(n_old, n_new) < 1:
        return _not_comparable(metric, before, after, grade, "no side is measured in every clip")
    mean_old, mean_new = _group_mean(old), _group_mean(new)
    change = mean_new - mean_old
    floor = _measuring_variance(metric, before, sides) + _measuring_variance(metric, after, sides)
    half = _half_width(old, new, floor, settings)
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
    old, new = (_nanmean(_values(group, metric.name)) for group in (before, after))
    counts = (sum(a.metrics[metric.name].n for a in group) for group in (before, after))
    return Change(
        metric.name, metric.unit, old, new, nan, nan, nan, nan,
        "not comparable", grade, reason, *counts,
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
    floor: float,
    settings: ComparisonSettings,
) -> float:
    """Half the width of the change's interval, from a bootstrap by clip and then by step.

    Resampling few values understates their spread, so it is widened by Student's t for the
    freedom that the resampled units leave, and it never falls below the ``floor``, the variance
    that measuring alone brings. Source: biomechanics-notes.
    """
    random = np.random.default_rng(_SEED)
    n = int(settings.n_bootstrap)
    freedom = min(_freedom(old), _freedom(new))
    if freedom < 1:
        return float("inf")
    drawn = _resampled_means(new, n, random) - _resampled_means(old, n, random)
    quantile = float(stats.t.ppf((1 + settings.confidence_level) / 2, freedom))
    variance = max(float(np.var(drawn)) * (freedom + 1) / freedom, floor)
    return quantile * float(np.sqrt(variance))


def _measuring_variance(
    metric: Metric, analyses: Sequence[Analysis], sides: tuple[Side, ...]
) -> float:
    """Variance of a group's mean by errors of measuring alone."""
    total, n_clips = 0.0, 0
    for analysis in analyses:
        groups = _by_side(analysis, metric.name, sides)
        if groups:
            n_clips += 1
            shares = sum(1 / len(group) for group in groups) / len(groups) ** 2
            error = analysis.metrics[metric.name].measurement_sd
            total += shares * (error**2 if np.isfinite(error) else 0.0)
    return total / max(n_clips, 1) ** 2


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


def _nanmean(values: FloatArray) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
