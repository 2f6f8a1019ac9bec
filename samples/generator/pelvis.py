"""SprintParameters -> PelvisPath: where the pelvis and the hips are, in leg time."""

from dataclasses import dataclass

import numpy as np

from samples.generator.curves import Array, harmonic
from samples.generator.parameters import BodyDimensions, SprintParameters

GRAVITY_MPS2 = 9.81
YAW_PEAK_PHASE = 0.74
ROLL_PEAK_PHASE = 0.62


@dataclass(frozen=True, slots=True)
class HipPath:
    """A hip over time, from the pelvis centre: forward, to its own side, and above ground."""

    forward_m: Array
    outward_m: Array
    height_m: Array


def pelvis_rise(parameters: SprintParameters, step_time_s: Array) -> Array:
    """Height of the pelvis above its height at touchdown, `step_time_s` after a touchdown.

    In flight a free fall; in stance the ground force is a half sine plus a full sine that makes
    the pelvis leave the ground `toeoff_rise_m` higher than it came. Both vanish at touchdown and
    toe-off, so the acceleration is continuous.
    """
    contact_s, flight_s = parameters.contact_time_s, parameters.flight_time_s
    rise_m = parameters.toeoff_rise_m
    step_s = contact_s + flight_s
    main = GRAVITY_MPS2 * np.pi * step_s / (2.0 * contact_s)
    skew = 2.0 * np.pi * rise_m / contact_s * (1.0 / flight_s + 1.0 / contact_s)
    arrival_mps = -GRAVITY_MPS2 * flight_s / 2.0 - rise_m / flight_s
    pace = np.pi / contact_s
    stance_s = np.clip(step_time_s, 0.0, contact_s)
    stance = (
        (arrival_mps + main / pace + skew / (2.0 * pace)) * stance_s
        - main / pace**2 * np.sin(pace * stance_s)
        - skew / (4.0 * pace**2) * np.sin(2.0 * pace * stance_s)
        - GRAVITY_MPS2 / 2.0 * stance_s**2
    )
    airborne_s = np.maximum(step_time_s - contact_s, 0.0)
    departure_mps = arrival_mps + GRAVITY_MPS2 * flight_s
    flight = departure_mps * airborne_s - GRAVITY_MPS2 / 2.0 * airborne_s**2
    return np.asarray(stance + flight)


def pelvis_yaw_rad(parameters: SprintParameters, phase: Array) -> Array:
    """Rotation about the vertical, positive with the right hip forward; `phase` of the right."""
    amplitude = np.deg2rad(parameters.pelvis_yaw_amplitude_deg)
    return np.asarray(amplitude * harmonic(phase, YAW_PEAK_PHASE))


def pelvis_roll_rad(parameters: SprintParameters, phase: Array) -> Array:
    """Rotation about the running direction, positive with the right hip up."""
    amplitude = np.deg2rad(parameters.pelvis_roll_amplitude_deg)
    return np.asarray(amplitude * harmonic(phase, ROLL_PEAK_PHASE))


def hip_path(
    parameters: SprintParameters, body: BodyDimensions, leg_time_s: Array, base_height_m: float
) -> HipPath:
    """One hip over time since the touchdown of its own foot; both sides move alike.

    Parameters
    ----------
    base_height_m
        Height of the pelvis centre at touchdown.
    """
    phase = leg_time_s / parameters.stride_time_s
    yaw, roll = pelvis_yaw_rad(parameters, phase), pelvis_roll_rad(parameters, phase)
    half_m = body.hip_half_width_m
    step_time_s = np.mod(leg_time_s, parameters.stride_time_s / 2.0)
    return HipPath(
        forward_m=half_m * np.sin(yaw) * np.cos(roll),
        outward_m=half_m * np.cos(yaw) * np.cos(roll),
        height_m=base_height_m + pelvis_rise(parameters, step_time_s) + half_m * np.sin(roll),
    )
