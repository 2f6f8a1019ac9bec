"""Seed -> a sprint whose steps vary, seen as a pose network would: for the verdicts.

The times vary by a warp of the clock, so that a step takes longer as a whole and every metric of
time follows. What a posture varies by is added to the measured steps.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from aqvision.analysis.analyze import Analysis
from aqvision.camera.motion import CameraMotion
from aqvision.core.sequence import PoseSequence
from aqvision.core.skeleton import Side
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from samples.generator import BEFORE, SideCamera, landmarks_px, simulate_sprint
from samples.generator.parameters import SprintParameters
from validation.measuring import BODY, FPS, analysed
from validation.network_noise import draw_errors, visibility

Array = NDArray[np.float64]
_STEP_TIME_CV = 0.025
_NEAR: Side = "right"
# So far away that a run of 50 m is seen from the side all the way; 125 pixels are a metre.
_CAMERA = SideCamera((25.0, -240.0, 1.2), 30_000.0, 6800, 1080)
POSTURE_SD = {
    "contact_time_s": 0.003,
    "step_length_m": 0.045,
    "speed_mps": 0.08,
    "touchdown_distance_frac": 0.015,
    "thigh_angle_toeoff_deg": 1.5,
    "knee_extension_range_stance_deg": 2.0,
    "hip_extension_toeoff_deg": 2.0,
    "thigh_extension_velocity_peak_dps": 20.0,
    "thigh_flexion_peak_deg": 1.5,
    "thigh_range_deg": 2.0,
    "thigh_separation_touchdown_deg": 3.0,
    "shoulder_range_deg": 4.0,
    "elbow_mean_deg": 3.0,
    "arm_leg_phase_deg": 4.0,
    "trunk_lean_deg": 1.0,
    "trunk_lean_sd_deg": 0.3,
    "thorax_rotation_range_deg": 2.0,
    "thigh_thigh_phase_deg": 2.0,
}
"""Spread of each metric from step to step beyond that of the times.

Step times vary by 2 to 4 % (remembered: indicative), postures within a day by 0.75 to 2 degrees.
Source: damsted-2015.
"""


def measure_varied_run(
    seed: int, sprint: SprintParameters = BEFORE, *, rate_hz: float = FPS, n_steps: int = 8
) -> Analysis:
    """Measure one run, with steps and errors of its own."""
    pose = _see(np.random.default_rng(seed), sprint, rate_hz, n_steps)
    timing = Timing(playback_fps=rate_hz, capture_fps=rate_hz, evidence=("simulated",))
    return analysed(RawPose(sequence=pose, camera=CameraMotion(0.0), n_people=1), timing=timing)


def let_postures_vary(analysis: Analysis, random: np.random.Generator) -> Analysis:
    """Add to each step what postures vary by."""
    steps = analysis.steps.copy()
    for name, sd in POSTURE_SD.items():
        steps[name] += random.normal(0.0, sd, len(steps))
    return replace(analysis, steps=steps)


def _see(
    random: np.random.Generator, sprint: SprintParameters, rate_hz: float, n_steps: int
) -> PoseSequence:
    """Points of the run as the network would give them."""
    step_s = 1 / sprint.step_frequency_hz
    lengths = step_s * (1 + _STEP_TIME_CV * random.standard_normal(n_steps))
    touchdowns_s = np.concatenate([[0.0], np.cumsum(lengths)])
    even_s = sprint.first_touchdown_s + step_s * np.arange(n_steps + 1)
    time_s = np.arange(random.uniform(0, step_s), touchdowns_s[-1], 1 / rate_hz)
    clock_s = PchipInterpolator(touchdowns_s, even_s)(time_s)
    motion = simulate_sprint(sprint, BODY, clock_s)
    points = landmarks_px(motion, _CAMERA)
    trunk_px = BODY.spine_m * _CAMERA.focal_px / -_CAMERA.position_m[1]
    phase = clock_s / sprint.stride_time_s
    points += trunk_px * draw_errors(phase, motion.in_contact, rate_hz, _NEAR, random)
    seen = visibility(len(time_s), _NEAR)
    return PoseSequence(
        time_s=time_s - time_s[0],
        xy_px=points,
        visibility=seen,
        width_px=_CAMERA.width_px,
        height_px=_CAMERA.height_px,
    )
