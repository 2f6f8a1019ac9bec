"""Motion + stride -> angular momentum of arms, legs and trunk, as a side view shows it.

Every point is taken against the middle of the hips and fitted with five harmonics of the stride, so
speeds come from the fit and not from the differences of points. The arm that the body hides is the
near one half a stride later. Momentum is told per mass of the body, in leg lengths squared a radian
of the stride: only parts of it are compared, in which units cancel.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np

from aqvision.core.skeleton import INDEX, Side, opposite
from aqvision.core.types import FloatArray
from aqvision.kinematics.coordination.segments import BODY, Segment
from aqvision.kinematics.harmonics import fit_cycle, fit_drift
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import between

# Legs of real runs at 3.5 and 6.6 m/s: their cancellation falls by 0.01 from five harmonics to
# eight, and by 0.03 from three to eight (measured: docs/accuracy.md).
N_HARMONICS = 5
_N_TIMES = 64
_DRIFT_HARMONICS, _MIN_STRIDES_OF_DRIFT = 2, 1.5
# Half of what lies between shoulders and between hip joints is what one of them lies beside the
# middle. Limbs are taken to stay there, though elbows lie wider and feet narrower: a side view does
# not tell. Chosen: 0.38 m and 0.17 m of a height of 1.78 m, a leg length of 0.53 of it.
SHOULDERS_APART_LEG, HIPS_APART_LEG = 0.402, 0.180
_LEG_JOINTS = ("hip", "knee", "ankle", "heel", "foot_index")
_ARM_JOINTS = ("shoulder", "elbow", "wrist")
_LEG, _ARM = ("thigh", "shank", "foot"), ("upper_arm", "forearm", "hand")
_ENDS = {
    "thigh": ("hip", "knee"),
    "shank": ("knee", "ankle"),
    "foot": ("heel", "foot_index"),
    "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
    "hand": ("elbow", "wrist"),
}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StrideMomentum:
    """Angular momentum over one stride.

    Parameters
    ----------
    arms_vertical, legs_vertical
        Amplitude and phase at stride frequency of the vertical angular momentum of both arms, and
        of both legs.
    legs, arms, trunk
        Sagittal angular momentum about the body's centre of mass, at N times of the stride: (2, N)
        of each leg and each arm, near side first, and (N,) of trunk with head.
    """

    arms_vertical: complex
    legs_vertical: complex
    legs: FloatArray
    arms: FloatArray
    trunk: FloatArray

    @property
    def arms_over_legs(self) -> complex:
        """Vertical angular momentum of the arms in parts of that of the legs; -1 = they cancel."""
        return self.arms_vertical / self.legs_vertical

    @property
    def leg_cancellation_frac(self) -> float:
        """How far the legs cancel in the sagittal plane: 1 = all of it, 0 = none."""
        return _cancellation(self.legs)

    @property
    def body_cancellation_frac(self) -> float:
        """The same of legs, arms and trunk together."""
        return _cancellation(np.vstack([self.legs, self.arms, self.trunk]))


@dataclass(frozen=True, slots=True, eq=False)
class _Mass:
    """A segment over N times: mass, place and speed of its centre, and turn about it."""

    mass: float
    place: FloatArray
    speed: FloatArray
    own_turn: FloatArray


_Joint = tuple[FloatArray, FloatArray]
_Joints = dict[tuple[str, str], _Joint]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BodyPoints:
    """The joints of a run against the middle of the hips.

    Parameters
    ----------
    time_s
        (T,) times.
    points
        (T, J, 2) joints in leg lengths, without their slow drift, as ``joint_names`` has them.
    near_side
        The side of the body that faces the camera.
    """

    time_s: FloatArray
    points: FloatArray
    near_side: Side


def joint_names(near: Side) -> list[tuple[Side, str]]:
    """List the joints that are used: both legs, the near arm, both shoulders.

    Parameters
    ----------
    near
        The side of the body that faces the camera.
    """
    far = opposite(near)
    return [
        *((near, joint) for joint in (*_ARM_JOINTS, *_LEG_JOINTS)),
        *((far, joint) for joint in ("shoulder", *_LEG_JOINTS)),
    ]


def find_body_points(motion: Motion, start_s: float, stop_s: float, stride_s: float) -> BodyPoints:
    """Take the joints against the middle of the hips, and their slow drift out.

    A camera sees a passing body ever more from behind, so that its near side drifts against the
    far one. Within one stride this looks like a wave: it turned the phase by up to 4 degrees.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths.
    start_s, stop_s
        From when to when drift is looked for.
    stride_s
        How long a stride lasts.
    """
    wanted = [INDEX[f"{side}_{joint}"] for side, joint in joint_names(motion.near_side)]
    about_hips = motion.xy_leg[:, wanted] - motion.middle("hip")[:, None]
    seen = between(motion.time_s, start_s, stop_s)
    flat = about_hips[seen].reshape(int(seen.sum()), -1)
    drift = None
    if stop_s - start_s > _MIN_STRIDES_OF_DRIFT * stride_s:
        drift = fit_drift(motion.time_s[seen], flat, 1 / stride_s, _DRIFT_HARMONICS)
    if drift is not None:
        about_hips -= motion.time_s[:, None, None] * drift.reshape(-1, 2)
    return BodyPoints(time_s=motion.time_s, points=about_hips, near_side=motion.near_side)


def measure_stride(body: BodyPoints, start_s: float, stride_s: float) -> StrideMomentum | None:
    """Measure the angular momentum over one stride.

    Parameters
    ----------
    body
        The joints over T frames.
    start_s, stride_s
        When the stride begins and how long it lasts.

    Returns
    -------
    StrideMomentum or None
        None where a joint that it takes is missing in a quarter of the stride or more.
        Source: hinrichs-1987, herr-2008, de-leva-1996.
    """
    joints = _joints(body, start_s, stride_s)
    if joints is None:
        return None
    sides = (body.near_side, opposite(body.near_side))
    legs, arms = (
        [[_segment(joints, side, name) for name in names] for side in sides]
        for names in (_LEG, _ARM)
    )
    line = joints["middle", "shoulder"], joints["middle", "hip"]
    torso = [_mass(BODY[name], *line) for name in ("trunk", "head")]
    centre = _centre([*chain.from_iterable([*legs, *arms]), *torso])
    return StrideMomentum(
        arms_vertical=_vertical(arms, centre, SHOULDERS_APART_LEG),
        legs_vertical=_vertical(legs, centre, HIPS_APART_LEG),
        legs=np.stack([_sagittal(leg, centre) for leg in legs]),
        arms=np.stack([_sagittal(arm, centre) for arm in arms]),
        trunk=_sagittal(torso, centre),
    )


def _joints(body: BodyPoints, start_s: float, stride_s: float) -> _Joints | None:
    """Place and speed of each joint against the middle of the hips, (N, 2) each."""
    near, far = body.near_side, opposite(body.near_side)
    inside = between(body.time_s, start_s, start_s + stride_s)
    flat = body.points[inside].reshape(int(inside.sum()), -1)
    fit = fit_cycle(body.time_s[inside], flat, start_s, stride_s, N_HARMONICS)
    if fit is None:
        return None
    places, speeds = (series.reshape(_N_TIMES, -1, 2) for series in fit.sample(_N_TIMES))
    joints: _Joints = {key: (places[:, i], speeds[:, i]) for i, key in enumerate(joint_names(near))}
    joints["middle", "hip"] = (np.zeros_like(places[:, 0]), np.zeros_like(places[:, 0]))
    return _with_hidden_arm(joints, near, far)


def _with_hidden_arm(joints: _Joints, near: Side, far: Side) -> _Joints:
    """Set the far arm about the middle of the shoulders as the near one is half a stride later."""
    (near_at, near_speed), (far_at, far_speed) = joints[near, "shoulder"], joints[far, "shoulder"]
    middle = (near_at + far_at) / 2, (near_speed + far_speed) / 2
    joints["middle", "shoulder"] = middle
    for name in _ARM_JOINTS:
        at, speed = (
            about + np.roll(series - about, _N_TIMES // 2, axis=0)
            for series, about in zip(joints[near, name], middle, strict=True)
        )
        joints[far, name] = at, speed
    return joints


def _segment(joints: _Joints, side: Side, name: str) -> _Mass:
    proximal, distal = _ENDS[name]
    return _mass(BODY[name], joints[side, proximal], joints[side, distal])


def _mass(segment: Segment, proximal: _Joint, distal: _Joint) -> _Mass:
    along, turning = distal[0] - proximal[0], distal[1] - proximal[1]
    return _Mass(
        segment.mass_frac,
        proximal[0] + segment.centre_frac * along,
        proximal[1] + segment.centre_frac * turning,
        segment.gyration_frac**2 * _cross(along, turning),
    )


def _centre(masses: list[_Mass]) -> _Joint:
    """Place and speed of the body's centre of mass."""
    total = sum(m.mass for m in masses)
    place = np.sum([m.mass * m.place for m in masses], axis=0) / total
    return place, np.sum([m.mass * m.speed for m in masses], axis=0) / total


