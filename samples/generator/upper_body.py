"""Pelvis over time -> trunk, head and arms over time."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from samples.generator.curves import Array, harmonic
from samples.generator.motion import SIDES
from samples.generator.parameters import BodyDimensions, SprintParameters
from samples.generator.pelvis import YAW_PEAK_PHASE, pelvis_roll_rad
from samples.generator.rotations import about_x, about_y, about_z

RIGHT_ARM_FORWARD_PHASE = 0.25
LEAN_PEAK_PHASE = 0.10
THORAX_ROLL_SHARE = 0.4
ARM_CROSSING_RAD = np.deg2rad(18.0)
ABDUCTION_SWING_RAD = np.deg2rad(4.0)


@dataclass(frozen=True, slots=True)
class UpperBody:
    """Joint centres, in metres, and the axes of thorax and head (columns: forward, left, up)."""

    joints_m: dict[str, Array]
    thorax_axes: Array
    head_axes: Array


@dataclass(frozen=True, slots=True)
class TrunkAngles:
    """Lean forward, yaw (right shoulder forward) and roll (left side up) over time, radians."""

    lean: Array
    yaw: Array
    roll: Array


@dataclass(frozen=True, slots=True)
class ArmAngles:
    """Shoulder against the trunk and bend of the elbow over time, in radians."""

    flexion: Array
    abduction: Array
    crossing: Array
    bend: Array


def trunk_lean_rad(parameters: SprintParameters, phase: Array) -> Array:
    """Forward lean of the trunk, twice a stride a little more."""
    return np.deg2rad(
        parameters.trunk_lean_deg
        + parameters.trunk_lean_amplitude_deg * harmonic(phase, LEAN_PEAK_PHASE, order=2)
    )


def thorax_yaw_rad(parameters: SprintParameters, phase: Array) -> Array:
    """Rotation of the thorax, positive with the right shoulder forward: opposite the pelvis."""
    amplitude = np.deg2rad(parameters.thorax_yaw_amplitude_deg)
    return np.asarray(-amplitude * harmonic(phase, YAW_PEAK_PHASE))


def swinging_arm(parameters: SprintParameters, side: str, phase: Array) -> ArmAngles:
    """Angles of one arm in a sprint; `phase` is the right leg's, in strides."""
    opposite_leg = 0.5 if side == "left" else 0.0
    swing = harmonic(phase, RIGHT_ARM_FORWARD_PHASE + parameters.arm_lag_frac + opposite_leg)
    forward_deg = parameters.shoulder_flexion_peak_deg
    backward_deg = parameters.shoulder_extension_peak_deg
    return ArmAngles(
        flexion=np.deg2rad(
            (forward_deg + backward_deg + swing * (forward_deg - backward_deg)) / 2.0
        ),
        abduction=np.deg2rad(parameters.shoulder_abduction_deg) - ABDUCTION_SWING_RAD * swing,
        crossing=ARM_CROSSING_RAD * 0.6 * (1.0 + swing),
        bend=np.deg2rad(
            parameters.elbow_flexion_mean_deg + parameters.elbow_flexion_amplitude_deg * swing
        ),
    )


def arm_joints(
    body: BodyDimensions, side: str, arm: ArmAngles, thorax_axes: Array
) -> dict[str, Array]:
    """Shoulder, elbow, wrist and hand of one side, from the middle of the shoulders."""
    left = 1.0 if side == "left" else -1.0
    upper = thorax_axes @ about_y(-arm.flexion) @ about_x(left * arm.abduction)
    upper = upper @ about_z(-left * arm.crossing)
    lower = upper @ about_y(-arm.bend)
    shoulder = thorax_axes @ np.array([0.0, left * body.shoulder_half_width_m, 0.0])
    elbow = shoulder - body.upper_arm_m * upper[..., 2]
    wrist = elbow - body.forearm_m * lower[..., 2]
    hand = wrist - body.hand_m * lower[..., 2]
    points = {"shoulder": shoulder, "elbow": elbow, "wrist": wrist, "hand": hand}
    return {f"{side}_{name}": point for name, point in points.items()}


def head_joints(body: BodyDimensions, neck_m: Array, head_axes: Array) -> dict[str, Array]:
    """Neck, centre of the head, nose and ears."""
    centre = neck_m + head_axes @ np.array(body.head_centre_from_neck_m)
    forward, outward, up = body.ear_from_head_m
    return {
        "neck": neck_m,
        "head_centre": centre,
        "nose": centre + head_axes @ np.array(body.nose_from_head_m),
        "left_ear": centre + head_axes @ np.array([forward, outward, up]),
        "right_ear": centre + head_axes @ np.array([forward, -outward, up]),
    }


def place_upper_body(
    body: BodyDimensions, pelvis_m: Array, trunk: TrunkAngles, arms: Mapping[str, ArmAngles]
) -> UpperBody:
    """Everything above the middle of the hips (T, 3); `arms` by side."""
    spine = about_y(trunk.lean)
    thorax = spine @ about_z(trunk.yaw) @ about_x(trunk.roll)
    head = about_z(0.15 * trunk.yaw) @ about_y(0.35 * trunk.lean)
    middle_m = pelvis_m + body.spine_m * spine[..., 2]
    joints_m = {}
    for side, arm in arms.items():
        offsets = arm_joints(body, side, arm, thorax)
        joints_m.update({name: middle_m + offset for name, offset in offsets.items()})
    joints_m.update(head_joints(body, middle_m + body.neck_m * spine[..., 2], head))
    return UpperBody(joints_m, thorax, head)


def build_upper_body(
    parameters: SprintParameters, body: BodyDimensions, phase: Array, pelvis_m: Array
) -> UpperBody:
    """Everything above the hips in a sprint; `phase` is the right leg's, in strides."""
    trunk = TrunkAngles(
        lean=trunk_lean_rad(parameters, phase),
        yaw=thorax_yaw_rad(parameters, phase),
        roll=THORAX_ROLL_SHARE * pelvis_roll_rad(parameters, phase),
    )
    arms = {side: swinging_arm(parameters, side, phase) for side in SIDES}
    return place_upper_body(body, pelvis_m, trunk, arms)
