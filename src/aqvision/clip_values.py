"""Analyses -> the values of one metric, clip by clip and side by side, and how sure means are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aqvision.analysis import Analysis
from aqvision.kinematics.metrics import Metric
from aqvision.pose.sequence import FloatArray
from aqvision.pose.skeleton import SIDES, Side

ClipValues = Sequence[FloatArray]
"""Known values of one clip, an array a side that has any."""


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
) -> float:
    """Variance of a group's mean by errors of measuring alone."""
    total, n_clips = 0.0, 0
    for analysis in analyses:
        groups = values_by_side(analysis, metric.name, sides)
        if groups:
            n_clips += 1
            shares = sum(1 / len(group) for group in groups) / len(groups) ** 2
            error = analysis.metrics[metric.name].measurement_sd
            total += shares * (error**2 if np.isfinite(error) else 0.0)
    return total / max(n_clips, 1) ** 2
