"""Runs with known timing of the arms and known recovery of steps, seen as a network would.

Steps carry a known part of each one's deviation on to the next; the arms come early or late by a
known spread from stride to stride. The truth of what is measured of a side view is what the same
run gives without errors of the points, by its true contacts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.camera.motion import CameraMotion
from aqvision.core.provenance import describe_run
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import INDEX, SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.kinematics.coordination.segments import BODY as SEGMENTS
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.metrics.momentum import measure_momentum
from aqvision.kinematics.steps import find_steps
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from samples.generator import BEFORE, SideCamera, SprintParameters, landmarks_px, simulate_sprint
from samples.generator.sprint import touchdown_origin_s
from validation.measuring import BODY, BY_HEIGHT, MODEL, SETTINGS, motion_of
from validation.network_noise import draw_errors, visibility

NEAR: Side = "right"
N_STEPS, STEP_CV, ARM_SPREAD_DEG = 18, 0.025, 5.0
_N_DRAWS = 8
# So far away that a run of 70 m is seen from the side all the way; 125 pixels are a metre.
_CAMERA = SideCamera((35.0, -240.0, 1.2), 30_000.0, 9600, 1080)
_ARM = ("elbow", "wrist", "pinky", "index", "thumb")
_ENDS = {
    "upper_arm": ("shoulder", "elbow"), "forearm": ("elbow", "wrist"), "hand": ("elbow", "wrist"),
    "thigh": ("hip", "knee"), "shank": ("knee", "ankle"), "foot": ("heel", "toe"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class CoordinatedRun:
    """What was measured of a run, and what is true of it, by metric."""

    rate_hz: float
    analysis: Analysis
    truth: dict[str, float]


def measure_run(seed: int, rate_hz: float, carried_on: float = 0.0) -> CoordinatedRun:
    """Simulate one run and measure it."""
    random = np.random.default_rng((seed, int(rate_hz)))
    time_s, clock_s = _clock(random, rate_hz, carried_on)
    stride_s = BEFORE.stride_time_s
    late_s = _late(random, clock_s, stride_s)
    exact = _points(BEFORE, clock_s, late_s)
    motion = simulate_sprint(BEFORE, BODY, clock_s)
    trunk_px = BODY.spine_m * _CAMERA.focal_px / -_CAMERA.position_m[1]
    noise = draw_errors(clock_s / stride_s, motion.in_contact, rate_hz, NEAR, random)
    seen = replace(exact, xy_px=exact.xy_px + trunk_px * noise, time_s=time_s)
    found = true_momentum(replace(exact, time_s=time_s), BEFORE, clock_s).mean()
    truth = {str(name): float(value) for name, value in found.items()}
    truth["arm_thigh_phase_sd_deg"] = ARM_SPREAD_DEG
    return CoordinatedRun(rate_hz, analysed(seen, rate_hz), truth)


def analysed(pose: PoseSequence, rate_hz: float) -> Analysis:
    """Analyse points, with fewer draws than a clip takes."""
    timing = Timing(playback_fps=rate_hz, capture_fps=rate_hz, evidence=("simulated",))
    raw = RawPose(sequence=pose, camera=CameraMotion(0.0), n_people=1)
    made_by = describe_run("run.mp4", "0" * 64, MODEL, SETTINGS)
    return analyze_pose(raw, BY_HEIGHT, timing, made_by, SETTINGS, n_draws=_N_DRAWS)


def dosed_run(sprint: SprintParameters, seed: int, rate_hz: float = 120.0) -> Analysis:
    """Measure an even run of a sprint, with errors of the points."""
    random = np.random.default_rng(seed)
    clock_s = np.arange(random.uniform(0, 0.2), 9 / sprint.step_frequency_hz, 1 / rate_hz)
    pose = _points(sprint, clock_s, np.zeros_like(clock_s))
    motion = simulate_sprint(sprint, BODY, clock_s)
    trunk_px = BODY.spine_m * _CAMERA.focal_px / -_CAMERA.position_m[1]
    phase = clock_s / sprint.stride_time_s
    noise = draw_errors(phase, motion.in_contact, rate_hz, NEAR, random)
    seen = replace(pose, xy_px=pose.xy_px + trunk_px * noise, time_s=clock_s - clock_s[0])
    return analysed(seen, rate_hz)


def momentum_in_space(sprint: SprintParameters) -> complex:
    """Vertical angular momentum of the arms over that of the legs, from joints with their depth."""
    n = 512
    joints = simulate_sprint(sprint, BODY, sprint.stride_time_s * np.arange(n) / n).joints_m
    arms = _waves(joints, ("upper_arm", "forearm", "hand"))
    return complex(arms / _waves(joints, ("thigh", "shank", "foot")))


def _waves(joints: Mapping[str, FloatArray], names: Sequence[str]) -> complex:
    """Wave at stride frequency of - sum m y v_x over both sides, per step of the samples.

    Of an even run nothing at stride frequency moves the centre of mass along the track, so speeds
    are taken against the middle of the hips, which goes at the same one.
    """
    hips = (joints["left_hip"] + joints["right_hip"]) / 2
    total = np.zeros(len(hips))
    for side in SIDES:
        for name in names:
            segment, (proximal, distal) = SEGMENTS[name], _ENDS[name]
            start, end = joints[f"{side}_{proximal}"], joints[f"{side}_{distal}"]
            centre = start + segment.centre_frac * (end - start) - hips
            speed = (np.roll(centre[:, 0], -1) - np.roll(centre[:, 0], 1)) / 2
            total -= segment.mass_frac * centre[:, 1] * speed
    return complex(np.fft.fft(total)[1])


def true_momentum(
    pose: PoseSequence, sprint: SprintParameters, clock_s: FloatArray
) -> pd.DataFrame:
    """Measure exact points of a side view over strides of the true contacts."""
    motion = motion_of(pose, CameraMotion(0.0))
    return measure_momentum(motion, find_steps(_true_contacts(sprint, clock_s, pose.time_s)))


def _clock(
    random: np.random.Generator, rate_hz: float, carried_on: float
) -> tuple[FloatArray, FloatArray]:
    """Give the times of the frames, and where in the even run each of them is."""
    step_s = 1 / BEFORE.step_frequency_hz
    off = STEP_CV * random.standard_normal(N_STEPS)
    for i in range(1, N_STEPS):
        off[i] = carried_on * off[i - 1] + np.sqrt(1 - carried_on**2) * off[i]
    touchdowns_s = np.concatenate([[0.0], np.cumsum(step_s * (1 + off))])
    even_s = BEFORE.first_touchdown_s + step_s * np.arange(N_STEPS + 1)
    time_s = np.arange(random.uniform(0, step_s), touchdowns_s[-1], 1 / rate_hz)
    return time_s - time_s[0], PchipInterpolator(touchdowns_s, even_s)(time_s)


def _late(random: np.random.Generator, clock_s: FloatArray, stride_s: float) -> FloatArray:
    """By how much the arms are late: a value a stride of the near foot, held through its middle."""
    first = int(np.floor(clock_s[0] / stride_s)) - 1
    number = np.arange(first, int(np.ceil(clock_s[-1] / stride_s)) + 2)
    values = ARM_SPREAD_DEG / 360 * stride_s * random.standard_normal(len(number))
    starts = touchdown_origin_s(BEFORE, NEAR) + number * stride_s
    held = np.concatenate([starts + 0.08 * stride_s, starts + 0.92 * stride_s])
    order = np.argsort(held)
    return np.asarray(PchipInterpolator(held[order], np.tile(values, 2)[order])(clock_s))


def _points(sprint: SprintParameters, clock_s: FloatArray, late_s: FloatArray) -> PoseSequence:
    """Exact points, the arms about their shoulders as they were a little earlier."""
    points = landmarks_px(simulate_sprint(sprint, BODY, clock_s), _CAMERA)
    earlier = landmarks_px(simulate_sprint(sprint, BODY, clock_s - late_s), _CAMERA)
    for side in SIDES:
        shoulder = INDEX[f"{side}_shoulder"]
        for joint in _ARM:
            i = INDEX[f"{side}_{joint}"]
            points[:, i] = points[:, shoulder] + earlier[:, i] - earlier[:, shoulder]
    return PoseSequence(
        time_s=clock_s,
        xy_px=points,
        visibility=visibility(len(clock_s), NEAR),
        width_px=_CAMERA.width_px,
        height_px=_CAMERA.height_px,
    )


def _true_contacts(
    sprint: SprintParameters, clock_s: FloatArray, time_s: FloatArray
) -> tuple[Contact, ...]:
    motion = simulate_sprint(sprint, BODY, clock_s)
    return tuple(
        Contact(
            side=c.side,  # type: ignore[arg-type]
            touchdown_s=float(np.interp(c.touchdown_s, clock_s, time_s)),
            touchdown_se_s=0.0,
            toeoff_s=float(np.interp(c.toeoff_s, clock_s, time_s)),
            toeoff_se_s=0.0,
            foot_x_leg=0.0,
        )
        for c in motion.contacts
    )
