"""Metric -> the one angle that a picture of its moment shows, ready to be drawn over the picture.

Only what one frame shows has an angle: a range or a time has none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from aqvision.core.skeleton import INDEX, Side, opposite
from aqvision.core.types import FloatArray

_RADIUS_FRAC = 0.42
_LABEL_FRAC = 1.9
_BEYOND = 1.12
_SMALL_DEG = 0.5


@dataclass(frozen=True, slots=True)
class Angle:
    """Where an angle is seen: in which moment, at which joint, and between which two lines.

    Joints are named by their leg, ``stance`` or ``swing``, or lie ``mid`` between left and right. A
    line runs to a joint, straight ``up`` or ``down``, or, with a minus, away from a joint.
    ``later`` tells by how many contacts the row that holds the angle comes after the contact that
    shows it: what is measured of a swing stands in the row of the foot that swung. ``sign`` is that
    of the metric where, on the way to the right, the second line lies clockwise of the first; 0
    where the metric is a size.
    """

    phase: str
    at: str
    to: tuple[str, str]
    later: int = 0
    sign: int = 0


ANGLES: Mapping[str, Angle] = {
    "thigh_separation_touchdown_deg": Angle(
        "touchdown", "mid_hip", ("stance_knee", "swing_knee"), later=1, sign=1
    ),
    "swing_thigh_touchdown_deg": Angle(
        "touchdown", "swing_hip", ("down", "swing_knee"), later=1, sign=-1
    ),
    "thigh_separation_toeoff_deg": Angle(
        "toe-off", "mid_hip", ("stance_knee", "swing_knee"), later=1, sign=-1
    ),
    "thigh_angle_toeoff_deg": Angle("toe-off", "stance_hip", ("down", "stance_knee"), sign=-1),
    "knee_flexion_toeoff_deg": Angle("toe-off", "stance_knee", ("-stance_hip", "stance_ankle")),
    "hip_extension_toeoff_deg": Angle(
        "toe-off", "mid_hip", ("-mid_shoulder", "stance_knee"), sign=1
    ),
    "trunk_leg_line_toeoff_deg": Angle("toe-off", "mid_hip", ("mid_shoulder", "stance_ankle")),
    "trunk_lean_deg": Angle("touchdown", "mid_hip", ("up", "mid_shoulder"), sign=1),
}
"""Of the metrics that one frame shows; definitions are those of the registry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnAngle:
    """Two lines from a joint, the arc between them and the place of its number, in pixels.

    ``lines`` and ``arc`` are paths of SVG; ``value_deg`` is the angle as it is drawn,
    with the sign that the metric has.
    """

    lines: str
    arc: str
    label_x: float
    label_y: float
    value_deg: float


def draw_angle(
    metric: str, joints_px: FloatArray, side: Side, up: FloatArray, direction: int
) -> DrawnAngle | None:
    """Draw the angle of a metric.

    Parameters
    ----------
    metric
        One of ``ANGLES``.
    joints_px
        (33, 2) points of the athlete in the picture.
    side
        The foot of the step.
    up
        (2,) direction of the vertical in the picture, of length 1.
    direction
        1 = the athlete runs to the right of the picture, -1 = to the left.

    Returns
    -------
    DrawnAngle or None
        None where a joint is not known.
    """
    angle = ANGLES[metric]
    at = _joint(angle.at, joints_px, side)
    ends = [_end(name, at, joints_px, side, up) for name in angle.to]
    if not np.isfinite([at, *ends]).all():
        return None
    first, second = (math.atan2(*np.flip(end - at)) for end in ends)
    turn = (second - first + math.pi) % (2 * math.pi) - math.pi
    radius = _RADIUS_FRAC * min(float(np.hypot(*(end - at))) for end in ends)
    middle = first + turn / 2
    label = at + _LABEL_FRAC * radius * np.array([math.cos(middle), math.sin(middle)])
    return DrawnAngle(
        lines=" ".join(f"M{_xy(at)} L{_xy(at + _BEYOND * (end - at))}" for end in ends),
        arc=_arc(at, radius, first, turn),
        label_x=round(float(label[0]), 1),
        label_y=round(float(label[1]), 1),
        value_deg=math.degrees(angle.sign * direction * turn if angle.sign else abs(turn)),
    )


def vertical(tilt_deg: float, direction: int) -> FloatArray:
    """Give the direction of the vertical in a picture whose ground leans.

    Parameters
    ----------
    tilt_deg
        Lean of the ground, positive where it rises ahead of the athlete; NaN counts as none.
    direction
        1 = the athlete runs to the right of the picture, -1 = to the left.
    """
    tilt = math.radians(tilt_deg) if math.isfinite(tilt_deg) else 0.0
    return np.array([-direction * math.sin(tilt), -math.cos(tilt)])


def _arc(at: FloatArray, radius: float, first: float, turn: float) -> str:
    """Give the arc from an angle over a turn, both in radians; empty where there is hardly any."""
    if abs(math.degrees(turn)) < _SMALL_DEG:
        return ""
    start, stop = (
        at + radius * np.array([math.cos(a), math.sin(a)]) for a in (first, first + turn)
    )
    return f"M{_xy(start)} A{radius:.1f} {radius:.1f} 0 0 {int(turn > 0)} {_xy(stop)}"


def _end(
    name: str, at: FloatArray, joints_px: FloatArray, side: Side, up: FloatArray
) -> FloatArray:
    """Give the end of a line from a joint."""
    if name in {"up", "down"}:
        thigh = _joint("stance_hip", joints_px, side) - _joint("stance_knee", joints_px, side)
        return np.asarray(at + float(np.hypot(*thigh)) * (up if name == "up" else -up))
    if name.startswith("-"):
        return 2 * at - _joint(name[1:], joints_px, side)
    return _joint(name, joints_px, side)


def _joint(name: str, joints_px: FloatArray, side: Side) -> FloatArray:
    which, joint = name.split("_")
    if which == "mid":
        pair = [joints_px[INDEX[f"{leg}_{joint}"]] for leg in ("left", "right")]
        return np.asarray(np.mean(pair, axis=0))
    leg = side if which == "stance" else opposite(side)
    return np.asarray(joints_px[INDEX[f"{leg}_{joint}"]])


def _xy(point: FloatArray) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
