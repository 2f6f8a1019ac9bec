"""Steps -> summary of each metric: value, sides, spread, standard error and how far to trust it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from aqvision.kinematics.metrics import METRICS, Grade, Metric
from aqvision.kinematics.motion import Ground
from aqvision.kinematics.step_rate import measure_step_rate
from aqvision.pose.sequence import FloatArray
from aqvision.pose.skeleton import SIDES, Side
from aqvision.pose.view import View

_NAN = float("nan")
_ROTATION = "thorax_rotation_range_deg"
_OF_CONTACT_TIME = {"contact_time_s", "duty_factor_frac", "stance_force_bw"}
_GRADES: tuple[Grade, ...] = ("A", "B", "C", "withheld")
MAX_VIEW_DEG = 35.0
_CAUTION_VIEW_DEG = 15.0
MAX_UNSURE_LABELS = 0.05
_MIN_FAR_ARM_SEEN = 0.70
_RUNNING_STEP_RATES_HZ = (2.2, 6.0)
_MIN_FINE_RATE_HZ = 100.0
# Feet that pass each other at different distances from the camera seem to pass early or late, by
# another amount at each distance: rendered runs read up to this much too fast.
_PASSING_BIAS_FRAC = 0.01


@dataclass(frozen=True, slots=True)
class MetricSummary:
    """One metric over a clip.

    ``value`` is the mean of the two sides, or the one side that can be measured; ``left`` and
    ``right`` are their means, ``sd`` the spread from step to step within a side,
    ``measurement_sd`` the part of it that measuring alone brings, ``se`` the standard error of
    ``value``, ``n`` the number of steps. NaN where not measured; ``reason`` says why a grade is
    not A.
    """

    value: float
    left: float
    right: float
    sd: float
    measurement_sd: float
    se: float
    n: int
    unit: str
    confidence: Grade
    reason: str


@dataclass(frozen=True, slots=True)
class Conditions:
    """What of the clip decides how far its numbers can be trusted."""

    rate_hz: float
    min_timing_rate_hz: float
    near_side: Side
    ground: Ground
    step_rate_hz: float
    view_angle_deg: float
    scale_se_frac: float
    unsure_legs_frac: float
    unsure_arms_frac: float
    far_arm_seen_frac: float
    view: View = "side"


def summarise(
    steps: pd.DataFrame, errors: pd.DataFrame, conditions: Conditions
) -> dict[str, MetricSummary]:
    """Summarise every metric of the registry over the steps of a clip.

    Parameters
    ----------
    steps
        A row a step with ``side`` and a column per metric.
    errors
        The same rows: the standard error of each metric by measuring alone.
    """
    return {
        name: _summarise_one(metric, steps, errors, conditions) for name, metric in METRICS.items()
    }


def publishable_sides(metric: Metric, conditions: Conditions) -> tuple[Side, ...]:
    """Sides whose values may be used: without the far arm unless it was seen well."""
    if "far arm" in metric.needs and conditions.far_arm_seen_frac < _MIN_FAR_ARM_SEEN:
        return (conditions.near_side,)
    return SIDES


def _summarise_one(
    metric: Metric, steps: pd.DataFrame, errors: pd.DataFrame, conditions: Conditions
) -> MetricSummary:
    grade, reason = grade_metric(metric, conditions)
    sides = publishable_sides(metric, conditions)
    values = {
        side: _known(steps, metric.name, side) if side in sides else np.array([]) for side in SIDES
    }
    n = sum(len(v) for v in values.values())
    if grade == "withheld" or n < _fewest(metric):
        reason = reason if grade == "withheld" else _why_missing(metric, steps)
        nothing = (_NAN,) * 6
        return MetricSummary(*nothing, 0, metric.unit, "withheld", reason)
    left, right = (_mean(metric, v) if len(v) else _NAN for v in values.values())
    value = _overall(metric, values, left, right)
    spread = _spread(list(values.values()), _measurement_sd(steps, errors, metric.name, sides))
    if metric.name == "step_frequency_hz":
        value, spread = _by_touchdowns(steps, value, spread)
        if conditions.view != "side":
            spread = (*spread[:2], float(np.hypot(spread[2], _PASSING_BIAS_FRAC * value)))
    sd, measurement_sd, se = spread
    if "scale" in metric.needs:
        se = float(np.hypot(se, value * conditions.scale_se_frac))
    return MetricSummary(
        value,
        left if metric.sided else _NAN,
        right if metric.sided else _NAN,
        sd,
        measurement_sd,
        se,
        n,
        metric.unit,
        grade,
        reason,
    )


def _overall(metric: Metric, values: dict[Side, FloatArray], left: float, right: float) -> float:
    """Mean of the sides; of frequencies that of all steps, whose times add up without error."""
    if metric.unit == "Hz":
        return _mean(metric, np.concatenate(list(values.values())))
    return float(np.nanmean([left, right]))


def _by_touchdowns(
    steps: pd.DataFrame, value: float, spread: tuple[float, float, float]
) -> tuple[float, tuple[float, float, float]]:
    """Take the step rate of all touchdowns together where there are enough of them."""
    started = steps.rename(columns={"step_start_s": "touchdown_s"})
    rate, se = measure_step_rate(started) if "touchdown_s" in started else (_NAN, _NAN)
    if not np.isfinite(se):
        return value, spread
    return rate, (spread[0], spread[1], se)


def _mean(metric: Metric, values: FloatArray) -> float:
    """Average; of frequencies the harmonic mean, which is one over the mean time."""
    if metric.unit == "Hz":
        return float(1 / np.mean(1 / values))
    return float(np.mean(values))


def _known(steps: pd.DataFrame, name: str, side: Side) -> FloatArray:
    if name not in steps or steps.empty:
        return np.array([])
    values = steps.loc[steps["side"] == side, name].to_numpy(dtype=np.float64)
    return np.asarray(values[np.isfinite(values)])


def _measurement_sd(
    steps: pd.DataFrame, errors: pd.DataFrame, name: str, sides: tuple[Side, ...]
) -> float:
    """Root mean square of the measuring errors of the steps that were used; NaN if unknown."""
    used = steps["side"].isin(sides) & np.isfinite(steps[name].to_numpy(dtype=np.float64))
    known = errors.loc[used, name].to_numpy(dtype=np.float64)
    known = known[np.isfinite(known)]
    return float(np.sqrt(np.mean(known**2))) if len(known) else _NAN


def _spread(groups: list[FloatArray], measurement_sd: float) -> tuple[float, float, float]:
    """SD pooled within the sides, its measuring part, the standard error of the mean of means.

    Steps cannot be known to differ by less than the measuring errs, so where few steps happen to
    agree better than that, the standard error rests on the measuring error instead.
    """
    filled = [g for g in groups if len(g)]
    freedom = sum(len(g) - 1 for g in filled)
    if freedom < 1:
        return _NAN, measurement_sd, _NAN
    sd = float(np.sqrt(sum(((g - g.mean()) ** 2).sum() for g in filled) / freedom))
    each = float(np.fmax(sd, measurement_sd))
    se = each * float(np.sqrt(sum(1 / len(g) for g in filled))) / len(filled)
    return sd, measurement_sd, se


def _fewest(metric: Metric) -> int:
    """Values that a metric takes: of two, where each compares one stride with the next."""
    return 2 if "three strides" in metric.needs else 1


def _why_missing(metric: Metric, steps: pd.DataFrame) -> str:
    if steps.empty:
        what = "contact" if "side" in metric.views else "step"
        return f"no {what} lies wholly in view"
    if metric.name in _OF_CONTACT_TIME:
        return "no touchdown and toe-off can be placed to within 12 ms"
    turned = any(len(_known(steps, _ROTATION, side)) for side in SIDES)
    if metric.name == "thorax_arm_phase_deg" and turned:
        return "the arms' swing, a part of which passes for rotation, may have made it"
    if "three strides" in metric.needs:
        return "fewer than three strides of the near foot lie wholly in view"
    return "no stride lies wholly in view with every point it needs"


def grade_metric(metric: Metric, conditions: Conditions) -> tuple[Grade, str]:
    """Best grade of the metric, lowered by each condition that is not met, with the reasons."""
    worst, reasons = _GRADES.index(metric.best), []
    for grade, reason in _conditions_unmet(metric, conditions):
        worst = max(worst, _GRADES.index(grade))
        reasons.append((grade, reason))
    if worst == _GRADES.index("withheld"):
        return "withheld", next(reason for grade, reason in reasons if grade == "withheld")
    return _GRADES[worst], "; ".join(reason for _, reason in reasons)


def _conditions_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    yield from _view_unmet(metric, c)
    yield from _timing_unmet(metric, c)
    yield from _scale_unmet(metric, c)
    yield from _labels_unmet(metric, c)
    if c.far_arm_seen_frac < _MIN_FAR_ARM_SEEN and "far arm" in metric.needs:
        yield metric.best, "near arm only: the far arm is hidden too often"


def _view_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    if c.view not in metric.views:
        yield "withheld", _wrong_view(metric, c.view)
    elif c.view != "side":
        if "side" in metric.views:
            yield "B", f"{c.view} view: timed by the heights of the feet"
    elif c.view_angle_deg > MAX_VIEW_DEG:
        yield "withheld", f"seen {c.view_angle_deg:.0f} degrees away from side-on"
    elif c.view_angle_deg > _CAUTION_VIEW_DEG:
        yield "B", f"seen {c.view_angle_deg:.0f} degrees away from side-on"


def _wrong_view(metric: Metric, view: View) -> str:
    if "side" in metric.views:
        return f"{view} view: only a view from the side shows it"
    if view == "rear":
        return "rear view: the body hides it; film from the front"
    where = "the front or behind" if "rear" in metric.views else "the front"
    return f"side view: only a view from {where} shows it"


def _timing_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    slow = c.rate_hz < c.min_timing_rate_hz
    if _depends_on_clock(metric) and not plausible_step_rate(c.step_rate_hz):
        yield "withheld", f"{c.step_rate_hz:.2g} steps/s is no running: give --capture-fps"
    if "timing" in metric.needs and slow:
        yield "withheld", f"{c.rate_hz:.0f} frames/s is too slow to time it: film at 120 or more"
    if "timing" in metric.needs and c.ground == "moving camera":
        yield "withheld", "the camera moves, so the ground cannot be seen standing still"
    if "instants" in metric.needs and slow:
        yield "C", f"{c.rate_hz:.0f} frames/s places the instant only roughly"
    if "fast joint" in metric.needs and slow:
        yield "C", f"{c.rate_hz:.0f} frames/s smooths away part of it"
    if "instants" in metric.needs and c.ground == "moving camera":
        yield "C", "the camera moves, which places the instant only roughly"
    if metric.needs & {"speed of turn", "fine timing"} and c.rate_hz < _MIN_FINE_RATE_HZ:
        yield "withheld", f"{c.rate_hz:.0f} frames/s is too slow for it: film at 120 or more"


def plausible_step_rate(step_rate_hz: float) -> bool:
    """Tell whether a step rate can be a jog or a sprint in real time.

    >>> plausible_step_rate(4.5), plausible_step_rate(1.1)
    (True, False)
    """
    low, high = _RUNNING_STEP_RATES_HZ
    return low <= step_rate_hz <= high


def _depends_on_clock(metric: Metric) -> bool:
    return metric.unit in {"s", "Hz", "m/s", "deg/s", "deg/s²"} or "timing" in metric.needs


def _scale_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    if "still ground" in metric.needs and c.ground == "treadmill":
        yield "withheld", "on a treadmill the belt's speed is not seen"
    if "still ground" in metric.needs and c.ground == "moving camera":
        yield "withheld", "the camera moves, so distances along the track are not known"
    if "scale" not in metric.needs:
        return
    if np.isfinite(c.scale_se_frac):
        yield "B", f"the scale is uncertain by {c.scale_se_frac:.0%}, alike before and after"
    elif c.view == "side":
        yield "withheld", "no scale: give --height-m or --known-distance"
    else:
        yield "withheld", "no scale: give --height-m"


def _labels_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    of_arms = metric.pillar == "arms" or "hand" in metric.needs
    unsure = c.unsure_arms_frac if of_arms else c.unsure_legs_frac
    if unsure > MAX_UNSURE_LABELS and metric.pillar != "torso":
        yield "withheld", f"left and right cannot be told apart in {unsure:.0%} of the frames"
