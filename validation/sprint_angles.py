"""Joint angles of a laboratory sprint with ground forces -> its joints as points, and its contacts.

The file holds angles, the velocity of the centre of mass and the force, but no places. They follow
by forward kinematics, under what has to be assumed: segment lengths and masses of the usual man
(de Leva 1996) at a height of 1.78 m; a foot of 0.08 heights from ankle to ball, toes of 0.045 and a
heel beside the ankle; a trunk in one piece, whose mass and head's lies 0.185 heights above the
hips; both hips in one point. The one stride is repeated, its ends brought together by less than
three degrees. Along the track the velocity of the centre of mass places the body, and the forefoot
then stands to within a centimetre. Up and down it does not: it would sink by four in midstance. So
the height is that at which the lower of ball and toe stands on the ground from 20 ms after
touchdown to 20 ms before toe-off, and between stances it goes over evenly. With 10 or 30 ms for 20
touchdown is read 4 ms earlier or 3 ms later, and the toe tip slides five centimetres before the
force ends: its toe-off tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline, PchipInterpolator

from aqvision.camera.motion import CameraMotion
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, N_LANDMARKS
from samples.generator import Contact
from validation.events_motions import MOCAP, Noise, Seen
from validation.force_plates import BY_ANGLES, PlateErrors
from validation.measuring import contacts_of
from validation.pairing import (
    Pairs,
    errors_ms,
    is_wholly_seen,
    missed_contacts,
    pair_contacts,
    stated_ms,
)

Array = NDArray[np.float64]
FILE = MOCAP / "sprint_9.7mps_1khz.csv"
FORCE_N = 50.0
_HEIGHT_M = 1.78
# Segment lengths in heights, and masses in bodies with their place from the near end. de Leva 1996.
_TRUNK, _UPPER_ARM, _FOREARM, _THIGH, _SHANK = 0.300, 0.1618, 0.1545, 0.2425, 0.2493
_FOOT, _TOES, _HEEL_BACK, _HEEL_DOWN = 0.080, 0.045, 0.033, 0.035
_UP_TRUNK, _UP_MASS = 0.185, 0.504
_MASSES = (
    ("shoulder", "elbow", 0.0271, 0.577), ("elbow", "wrist", 0.0223, 0.62),
    ("hip", "knee", 0.1416, 0.410), ("knee", "ankle", 0.0433, 0.446),
    ("ankle", "ball", 0.0137, 0.5),
)  # fmt: skip
_N_STRIDES = 4
_SURELY_STANDS_S = 0.02
_RATES_HZ, _SEEDS, _NOISE = (240, 120, 60), range(2), Noise(0.003)
_PX_PER_M = 250.0
_HEIGHT_PX, _GROUND_PX = 1080, 900
_SIDES = (("right", "r"), ("left", "l"))


@dataclass(frozen=True, slots=True, eq=False)
class _Sprint:
    """Joints by name, (T, 2) in metres at 1 kHz, x forward and y up, and contacts by force."""

    time_s: Array
    joints_m: dict[str, Array]
    contacts: tuple[Contact, ...]


def measure_sprint() -> list[PlateErrors]:
    """Hold its contacts against the force, at three rates."""
    return [_measured(rate_hz) for rate_hz in _RATES_HZ]


def _measured(rate_hz: float) -> PlateErrors:
    pairs: Pairs = []
    n_missed = n_invented = 0
    for seed in _SEEDS:
        seen = see_sprint(rate_hz, _NOISE, seed)
        found = contacts_of(seen.pose, CameraMotion(0.0))
        true = [c for c in seen.contacts if is_wholly_seen(c, seen.span_s)]
        these = pair_contacts(found, true)
        n_missed += missed_contacts(these, true, seen.span_s)
        n_invented += len(found) - len(pair_contacts(found, seen.contacts))
        pairs += these
    return PlateErrors(
        BY_ANGLES,
        "by angles",
        float(rate_hz),
        errors_ms(pairs),
        stated_ms(pairs),
        np.array([t.side == "left" for _, t in pairs]),
        n_missed,
        n_invented,
        # one stride, so one contact of each foot, however often it is repeated
        np.array([t.side == "left" for _, t in pairs], dtype=np.int_),
    )


def see_sprint(rate_hz: float, noise: Noise, seed: int) -> Seen:
    """Film the sprint as points; the seed also shifts the frames against the motion."""
    random, sprint = np.random.default_rng(seed), _sprint()
    start_s = float(random.uniform(0.1, 0.1 + 1 / rate_hz))
    time_s = np.arange(start_s, sprint.time_s[-1], 1 / rate_hz)
    points = np.full((len(time_s), N_LANDMARKS, 2), np.nan)
    for name, place in sprint.joints_m.items():
        if name in INDEX:
            points[:, INDEX[name]] = CubicSpline(sprint.time_s, place)(time_s)
    points += noise.draw(points.shape, rate_hz, random)
    points = points * [_PX_PER_M, -_PX_PER_M] + [300.0, _GROUND_PX]
    pose = PoseSequence(
        time_s=time_s - start_s,
        xy_px=points,
        visibility=np.ones(points.shape[:2]),
        width_px=int(np.nanmax(points[..., 0]) + 300),
        height_px=_HEIGHT_PX,
    )
    contacts = tuple(
        Contact(c.side, c.touchdown_s - start_s, c.toeoff_s - start_s) for c in sprint.contacts
    )
    return Seen(pose, contacts, (0.0, float(time_s[-1] - start_s)))


@cache
def _sprint() -> _Sprint:
    # its last row is the first of the next stride
    stride = _closed(pd.read_csv(FILE, skiprows=[1]).astype(np.float64)).iloc[:-1]
    stride_s, n = 1e-3 * len(stride), len(stride)
    angles: dict[str, Array] = {
        str(name): np.tile(values.to_numpy(), _N_STRIDES) for name, values in stride.items()
    }
    joints = _joints(angles)
    mass = np.stack([np.cumsum(angles[v]) * 1e-3 for v in ("vcmx", "vcmy")], axis=1)
    # over a stride it neither rises nor falls
    mass[:, 1] -= np.arange(len(mass)) * mass[-1, 1] / len(mass)
    hip = mass - _centre_of_mass(joints)
    time_s: Array = np.arange(n * _N_STRIDES, dtype=np.float64) * 1e-3
    contacts = tuple(
        Contact(side, at + k * stride_s, off + k * stride_s)
        for k in range(_N_STRIDES)
        for side, at, off in _forces(stride)
    )
    places = {name: place + hip for name, place in joints.items()}
    ground = _ground(time_s, places, contacts)
    level = np.stack([np.zeros_like(ground), ground], axis=1)
    return _Sprint(time_s, {name: place - level for name, place in places.items()}, contacts)


def _ground(time_s: Array, places: dict[str, Array], contacts: tuple[Contact, ...]) -> Array:
    """Find the height on which the standing forefoot is, and go over evenly between stances."""
    height = np.full(len(time_s), np.nan)
    for c in contacts:
        stands = time_s >= c.touchdown_s + _SURELY_STANDS_S
        stands &= time_s <= c.toeoff_s - _SURELY_STANDS_S
        forefoot = (places[f"{c.side}_{joint}"][stands, 1] for joint in ("ball", "foot_index"))
        height[stands] = np.minimum(*forefoot)
    known = np.flatnonzero(np.isfinite(height))
    within = np.clip(time_s, time_s[known[0]], time_s[known[-1]])
    return np.asarray(PchipInterpolator(time_s[known], height[known])(within))


def _closed(stride: pd.DataFrame) -> pd.DataFrame:
    """Take out of a stride by how much its angles do not come back to where they began."""
    angles = [name for name in stride if name not in {"time", "vcmx", "vcmy", "fx", "fy"}]
    part = np.linspace(0.0, 1.0, len(stride))[:, None]
    unwrapped = stride[angles] % 360
    unwrapped[["rshoulder", "lshoulder"]] = stride[["rshoulder", "lshoulder"]]
    off = unwrapped.iloc[-1].to_numpy() - unwrapped.iloc[0].to_numpy()
    return stride.assign(**(unwrapped - part * off))


def _forces(stride: pd.DataFrame) -> list[tuple[str, float, float]]:
    """Find the foot, the first and the last time above 50 N, between the samples, of each stance.

    The first stance of the file begins within its first millisecond, on the left foot.
    """
    force = stride["fy"].to_numpy()
    loaded = np.flatnonzero(np.diff((force > FORCE_N).astype(int)))
    crossed = [float(i + (FORCE_N - force[i]) / (force[i + 1] - force[i])) * 1e-3 for i in loaded]
    ends = zip(crossed[::2], crossed[1::2], strict=True)
    return [(side, *end) for side, end in zip(("left", "right"), ends, strict=True)]


def _joints(angles: dict[str, Array]) -> dict[str, Array]:
    """Place all joints about the hips, in metres, each a column of directions from the last."""
    trunk = angles["ht"]
    hip = np.zeros((len(trunk), 2))
    shoulder = hip + _along(trunk, _TRUNK)
    placed: dict[str, Array] = {}
    for side, letter in _SIDES:
        thigh = trunk - angles[f"{letter}hip"]
        shank = thigh - 180 + angles[f"{letter}knee"]
        foot = shank + 180 - angles[f"{letter}ankle"]
        arm = trunk + 180 + angles[f"{letter}shoulder"]
        knee = hip + _along(thigh, _THIGH)
        ankle = knee + _along(shank, _SHANK)
        ball = ankle + _along(foot, _FOOT)
        elbow = shoulder + _along(arm, _UPPER_ARM)
        level = foot + _SOLE_DEG
        placed |= {
            f"{side}_hip": hip,
            f"{side}_shoulder": shoulder,
            f"{side}_knee": knee,
            f"{side}_ankle": ankle,
            f"{side}_ball": ball,
            f"{side}_foot_index": ball + _along(foot + 180 - angles[f"{letter}mtp"], _TOES),
            f"{side}_heel": ankle - _along(level, _HEEL_BACK) - _along(level + 90, _HEEL_DOWN),
            f"{side}_elbow": elbow,
            f"{side}_wrist": elbow + _along(arm + angles[f"{letter}elbow"] - 180, _FOREARM),
        }
    return placed


# From the line ankle to ball up to the sole, of a foot that stands flat.
_SOLE_DEG = float(np.degrees(np.arcsin(_HEEL_DOWN / _FOOT)))


def _along(direction_deg: Array, length: float) -> Array:
    angle = np.deg2rad(direction_deg)
    return length * _HEIGHT_M * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _centre_of_mass(joints: dict[str, Array]) -> Array:
    """Find the centre of mass about the hips, (T, 2) in metres."""
    trunk = joints["right_shoulder"] / (_TRUNK * _HEIGHT_M)
    total, mass = _UP_MASS * _UP_TRUNK * _HEIGHT_M * trunk, _UP_MASS
    for side, _ in _SIDES:
        for near, far, part, place in _MASSES:
            start, stop = joints[f"{side}_{near}"], joints[f"{side}_{far}"]
            total = total + part * (start + place * (stop - start))
            mass += part
    return np.asarray(total / mass)
