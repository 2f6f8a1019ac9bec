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
"""Known values of one clip: of each side that has any an array (n_steps,), in the metric's unit."""

# Part of the measurement variance that all steps of a clip share and other clips do not: the
# network errs alike at each stride's same posture. Measured: means of rendered clips of one motion
# scatter by it, however many steps they hold.
_SHARED_BY_CLIP = 0.15
# Made of the differences of like instants, in which what they share cancels.
_CANCELLED = frozenset({"step_time_s", "step_frequency_hz", "speed_mps"})


@dataclass(frozen=True, slots=True)
class MeasurementVariance:
    """Variance of a mean by errors of measuring alone, in the metric's unit squared.

    ``in_spread`` is in the spread of clips and steps as well; ``beyond_spread`` is what all steps
    of the only clip share, which no resampling of it shows.
    """

    in_spread: float
    beyond_spread: float

    def __add__(self, other: MeasurementVariance) -> MeasurementVariance:
        """Variance of a difference of two means."""
        return MeasurementVariance(
            self.in_spread + other.in_spread, self.beyond_spread + other.beyond_spread
        )

    @property
    def total(self) -> float:
        """Variance of the mean about the truth."""
        return self.in_spread + self.beyond_spread


def common_sides(metric: Metric, analyses: Sequence[Analysis]) -> tuple[Side, ...]:
    """List the sides measured in every clip; both where the metric belongs to no side.

    Parameters
    ----------
    metric, analyses
        What is compared, in which clips.
    """
    if not metric.sided:
        return SIDES
    return tuple(
        side
        for side in SIDES
        if all(np.isfinite(getattr(a.metrics[metric.name], side)) for a in analyses)
    )


def values_by_side(analysis: Analysis, name: str, sides: tuple[Side, ...]) -> list[FloatArray]:
    """List the known values of one clip.

    Parameters
    ----------
    analysis, name, sides
        A clip, the name of a metric, and the sides that count.

    Returns
    -------
    list of (n_steps,)
        In the metric's unit; a side without a value has no array.
    """
    rows = analysis.steps
    groups = (rows.loc[rows["side"] == side, name].to_numpy(dtype=np.float64) for side in sides)
    return [known for group in groups if len(known := group[np.isfinite(group)])]


def count_values(clips: Sequence[ClipValues]) -> int:
    """Count the values of all clips.

    Parameters
    ----------
    clips
        Values, one item a clip.

    >>> count_values([[np.ones(3), np.ones(2)], [np.ones(4)]])
    9
    """
    return sum(len(group) for clip in clips for group in clip)


def clip_mean(clip: ClipValues) -> float:
    """Mean over the sides of a clip of the mean over steps.

    Parameters
    ----------
    clip
        Values of one clip, an array (n_steps,) a side.

    >>> clip_mean([np.array([1.0, 2.0, 3.0]), np.array([6.0])])
    4.0
    """
    return float(np.mean([group.mean() for group in clip]))


def group_mean(clips: Sequence[ClipValues]) -> float:
    """Mean over clips of the mean over sides; a clip without a value does not count.

    Parameters
    ----------
    clips
        Values, one item a clip.
    """
    return float(np.mean([clip_mean(clip) for clip in clips if clip]))


def step_variance(clips: Sequence[ClipValues]) -> float:
    """Variance of the mean of clips by the scatter of steps within them; NaN where none is known.

    Parameters
    ----------
    clips
        One item a clip, pooled over all sides.
    """
    filled = [clip for clip in clips if clip]
    degrees_of_freedom = sum(len(group) - 1 for clip in filled for group in clip)
    if degrees_of_freedom < 1:
        return float("nan")
    squares = sum(((group - group.mean()) ** 2).sum() for clip in filled for group in clip)
    shares = sum(1 / len(group) / len(clip) ** 2 for clip in filled for group in clip)
    return float(squares / degrees_of_freedom * shares / len(filled) ** 2)


def measurement_variance(
    metric: Metric, analyses: Sequence[Analysis], sides: tuple[Side, ...]
) -> MeasurementVariance:
    """Variance of the mean over clips by errors of measuring alone.

    Parameters
    ----------
    metric, analyses, sides
        What is averaged, over which clips and sides.
    """
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
        return MeasurementVariance(of_steps + of_clips, 0.0)
    return MeasurementVariance(of_steps, of_clips)
