"""Steps -> summary of each metric: value, sides, spread, standard error and grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd

from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray, View
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric, Need
from aqvision.kinematics.metrics.steadiness import measure_steadiness
from aqvision.kinematics.quality.doubts import doubts_of, doubts_of_contacts, doubts_of_step_rate
from aqvision.kinematics.quality.grades import (
    Conditions,
    distance_se_frac,
    grade_of,
    on_known_belt,
    publishable_sides,
)
from aqvision.kinematics.step_lines import measure_speed, measure_step_rate

_NAN = float("nan")
_ROTATION = "thorax_rotation_range_deg"
_MOMENTUM = "arm_leg_momentum_ratio"
_LINES = {"step_frequency_hz", "speed_mps"}
# From the front a step begins where the feet pass each other.
_STARTS = {"step_start_s": "touchdown_s", "step_start_se_s": "touchdown_se_s"}
_OF_CONTACT_TIME = {"contact_time_s", "duty_factor_frac", "stance_force_bw"}
# Feet that pass each other at different distances from the camera seem to pass early or late, by
# another amount at each distance: rendered runs read up to this much too fast.
_PASSING_BIAS_FRAC = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricSummary:
    """One metric over a clip; numbers are in ``unit``, NaN where not measured.

    Parameters
    ----------
    value
        Mean of the two sides, or the one side that can be measured.
    left, right
        Means of the sides.
    sd
        Spread from step to step within a side.
    measurement_sd
        The part of it that measuring alone brings.
    se
        Standard error of ``value``.
    shared_se
        The part of ``se`` that all steps share, because all touchdowns or toe-offs of a clip are
        off together: more steps do not shrink it, and much of it comes again in every clip.
    n
        Number of steps.
    unit
        Unit of the metric.
    confidence, reason
        The grade, and why it is not A.
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
    shared_se: float = 0.0


def summarise(
    steps: pd.DataFrame,
    errors: pd.DataFrame,
    conditions: Conditions,
    shared: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, MetricSummary]:
    """Summarise every metric of the registry over the steps of a clip.

    Parameters
    ----------
    steps
        N rows with ``side`` and a column a metric.
    errors
        The same rows: the standard error of each metric by measuring alone.
    conditions
        What of the clip decides the grades.
    shared
        Standard error of a metric's mean by what all steps share; 0 where it is not there.

    Returns
    -------
    dict
        A summary by name for every metric of the registry, in its order.
    """
    doubts = tuple(doubts_of_contacts(steps))
    alone = {
        name: _summarise_one(metric, steps, errors, conditions, doubts)
        for name, metric in METRICS.items()
    }
    return {name: _with_shared(one, shared.get(name, 0.0)) for name, one in alone.items()}


def _with_shared(summary: MetricSummary, shared_se: float) -> MetricSummary:
    """Add to a value's error what all its steps share."""
    if not shared_se or summary.confidence == Grade.WITHHELD:
        return summary
    return replace(summary, se=float(np.hypot(summary.se, shared_se)), shared_se=shared_se)


def withheld_summary(unit: str, reason: str) -> MetricSummary:
    """Give the summary of a metric that is not shown as a number.

    Parameters
    ----------
    unit
        Unit of the metric.
    reason
        Why it is withheld.

    Returns
    -------
    MetricSummary
        All numbers NaN.

    Examples
    --------
    >>> withheld_summary("deg", "no step lies wholly in view").confidence.value
    'withheld'
    """
    numbers = dict.fromkeys(("value", "left", "right", "sd", "measurement_sd", "se"), _NAN)
    return MetricSummary(**numbers, n=0, unit=unit, confidence=Grade.WITHHELD, reason=reason)