def _vertical(sides: list[list[_Mass]], centre: _Joint, apart_leg: float) -> complex:
    """Amplitude and phase at stride frequency of what limbs beside the middle turn about it."""
    near, far = (
        np.sum([m.mass * (m.speed[:, 0] - centre[1][:, 0]) for m in side], axis=0) for side in sides
    )
    return complex(np.fft.fft(apart_leg / 2 * (near - far))[1] * 2 / _N_TIMES)


def _sagittal(masses: list[_Mass], centre: _Joint) -> FloatArray:
    """Angular momentum of segments about a centre that moves, positive with the top forward."""
    place, speed = centre
    turns = [m.mass * (_cross(m.place - place, m.speed - speed) + m.own_turn) for m in masses]
    return np.asarray(-np.sum(turns, axis=0))


def _cross(first: FloatArray, second: FloatArray) -> FloatArray:
    return np.asarray(first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0])


def _cancellation(parts: FloatArray) -> float:
    """One less the spread of the sum over the spread that parts without a link would give it.

    Of two alike parts this is 1 - SD(both) / (sqrt 2 SD of one).
    """
    alone = float(np.sqrt(parts.var(axis=1).sum()))
    return 1 - float(parts.sum(axis=0).std()) / alone if alone > 0 else float("nan")
