"""SprintParameters -> SprintMotion: where every joint is at any time, with exact contacts.

World axes: x forward, y to the athlete's left, z up, ground at z = 0; metres and seconds.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from samples.generator.angles import measure_angles
from samples.generator.curves import Array
from samples.generator.leg import LegCycle, build_leg
from samples.generator.leg_plane import place_leg
from samples.generator.motion import SIDES, BodyMotion
from samples.generator.parameters import BodyDimensions, SprintParameters
from samples.generator.pelvis import hip_path, pelvis_rise, pelvis_roll_rad, pelvis_yaw_rad
from samples.generator.rotations import about_x, about_z
from samples.generator.upper_body import build_upper_body


@dataclass(frozen=True, slots=True)
class Contact:
    """One foot on the ground, in seconds on the clock of `time_s`."""

    side: str
    touchdown_s: float
    toeoff_s: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SprintMotion(BodyMotion):
    """A sprint sampled at `time_s`.

    Attributes
    ----------
    contacts : tuple of Contact
        Exact times of all contacts that lie wholly within the span of `time_s`.
    """

    contacts: tuple[Contact, ...]


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


def leg_joints(
    parameters: SprintParameters, body: BodyDimensions, side: str, time_s: Array
) -> dict[str, Array]:
    """Hip, knee, ankle, heel, ball and toe of one side in the world."""
    leg = leg_cycle(parameters, body, side)
    since_s = leg_time_s(parameters, side, time_s)
    hip = hip_path(parameters, body, since_s, leg.base_height_m)
    hip_x_m = parameters.start_x_m + parameters.speed_mps * time_s + hip.forward_m
    hip_m = np.stack([hip_x_m, hip.outward_m, hip.height_m], axis=-1)
    return place_leg(body, side, hip_m, leg.angles(since_s))


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
