"""Analysis -> curves over the stride: one row a stride, from touchdown to the same foot's next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import Side, opposite
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.contacts import Contact

N_POINTS = 101
_MAX_STRIDE_S = 1.5
_MIN_KNOWN_FRAC = 0.9


@dataclass(frozen=True, slots=True)
class Curve:
    """What one panel shows.

    ``joint`` is the column of the series without its side, ``metric`` the one that must not be
    withheld, ``far`` whether the far side may be shown as well.
    """

    joint: str
    title: str
    read: str
    metric: str
    sided: bool
    far: bool = False


CURVES = (
    Curve(
        "thigh_deg", "Thigh",
        "Above zero the knee is in front of the hip, below zero behind it.",
        "thigh_range_deg", sided=True, far=True,
    ),
    Curve(
        "knee_flexion_deg", "Knee bend",
        "Zero is a straight leg; the high peak is the heel folding up in swing.",
        "knee_flexion_peak_deg", sided=True, far=True,
    ),
    Curve(
        "trunk_lean_deg", "Trunk lean",
        "Above zero the shoulders are ahead of the hips; a flat line is a steady trunk.",
        "trunk_lean_deg", sided=False,
    ),
    Curve(
        "thorax_yaw_deg", "Thorax rotation",
        "Above zero the right shoulder is ahead of the left.",
        "thorax_rotation_range_deg", sided=False,
    ),
    Curve(
        "upper_arm_deg", "Upper arm",
        "Above zero the elbow is in front of the shoulder, below zero behind it.",
        "shoulder_range_deg", sided=True,
    ),
    Curve(
        "elbow_deg", "Elbow",
        "180 is a straight arm, smaller is more bent.",
        "elbow_mean_deg", sided=True,
    ),
)  # fmt: skip


def near_strides(analysis: Analysis) -> list[tuple[float, float, float]]:
    """List touchdown, toe-off and next touchdown of the near foot in seconds, stride by stride."""
    contacts = analysis.contacts
    return [
        (first.touchdown_s, first.toeoff_s, last.touchdown_s)
        for first, between, last in zip(contacts, contacts[1:], contacts[2:], strict=False)
        if _is_stride(first, between, last, analysis.scene.camera.near_side)
    ]


def _is_stride(first: Contact, between: Contact, last: Contact, near: Side) -> bool:
    in_turn = first.side == last.side == near and between.side == opposite(near)
    return in_turn and last.touchdown_s - first.touchdown_s < _MAX_STRIDE_S


def stride_curves(analyses: Sequence[Analysis], curve: Curve, *, far: bool = False) -> FloatArray:
    """Bring one angle of every stride to 0 to 100 % of the near foot's stride.

    Returns
    -------
    (n_strides, 101) degrees; no row where the angle is withheld or not seen.
    """
    rows = [row for analysis in analyses for row in _of_one(analysis, curve, far=far)]
    return np.array(rows) if rows else np.empty((0, N_POINTS))


def _of_one(analysis: Analysis, curve: Curve, *, far: bool) -> list[FloatArray]:
    if analysis.metrics[curve.metric].confidence == "withheld":
        return []
    angle = analysis.series[column(analysis, curve, far=far)].to_numpy(dtype=np.float64)
    time = analysis.pose.time_s
    rows = []
    for start, _, stop in near_strides(analysis):
        inside = (time >= start) & (time <= stop)
        known = np.isfinite(angle)
        if inside.any() and known[inside].mean() >= _MIN_KNOWN_FRAC:
            wanted = np.linspace(start, stop, N_POINTS)
            rows.append(np.interp(wanted, time[known], angle[known]))
    return rows


def column(analysis: Analysis, curve: Curve, *, far: bool = False) -> str:
    """Name the column of the series that a curve shows."""
    if not curve.sided:
        return curve.joint
    near = analysis.scene.camera.near_side
    return f"{opposite(near) if far else near}_{curve.joint}"


def toe_off_percent(analyses: Sequence[Analysis]) -> float:
    """Place of the near foot's toe-off in its stride, in percent; NaN without a stride."""
    places = [
        100 * (toe_off - start) / (stop - start)
        for analysis in analyses
        for start, toe_off, stop in near_strides(analysis)
    ]
    return float(np.mean(places)) if places else float("nan")
