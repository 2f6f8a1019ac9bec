"""Joints over time -> angles over time: the series of the analysis contract, in degrees.

Seen from the side. Segment angles are from the downward vertical, positive with the distal end in
the running direction; knee flexion is 0 when straight; the elbow is the included angle in space;
trunk lean is positive forward; thorax yaw is positive with the right shoulder forward.
"""

from collections.abc import Mapping

import numpy as np

from samples.generator.curves import Array

SERIES = (
    "left_thigh_deg",
    "right_thigh_deg",
    "left_shank_deg",
    "right_shank_deg",
    "left_knee_flexion_deg",
    "right_knee_flexion_deg",
    "left_elbow_deg",
    "right_elbow_deg",
    "left_upper_arm_deg",
    "right_upper_arm_deg",
    "trunk_lean_deg",
    "thorax_yaw_deg",
)


def segment_angle(proximal_m: Array, distal_m: Array) -> Array:
    """Degrees from the downward vertical, positive with the distal end forward."""
    forward_m, down_m = distal_m[..., 0] - proximal_m[..., 0], proximal_m[..., 2] - distal_m[..., 2]
    return np.asarray(np.degrees(np.arctan2(forward_m, down_m)))


def included_angle(first_m: Array, middle_m: Array, last_m: Array) -> Array:
    """Degrees between the two segments that meet at `middle_m`; 180 is straight."""
    one, other = first_m - middle_m, last_m - middle_m
    across = np.linalg.norm(np.cross(one, other), axis=-1)
    return np.asarray(np.degrees(np.arctan2(across, np.sum(one * other, axis=-1))))


def middle(joints_m: Mapping[str, Array], name: str) -> Array:
    """Midpoint of the left and the right joint."""
    return (joints_m[f"left_{name}"] + joints_m[f"right_{name}"]) / 2.0


def measure_angles(joints_m: Mapping[str, Array]) -> dict[str, Array]:
    """All series of `SERIES`, each (T,), from joints in metres."""
    series = {}
    for side in ("left", "right"):
        joint = {
            name: joints_m[f"{side}_{name}"]
            for name in ("hip", "knee", "ankle", "shoulder", "elbow", "wrist")
        }
        thigh = segment_angle(joint["hip"], joint["knee"])
        shank = segment_angle(joint["knee"], joint["ankle"])
        series[f"{side}_thigh_deg"] = thigh
        series[f"{side}_shank_deg"] = shank
        series[f"{side}_knee_flexion_deg"] = np.mod(thigh - shank + 180.0, 360.0) - 180.0
        series[f"{side}_elbow_deg"] = included_angle(
            joint["shoulder"], joint["elbow"], joint["wrist"]
        )
        series[f"{side}_upper_arm_deg"] = segment_angle(joint["shoulder"], joint["elbow"])
    trunk = middle(joints_m, "shoulder") - middle(joints_m, "hip")
    series["trunk_lean_deg"] = np.degrees(np.arctan2(trunk[..., 0], trunk[..., 2]))
    across = joints_m["left_shoulder"] - joints_m["right_shoulder"]
    series["thorax_yaw_deg"] = np.degrees(np.arctan2(-across[..., 0], across[..., 1]))
    return {name: series[name] for name in SERIES}
