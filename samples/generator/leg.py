"""SprintParameters -> LegCycle: one leg over a stride, the foot fixed on the ground in stance.

Everything here lies in the plane of the leg: x forward, and up along the plane from the ground.
Stance is inverse kinematics from the hip path and the pitch of the foot; swing is a quintic
spline through key values that takes up the position, velocity and acceleration which stance ends
with, and hands over those that stance begins with. The only corner is the foot's pitch rate at
touchdown: that is the impact which stops the falling foot.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.interpolate import BSpline
from scipy.optimize import least_squares

from samples.generator.curves import Array, Key, end_rates, least_jerk_curve, quintic_curve
from samples.generator.parameters import BodyDimensions, SprintParameters
from samples.generator.pelvis import hip_path

HIGHEST_STANCE_PITCH = np.deg2rad(-2.0)
LEAST_KNEE_FLEXION = np.deg2rad(2.0)
HEEL_WEIGHT = 50.0
SMOOTH = (1.0, 0.5, 0.15)
KNEE_RATE_WEIGHT = 1.2
FOOT_RELEASE_WEIGHT = 0.004


@dataclass(frozen=True, slots=True)
class LegAngles:
    """Angles in the plane of the leg, in radians, one per time."""

    thigh: Array
    knee: Array
    ankle: Array
    toe_bend: Array

    @property
    def shank(self) -> Array:
        """Shank from the downward normal of the plane."""
        return self.thigh - self.knee

    @property
    def foot_pitch(self) -> Array:
        """Sole against the ground, positive toes up."""
        return self.shank + self.ankle


@dataclass(frozen=True, slots=True)
class LegCycle:
    """One leg's stride: call `angles` with time since its touchdown, 0 to one stride."""

    parameters: SprintParameters
    body: BodyDimensions
    base_height_m: float
    ball_ahead_m: float
    pitch: BSpline
    swing: tuple[BSpline, BSpline, BSpline, BSpline]

    def angles(self, leg_time_s: Array) -> LegAngles:
        """Stance by inverse kinematics, swing by spline."""
        contact_s = self.parameters.contact_time_s
        in_stance = leg_time_s <= contact_s
        stance = stance_angles(self, np.clip(leg_time_s, 0.0, contact_s))
        swing_s = np.clip(leg_time_s, contact_s, self.parameters.stride_time_s)
        rows = [
            np.where(in_stance, held, curve(swing_s))
            for held, curve in zip(
                (stance.thigh, stance.knee, stance.ankle, stance.toe_bend), self.swing, strict=True
            )
        ]
        return LegAngles(*rows)


def rotated(angle: Array, forward_up_m: tuple[float, float]) -> tuple[Array, Array]:
    """Turn a foot vector toes up by `angle` radians; return its forward and up parts."""
    forward_m, up_m = forward_up_m
    cosine, sine = np.cos(angle), np.sin(angle)
    return forward_m * cosine - up_m * sine, forward_m * sine + up_m * cosine


def plane_height(body: BodyDimensions, outward_m: Array, height_m: Array) -> Array:
    """Distance from the hip to the foot's track on the ground, along the plane of the leg."""
    return np.asarray(np.hypot(outward_m - body.foot_track_half_width_m, height_m))


def inverse_kinematics(
    body: BodyDimensions, ankle_forward_m: Array, ankle_down_m: Array
) -> tuple[Array, Array]:
    """Thigh angle and knee flexion that put the ankle there, seen from the hip; radians.

    Out of reach, the leg is straight and points to the ankle.
    """
    thigh_m, shank_m = body.thigh_m, body.shank_m
    squared = ankle_forward_m**2 + ankle_down_m**2
    cosine = (squared - thigh_m**2 - shank_m**2) / (2.0 * thigh_m * shank_m)
    knee = np.arccos(np.clip(cosine, -1.0, 1.0))
    inner = np.arctan2(shank_m * np.sin(knee), thigh_m + shank_m * np.cos(knee))
    return np.arctan2(ankle_forward_m, ankle_down_m) + inner, knee


