"""A run past a pinhole camera that may be askew, with marks on the ground where it shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.core.clip import Clip
from aqvision.core.marks import Mark, Marks
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.skeleton import INDEX, SIDES
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from samples.generator import SideCamera, landmarks_m, simulate_sprint
from tests.support.synthetic import BODY, FEW_DRAWS, STILL, Array, Run, provenance

FPS = 120.0
DISTANCE_M, MIDDLE_M = 15.0, 5.75
TOE_UP_M = 0.029
"""How far above the ground the network sees toes that stand on it."""


@dataclass(frozen=True, slots=True)
class AskewRun:
    """A run whose middle a camera has on its axis, turned by an angle from square to the lane.

    ``toes_up_m`` is how much higher than they are toes are seen.
    """

    yaw_deg: float
    run: Run = field(default_factory=Run)
    focal_px: float = 2000.0
    toes_up_m: float = 0.0

    @property
    def camera(self) -> SideCamera:
        """Where it stands; the distance is that along the axis."""
        yaw = np.radians(self.yaw_deg)
        place = (MIDDLE_M - DISTANCE_M * np.sin(yaw), -DISTANCE_M * np.cos(yaw), 1.2)
        return SideCamera(place, self.focal_px, yaw_deg=self.yaw_deg)

    def pose(self) -> PoseSequence:
        """Give the points as a network would."""
        motion = simulate_sprint(self.run.parameters, BODY, self.run.time_s)
        body = landmarks_m(motion)
        body[:, [INDEX[f"{side}_foot_index"] for side in SIDES], 2] += self.toes_up_m
        points = self.camera.project(body)
        points += np.random.default_rng(1).normal(0, self.run.noise_px, points.shape)
        seen = np.ones(points.shape[:2])
        return PoseSequence(
            time_s=self.run.time_s, xy_px=points, visibility=seen, width_px=1920, height_px=1080
        )

    def marks(self, *places_m: tuple[float, float]) -> tuple[Mark, ...]:
        """Show places, metres along from the middle of the run and across from the athlete."""
        along, across = np.array(places_m).T
        ground = np.column_stack([along + MIDDLE_M, across, np.zeros(len(along))])
        pixels = self.camera.project(ground).tolist()
        return tuple(Mark(x, y, *place) for (x, y), place in zip(pixels, places_m, strict=True))

    def analyze(self, marks: Marks | None, height_m: float | None = None) -> Analysis:
        """Measure it."""
        return analyze(self.pose(), Clip(Path("run.mp4"), height_m=height_m, marks=marks))


def analyze(pose: PoseSequence, clip: Clip) -> Analysis:
    """Measure points of a still camera."""
    timing = Timing(playback_fps=FPS, capture_fps=FPS, evidence=("the clip",))
    return analyze_pose(
        RawPose(sequence=pose, camera=STILL, n_people=1),
        clip,
        timing,
        provenance(),
        Settings(),
        n_draws=FEW_DRAWS,
    )


def on_lane(*along_m: float, across_m: float = 0.0) -> tuple[tuple[float, float], ...]:
    """Give places on one line."""
    return tuple((along, across_m) for along in along_m)


def lengths(analysis: Analysis) -> Array:
    """Give the step lengths that are known, in metres."""
    values = analysis.steps["step_length_m"].to_numpy(dtype=np.float64)
    return np.asarray(values[np.isfinite(values)])