def _summarise_one(
    metric: Metric,
    steps: pd.DataFrame,
    errors: pd.DataFrame,
    conditions: Conditions,
    of_contacts: Sequence[tuple[Grade, str]],
) -> MetricSummary:
    grade, reason = grade_of(metric, conditions)
    if metric.of_clip and grade != Grade.WITHHELD and not steps.empty:
        return _of_clip(metric, steps, errors, conditions, of_contacts)
    sides = publishable_sides(metric, conditions)
    values = {
        side: _known(steps, metric.name, side) if side in sides else np.array([]) for side in SIDES
    }
    n = sum(len(v) for v in values.values())
    if grade == Grade.WITHHELD or n < _fewest(metric):
        if grade != Grade.WITHHELD:
            # seen from the side, contacts are searched by how long they take
            doubt = conditions.clock_doubt if conditions.scene.camera.view == View.SIDE else ""
            reason = doubt or _why_missing(metric, steps)
        return withheld_summary(metric.unit, reason)
    left, right = (_mean(metric, v) if len(v) else _NAN for v in values.values())
    value = _overall(metric, values, left, right)
    spread = _spread(list(values.values()), _measurement_sd(steps, errors, metric.name, sides))
    sd, measurement_sd, se = spread
    value, se = _by_touchdowns(metric, steps, errors, conditions) or (value, se)
    if metric.name == "step_frequency_hz" and conditions.scene.camera.view != View.SIDE:
        se = float(np.hypot(se, _PASSING_BIAS_FRAC * value))
    se = float(np.hypot(se, value * distance_se_frac(metric, conditions.scene)))
    doubts = list(doubts_of(metric, n, se, of_contacts))
    if metric.name == "step_frequency_hz":
        both = (values["left"], values["right"])
        doubts += doubts_of_step_rate(value, se, conditions.scene.step_rate_hz, both)
    grade, reason = _lowered(grade, reason, doubts)
    return MetricSummary(
        value=value,
        left=left if metric.sided else _NAN,
        right=right if metric.sided else _NAN,
        sd=sd,
        measurement_sd=measurement_sd,
        se=se,
        n=n,
        unit=metric.unit,
        confidence=grade,
        reason=reason,
    )


def _of_clip(
    metric: Metric,
    steps: pd.DataFrame,
    errors: pd.DataFrame,
    conditions: Conditions,
    of_contacts: Sequence[tuple[Grade, str]],
) -> MetricSummary:
    """Summarise what belongs to the clip as a whole, of which no step has a value."""
    found = measure_steadiness(metric.name, steps, errors, conditions.scene.camera.near_side)
    if found.reason:
        return withheld_summary(metric.unit, found.reason)
    grade, reason = grade_of(metric, conditions)
    grade, reason = _lowered(grade, reason, list(doubts_of(metric, found.n, found.se, of_contacts)))
    return MetricSummary(
        value=found.value,
        left=_NAN,
        right=_NAN,
        sd=_NAN,
        measurement_sd=_NAN,
        se=found.se,
        n=found.n,
        unit=metric.unit,
        confidence=grade,
        reason=reason,
    )


def _lowered(grade: Grade, reason: str, doubts: Sequence[tuple[Grade, str]]) -> tuple[Grade, str]:
    """Lower a grade by what is in doubt, and add why."""
    worst = max([grade, *(lowered for lowered, _ in doubts)], key=lambda g: g.rank)
    return worst, "; ".join(filter(None, [reason, *(why for _, why in doubts)]))


def _overall(metric: Metric, values: dict[Side, FloatArray], left: float, right: float) -> float:
    """Mean of the sides; of frequencies that of all steps, whose times add up without error."""
    if metric.unit == "Hz":
        return _mean(metric, np.concatenate(list(values.values())))
    return float(np.nanmean([left, right]))


def _by_touchdowns(
    metric: Metric, steps: pd.DataFrame, errors: pd.DataFrame, conditions: Conditions
) -> tuple[float, float] | None:
    """Step rate or speed of all touchdowns together, and its error; None where there are too few.

    A known belt gives the speed by itself.
    """
    if metric.name not in _LINES:
        return None
    started = steps.rename(columns=_STARTS)
    if not set(_STARTS.values()) <= set(started):
        return None
    if metric.name == "step_frequency_hz":
        value, se = measure_step_rate(started)
    elif on_known_belt(metric, conditions.scene):
        return None
    else:
        # a step length is the difference of two places
        placing_se_m = _measurement_sd(steps, errors, "step_length_m", SIDES) / 2**0.5
        value, se = measure_speed(started, placing_se_m)
    return (value, se) if np.isfinite(value) else None


