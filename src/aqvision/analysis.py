"""RawPose -> Analysis: everything that was measured in one clip."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from aqvision.clip_warnings import (
    ClipWarning,
    Filming,
    warn_of,
    warn_of_candidates,
    warn_of_pose_file,
)
from aqvision.kinematics.angles import mark_contacts, measure_angles
from aqvision.kinematics.contacts import Contact, find_contacts
from aqvision.kinematics.frontal import measure_frontal_series, measure_frontal_steps
from aqvision.kinematics.frontal_motion import FrontalMotion, find_frontal_motion
from aqvision.kinematics.frontal_steps import feet_apart, find_frontal_steps
from aqvision.kinematics.frontal_uncertainty import measure_frontal_errors
from aqvision.kinematics.motion import Ground, Motion, find_motion
from aqvision.kinematics.running import refuse_no_run, refuse_standing
from aqvision.kinematics.signals import find_frequency
from aqvision.kinematics.step_table import measure_all_steps
from aqvision.kinematics.summary import MAX_VIEW_DEG, Conditions, MetricSummary, summarise
from aqvision.kinematics.uncertainty import measure_step_errors
from aqvision.pose.cleaning import CleanPose, clean_pose
from aqvision.pose.estimation import RawPose
from aqvision.pose.frontal_cleaning import clean_frontal_pose
from aqvision.pose.sequence import PoseSequence
from aqvision.pose.skeleton import INDEX, Side, opposite
from aqvision.pose.view import EndView, View, find_view
from aqvision.provenance import Provenance
from aqvision.settings import Settings
from aqvision.video.camera_motion import CameraMotion
from aqvision.video.clip import Clip, Notes
from aqvision.video.timing import Timing

_STRIDE_RATES_HZ = (0.4, 3.2)
_SEEN = 0.5
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """The file that was measured: ``duration_s`` is real time, ``size`` width and height in px."""

    fps: float
    capture_fps: float
    capture_fps_from: str
    n_frames: int
    duration_s: float
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scene:
    """How the athlete was filmed and how well the body was found.

    Angles in degrees, ``athlete_px`` the standing height in the picture in pixels, ``*_frac``
    parts of the frames; ``metres_per_leg`` is NaN without a scale. From the front or from behind
    (``view``) no side is near and no arm far: ``direction`` is 0, ``near_side`` "right" by
    convention, ``far_arm_seen_frac`` NaN; sizes are those of the middle of the clip.
    """

    direction: int
    near_side: Side
    ground: Ground
    view_angle_deg: float
    athlete_px: float
    metres_per_leg: float
    scale_se_frac: float
    step_rate_hz: float
    found_frac: float
    swapped_legs_frac: float
    unsure_legs_frac: float
    swapped_arms_frac: float
    unsure_arms_frac: float
    far_arm_seen_frac: float
    n_people: int
    view: View


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """All that was measured in one clip.

    ``series`` has a row a frame, ``steps`` a row a step with a column per metric, ``pose`` the
    filtered points in real time, ``raw_pose`` those of the network at playback time.
    """

    provenance: Provenance
    athlete: str | None
    video: VideoFacts
    scene: Scene
    series: pd.DataFrame
    contacts: tuple[Contact, ...]
    steps: pd.DataFrame
    metrics: dict[str, MetricSummary]
    warnings: tuple[ClipWarning, ...]
    pose: PoseSequence
    raw_pose: RawPose
    notes: Notes = field(default_factory=Notes)

    @property
    def name(self) -> str:
        """File name of the clip."""
        return self.provenance.clip_name


def analyze_pose(
    raw: RawPose, clip: Clip, timing: Timing, provenance: Provenance, settings: Settings
) -> Analysis:
    """Turn the network's points into contacts, steps and metrics.

    Raises
    ------
    PoseError
        The body is seen in too few frames to measure anything.
    """
    real = in_real_time(raw, timing)
    view = find_view(real.sequence, real.camera)
    found = (
        _measure_side(real, clip, settings)
        if view == "side"
        else _measure_end(real, view, clip, settings)
    )
    conditions = conditions_of(found.scene, real.sequence.rate_hz, settings)
    video = _video_facts(real.sequence, timing)
    scene = found.scene
    return Analysis(
        provenance,
        clip.athlete,
        video,
        scene,
        found.series.assign(wholly_in_view=raw.sequence.wholly_in_view.astype(int)),
        found.contacts,
        found.steps,
        summarise(found.steps, found.errors, conditions),
        (
            *warn_of(conditions, found.contacts, found.steps, filming_of(raw, scene)),
            *(() if clip.choice.made else warn_of_candidates(raw.candidates, raw.chosen)),
            *((warn_of_pose_file(),) if provenance.from_pose_file else ()),
        ),
        found.pose,
        raw,
        clip.notes,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What the points of a clip gave, whichever the view."""

    scene: Scene
    series: pd.DataFrame
    contacts: tuple[Contact, ...]
    steps: pd.DataFrame
    errors: pd.DataFrame
    pose: PoseSequence


