"""Clips before and after -> what changed at the speeds that both sides ran at.

Most of a technique changes with speed. Where clips of one day differ in speed, this athlete shows
how each metric follows it, and the days can be compared at one speed. One clip is one run and
counts once, however many steps it has. Nothing is adjusted by slopes of other people, and nothing
beyond the speeds of either side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.comparability import mean_value
from aqvision.comparison.interval import Difference, Interval, interval_of
from aqvision.comparison.judging import Verdict
from aqvision.comparison.prior import Prior
from aqvision.comparison.scatter import alike
from aqvision.comparison.values import ClipMean, clip_means
from aqvision.comparison.variance import ChangeEstimate, welch_satterthwaite
from aqvision.core.settings import ComparisonSettings
from aqvision.core.skeleton import Side
from aqvision.core.types import FloatArray
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.metrics.registry import Grade, Metric

LADDER = _("On each day, film a ladder of runs at 70, 80, 90 and 100 % of full effort.")
BAND_MPS = 0.2
"""Chosen: runs this close count as runs at one speed."""
# Two means and a slope are fitted; what is left over tells the noise.
_N_FITTED = 3
# A height gives a scale to 5 %, a known distance to 1 %: then speeds may differ by the scale alone.
_SCALE_GAP_FRAC = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedSpeeds:
    """Speeds in m/s that both sides ran at, and the clips there by number from 0.

    ``reason`` and ``hint`` say why nothing is compared at the same speed; they are empty where it
    is. ``matters`` tells whether the speeds differ, or are not known, so that changes as run may
    come with speed.
    """

    low_mps: float = float("nan")
    high_mps: float = float("nan")
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    matters: bool
    reason: str = ""
    hint: str = ""

    @property
    def are_compared(self) -> bool:
        """Tell whether changes at the same speed are known."""
        return not self.reason


@dataclass(frozen=True, slots=True)
class SpeedMatchedChange:
    """One metric, after minus before, at the speeds that both sides share.

    ``slope_per_mps`` is how the metric follows speed within a side.
    """

    difference: Difference
    slope_per_mps: float
    verdict: Verdict


def find_shared_speeds(
    before: Sequence[Analysis], after: Sequence[Analysis], settings: ComparisonSettings
) -> SharedSpeeds:
    """Find the speeds that both sides ran at, or say why there are none to compare at.

    Parameters
    ----------
    before, after
        One clip or more each.
    settings
        How alike speeds must be not to matter.
    """
    old, new = (np.array([a.metrics["speed_mps"].value for a in g]) for g in (before, after))
    unknown = _why_unknown(before, after)
    if unknown:
        return SharedSpeeds(matters=True, reason=unknown[0], hint=unknown[1])
    gap = abs(mean_value(after, "speed_mps") / mean_value(before, "speed_mps") - 1)
    alike = bool(gap <= settings.max_speed_gap_frac)
    used_old, used_new = near(old, new), near(new, old)
    refusal = _why_not(old, new, old[used_old], new[used_new], alike)
    if refusal:
        return SharedSpeeds(matters=not alike, reason=refusal[0], hint=refusal[1])
    old, new = old[used_old], new[used_new]
    low, high = sorted((float(max(old.min(), new.min())), float(min(old.max(), new.max()))))
    clips_old, clips_new = (
        tuple(int(i) for i in np.flatnonzero(used)) for used in (used_old, used_new)
    )
    return SharedSpeeds(
        low_mps=low, high_mps=high, before=clips_old, after=clips_new, matters=not alike
    )


def _why_unknown(before: Sequence[Analysis], after: Sequence[Analysis]) -> tuple[str, str] | None:
    """Say why speeds are not known well enough to be set side by side."""
    summaries = [a.metrics["speed_mps"] for a in (*before, *after)]
    for group in (before, after):
        if not np.isfinite(mean_value(group, "speed_mps")):
            reason = next(s.reason for s in summaries if s.confidence == Grade.WITHHELD)
            return _("Speed is not known ({reason}).").format(reason=reason), ""
    scales = [a.scene.scale.se_frac for a in (*before, *after)]
    if np.nanmax(scales) - np.nanmin(scales) > _SCALE_GAP_FRAC:
        reason = _("The scales come from different sources, so speeds may differ by them alone.")
        return reason, _("Give every clip its scale in the same way.")
    return None


def _why_not(
    old: FloatArray, new: FloatArray, used_old: FloatArray, used_new: FloatArray, alike: bool
) -> tuple[str, str] | None:
    """Say why clips of these speeds (m/s) tell of no change at one speed."""
    widest = max(np.ptp(v) if len(v) else 0.0 for v in (used_old, used_new))
    if alike and widest < BAND_MPS:
        why = _("The speeds are alike, {spans}: the changes are those at one speed.")
        return why.format(spans=_spans(old, new)), ""
    if max(np.sum(np.isfinite(old)), np.sum(np.isfinite(new))) == 1:
        why = _(
            "One clip a side does not tell how anything follows speed in this athlete: {spans}."
        )
        return why.format(spans=_spans(old, new)), LADDER
    if not (len(used_old) and len(used_new)):
        why = _("No clip of one side ran at a speed of the other: {spans}.")
        return why.format(spans=_spans(old, new)), LADDER
    n = len(used_old) + len(used_new)
    if n <= _N_FITTED or widest < BAND_MPS:
        few = _("{n_before} before and {n_after} after lie at speeds that both share").format(
            n_before=len(used_old), n_after=len(used_new)
        )
        return _("Too few clips: {few} ({spans}).").format(few=few, spans=_spans(old, new)), LADDER
    return None


def near(own: FloatArray, other: FloatArray) -> NDArray[np.bool_]:
    """Mark the speeds that lie no further than a band outside those of the other side.

    Parameters
    ----------
    own, other
        Speeds of both sides in m/s, (n,) and (m,).
    """
    low, high = np.nanmin(other) - BAND_MPS, np.nanmax(other) + BAND_MPS
    return np.asarray((own >= low) & (own <= high))


def _spans(old: FloatArray, new: FloatArray) -> str:
    return _("{before} m/s before and {after} m/s after").format(
        before=_span(old), after=_span(new)
    )


def _span(speeds: FloatArray) -> str:
    low, high = (round(float(end), 1) for end in (np.nanmin(speeds), np.nanmax(speeds)))
    return f"{low:.1f}" if low == high else _("{low:.1f} to {high:.1f}").format(low=low, high=high)


def measure_speed_matched(
    metric: Metric,
    clips: tuple[Sequence[Analysis], Sequence[Analysis]],
    sides: tuple[Side, ...],
    prior: Prior,
    level: float,
) -> tuple[Interval, float] | None:
    """Compare one metric at matched speed: two parallel lines over speed, a point a clip.

    Parameters
    ----------
    metric, sides
        What is compared, over the sides measured in every clip.
    clips
        Those before and those after that lie at shared speeds.
    prior
        How far runs and days of an athlete who has not changed differ.
    level
        Chance that the interval holds the truth, 0 to 1.

    Returns
    -------
    tuple or None
        The interval, and how the metric follows speed within a side, in its unit a m/s; None where
        a clip has no value.
    """
    analyses = (*clips[0], *clips[1])
    found = clip_means(metric, analyses, sides, prior.run_freedom)
    means = [clip for clip in found if clip is not None]
    if len(means) < len(analyses):
        return None
    is_after = np.repeat([0, 1], [len(group) for group in clips])
    speed = np.array([a.metrics["speed_mps"].value for a in analyses])
    design = np.column_stack([np.ones_like(speed), is_after, speed - speed.mean()])
    _start, distance, slope = np.linalg.pinv(design)
    value = np.array([clip.value for clip in means])
    own = prior.run_variance + np.array([clip.step_variance for clip in means])
    fitted = design @ np.linalg.pinv(design) @ value
    estimate = _estimate(means, is_after, distance, own, (value - fitted) ** 2 / own, prior)
    return interval_of(estimate, prior, level), float(slope @ value)


def _estimate(
    means: Sequence[ClipMean],
    is_after: NDArray[np.int_],
    distance: FloatArray,
    own: FloatArray,
    left_over: FloatArray,
    prior: Prior,
) -> ChangeEstimate:
    """Distance of the lines, its variance by how clips scatter about them, and by days."""
    freedom = prior.run_freedom + len(means) - _N_FITTED
    ratio = (prior.run_freedom + float(left_over.sum())) / freedom
    days = [clip.day or number for clip, number in zip(means, is_after.tolist(), strict=True)]
    of_runs = float(distance**2 @ own) * ratio
    of_steps = float(distance**2 @ [clip.step_variance for clip in means]) * ratio
    of_days = float(distance @ alike(days) @ distance) * prior.day_variance
    return ChangeEstimate(
        before=0.0,
        after=float(distance @ [clip.value for clip in means]),
        side_variances=(float("nan"), float("nan")),
        step_variance=of_steps,
        measurement_variance=float(distance**2 @ [c.measurement_variance for c in means]),
        run_variance=of_runs - of_steps,
        day_variance=of_days,
        shared_variance=2 * float(np.mean([clip.shared_variance for clip in means])),
        degrees_of_freedom=welch_satterthwaite([of_runs, of_days], [freedom, prior.day_freedom]),
    )
