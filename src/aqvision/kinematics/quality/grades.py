"""Conditions of a clip -> the grade that each metric can earn in it, with the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from aqvision.camera.path import TRAVELS
from aqvision.camera.stabilise import MAX_VIEW_DEG, WIDE_TURN_DEG
from aqvision.core.prompts import Prompt
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import View
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.metrics.registry import Grade, Metric, Need, Pillar
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.scene import CameraView, Scene

_OF_BELT_SPEED = {"speed_mps", "step_length_m"}
# Belts slip and slow down under a landing foot, and displays are rarely calibrated.
_BELT_SE_FRAC = 0.02
_CAUTION_VIEW_DEG = 15.0
MAX_UNSURE_LABELS = 0.05
_MIN_FAR_ARM_SEEN = 0.70
_MIN_FINE_RATE_HZ = 100.0
# Times from touchdown to touchdown, from which what all touchdowns share falls out.
_FROM_LIKE_TO_LIKE = {"step_time_s", "step_time_difference_s", "step_time_symmetry_angle_frac"}


class Unanswered(StrEnum):
    """Reasons why a metric is withheld that end when the clip's owner answers."""

    SCALE = _("no scale: say how tall the athlete is or give marks of known distance")
    HEIGHT = _("no scale: say how tall the athlete is")
    BELT = _("on a treadmill the belt's speed is not seen: say how fast the belt runs")


_ASKED: dict[str, tuple[Prompt, ...]] = {
    Unanswered.SCALE: (Prompt.HEIGHT, Prompt.MARKS),
    Unanswered.HEIGHT: (Prompt.HEIGHT,),
    Unanswered.BELT: (Prompt.BELT,),
}