def _measure_side(real: RawPose, clip: Clip, settings: Settings) -> _Found:
    clean = clean_pose(real.sequence, settings.cleaning, settings.filter)
    motion = find_motion(clean, real.camera, clip, settings.body)
    angles = measure_angles(motion, settings.body)
    scene = side_scene(real, clean, motion, angles, settings)
    if not clip.choice.made:
        refuse_no_run(angles, scene.step_rate_hz)
    side_on = scene.view_angle_deg <= MAX_VIEW_DEG
    contacts = find_contacts(motion, settings.events) if side_on else ()
    steps = measure_all_steps(motion, angles, contacts)
    errors = measure_step_errors(motion, steps, contacts, settings.body)
    return _Found(scene, mark_contacts(angles, contacts), contacts, steps, errors, clean.smooth)


def _measure_end(real: RawPose, view: EndView, clip: Clip, settings: Settings) -> _Found:
    """Measure what a view from the front or from behind shows; no contact is seen there."""
    clean = clean_frontal_pose(real.sequence, view, settings.cleaning, settings.filter)
    motion = find_frontal_motion(clean, view, real.camera, clip, settings.body)
    if not clip.choice.made:
        refuse_standing(feet_apart(motion))
    spans = find_frontal_steps(motion)
    steps = measure_frontal_steps(motion, spans)
    errors = measure_frontal_errors(motion, steps, spans)
    series = measure_frontal_series(motion)
    scene = end_scene(real, view, clean, motion, settings)
    return _Found(scene, series, (), steps, errors, clean.smooth)


def in_real_time(raw: RawPose, timing: Timing) -> RawPose:
    """Bring a pose from playback time to real time, which differ in slow motion."""
    seconds = timing.seconds_per_playback_second
    return replace(
        raw,
        sequence=replace(raw.sequence, time_s=raw.sequence.time_s * seconds),
        camera=CameraMotion(raw.camera.speed_frac_per_s / seconds),
    )


def side_scene(
    raw: RawPose, clean: CleanPose, motion: Motion, angles: pd.DataFrame, settings: Settings
) -> Scene:
    """Tell how an athlete seen from the side was filmed."""
    thighs = (angles["left_thigh_deg"] - angles["right_thigh_deg"]).to_numpy()
    step_rate_hz = 2 * find_frequency(motion.time_s, thighs, *_STRIDE_RATES_HZ)
    far_elbow = INDEX[f"{opposite(motion.near_side)}_elbow"]
    return Scene(
        motion.direction,
        motion.near_side,
        motion.ground,
        motion.view_angle_deg,
        motion.leg_px / settings.body.leg_frac_height,
        motion.metres_per_leg,
        motion.scale_se_frac,
        step_rate_hz,
        float(raw.sequence.detected.mean()),
        clean.legs.swapped_frac,
        float(np.mean(clean.legs.certainty < _SURE)),
        clean.arms.swapped_frac,
        float(np.mean(clean.arms.certainty < _SURE)),
        float(np.mean(motion.visibility[:, far_elbow] > _SEEN)),
        raw.n_people,
        "side",
    )


def end_scene(
    raw: RawPose, view: EndView, clean: CleanPose, motion: FrontalMotion, settings: Settings
) -> Scene:
    """Tell how an athlete seen from the front or from behind was filmed."""
    leg_px = float(np.median(motion.trunk_px)) / motion.legs_per_trunk
    return Scene(
        0,
        "right",
        motion.ground,
        90.0,
        leg_px / settings.body.leg_frac_height,
        motion.metres_per_trunk / motion.legs_per_trunk,
        motion.scale_se_frac,
        2 * find_frequency(motion.time_s, feet_apart(motion), *_STRIDE_RATES_HZ),
        float(raw.sequence.detected.mean()),
        clean.legs.swapped_frac,
        float(np.mean(clean.legs.certainty < _SURE)),
        clean.arms.swapped_frac,
        float(np.mean(clean.arms.certainty < _SURE)),
        float("nan"),
        raw.n_people,
        view,
    )


def filming_of(raw: RawPose, scene: Scene) -> Filming:
    """Gather what of the pictures limits the numbers."""
    pose = raw.sequence
    hidden = pose.hidden_frac(scene.near_side) if scene.view == "side" else float("nan")
    return Filming(
        scene.athlete_px, scene.found_frac, raw.n_people, pose.cut_off_frac, hidden, raw.picture
    )


def conditions_of(scene: Scene, rate_hz: float, settings: Settings) -> Conditions:
    """Gather what decides the grades."""
    return Conditions(
        rate_hz,
        settings.events.min_capture_fps,
        scene.near_side,
        scene.ground,
        scene.step_rate_hz,
        scene.view_angle_deg,
        scene.scale_se_frac,
        scene.unsure_legs_frac,
        scene.unsure_arms_frac,
        scene.far_arm_seen_frac,
        scene.view,
    )


def _video_facts(pose: PoseSequence, timing: Timing) -> VideoFacts:
    return VideoFacts(
        timing.playback_fps,
        timing.capture_fps,
        timing.evidence,
        len(pose),
        float(pose.time_s[-1] - pose.time_s[0]),
        (pose.width_px, pose.height_px),
    )
