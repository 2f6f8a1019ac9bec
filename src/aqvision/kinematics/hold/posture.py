"""HeldBody -> joint angles, how steady each is, and how long the set posture was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from aqvision.core.errors import PoseError
from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray, View
from aqvision.core.wording import _
from aqvision.kinematics.geometry import included_angle_deg, segment_angle_deg, wrap_series_deg
from aqvision.kinematics.hold.body import HeldBody
from aqvision.kinematics.hold.estimate import Estimate, leave_one_out
from aqvision.kinematics.hold.path import BLOCK_S, Frames

ANGLE_BAND_DEG = 5.0
HIP_BAND_LEG = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldJoint:
    """A joint that is held.

    Attributes
    ----------
    set_deg
        The angle that was to be held: the user's, else the median of the hold.
    set_by_user
        Whether the user gave it.
    median_deg, sd_deg
        What was held, and its spread over time.
    in_band_frac
        Share of the frames within 5 degrees of the set angle.
    counts
        Whether the share of time in band asks for it.
    """

    set_deg: float
    set_by_user: bool
    median_deg: float
    sd_deg: float
    in_band_frac: float
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPosture:
    """How a posture was held: its joints by name, and the share of time in band."""

    joints: dict[str, HeldJoint]
    time_in_band_frac: Estimate


def held_angles_deg(body: HeldBody) -> dict[str, FloatArray]:
    """Give the angles that a view shows, (T,) degrees each.

    From the side knee and hip flexion (0 = straight), the elbow (180 = straight) of both sides, and
    the lean of the trunk, positive forward. From an end the line of each leg from hip over knee to
    ankle (180 = straight), the elbows, and the lean of the trunk to the athlete's left.

    Parameters
    ----------
    body
        The athlete over T frames.
    """
    lean = -segment_angle_deg(body.middle("shoulder"), body.middle("hip"))
    angles = {"trunk_lean_deg": lean}
    for side in SIDES:
        hip, knee, ankle, shoulder, elbow, wrist = (
            body.point(f"{side}_{joint}")
            for joint in ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")
        )
        if body.view is View.SIDE:
            thigh = segment_angle_deg(hip, knee)
            flexion = wrap_series_deg(thigh - segment_angle_deg(knee, ankle))
            angles[f"{side}_knee_flexion_deg"] = flexion
            angles[f"{side}_hip_flexion_deg"] = thigh + lean
        else:
            angles[f"{side}_leg_line_deg"] = included_angle_deg(hip, knee, ankle)
        angles[f"{side}_elbow_deg"] = included_angle_deg(shoulder, elbow, wrist)
    return angles


def measure_posture(body: HeldBody, set_deg: Mapping[str, float]) -> HeldPosture:
    """Measure what was held and for how long.

    Parameters
    ----------
    body
        The athlete over T frames.
    set_deg
        Angles that were to be held, by name, as far as the user gave them.

    Raises
    ------
    PoseError
        A set angle is given that this view does not show.
    """
    angles = {n: a for n, a in held_angles_deg(body).items() if np.isfinite(a).any()}
    refuse_unknown(set_deg, angles)
    counted = set(set_deg) or _usual(body.view, body.near_side)
    joints = {n: _joint(a, set_deg.get(n), counts=n in counted) for n, a in angles.items()}
    inside = _hips_inside(body)
    for name in counted & angles.keys():
        inside &= np.abs(angles[name] - joints[name].set_deg) <= ANGLE_BAND_DEG
    known = np.asarray(np.isfinite([angles[n] for n in counted & angles.keys()]).all(axis=0))
    return HeldPosture(joints=joints, time_in_band_frac=_share(body.time_s, inside, known))


def refuse_unknown(set_deg: Mapping[str, float], angles: Mapping[str, FloatArray]) -> None:
    """Refuse an angle that was to be held but is not seen.

    Parameters
    ----------
    set_deg, angles
        By name.

    Raises
    ------
    PoseError
        A name is not among those that are measured.
    """
    unknown = sorted(set_deg.keys() - angles.keys())
    if unknown:
        raise PoseError(
            _("{name} is not measured from here").format(name=unknown[0]),
            _("set one of {names}").format(names=", ".join(angles)),
        )


def _usual(view: View, near: Side | None) -> set[str]:
    """Angles that count where the user sets none: those that this view shows well."""
    if view is View.SIDE:
        return {f"{near}_knee_flexion_deg", f"{near}_hip_flexion_deg", "trunk_lean_deg"}
    return {"trunk_lean_deg", *(f"{side}_leg_line_deg" for side in SIDES)}


def _joint(angle: FloatArray, set_deg: float | None, *, counts: bool) -> HeldJoint:
    known = angle[np.isfinite(angle)]
    median = float(np.median(known))
    aim = median if set_deg is None else set_deg
    return HeldJoint(
        set_deg=aim,
        set_by_user=set_deg is not None,
        median_deg=median,
        sd_deg=float(np.std(known)),
        in_band_frac=float(np.mean(np.abs(known - aim) <= ANGLE_BAND_DEG)),
        counts=counts,
    )


def _hips_inside(body: HeldBody) -> Frames:
    hips = body.middle("hip")
    away = np.linalg.norm(hips - np.nanmedian(hips, axis=0), axis=1)
    return np.asarray(away <= HIP_BAND_LEG)


def _share(time_s: FloatArray, inside: Frames, known: Frames) -> Estimate:
    """Share of the known frames that lie inside, with the error of blocks."""
    if not known.any():
        return Estimate()
    n_blocks = max(1, int((time_s[-1] - time_s[0]) / BLOCK_S + 1e-6))
    number = np.minimum(((time_s - time_s[0]) / BLOCK_S).astype(int), n_blocks - 1)
    n = np.bincount(number[known], minlength=n_blocks)
    hits = np.bincount(number[known], weights=inside[known].astype(float), minlength=n_blocks)
    used = [int(i) for i in np.flatnonzero(n)]
    return leave_one_out(
        used,
        lambda b: float(hits[list(b)].sum() / n[list(b)].sum()),
        float(hits.sum() / n.sum()),
    )
