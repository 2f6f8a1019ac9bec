"""SprintParameters -> Metric by name: the exact values that an analysis should find.

Measured on one stride of the motion, sampled at more than 15 kHz and at the exact instants of
touchdown and toe-off; nothing here is shared with the analysis itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from samples.generator.angles import included_angle, middle
from samples.generator.motion import SIDES
from samples.generator.parameters import BodyDimensions, SprintParameters
from samples.generator.sprint import SprintMotion
from samples.generator.stride import Stride, fundamental_phase_deg, sample_stride

RETRACTION_TIME_S = 0.040
LANDING_TIME_S = 0.020
Sides = dict[str, float]


@dataclass(frozen=True, slots=True)
class Metric:
    """A true value; `left` and `right` are None where a metric has no side."""

    value: float
    left: float | None = None
    right: float | None = None


def step_metrics(stride: Stride) -> Sides:
    """Measure the step that this foot starts, and where the foot touches down."""
    parameters = stride.parameters
    step_s = parameters.contact_time_s + parameters.flight_time_s
    ball_m = stride.touchdown.joints_m[f"{stride.side}_ball"][0]
    next_ball_m = stride.next_touchdown.joints_m[f"{stride.opposite}_ball"][0]
    step_m = float(next_ball_m[0] - ball_m[0])
    ahead_m = float(ball_m[0] - middle(stride.touchdown.joints_m, "hip")[0, 0])
    return {
        "contact_time_s": parameters.contact_time_s,
        "flight_time_s": parameters.flight_time_s,
        "step_time_s": step_s,
        "step_frequency_hz": 1.0 / step_s,
        "step_length_m": step_m,
        "speed_mps": step_m / step_s,
        "duty_factor_frac": parameters.contact_time_s / (2.0 * step_s),
        "stance_force_bw": step_s / parameters.contact_time_s,
        "touchdown_distance_frac": ahead_m / stride.body.leg_length_m,
    }


def trunk_leg_line_deg(motion: SprintMotion, side: str) -> float:
    """Angle ankle, hips, shoulders from the side; 180 is one straight line."""
    sagittal = np.array([1.0, 0.0, 1.0])
    ankle, hip, shoulder = (
        motion.joints_m[f"{side}_ankle"] * sagittal,
        middle(motion.joints_m, "hip") * sagittal,
        middle(motion.joints_m, "shoulder") * sagittal,
    )
    return float(included_angle(ankle, hip, shoulder)[0])


def push_metrics(stride: Stride) -> Sides:
    """Measure the leg on the ground."""
    at_toeoff = {name: float(series[0]) for name, series in stride.toeoff.angles_deg.items()}
    thigh_deg = at_toeoff[f"{stride.side}_thigh_deg"]
    flexion = np.append(
        stride.angle("knee_flexion")[: stride.n_contact],
        at_toeoff[f"{stride.side}_knee_flexion_deg"],
    )
    most_bent = int(np.argmax(flexion))
    fastest = [
        int(np.argmin(stride.rate(name)[: stride.n_contact])) for name in ("thigh", "knee_flexion")
    ]
    return {
        "hip_knee_lag_s": (fastest[1] - fastest[0]) * stride.interval_s,
        "thigh_angle_toeoff_deg": thigh_deg,
        "knee_flexion_toeoff_deg": float(flexion[-1]),
        "knee_extension_range_stance_deg": float(flexion[most_bent] - flexion[most_bent:].min()),
        "hip_extension_toeoff_deg": -(thigh_deg + at_toeoff["trunk_lean_deg"]),
        "thigh_extension_velocity_peak_dps": float(-stride.rate("thigh").min()),
        "trunk_leg_line_toeoff_deg": trunk_leg_line_deg(stride.toeoff, stride.side),
    }


def least_heel_hip_m(stride: Stride) -> float:
    """Shortest distance of heel and hip over the stride, seen from the side."""
    heel, hip = (stride.motion.joints_m[f"{stride.side}_{name}"] for name in ("heel", "hip"))
    return float(np.hypot(*(heel - hip)[:, [0, 2]].T).min())


def landing_speed_mps(stride: Stride) -> float:
    """Mean speed of the ball of the foot over the ground in the last 20 ms of the stride."""
    n_landing = round(LANDING_TIME_S / stride.interval_s)
    ball_m = stride.motion.joints_m[f"{stride.side}_ball"][:, 0]
    stride_m = stride.parameters.speed_mps * stride.parameters.stride_time_s
    moved_m = float(ball_m[0] + stride_m - ball_m[-n_landing])
    return moved_m / (n_landing * stride.interval_s)


def scissor_metrics(stride: Stride) -> Sides:
    """Measure the thigh of this side against the other one while the other foot is down."""
    apart, half_s = stride.apart_deg, stride.parameters.stride_time_s / 2.0
    rate, toeoff_s = stride.rate_of(apart), stride.next_toeoff_s
    closing = slice(int(np.argmin(apart)), int(np.argmax(apart)))
    times_s = np.arange(len(apart)) * stride.interval_s
    crossing_s = float(np.interp(0.0, apart[closing], times_s[closing]))
    highest_s = int(np.argmax(stride.angle("thigh"))) * stride.interval_s
    return {
        "scissor_velocity_touchdown_dps": stride.at(rate, half_s),
        "thigh_separation_toeoff_deg": stride.at(apart, toeoff_s),
        "scissor_velocity_toeoff_dps": stride.at(rate, toeoff_s),
        "thigh_separation_peak_deg": float(apart.max()),
        "thigh_separation_peak_lag_s": int(np.argmax(apart)) * stride.interval_s - toeoff_s,
        "switch_time_frac": (crossing_s - half_s) / stride.parameters.contact_time_s,
        "toeoff_to_thigh_peak_s": highest_s - toeoff_s,
    }


def swing_metrics(stride: Stride) -> Sides:
    """Measure the leg in the air; values at touchdown are those when the other foot lands."""
    parameters, landing = stride.parameters, stride.next_touchdown
    thigh = stride.angle("thigh")
    range_deg = float(np.ptp(thigh))
    frequency_hz = 1.0 / parameters.stride_time_s
    both = [landing.angles_deg[f"{side}_thigh_deg"][0] for side in (stride.opposite, stride.side)]
    knees_m = [landing.joints_m[f"{side}_knee"][0, 0] for side in (stride.side, stride.opposite)]
    n_retraction = round(RETRACTION_TIME_S / stride.interval_s)
    return {
        "thigh_flexion_peak_deg": float(thigh.max()),
        "knee_flexion_peak_deg": float(stride.angle("knee_flexion").max()),
        "thigh_range_deg": range_deg,
        "thigh_angular_velocity_mean_dps": 2.0 * range_deg * frequency_hz,
        "thigh_angular_acceleration_peak_dps2": (2.0 * np.pi * frequency_hz) ** 2 * range_deg / 2.0,
        "thigh_separation_touchdown_deg": float(both[0] - both[1]),
        "knee_gap_touchdown_frac": float((knees_m[0] - knees_m[1]) / stride.body.leg_length_m),
        "swing_thigh_touchdown_deg": float(both[1]),
        "thigh_reversal_back_frac": float(np.argmin(thigh) / len(thigh)),
        "thigh_reversal_front_frac": float(np.argmax(thigh) / len(thigh)),
        "heel_hip_distance_min_frac": least_heel_hip_m(stride) / stride.body.leg_length_m,
        "foot_speed_touchdown_mps": landing_speed_mps(stride),
        "recovery_time_s": parameters.swing_time_s,
        "retraction_velocity_dps": float(
            (thigh[0] - thigh[-n_retraction]) / (n_retraction * stride.interval_s)
        ),
    }


def arm_metrics(stride: Stride) -> Sides:
    """Measure the arm of this side, and its timing against both thighs."""
    upper_arm, elbow = stride.angle("upper_arm"), stride.angle("elbow")
    shoulder = upper_arm + stride.motion.angles_deg["trunk_lean_deg"]
    thigh = stride.motion.angles_deg[f"{stride.opposite}_thigh_deg"]
    arm_deg = fundamental_phase_deg(upper_arm)
    lead_deg = fundamental_phase_deg(thigh) - arm_deg
    same_deg = fundamental_phase_deg(stride.angle("thigh")) - arm_deg
    turns = [int(turn(upper_arm)) - int(turn(thigh)) for turn in (np.argmax, np.argmin)]
    half = len(thigh) // 2
    lags = [np.mod(turn + half, len(thigh)) - half for turn in turns]
    return {
        "shoulder_range_deg": float(np.ptp(shoulder)),
        "shoulder_flexion_max_deg": float(shoulder.max()),
        "shoulder_flexion_min_deg": float(shoulder.min()),
        "shoulder_flexion_mean_deg": float(shoulder.mean()),
        "elbow_range_deg": float(np.ptp(elbow)),
        "elbow_mean_deg": float(elbow.mean()),
        "upper_arm_angular_velocity_peak_dps": float(np.abs(stride.rate("upper_arm")).max()),
        "arm_leg_phase_deg": float(np.mod(lead_deg + 180.0, 360.0) - 180.0),
        "arm_same_leg_phase_deg": float(np.mod(same_deg, 360.0)),
        "arm_reversal_lag_s": float(np.mean(lags)) * stride.interval_s,
    }


def torso_metrics(stride: Stride) -> Sides:
    """Trunk lean over the whole stride and the range of thorax rotation."""
    lean = stride.motion.angles_deg["trunk_lean_deg"]
    return {
        "trunk_lean_deg": float(lean.mean()),
        "trunk_lean_sd_deg": float(lean.std()),
        "trunk_lean_range_deg": float(np.ptp(lean)),
        "thorax_rotation_range_deg": float(np.ptp(stride.motion.angles_deg["thorax_yaw_deg"])),
    }


def balance_metrics() -> Sides:
    """Give what an even run has: every step of both feet takes the same time."""
    return dict.fromkeys(
        (
            "step_time_variation_frac",
            "step_time_difference_s",
            "step_time_symmetry_angle_frac",
            "contact_time_symmetry_angle_frac",
        ),
        0.0,
    )


@lru_cache(maxsize=64)
def measure_truth(parameters: SprintParameters, body: BodyDimensions) -> Mapping[str, Metric]:
    """All metrics of the analysis contract that this motion defines, measured once."""
    strides = {side: sample_stride(parameters, body, side) for side in SIDES}
    metrics = {}
    for measure in (step_metrics, push_metrics, swing_metrics, scissor_metrics, arm_metrics):
        left, right = (measure(strides[side]) for side in SIDES)
        for name in left:
            mean = (left[name] + right[name]) / 2.0
            metrics[name] = Metric(mean, left[name], right[name])
    for name, value in {**torso_metrics(strides["right"]), **balance_metrics()}.items():
        metrics[name] = Metric(value)
    return metrics
