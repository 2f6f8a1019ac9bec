"""SprintParameters -> Metric by name: the exact values that an analysis should find.

Measured on one stride of the motion, sampled at more than 15 kHz and at the exact instants of
touchdown and toe-off; nothing here is shared with the analysis itself.
"""

from dataclasses import dataclass

import numpy as np

from samples.generator.angles import included_angle, middle
from samples.generator.curves import Array
from samples.generator.parameters import BodyDimensions, SprintParameters
from samples.generator.sprint import SIDES, SprintMotion, simulate_sprint, touchdown_origin_s

N_SAMPLES = 8192
RETRACTION_TIME_S = 0.040
Sides = dict[str, float]


@dataclass(frozen=True, slots=True)
class Metric:
    """A true value; `left` and `right` are None where a metric has no side."""

    value: float
    left: float | None = None
    right: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Stride:
    """One stride in fine steps, from the touchdown of `side`."""

    side: str
    opposite: str
    parameters: SprintParameters
    body: BodyDimensions
    motion: SprintMotion
    touchdown: SprintMotion
    toeoff: SprintMotion
    next_touchdown: SprintMotion

    @property
    def interval_s(self) -> float:
        """Between two samples."""
        return self.parameters.stride_time_s / N_SAMPLES

    @property
    def n_contact(self) -> int:
        """Samples in the contact that starts the stride."""
        return int(self.parameters.contact_time_s / self.interval_s) + 1

    def angle(self, name: str) -> Array:
        """Look up a series of this side over the stride, in degrees."""
        return self.motion.angles_deg[f"{self.side}_{name}_deg"]

    def rate(self, name: str) -> Array:
        """Its angular velocity in degrees per second; the stride is periodic."""
        angle = self.angle(name)
        return np.asarray((np.roll(angle, -1) - np.roll(angle, 1)) / (2.0 * self.interval_s))


def sample_stride(parameters: SprintParameters, body: BodyDimensions, side: str) -> Stride:
    """One stride from the first touchdown of a side."""
    start_s = touchdown_origin_s(parameters, side)
    times_s = start_s + np.arange(N_SAMPLES) * parameters.stride_time_s / N_SAMPLES

    def at(time_s: float) -> SprintMotion:
        return simulate_sprint(parameters, body, np.array([time_s]))

    return Stride(
        side=side,
        opposite="right" if side == "left" else "left",
        parameters=parameters,
        body=body,
        motion=simulate_sprint(parameters, body, times_s),
        touchdown=at(start_s),
        toeoff=at(start_s + parameters.contact_time_s),
        next_touchdown=at(start_s + parameters.stride_time_s / 2.0),
    )


def fundamental_phase_deg(series: Array) -> float:
    """Phase of a whole stride's first harmonic; larger is later."""
    turn = 2.0 * np.pi * np.arange(len(series)) / len(series)
    return float(np.degrees(np.arctan2(series @ np.sin(turn), series @ np.cos(turn))))


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
    return {
        "thigh_angle_toeoff_deg": thigh_deg,
        "knee_flexion_toeoff_deg": float(flexion[-1]),
        "knee_extension_range_stance_deg": float(flexion[most_bent] - flexion[most_bent:].min()),
        "hip_extension_toeoff_deg": -(thigh_deg + at_toeoff["trunk_lean_deg"]),
        "thigh_extension_velocity_peak_dps": float(-stride.rate("thigh").min()),
        "trunk_leg_line_toeoff_deg": trunk_leg_line_deg(stride.toeoff, stride.side),
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
        "recovery_time_s": parameters.swing_time_s,
        "retraction_velocity_dps": float(
            (thigh[0] - thigh[-n_retraction]) / (n_retraction * stride.interval_s)
        ),
    }


def arm_metrics(stride: Stride) -> Sides:
    """Measure the arm of this side, and its timing against the thigh of the other."""
    upper_arm, elbow = stride.angle("upper_arm"), stride.angle("elbow")
    thigh = stride.motion.angles_deg[f"{stride.opposite}_thigh_deg"]
    lead_deg = fundamental_phase_deg(thigh) - fundamental_phase_deg(upper_arm)
    return {
        "shoulder_range_deg": float(np.ptp(upper_arm + stride.motion.angles_deg["trunk_lean_deg"])),
        "elbow_range_deg": float(np.ptp(elbow)),
        "elbow_mean_deg": float(elbow.mean()),
        "upper_arm_angular_velocity_peak_dps": float(np.abs(stride.rate("upper_arm")).max()),
        "arm_leg_phase_deg": float(np.mod(lead_deg + 180.0, 360.0) - 180.0),
    }


def torso_metrics(stride: Stride) -> Sides:
    """Trunk lean over the whole stride and the range of thorax rotation."""
    return {
        "trunk_lean_deg": float(stride.motion.angles_deg["trunk_lean_deg"].mean()),
        "thorax_rotation_range_deg": float(np.ptp(stride.motion.angles_deg["thorax_yaw_deg"])),
    }


def measure_truth(parameters: SprintParameters, body: BodyDimensions) -> dict[str, Metric]:
    """All metrics of the analysis contract that this motion defines."""
    strides = {side: sample_stride(parameters, body, side) for side in SIDES}
    metrics = {}
    for measure in (step_metrics, push_metrics, swing_metrics, arm_metrics):
        left, right = (measure(strides[side]) for side in SIDES)
        for name in left:
            mean = (left[name] + right[name]) / 2.0
            metrics[name] = Metric(mean, left[name], right[name])
    for name, value in torso_metrics(strides["right"]).items():
        metrics[name] = Metric(value)
    return metrics
