"""Analyses -> the mean of one metric in each clip, and what its steps and measuring make it err."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.camera.stabilise import ScaleSource
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.kinematics.metrics.registry import Metric, Need
from aqvision.kinematics.quality.grades import distance_se_frac

ClipValues = Sequence[FloatArray]
"""Known values of one clip: of each side that has any an array (n_steps,), in the metric's unit."""

OF_ALL_TOUCHDOWNS = frozenset({"step_frequency_hz", "speed_mps"})
"""Read from the line through all touchdowns of a clip, not from the mean of its steps."""

# Part of the measurement variance that all steps of a side share: the network errs alike at each
# stride's same posture. Measured: means of rendered clips of one motion scatter by it, however many
# steps they hold.
_SHARED_BY_SIDE = 0.15
# Chosen: how well the length of a leg is known in a clip; the rest of the error of a scale by the
# athlete's height comes again in every clip of the athlete.
_OWN_SCALE_ERROR_FRAC = 0.01
# Part of the variance by which all touchdowns, or all toe-offs, of a clip are off together that is
# the clip's own; the rest comes again in every clip of an athlete and leaves a change alone.
# Measured on rendered bodies in two or three clips each: 0.25 at touchdown, 0.4 at toe-off.
_OWN_TIMING_ERROR_FRAC = 0.35
# Made of the differences of like instants, in which what they share cancels.
_CANCELLED = frozenset({"step_time_s", "step_frequency_hz", "speed_mps"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipMean:
    """One metric in one clip.

    Parameters
    ----------
    value
        Mean over the sides of the mean over steps, in the metric's unit.
    step_variance
        Variance of ``value`` by how steps scatter, measuring included.
    measurement_variance
        The part of it that measuring brings.
    shared_variance
        Variance by what all steps of the clips of a side share.
    n
        Number of steps behind ``value``.
    day
        When it was filmed; None where that is not known.
    """

    value: float
    step_variance: float
    measurement_variance: float
    shared_variance: float
    n: int
    day: dt.date | None = None


def clip_means(
    metric: Metric, analyses: Sequence[Analysis], sides: tuple[Side, ...], prior_freedom: float
) -> list[ClipMean | None]:
    """Average one metric over each clip.

    How steps scatter is pooled over all the clips and, as few steps say little of it, shrunk to
    what runs vary by.

    Parameters
    ----------
    metric, analyses, sides
        What is averaged, over which clips and sides.
    prior_freedom
        Degrees of freedom that the prior of the scatter is worth.

    Returns
    -------
    list of ClipMean or None
        One a clip; None where it has no value.
    """
    if metric.of_clip:
        return [_from_summary(metric, clip) for clip in analyses]
    values = [values_by_side(clip, metric.name, sides) for clip in analyses]
    of_one_step = _step_variance(metric, analyses, values, prior_freedom)
    return [
        _from_summary(metric, clip)
        if metric.name in OF_ALL_TOUCHDOWNS
        else _from_steps(metric, clip, groups, of_one_step)
        for clip, groups in zip(analyses, values, strict=True)
    ]


def _from_steps(
    metric: Metric, clip: Analysis, groups: ClipValues, of_one_step: float
) -> ClipMean | None:
    if not groups:
        return None
    shares = sum(1 / len(group) for group in groups) / len(groups) ** 2
    measured = _measurement_variance(metric, clip)
    return ClipMean(
        value=clip_mean(groups),
        step_variance=max(of_one_step, measured) * shares,
        measurement_variance=measured * shares,
        shared_variance=_scale_variance(metric, clip, clip_mean(groups))
        + (0.0 if metric.name in _CANCELLED else _SHARED_BY_SIDE * measured)
        + _OWN_TIMING_ERROR_FRAC * clip.metrics[metric.name].shared_se ** 2,
        n=sum(len(group) for group in groups),
        day=clip.recorded.on,
    )


def _from_summary(metric: Metric, clip: Analysis) -> ClipMean | None:
    """Take what the summary read from all steps together; the scale is no matter of steps."""
    summary = clip.metrics[metric.name]
    if not np.isfinite(summary.value):
        return None
    of_scale = (summary.value * distance_se_frac(metric, clip.scene)) ** 2
    # without an error of its own, as of a single step, it varies from step to step as runs do
    variance = (
        max(summary.se**2 - of_scale, 0.0)
        if np.isfinite(summary.se)
        else metric.variation.run_sd_of(summary.value) ** 2
    )
    return ClipMean(
        value=summary.value,
        step_variance=variance,
        measurement_variance=variance,
        shared_variance=_scale_variance(metric, clip, summary.value),
        n=summary.n,
        day=clip.recorded.on,
    )


def _scale_variance(metric: Metric, clip: Analysis, value: float) -> float:
    """Variance by the scale of metres: what is wrong with a body height is wrong on both sides."""
    by_height = clip.scene.scale.source == ScaleSource.HEIGHT
    error = distance_se_frac(metric, clip.scene)
    if by_height and Need.SCALE in metric.needs:
        error = min(error, _OWN_SCALE_ERROR_FRAC)
    return (value * error) ** 2


def _step_variance(
    metric: Metric,
    analyses: Sequence[Analysis],
    values: Sequence[ClipValues],
    prior_freedom: float,
) -> float:
    """Variance from step to step, pooled within sides of clips and shrunk to the prior."""
    groups = [group for clip in values for group in clip]
    if not groups:
        return float("nan")
    level = float(np.mean(np.concatenate(groups)))
    measured = np.mean([_measurement_variance(metric, clip) for clip in analyses])
    prior = metric.variation.run_sd_of(level) ** 2 + float(measured)
    squares = sum(float(((group - group.mean()) ** 2).sum()) for group in groups)
    n_free = sum(len(group) - 1 for group in groups)
    return (prior_freedom * prior + squares) / (prior_freedom + n_free)


def _measurement_variance(metric: Metric, clip: Analysis) -> float:
    error = clip.metrics[metric.name].measurement_sd
    return error**2 if np.isfinite(error) else 0.0


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
    values, of_side = (analysis.steps[key].to_numpy() for key in (name, "side"))
    groups = (values[of_side == side].astype(np.float64) for side in sides)
    return [known for group in groups if len(known := group[np.isfinite(group)])]


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
