"""Conditions of a clip -> the grade that each metric can earn in it, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from aqvision.camera.stabilise import MAX_VIEW_DEG, WIDE_TURN_DEG
from aqvision.core.prompts import Prompt
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.view import View
from aqvision.kinematics.metrics.registry import Grade, Metric
from aqvision.kinematics.motion import Ground

_OF_BELT_SPEED = {"speed_mps", "step_length_m"}
# Belts slip and slow down under a landing foot, and displays are rarely calibrated.
_BELT_SE_FRAC = 0.02
_GRADES: tuple[Grade, ...] = ("A", "B", "C", "withheld")
_CAUTION_VIEW_DEG = 15.0
MAX_UNSURE_LABELS = 0.05
_MIN_FAR_ARM_SEEN = 0.70
_MIN_FINE_RATE_HZ = 100.0


class Unanswered(StrEnum):
    """Reasons why a metric is withheld that end when the clip's owner answers."""

    SCALE = "no scale: say how tall the athlete is or give marks of known distance"
    HEIGHT = "no scale: say how tall the athlete is"
    BELT = "on a treadmill the belt's speed is not seen: say how fast the belt runs"


_ASKED: dict[str, tuple[Prompt, ...]] = {
    Unanswered.SCALE: (Prompt.HEIGHT, Prompt.MARKS),
    Unanswered.HEIGHT: (Prompt.HEIGHT,),
    Unanswered.BELT: (Prompt.BELT,),
}


def prompts_of(reason: str) -> tuple[Prompt, ...]:
    """Tell what a metric's reason asks of the clip's owner, in files of any version.

    >>> prompts_of("no scale: say how tall the athlete is")
    (<Prompt.HEIGHT: 'height'>,)
    """
    return _ASKED.get(reason, ())


@dataclass(frozen=True, slots=True)
class Conditions:
    """What of the clip decides how far its numbers can be trusted.

    ``clock_doubt`` says why the clock cannot be believed; empty where it can.
    """

    rate_hz: float
    min_timing_rate_hz: float
    near_side: Side
    ground: Ground
    clock_doubt: str
    view_angle_deg: float
    scale_se_frac: float
    unsure_legs_frac: float
    unsure_arms_frac: float
    far_arm_seen_frac: float
    view: View = "side"
    camera_turn_deg: float = 0.0
    camera_reason: str = ""
    oblique_frac: float = 0.0
    track_se_frac: float = 0.0
    belt_mps: float = float("nan")
    tilt_deg: float = 0.0


def publishable_sides(metric: Metric, conditions: Conditions) -> tuple[Side, ...]:
    """Sides whose values may be used: without the far arm unless it was seen well."""
    if "far arm" in metric.needs and conditions.far_arm_seen_frac < _MIN_FAR_ARM_SEEN:
        return (conditions.near_side,)
    return SIDES


def distance_se_frac(metric: Metric, c: Conditions) -> float:
    """Give the relative standard error of metres by scale, camera or belt."""
    if on_known_belt(metric, c):
        return _BELT_SE_FRAC
    parts = [c.scale_se_frac] if "scale" in metric.needs else []
    parts += [c.track_se_frac] if "still ground" in metric.needs else []
    return float(np.linalg.norm(parts))


def on_known_belt(metric: Metric, c: Conditions) -> bool:
    """Tell whether a metric comes from the speed of the treadmill alone."""
    return metric.name in _OF_BELT_SPEED and c.ground == "treadmill" and np.isfinite(c.belt_mps)


def grade_of(metric: Metric, conditions: Conditions) -> tuple[Grade, str]:
    """Lower a metric's best grade by each condition that is not met, with the reasons."""
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
    if c.clock_doubt and (_depends_on_clock(metric) or "instants" in metric.needs):
        yield "withheld", c.clock_doubt
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


def _depends_on_clock(metric: Metric) -> bool:
    return metric.unit in {"s", "Hz", "m/s", "deg/s", "deg/s²"} or "timing" in metric.needs


def _scale_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    if on_known_belt(metric, c):
        yield "B", f"from the treadmill's speed as given, good to about {_BELT_SE_FRAC:.0%}"
        return
    if "still ground" in metric.needs and c.ground == "treadmill":
        yield "withheld", Unanswered.BELT
    if "still ground" in metric.needs and c.ground == "moving camera":
        yield "withheld", "the camera moves, so distances along the track are not known"
    if "still ground" in metric.needs and c.camera_turn_deg > WIDE_TURN_DEG:
        turn = f"the camera turned by {c.camera_turn_deg:.0f} degrees"
        yield "B", f"{turn}: places along the track are good to {c.track_se_frac:.1%}"
    if "scale" not in metric.needs:
        return
    if np.isfinite(c.scale_se_frac):
        yield "B", f"the scale is uncertain by {c.scale_se_frac:.0%}, alike before and after"
    elif c.view == "side":
        yield "withheld", Unanswered.SCALE
    else:
        yield "withheld", Unanswered.HEIGHT


def _labels_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    of_arms = metric.pillar == "arms" or "hand" in metric.needs
    unsure = c.unsure_arms_frac if of_arms else c.unsure_legs_frac
    if unsure > MAX_UNSURE_LABELS and metric.pillar != "torso":
        seen = f"left and right cannot be told apart in {unsure:.0%} of the frames"
        yield "withheld", c.clock_doubt or seen  # on a wrong clock nothing follows its limb
