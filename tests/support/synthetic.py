"""Sprints with known truth, as clips, perfect or noisy points and analyses, for the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import AthleteChoice, Clip
from aqvision.core.provenance import Provenance, describe_run
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.skeleton import INDEX, LANDMARKS, N_LANDMARKS, SIDES, Side
from aqvision.core.types import View
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.kinematics.motion import GroundKind, Motion, find_motion
from aqvision.kinematics.quality.grades import Conditions
from aqvision.kinematics.quality.scene import BodyFound, CameraView, Scale, Scene
from aqvision.pose.clean.clean import CleanPose, clean_pose
from aqvision.pose.estimate import RawPose
from aqvision.pose.io.trc import MarkerTable
from aqvision.video.timing import Timing
from samples.generator import (
    BEFORE,
    BodyDimensions,
    SideCamera,
    SprintParameters,
    landmarks_px,
    measure_truth,
    simulate_sprint,
)
from samples.generator import Contact as TrueContact

Array = NDArray[np.float64]
BODY = BodyDimensions()
STILL = CameraMotion(0.0)
FEW_DRAWS = 4
"""Draws for errors of measuring where a test asks little of them: a sixth of the product's."""
GOOD = Conditions(
    scene=Scene(
        camera=CameraView(view=View.SIDE, view_angle_deg=2, direction=1, near_side="right"),
        body=BodyFound(
            athlete_px=400,
            found_frac=1,
            swapped_legs_frac=0,
            unsure_legs_frac=0,
            swapped_arms_frac=0,
            unsure_arms_frac=0,
            far_arm_seen_frac=1,
            n_people=1,
        ),
        scale=Scale(metres_per_leg=1, se_frac=0.05),
        ground=GroundKind.TRACK,
        step_rate_hz=4.4,
    ),
    rate_hz=240,
    min_timing_rate_hz=50,
)
PARTNER = tuple(
    INDEX[
        name.replace("left", "@").replace("right", "left").replace("@", "right")
        if "left" in name or "right" in name
        else name
    ]
    for name in LANDMARKS
)
"""Number of the landmark on the other side of the body, per landmark."""
FROM_THE_SIDE = [n for n, m in METRICS.items() if "side" in m.views and not m.of_clip]
"""Metrics that a side view shows of each step."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run past one camera: what to simulate and how it is seen.

    ``start_s`` is where in the motion the clip begins.
    """

    parameters: SprintParameters = BEFORE
    rate_hz: float = 120.0
    noise_px: float = 0.0
    seed: int = 0
    from_left_of_track: bool = False
    travel_m: float = 11.5
    start_s: float = 0.0

    @property
    def time_s(self) -> Array:
        """Times of the frames."""
        n_frames = int(self.travel_m / self.parameters.speed_mps * self.rate_hz)
        return np.arange(n_frames) / self.rate_hz

    @property
    def camera(self) -> SideCamera:
        """Square to the middle of the run, 24 m away, the whole run in view."""
        y = 24.0 if self.from_left_of_track else -24.0
        start_m = self.parameters.speed_mps * self.start_s
        return SideCamera((start_m + self.travel_m / 2, y, 1.2), 3000.0)

    @property
    def contacts(self) -> tuple[TrueContact, ...]:
        """Contacts that lie wholly in the clip, exact, on the clock of the clip."""
        motion = simulate_sprint(self.parameters, BODY, self.start_s + self.time_s)
        return tuple(
            TrueContact(c.side, c.touchdown_s - self.start_s, c.toeoff_s - self.start_s)
            for c in motion.contacts
        )

    def pose(self) -> PoseSequence:
        """What a pose network would see, all points visible."""
        motion = simulate_sprint(self.parameters, BODY, self.start_s + self.time_s)
        camera = self.camera
        points = landmarks_px(motion, camera)
        points = points + np.random.default_rng(self.seed).normal(0, self.noise_px, points.shape)
        seen = np.ones(points.shape[:2])
        return PoseSequence(
            time_s=self.time_s,
            xy_px=points,
            visibility=seen,
            width_px=camera.width_px,
            height_px=camera.height_px,
        )


def analyze(  # noqa: PLR0913 - what a test may say of a clip
    pose: PoseSequence,
    *,
    height_m: float | None = BODY.height_m,
    camera: CameraMotion = STILL,
    capture_fps: float | None = None,
    belt_mps: float | None = None,
    choice: AthleteChoice | None = None,
    name: str = "run.mp4",
    model: Literal["heavy", "full"] = "heavy",
    n_draws: int = FEW_DRAWS,
) -> Analysis:
    """Measure points as if they came from a clip."""
    fps = 1 / float(np.median(np.diff(pose.time_s)))
    return analyze_pose(
        RawPose(sequence=pose, camera=camera, n_people=1),
        Clip(Path(name), height_m=height_m, belt_mps=belt_mps, choice=choice or AthleteChoice()),
        Timing(
            playback_fps=fps,
            capture_fps=capture_fps or fps,
            evidence=("the file's presentation times",),
        ),
        provenance(name, model),
        Settings(),
        n_draws=n_draws,
    )


def provenance(name: str = "run.mp4", model: str = "heavy") -> Provenance:
    """Describe a run on a clip that is no file."""
    return describe_run(name, "0" * 64, model, Settings())


