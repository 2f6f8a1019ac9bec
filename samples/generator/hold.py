"""HoldParameters -> BodyMotion: a posture held on one leg, swaying, drifting and knocked.

The standing foot does not move. The hips go their way, the standing leg follows by inverse
kinematics, the shoulders share a part of what the hips do, and the raised thigh wavers.
"""

import numpy as np

from samples.generator.angles import measure_angles
from samples.generator.curves import Array
from samples.generator.leg import LegAngles, inverse_kinematics, plane_height
from samples.generator.leg_plane import place_leg
from samples.generator.motion import SIDES, BodyMotion
from samples.generator.parameters import BodyDimensions, HoldParameters
from samples.generator.sway import THIGH, Sway, band_noise, hip_sway
from samples.generator.upper_body import ArmAngles, TrunkAngles, UpperBody, place_upper_body


def set_hip_height_m(parameters: HoldParameters, body: BodyDimensions) -> float:
    """Height of the hips above the ground with the set bend of the standing knee."""
    half_bend = np.deg2rad(parameters.standing_knee_deg) / 2.0
    plane_m = (body.thigh_m + body.shank_m) * np.cos(half_bend) - body.ball_from_ankle_m[1]
    leaning_m = body.hip_half_width_m - body.foot_track_half_width_m
    return float(np.sqrt(plane_m**2 - leaning_m**2))


def standing_leg(body: BodyDimensions, hip_m: Array) -> LegAngles:
    """Angles of the leg whose flat foot stands with the ankle at x = 0; `hip_m` (T, 3)."""
    hip_up_m = plane_height(body, hip_m[:, 1], hip_m[:, 2])
    thigh, knee = inverse_kinematics(body, -hip_m[:, 0], hip_up_m + body.ball_from_ankle_m[1])
    return LegAngles(thigh, knee, knee - thigh, np.zeros_like(thigh))


def raised_leg(parameters: HoldParameters, time_s: Array) -> LegAngles:
    """Angles of the leg that is held up: the thigh wavers about its set angle."""
    waver_deg = band_noise(time_s, parameters.thigh_sway_rms_deg, (parameters.seed, THIGH))
    thigh = np.deg2rad(parameters.raised_thigh_deg + waver_deg)
    knee = np.full_like(thigh, np.deg2rad(parameters.raised_knee_deg))
    ankle = np.full_like(thigh, np.deg2rad(parameters.raised_ankle_deg))
    return LegAngles(thigh, knee, ankle, np.zeros_like(thigh))


def held_arm(parameters: HoldParameters, forward_deg: float, time_s: Array) -> ArmAngles:
    """Angles of an arm that keeps still against the trunk."""
    still = np.ones_like(time_s)
    return ArmAngles(
        flexion=np.deg2rad(forward_deg) * still,
        abduction=np.deg2rad(parameters.shoulder_abduction_deg) * still,
        crossing=0.0 * still,
        bend=np.deg2rad(parameters.elbow_flexion_deg) * still,
    )


def upper_body(
    parameters: HoldParameters, body: BodyDimensions, sway: Sway, pelvis_m: Array, time_s: Array
) -> UpperBody:
    """Trunk, head and arms: the arm of the standing side is in front."""
    behind_m = (parameters.shoulder_share_frac - 1.0) * sway.forward_m
    lean = np.deg2rad(parameters.trunk_lean_deg) + behind_m / body.spine_m
    trunk = TrunkAngles(lean, np.zeros_like(lean), np.zeros_like(lean))
    flexion_deg = {
        side: parameters.front_shoulder_deg
        if side == parameters.standing_side
        else parameters.back_shoulder_deg
        for side in SIDES
    }
    arms = {side: held_arm(parameters, flexion_deg[side], time_s) for side in SIDES}
    return place_upper_body(body, pelvis_m, trunk, arms)


def simulate_hold(parameters: HoldParameters, body: BodyDimensions, time_s: Array) -> BodyMotion:
    """Sample the hold at any times.

    Parameters
    ----------
    time_s : (T,) array
        Seconds from the start of the hold.

    Examples
    --------
    >>> motion = simulate_hold(HoldParameters(), BodyDimensions(), np.arange(60) / 30.0)
    >>> motion.joints_m["left_ball"].std(axis=0).max() < 1e-12
    np.True_
    """
    time_s = np.atleast_1d(np.asarray(time_s, dtype=np.float64))
    sway, middle = hip_sway(parameters, time_s), np.zeros_like(time_s)
    height_m = set_hip_height_m(parameters, body) + sway.sway_up_m
    hip_m = np.stack([sway.forward_m, middle + body.hip_half_width_m, height_m], axis=-1)
    pelvis_m = np.stack([sway.forward_m, middle, height_m], axis=-1)
    upper = upper_body(parameters, body, sway, pelvis_m, time_s)
    joints_m = {"pelvis": pelvis_m, **upper.joints_m}
    for side in SIDES:
        stands = side == parameters.standing_side
        leg = standing_leg(body, hip_m) if stands else raised_leg(parameters, time_s)
        joints_m.update(place_leg(body, side, hip_m, leg))
    return BodyMotion(
        time_s=time_s,
        joints_m=joints_m,
        in_contact={side: np.full(len(time_s), side == parameters.standing_side) for side in SIDES},
        angles_deg=measure_angles(joints_m),
        pelvis_axes=np.broadcast_to(np.eye(3), (len(time_s), 3, 3)),
        thorax_axes=upper.thorax_axes,
        head_axes=upper.head_axes,
    )