def stance_angles(leg: LegCycle, leg_time_s: Array) -> LegAngles:
    """Leg angles with the ball of the foot fixed on the ground; 0 <= time <= contact time."""
    hip = hip_path(leg.parameters, leg.body, leg_time_s, leg.base_height_m)
    hip_x_m = leg.parameters.speed_mps * leg_time_s + hip.forward_m
    hip_up_m = plane_height(leg.body, hip.outward_m, hip.height_m)
    pitch = leg.pitch(leg_time_s)
    forward_m, up_m = rotated(pitch, leg.body.ball_from_ankle_m)
    thigh, knee = inverse_kinematics(
        leg.body, leg.ball_ahead_m - forward_m - hip_x_m, hip_up_m + up_m
    )
    return LegAngles(thigh, knee, pitch - thigh + knee, stance_toe_bend(pitch))


def stance_toe_bend(pitch: Array) -> Array:
    """Bend of the toes at the ball: none while the foot is flat, then the toes stay flat."""
    softness = np.deg2rad(5.0)
    return np.asarray(softness * np.logaddexp(0.0, -pitch / softness - 2.0))


def pitch_curve(parameters: SprintParameters, inner: Array) -> BSpline:
    """Build the pitch of the foot over contact, in radians, from its inner coefficients."""
    touchdown, toeoff = np.deg2rad(
        [parameters.foot_pitch_touchdown_deg, parameters.foot_pitch_toeoff_deg]
    )
    return quintic_curve(
        0.0, parameters.contact_time_s, np.concatenate([[touchdown], inner, [toeoff]])
    )


def smoothest_stance(leg: LegCycle) -> LegCycle:
    """Choose the pitch of the foot in stance so that thigh, knee and foot turn smoothly.

    Hip path and foot placement leave the pitch of the foot free. Least squares over its curve
    weighs angular acceleration and jerk, keeps the heel off the ground, and has the knee nearly
    done with extending at toe-off.
    """
    parameters = leg.parameters
    times_s = np.linspace(0.0, parameters.contact_time_s, 49)
    interval_s = float(times_s[1])

    def residuals(unknowns: Array) -> Array:
        angles = stance_angles(replace(leg, pitch=pitch_curve(parameters, unknowns)), times_s)
        turning = (angles.thigh, angles.knee, angles.foot_pitch)
        rows = [HEEL_WEIGHT * np.maximum(angles.foot_pitch - HIGHEST_STANCE_PITCH, 0.0)]
        for curve, weight in zip(turning, SMOOTH, strict=True):
            rows.append(weight * np.diff(curve, 2) / interval_s**2 / 200.0)
            rows.append(weight * np.diff(curve, 3) / interval_s**3 / 20000.0)
        rows.append(KNEE_RATE_WEIGHT * np.diff(angles.knee[-2:]) / interval_s)
        rows.append(FOOT_RELEASE_WEIGHT * np.diff(angles.foot_pitch[-3:], 2) / interval_s**2)
        return np.concatenate(rows)

    start = np.deg2rad([-5.0, -4.0, -5.0, -9.0, -17.0, -30.0, -43.0, -52.0])
    found = least_squares(residuals, start, x_scale="jac", max_nfev=200)
    smoothest = replace(leg, pitch=pitch_curve(parameters, found.x))
    if stance_angles(smoothest, times_s).knee.min() < LEAST_KNEE_FLEXION:
        message = "the leg is too short for this speed, contact time and toe-off posture"
        raise ValueError(message)
    return smoothest


def place_foot(parameters: SprintParameters, body: BodyDimensions) -> tuple[float, float]:
    """Pelvis height at touchdown and ball-ahead-of-pelvis, from the wanted toe-off posture."""
    contact_s = np.array([parameters.contact_time_s])
    thigh = np.deg2rad(parameters.thigh_toeoff_deg)
    shank = thigh - np.deg2rad(parameters.knee_toeoff_deg)
    forward_m, up_m = rotated(
        np.deg2rad(np.array([parameters.foot_pitch_toeoff_deg])), body.ball_from_ankle_m
    )
    forward_m = forward_m + body.thigh_m * np.sin(thigh) + body.shank_m * np.sin(shank)
    plane_m = body.thigh_m * np.cos(thigh) + body.shank_m * np.cos(shank) - up_m
    hip = hip_path(parameters, body, contact_s, 0.0)
    height_m = np.sqrt(plane_m**2 - (hip.outward_m - body.foot_track_half_width_m) ** 2)
    ahead_m = parameters.speed_mps * contact_s + hip.forward_m + forward_m
    return float((height_m - hip.height_m)[0]), float(ahead_m[0])


