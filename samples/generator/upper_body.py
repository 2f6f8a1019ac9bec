"""Pelvis over time -> trunk, head and arms over time."""

from dataclasses import dataclass

import numpy as np

from samples.generator.curves import Array, harmonic
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


def arm_joints(
    parameters: SprintParameters, body: BodyDimensions, side: str, phase: Array, thorax: Array
) -> dict[str, Array]:
    """Shoulder, elbow, wrist and hand of one side, from the middle of the shoulders."""
    left = 1.0 if side == "left" else -1.0
    forward_phase = RIGHT_ARM_FORWARD_PHASE + parameters.arm_lag_frac + (left + 1.0) / 4.0
    swing = harmonic(phase, forward_phase)
    forward_deg = parameters.shoulder_flexion_peak_deg
    backward_deg = parameters.shoulder_extension_peak_deg
    flexion = np.deg2rad((forward_deg + backward_deg + swing * (forward_deg - backward_deg)) / 2.0)
    abduction = np.deg2rad(parameters.shoulder_abduction_deg) - ABDUCTION_SWING_RAD * swing
    bend = np.deg2rad(
        parameters.elbow_flexion_mean_deg + parameters.elbow_flexion_amplitude_deg * swing
    )
    crossing = ARM_CROSSING_RAD * 0.6 * (1.0 + swing)
    upper = thorax @ about_y(-flexion) @ about_x(left * abduction) @ about_z(-left * crossing)
    lower = upper @ about_y(-bend)
    shoulder = thorax @ np.array([0.0, left * body.shoulder_half_width_m, 0.0])
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


def build_upper_body(
    parameters: SprintParameters, body: BodyDimensions, phase: Array, pelvis_m: Array
) -> UpperBody:
    """Everything above the hips; `phase` is the right leg's, in strides."""
    lean, yaw = trunk_lean_rad(parameters, phase), thorax_yaw_rad(parameters, phase)
    roll = THORAX_ROLL_SHARE * pelvis_roll_rad(parameters, phase)
    spine = about_y(lean)
    thorax = spine @ about_z(yaw) @ about_x(roll)
    head = about_z(0.15 * yaw) @ about_y(0.35 * lean)
    middle_m = pelvis_m + body.spine_m * spine[..., 2]
    joints_m = {}
    for side in ("left", "right"):
        arm = arm_joints(parameters, body, side, phase, thorax)
        joints_m.update({name: middle_m + offset for name, offset in arm.items()})
    joints_m.update(head_joints(body, middle_m + body.neck_m * spine[..., 2], head))
    return UpperBody(joints_m, thorax, head)
