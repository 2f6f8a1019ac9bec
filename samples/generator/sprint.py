"""SprintParameters -> SprintMotion: where every joint is at any time, with exact contacts.

World axes: x forward, y to the athlete's left, z up, ground at z = 0; metres and seconds.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from samples.generator.angles import measure_angles
from samples.generator.curves import Array
from samples.generator.leg import LegAngles, LegCycle, build_leg, plane_height, rotated
from samples.generator.parameters import BodyDimensions, SprintParameters
from samples.generator.pelvis import hip_path, pelvis_rise, pelvis_roll_rad, pelvis_yaw_rad
from samples.generator.rotations import about_x, about_z
from samples.generator.upper_body import build_upper_body

SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Contact:
    """One foot on the ground, in seconds on the clock of `time_s`."""

    side: str
    touchdown_s: float
    toeoff_s: float


@dataclass(frozen=True, slots=True, eq=False)
class SprintMotion:
    """A sprint sampled at `time_s`.

    Attributes
    ----------
    time_s : (T,) array
    joints_m : dict of (T, 3) arrays
        `left_shoulder`, ..., `right_toe`, `nose`, `left_ear`, `right_ear`, `neck`, `pelvis`, ...
    contacts : tuple of Contact
        Exact times of all contacts that lie wholly within the span of `time_s`.
    in_contact : dict of (T,) bool arrays
        By side.
    angles_deg : dict of (T,) arrays
        The series of the analysis contract, measured on the joints.
    pelvis_axes, thorax_axes, head_axes : (T, 3, 3) arrays
        Columns point forward, left and up.
    """

    time_s: Array
    joints_m: dict[str, Array]
    contacts: tuple[Contact, ...]
    in_contact: dict[str, NDArray[np.bool_]]
    angles_deg: dict[str, Array]
    pelvis_axes: Array
    thorax_axes: Array
    head_axes: Array


def touchdown_origin_s(parameters: SprintParameters, side: str) -> float:
    """One touchdown of this foot; the others follow a stride apart."""
    later = 0.0 if side == parameters.first_side else parameters.stride_time_s / 2.0
    return parameters.first_touchdown_s + later


def leg_time_s(parameters: SprintParameters, side: str, time_s: Array) -> Array:
    """Seconds since the last touchdown of this foot, 0 to one stride."""
    return np.mod(time_s - touchdown_origin_s(parameters, side), parameters.stride_time_s)


def find_contacts(
    parameters: SprintParameters, start_s: float, end_s: float
) -> tuple[Contact, ...]:
    """All contacts wholly within [start_s, end_s], in order of time."""
    stride_s, found = parameters.stride_time_s, []
    for side in SIDES:
        origin_s = touchdown_origin_s(parameters, side)
        first = int(np.ceil((start_s - origin_s) / stride_s))
        last = int(np.floor((end_s - parameters.contact_time_s - origin_s) / stride_s))
        for number in range(first, last + 1):
            touchdown_s = origin_s + number * stride_s
            found.append(Contact(side, touchdown_s, touchdown_s + parameters.contact_time_s))
    return tuple(sorted(found, key=lambda contact: contact.touchdown_s))


@lru_cache(maxsize=16)
def leg_cycle(parameters: SprintParameters, body: BodyDimensions, side: str) -> LegCycle:
    """Build the leg of one side, once."""
    extra_deg = parameters.knee_flexion_right_extra_deg if side == "right" else 0.0
    return build_leg(parameters, body, parameters.knee_flexion_peak_deg + extra_deg)


def leg_points(leg: LegCycle, angles: LegAngles, hip_up_m: Array) -> dict[str, tuple[Array, Array]]:
    """Joints in the plane of the leg: forward of the hip, and up along the plane from ground."""
    body = leg.body
    knee = body.thigh_m * np.sin(angles.thigh), hip_up_m - body.thigh_m * np.cos(angles.thigh)
    ankle = (
        knee[0] + body.shank_m * np.sin(angles.shank),
        knee[1] - body.shank_m * np.cos(angles.shank),
    )
    heel = rotated(angles.foot_pitch, body.heel_from_ankle_m)
    ball = rotated(angles.foot_pitch, body.ball_from_ankle_m)
    toe = rotated(angles.foot_pitch + angles.toe_bend, body.toe_from_ball_m)
    at_ball = ankle[0] + ball[0], ankle[1] + ball[1]
    return {
        "hip": (np.zeros_like(hip_up_m), hip_up_m),
        "knee": knee,
        "ankle": ankle,
        "heel": (ankle[0] + heel[0], ankle[1] + heel[1]),
        "ball": at_ball,
        "toe": (at_ball[0] + toe[0], at_ball[1] + toe[1]),
    }


def leg_joints(
    parameters: SprintParameters, body: BodyDimensions, side: str, time_s: Array
) -> dict[str, Array]:
    """Hip, knee, ankle, heel, ball and toe of one side in the world.

    The plane of the leg holds the running direction, the hip, and a line on the ground on which
    this foot always lands; so it leans inward a little, and all segments keep their lengths.
    """
    leg = leg_cycle(parameters, body, side)
    since_s = leg_time_s(parameters, side, time_s)
    hip = hip_path(parameters, body, since_s, leg.base_height_m)
    hip_up_m = plane_height(body, hip.outward_m, hip.height_m)
    track_m, left = body.foot_track_half_width_m, (1.0 if side == "left" else -1.0)
    hip_x_m = parameters.start_x_m + parameters.speed_mps * time_s + hip.forward_m
    joints_m = {}
    for name, (forward_m, up_m) in leg_points(leg, leg.angles(since_s), hip_up_m).items():
        share = up_m / hip_up_m
        lateral_m = left * (track_m + share * (hip.outward_m - track_m))
        joints_m[f"{side}_{name}"] = np.stack(
            [hip_x_m + forward_m, lateral_m, share * hip.height_m], axis=-1
        )
    return joints_m


def pelvis_centre(parameters: SprintParameters, body: BodyDimensions, time_s: Array) -> Array:
    """Midpoint of the hips in the world, (T, 3)."""
    since_s = np.mod(time_s - parameters.first_touchdown_s, parameters.stride_time_s / 2.0)
    base_height_m = leg_cycle(parameters, body, "left").base_height_m
    return np.stack(
        [
            parameters.start_x_m + parameters.speed_mps * time_s,
            np.zeros_like(time_s),
            base_height_m + pelvis_rise(parameters, since_s),
        ],
        axis=-1,
    )


def pelvis_axes(parameters: SprintParameters, phase: Array) -> Array:
    """Forward, left and up of the pelvis as columns, (T, 3, 3); `phase` of the right leg."""
    yaw, roll = pelvis_yaw_rad(parameters, phase), pelvis_roll_rad(parameters, phase)
    return about_z(yaw) @ about_x(-roll)


def simulate_sprint(
    parameters: SprintParameters, body: BodyDimensions, time_s: Array
) -> SprintMotion:
    """Sample the sprint at any times.

    Parameters
    ----------
    time_s : (T,) array
        Seconds, any spacing and span; the motion is the same function of time.

    Raises
    ------
    ValueError
        If the legs are too short for the wanted contact.

    Examples
    --------
    >>> motion = simulate_sprint(SprintParameters(), BodyDimensions(), np.arange(60) / 120.0)
    >>> motion.joints_m["left_knee"].shape
    (60, 3)
    """
    time_s = np.atleast_1d(np.asarray(time_s, dtype=np.float64))
    phase = leg_time_s(parameters, "right", time_s) / parameters.stride_time_s
    pelvis_m = pelvis_centre(parameters, body, time_s)
    upper = build_upper_body(parameters, body, phase, pelvis_m)
    joints_m = {"pelvis": pelvis_m, **upper.joints_m}
    for side in SIDES:
        joints_m.update(leg_joints(parameters, body, side, time_s))
    return SprintMotion(
        time_s=time_s,
        joints_m=joints_m,
        contacts=find_contacts(parameters, float(time_s.min()), float(time_s.max())),
        in_contact={
            side: leg_time_s(parameters, side, time_s) <= parameters.contact_time_s
            for side in SIDES
        },
        angles_deg=measure_angles(joints_m),
        pelvis_axes=pelvis_axes(parameters, phase),
        thorax_axes=upper.thorax_axes,
        head_axes=upper.head_axes,
    )