@cache
def analysis_of(run: Run, height_m: float | None = BODY.height_m) -> Analysis:
    """Measure a run once for all tests; nobody may change the result."""
    return analyze(run.pose(), height_m=height_m)


@cache
def contacts_of(run: Run) -> tuple[Contact, ...]:
    """Find the contacts of a run once for all tests that ask for nothing else."""
    return analyze(run.pose(), n_draws=1).contacts


@cache
def truth_of(parameters: SprintParameters) -> dict[str, tuple[float, float | None, float | None]]:
    """Look up value, left and right of every metric that the generator knows and a clip shows."""
    metrics = measure_truth(parameters, BODY)
    return {
        name: (m.value, m.left, m.right)
        for name, m in metrics.items()
        if not METRICS[name].grows_with_noise
    }


def cleaned(pose: PoseSequence) -> CleanPose:
    """Clean with the settings as they come."""
    settings = Settings()
    return clean_pose(pose, settings.cleaning, settings.filter)


def motion_of(pose: PoseSequence, camera: CameraMotion = STILL) -> Motion:
    """Bring points into leg lengths, with the height given."""
    clip = Clip(Path("run.mp4"), height_m=BODY.height_m)
    return find_motion(cleaned(pose), camera, clip, Settings().body)


def contact(side: Side, touchdown_s: float, toeoff_s: float, foot_x_leg: float = 0.0) -> Contact:
    """Make a contact known to a millisecond."""
    return Contact(
        side=side, touchdown_s=touchdown_s, touchdown_se_s=0.001,
        toeoff_s=toeoff_s, toeoff_se_s=0.001, foot_x_leg=foot_x_leg,
    )  # fmt: skip


def regular_contacts(
    n: int, step_s: float = 0.25, contact_s: float = 0.1, start_s: float = 0.05
) -> tuple[Contact, ...]:
    """Make alternating contacts, left first, each 2 legs further."""
    return tuple(
        contact(SIDES[i % 2], start_s + i * step_s, start_s + i * step_s + contact_s, 2.0 * i)
        for i in range(n)
    )


def matched(
    found: tuple[Contact, ...], true: tuple[TrueContact, ...], within_s: float = 0.04
) -> list[tuple[Contact, TrueContact]]:
    """Pair contacts one to one; fails when one is missed or invented."""
    assert [c.side for c in found] == [c.side for c in true]
    pairs = list(zip(found, true, strict=True))
    assert all(abs(a.touchdown_s - b.touchdown_s) < within_s for a, b in pairs)
    return pairs


def with_points(pose: PoseSequence, change: Callable[[Array], Array]) -> PoseSequence:
    """Change the points of a pose by a function of a copy of them."""
    return replace(pose, xy_px=change(pose.xy_px.copy()))


def with_spikes(pose: PoseSequence, size_px: float) -> tuple[PoseSequence, NDArray[np.bool_]]:
    """Throw limb points aside in single frames, three times each."""
    rng = np.random.default_rng(4)
    hit = np.zeros(pose.xy_px.shape[:2], bool)
    for landmark in range(INDEX["left_elbow"], N_LANDMARKS):
        if LANDMARKS[landmark].endswith("hip"):
            continue
        for frame in rng.choice(np.arange(4, len(pose) - 4, 8), 3, replace=False):
            hit[frame, landmark] = True
    xy = pose.xy_px.copy()
    xy[hit] += size_px * np.array([0.6, -0.8])
    return replace(pose, xy_px=xy), hit


HALPE = {
    "nose": "Nose",
    **{
        f"{side}_{ours}": side[0].upper() + theirs
        for side in SIDES
        for ours, theirs in (
            ("eye", "Eye"), ("ear", "Ear"), ("shoulder", "Shoulder"), ("elbow", "Elbow"),
            ("wrist", "Wrist"), ("hip", "Hip"), ("knee", "Knee"), ("ankle", "Ankle"),
            ("foot_index", "BigToe"), ("heel", "Heel"),
        )
    },
}  # fmt: skip
"""Our landmarks that Halpe-26 has too, and what they are called there."""


def markers_of(
    pose: PoseSequence, metres_per_px: float, names: dict[str, str] | None = None
) -> MarkerTable:
    """Give the points of a pose as markers in metres, y up, z = 0; all under our own names."""
    names = names or dict(zip(LANDMARKS, LANDMARKS, strict=True))
    points = pose.xy_px[:, [INDEX[landmark] for landmark in names]]
    xyz_m = np.zeros((*points.shape[:2], 3))
    xyz_m[:, :, :2] = (points - [0.0, pose.height_px]) * [1.0, -1.0] * metres_per_px
    rate_hz = 1 / float(np.median(np.diff(pose.time_s)))
    return MarkerTable(tuple(names.values()), pose.time_s, xyz_m, rate_hz)


def metres_per_px(analysis: Analysis) -> float:
    """Scale of the picture that an analysis was made with."""
    leg_px = analysis.scene.body.athlete_px * Settings().body.leg_frac_height
    return analysis.scene.scale.metres_per_leg / leg_px


def mirrored(pose: PoseSequence) -> PoseSequence:
    """Turn the picture over as a mirror does: left hand becomes right hand."""
    points = pose.xy_px[:, PARTNER].copy()
    points[:, :, 0] = pose.width_px - points[:, :, 0]
    return replace(pose, xy_px=points, visibility=pose.visibility[:, PARTNER].copy())