def _mean(metric: Metric, values: FloatArray) -> float:
    """Average; of frequencies the harmonic mean, which is one over the mean time."""
    if metric.unit == "Hz":
        return float(1 / np.mean(1 / values))
    return float(np.mean(values))


def _known(steps: pd.DataFrame, name: str, side: Side) -> FloatArray:
    if name not in steps or steps.empty:
        return np.array([])
    values = steps[name].to_numpy(dtype=np.float64)
    return np.asarray(values[_of_sides(steps, (side,)) & np.isfinite(values)])


def _of_sides(steps: pd.DataFrame, sides: tuple[Side, ...]) -> npt.NDArray[np.bool_]:
    """Which rows are of these sides: (N,). In numpy, because it is asked for each metric."""
    return np.isin(steps["side"].to_numpy(dtype=str), sides)


def _measurement_sd(
    steps: pd.DataFrame, errors: pd.DataFrame, name: str, sides: tuple[Side, ...]
) -> float:
    """Root mean square of the measuring errors of the steps that were used; NaN if unknown."""
    used = _of_sides(steps, sides) & np.isfinite(steps[name].to_numpy(dtype=np.float64))
    known = errors[name].to_numpy(dtype=np.float64)[used]
    known = known[np.isfinite(known)]
    return float(np.sqrt(np.mean(known**2))) if len(known) else _NAN


def _spread(groups: list[FloatArray], measurement_sd: float) -> tuple[float, float, float]:
    """SD pooled within the sides, its measuring part, the standard error of the mean of means.

    Steps cannot be known to differ by less than the measuring errs, so where few steps happen to
    agree better than that, the standard error rests on the measuring error instead.
    """
    filled = [g for g in groups if len(g)]
    n_free = sum(len(g) - 1 for g in filled)
    if n_free < 1:
        return _NAN, measurement_sd, _NAN
    sd = float(np.sqrt(sum(((g - g.mean()) ** 2).sum() for g in filled) / n_free))
    each = float(np.fmax(sd, measurement_sd))
    se = each * float(np.sqrt(sum(1 / len(g) for g in filled))) / len(filled)
    return sd, measurement_sd, se


def _fewest(metric: Metric) -> int:
    """Values that a metric takes: of two, where each compares one stride with the next."""
    return 2 if Need.THREE_STRIDES in metric.needs else 1


def _why_made_by_others(metric: Metric, steps: pd.DataFrame) -> str:
    """Say why a stride that was seen gives no value: something else may have made it."""
    turned, swung = (
        any(len(_known(steps, name, side)) for side in SIDES) for name in (_ROTATION, _MOMENTUM)
    )
    if metric.name == "thorax_arm_phase_deg" and turned:
        return _("the arms' swing, a part of which passes for rotation, may have made it")
    if np.isfinite(metric.most_growth) and swung:
        return _("the unsteadiness of the points may have made too much of it")
    return ""


def _why_missing(metric: Metric, steps: pd.DataFrame) -> str:
    if steps.empty:
        from_side = "side" in metric.views
        return (
            _("no contact lies wholly in view") if from_side else _("no step lies wholly in view")
        )
    sides = steps["side"].to_numpy()
    if (sides[1:] == sides[:-1]).any() and not len(_known(steps, "step_time_s", "left")):
        return _("steps are missing: contacts of one foot follow each other")
    if metric.name in _OF_CONTACT_TIME:
        return _("no touchdown and toe-off can be placed to within 12 ms")
    doubtful = _why_made_by_others(metric, steps)
    if doubtful:
        return doubtful
    if Need.THREE_STRIDES in metric.needs:
        return _("fewer than three strides of the near foot lie wholly in view")
    return _("no stride lies wholly in view with every point it needs")
