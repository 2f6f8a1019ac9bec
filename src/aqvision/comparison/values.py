"""Analyses -> the values of one metric, clip by clip and side by side, and how sure means are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.kinematics.metrics.registry import Metric

ClipValues = Sequence[FloatArray]
"""Known values of one clip, an array a side that has any."""

# Part of the variance of measuring that all steps of a clip share and other clips do not: the
# network errs alike at each stride's same posture. Means of rendered clips of one motion scatter
# by it, however many steps they hold. Source: pose-findings.
_SHARED_BY_CLIP = 0.15
# Made of the differences of like instants, in which what they share cancels.
_CANCELLED = frozenset({"step_time_s", "step_frequency_hz", "speed_mps"})


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

    @property
    def whole(self) -> float:
        """Variance of the mean about the truth."""
        return self.seen + self.hidden


def common_sides(metric: Metric, analyses: Sequence[Analysis]) -> tuple[Side, ...]:
    """Sides measured in every clip; all rows where the metric belongs to no side."""
    if not metric.sided:
        return SIDES
    return tuple(
        side
        for side in SIDES
        if all(np.isfinite(getattr(a.metrics[metric.name], side)) for a in analyses)
    )


def values_by_side(analysis: Analysis, name: str, sides: tuple[Side, ...]) -> list[FloatArray]:
    """Known values of one clip, an array a side that has any."""
    rows = analysis.steps
    groups = (rows.loc[rows["side"] == side, name].to_numpy(dtype=np.float64) for side in sides)
    return [known for group in groups if len(known := group[np.isfinite(group)])]


def count_values(clips: Sequence[ClipValues]) -> int:
    """Count the values of all clips."""
    return sum(len(group) for clip in clips for group in clip)


def clip_mean(clip: ClipValues) -> float:
    """Mean over the sides of a clip."""
    return float(np.mean([group.mean() for group in clip]))


def group_mean(clips: Sequence[ClipValues]) -> float:
    """Mean over clips of the mean over sides."""
    return float(np.mean([clip_mean(clip) for clip in clips if clip]))


def step_variance(clips: Sequence[ClipValues]) -> float:
    """Variance of a group's mean by the scatter of steps within clips; NaN where none is known."""
    filled = [clip for clip in clips if clip]
    freedom = sum(len(group) - 1 for clip in filled for group in clip)
    if freedom < 1:
        return float("nan")
    squares = sum(((group - group.mean()) ** 2).sum() for clip in filled for group in clip)
    shares = sum(1 / len(group) / len(clip) ** 2 for clip in filled for group in clip)
    return float(squares / freedom * shares / len(filled) ** 2)


def measuring_variance(
    metric: Metric, analyses: Sequence[Analysis], sides: tuple[Side, ...]
) -> MeasuringVariance:
    """Variance of a group's mean by errors of measuring alone."""
    of_steps, of_clips, n_clips = 0.0, 0.0, 0
    for analysis in analyses:
        groups = values_by_side(analysis, metric.name, sides)
        if groups:
            n_clips += 1
            shares = sum(1 / len(group) for group in groups) / len(groups) ** 2
            error = analysis.metrics[metric.name].measurement_sd
            variance = error**2 if np.isfinite(error) else 0.0
            of_steps += shares * variance
            of_clips += 0.0 if metric.name in _CANCELLED else _SHARED_BY_CLIP * variance
    of_steps, of_clips = (v / max(n_clips, 1) ** 2 for v in (of_steps, of_clips))
    if n_clips > 1:
        return MeasuringVariance(of_steps + of_clips, 0.0)
    return MeasuringVariance(of_steps, of_clips)