def touchdown_pitch_rate_step(parameters: SprintParameters, body: BodyDimensions) -> float:
    """Rad/s by which the impact turns the foot toes up, from the wanted speed of its fall."""
    pitch = np.deg2rad(np.array([parameters.foot_pitch_touchdown_deg]))
    forward_m, _ = rotated(pitch, body.ball_from_ankle_m)
    return parameters.foot_drop_touchdown_mps / float(forward_m[0])


def swing_keys(parameters: SprintParameters, knee_peak_deg: float) -> dict[str, list[Key]]:
    """Keys of each joint in swing: fraction of swing for time, degrees, 1 for a slope of zero."""
    opposite_frac = parameters.flight_time_s / parameters.swing_time_s
    thigh_frac, knee_frac = (
        parameters.thigh_flexion_peak_at_frac,
        parameters.knee_flexion_peak_at_frac,
    )
    return {
        "thigh": [
            Key(opposite_frac, parameters.thigh_opposite_touchdown_deg),
            Key(thigh_frac, parameters.thigh_flexion_peak_deg),
            Key(thigh_frac, 0.0, order=1),
        ],
        "knee": [
            Key(0.15, parameters.knee_toeoff_deg + 18.0),
            Key(knee_frac, knee_peak_deg),
            Key(knee_frac, 0.0, order=1),
            Key(0.85, 17.0),
            Key(0.85, 0.0, order=1),
        ],
        "ankle": [Key(0.16, -52.0), Key(0.16, 0.0, order=1), Key(0.40, -25.0), Key(0.68, 3.0)],
        "toe_bend": [Key(0.14, 60.0), Key(0.35, 10.0), Key(0.65, 2.0)],
    }


def swing_curve(leg: LegCycle, name: str, keys: Sequence[Key], impact_rate: float) -> BSpline:
    """One joint's swing, joined to both ends of stance up to acceleration.

    Parameters
    ----------
    impact_rate
        Rad/s that the joint gains by the impact at touchdown.
    """
    contact_s, stride_s = leg.parameters.contact_time_s, leg.parameters.stride_time_s
    swing_s = leg.parameters.swing_time_s
    start, end = end_rates(
        lambda time_s: np.asarray(getattr(stance_angles(leg, time_s), name)), 0.0, contact_s
    )
    start[1] -= impact_rate
    inner = [
        Key(contact_s + key.time_s * swing_s, float(np.deg2rad(key.target)), key.order)
        for key in keys
    ]
    leave = [Key(contact_s, float(end[order]), order) for order in range(3)]
    arrive = [Key(stride_s, float(start[order]), order) for order in range(3)]
    return least_jerk_curve([*leave, *inner, *arrive])


def build_leg(parameters: SprintParameters, body: BodyDimensions, knee_peak_deg: float) -> LegCycle:
    """Place the foot, find the smoothest stance, and fit the swing to its ends."""
    base_height_m, ball_ahead_m = place_foot(parameters, body)
    start = pitch_curve(parameters, np.zeros(8))
    leg = smoothest_stance(
        LegCycle(parameters, body, base_height_m, ball_ahead_m, start, (start,) * 4)
    )
    impact = touchdown_pitch_rate_step(parameters, body)
    keys = swing_keys(parameters, knee_peak_deg)
    return replace(
        leg,
        swing=(
            swing_curve(leg, "thigh", keys["thigh"], 0.0),
            swing_curve(leg, "knee", keys["knee"], 0.0),
            swing_curve(leg, "ankle", keys["ankle"], impact),
            swing_curve(leg, "toe_bend", keys["toe_bend"], 0.0),
        ),
    )