def prompts_of(reason: str) -> tuple[Prompt, ...]:
    """Tell what a metric's reason asks of the clip's owner, in files of any version.

    Parameters
    ----------
    reason
        Why a metric is withheld or graded as it is.

    Examples
    --------
    >>> prompts_of("no scale: say how tall the athlete is")
    (<Prompt.HEIGHT: 'height'>,)
    """
    return _ASKED.get(reason, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What of a clip decides how far its numbers can be used.

    Parameters
    ----------
    scene
        How the athlete was filmed and found.
    rate_hz
        Frames per second of real time.
    min_timing_rate_hz
        Slowest rate at which contacts are timed.
    clock_doubt, rate_given
        Why the clock cannot be right, empty where it can, and whether its rate is the user's word.
    picture_doubt
        What is wrong with the picture of the athlete; empty where nothing is.
    """

    scene: Scene
    rate_hz: float
    min_timing_rate_hz: float
    clock_doubt: str = ""
    rate_given: bool = False
    picture_doubt: str = ""


def publishable_sides(metric: Metric, conditions: Conditions) -> tuple[Side, ...]:
    """Sides whose values may be used: without the far arm unless it was seen well.

    Parameters
    ----------
    metric, conditions
        What is asked of which clip.
    """
    if Need.FAR_ARM in metric.needs and conditions.scene.body.far_arm_seen_frac < _MIN_FAR_ARM_SEEN:
        return (conditions.scene.camera.near_side,)
    return SIDES


def distance_se_frac(metric: Metric, scene: Scene) -> float:
    """Give the relative standard error of metres by scale, camera or belt.

    Parameters
    ----------
    metric, scene
        What is asked of how a clip was filmed.
    """
    if on_known_belt(metric, scene):
        return _BELT_SE_FRAC
    parts = [scene.scale.se_frac] if Need.SCALE in metric.needs else []
    parts += [scene.camera.track_se_frac] if Need.STILL_GROUND in metric.needs else []
    return float(np.linalg.norm(parts))


def on_known_belt(metric: Metric, scene: Scene) -> bool:
    """Tell whether a metric comes from the speed of the treadmill alone.

    Parameters
    ----------
    metric, scene
        What is asked of how a clip was filmed.
    """
    on_belt = scene.ground == GroundKind.TREADMILL and np.isfinite(scene.belt_mps)
    return metric.name in _OF_BELT_SPEED and bool(on_belt)


def grade_of(metric: Metric, conditions: Conditions) -> tuple[Grade, str]:
    """Lower a metric's best grade by each condition that is not met.

    Parameters
    ----------
    metric, conditions
        What is asked of which clip.

    Returns
    -------
    tuple
        The grade, and the reasons why it is not better; if withheld, the first of these.
    """
    unmet = list(_conditions_unmet(metric, conditions))
    worst = max([metric.best, *(grade for grade, _ in unmet)], key=lambda grade: grade.rank)
    if worst == Grade.WITHHELD:
        return worst, next(reason for grade, reason in unmet if grade == worst)
    return worst, "; ".join(reason for _, reason in unmet)


def _conditions_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    yield from _view_unmet(metric, c.scene.camera)
    yield from _clock_unmet(metric, c)
    yield from _timing_unmet(metric, c)
    yield from _scale_unmet(metric, c)
    yield from _labels_unmet(metric, c)
    if c.scene.body.far_arm_seen_frac < _MIN_FAR_ARM_SEEN and Need.FAR_ARM in metric.needs:
        yield metric.best, _("near arm only: the far arm is hidden too often")
    if c.picture_doubt:
        yield (Grade.C if _rests_on_instants(metric) else Grade.B), c.picture_doubt
    if metric.grows_with_noise:
        yield (
            Grade.WITHHELD,
            _("it follows the unsteadiness of the points, which may have made most of it"),
        )


def _rests_on_instants(metric: Metric) -> bool:
    """Tell whether a metric moves when all touchdowns are early, as a soft picture makes them."""
    needs_instants = bool(metric.needs & {Need.TIMING, Need.INSTANTS})
    return needs_instants and metric.name not in _FROM_LIKE_TO_LIKE


def _view_unmet(metric: Metric, camera: CameraView) -> Iterator[tuple[Grade, str]]:
    slant = _("seen {angle_deg:.0f} degrees away from side-on").format(
        angle_deg=camera.view_angle_deg
    )
    if camera.view not in metric.views:
        yield Grade.WITHHELD, _wrong_view(metric, camera.view)
    elif camera.view != View.SIDE:
        if View.SIDE in metric.views:
            yield (
                Grade.B,
                _("{view} view: timed by the heights of the feet").format(view=camera.view),
            )
    elif camera.view_angle_deg > MAX_VIEW_DEG:
        yield Grade.WITHHELD, slant
    elif camera.view_angle_deg > _CAUTION_VIEW_DEG:
        yield Grade.B, slant


def _wrong_view(metric: Metric, view: View) -> str:
    if View.SIDE in metric.views:
        return _("{view} view: only a view from the side shows it").format(view=view)
    if view == View.REAR:
        return _("rear view: the body hides it; film from the front")
    where = _("the front or behind") if View.REAR in metric.views else _("the front")
    return _("side view: only a view from {where} shows it").format(where=where)


def _timing_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    slow = c.rate_hz < c.min_timing_rate_hz
    moving = c.scene.ground == GroundKind.MOVING_CAMERA
    if Need.TIMING in metric.needs and slow:
        yield (
            Grade.WITHHELD,
            _("{rate_hz:.0f} frames/s is too slow to time it: film at 120 or more").format(
                rate_hz=c.rate_hz
            ),
        )
    if Need.TIMING in metric.needs and moving:
        yield Grade.WITHHELD, _("the camera moves, so the ground cannot be seen standing still")
    if Need.INSTANTS in metric.needs and slow:
        yield (
            Grade.C,
            _("{rate_hz:.0f} frames/s places the instant only roughly").format(rate_hz=c.rate_hz),
        )
    if Need.FAST_JOINT in metric.needs and slow:
        yield Grade.C, _("{rate_hz:.0f} frames/s smooths away part of it").format(rate_hz=c.rate_hz)
    if Need.INSTANTS in metric.needs and moving:
        yield Grade.C, _("the camera moves, which places the instant only roughly")
    if metric.needs & {Need.TURN_SPEED, Need.FINE_TIMING} and c.rate_hz < _MIN_FINE_RATE_HZ:
        yield (
            Grade.WITHHELD,
            _("{rate_hz:.0f} frames/s is too slow for it: film at 120 or more").format(
                rate_hz=c.rate_hz
            ),
        )


def _clock_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    if not c.clock_doubt:
        return
    if _depends_on_clock(metric) or Need.INSTANTS in metric.needs:
        yield Grade.WITHHELD, c.clock_doubt
    else:
        yield Grade.C, _("the clock is in doubt, which the filters go by")


def _depends_on_clock(metric: Metric) -> bool:
    return metric.unit in {"s", "Hz", "m/s", "deg/s", "deg/s²"} or Need.TIMING in metric.needs


def _scale_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    if on_known_belt(metric, c.scene):
        yield (
            Grade.B,
            _("from the treadmill's speed as given, good to about {se_frac:.0%}").format(
                se_frac=_BELT_SE_FRAC
            ),
        )
        return
    still_ground = Need.STILL_GROUND in metric.needs
    camera, scale_se_frac = c.scene.camera, c.scene.scale.se_frac
    if still_ground and c.scene.ground == GroundKind.TREADMILL:
        yield Grade.WITHHELD, Unanswered.BELT
    if still_ground and c.scene.ground == GroundKind.MOVING_CAMERA:
        yield (
            Grade.WITHHELD,
            (
                _("the camera travels along, so distances along the track are not known")
                if camera.reason == TRAVELS
                else _("the camera moves, so distances along the track are not known")
            ),
        )
    if still_ground and camera.turn_deg > WIDE_TURN_DEG:
        turn = _("the camera turned by {turn_deg:.0f} degrees").format(turn_deg=camera.turn_deg)
        yield (
            Grade.B,
            _("{turn}: places along the track are good to {se_frac:.1%}").format(
                turn=turn, se_frac=camera.track_se_frac
            ),
        )
    if Need.SCALE not in metric.needs:
        return
    if np.isfinite(scale_se_frac):
        yield (
            Grade.B,
            _("the scale is uncertain by {se_frac:.0%}, alike before and after").format(
                se_frac=scale_se_frac
            ),
        )
    elif camera.view == View.SIDE:
        yield Grade.WITHHELD, Unanswered.SCALE
    else:
        yield Grade.WITHHELD, Unanswered.HEIGHT


def _labels_unmet(metric: Metric, c: Conditions) -> Iterator[tuple[Grade, str]]:
    of_arms = metric.pillar == Pillar.ARMS or Need.HAND in metric.needs
    body = c.scene.body
    unsure = body.unsure_arms_frac if of_arms else body.unsure_legs_frac
    if Need.ARMS_TOO in metric.needs:
        unsure = max(body.unsure_arms_frac, body.unsure_legs_frac)
    if unsure > MAX_UNSURE_LABELS and metric.pillar != Pillar.TORSO:
        seen = _("left and right cannot be told apart in {unsure:.0%} of the frames").format(
            unsure=unsure
        )
        yield Grade.WITHHELD, c.clock_doubt or seen  # on a wrong clock nothing follows its limb
