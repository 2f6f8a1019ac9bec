"""RawPose -> Analysis: everything that was measured in one clip."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from aqvision.analysis.conditions import Scene, see_from_an_end, see_from_the_side
from aqvision.analysis.scale_warnings import warn_of_scale
from aqvision.analysis.warnings import (
    ClipWarning,
    Filming,
    warn_of,
    warn_of_candidates,
    warn_of_clock,
    warn_of_pauses,
    warn_of_pose_file,
    warn_of_repeats,
)
from aqvision.camera.motion import CameraMotion
from aqvision.camera.scale import lay_along_lane
from aqvision.camera.stabilise import MAX_VIEW_DEG, StillView, view_still
from aqvision.camera.view import find_view
from aqvision.core.clip import Clip, Notes
from aqvision.core.provenance import Provenance
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.view import EndView
from aqvision.kinematics.angles import mark_contacts, measure_angles
from aqvision.kinematics.clock.cadence import measure_pace
from aqvision.kinematics.clock.check import ClockCheck, judge_clock, plausible_step_rate
from aqvision.kinematics.clock.free_fall import Fall, measure_fall
from aqvision.kinematics.clock.free_fall_rescaled import fall_at_running_pace
from aqvision.kinematics.events.contacts import Contact, find_contacts
from aqvision.kinematics.frontal.metrics import measure_frontal_series, measure_frontal_steps
from aqvision.kinematics.frontal.motion import find_frontal_motion
from aqvision.kinematics.frontal.steps import feet_apart, find_frontal_steps
from aqvision.kinematics.motion import find_motion
from aqvision.kinematics.quality.frontal_uncertainty import measure_frontal_errors
from aqvision.kinematics.quality.grades import Conditions
from aqvision.kinematics.quality.summary import MetricSummary, summarise
from aqvision.kinematics.quality.uncertainty import measure_step_errors
from aqvision.kinematics.roll_correction import levelled
from aqvision.kinematics.running import refuse_no_run, refuse_standing
from aqvision.kinematics.step_table import measure_all_steps
from aqvision.pose.clean.clean import clean_frontal_pose, clean_pose
from aqvision.pose.raw_pose import RawPose
from aqvision.video.repeats import even_times
from aqvision.video.timing import Timing, VideoFacts


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """All that was measured in one clip.

    ``series`` has a row a frame, ``steps`` a row a step with a column per metric, ``pose`` the
    filtered points in real time, ``raw_pose`` those of the network at playback time. Where the
    camera's motion was taken out, ``pose`` lies in the picture of ``still_view``.
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
    still_view: StillView
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
    CalibrationError
        The marks on the ground cannot be right.
    """
    real, clip = in_real_time(raw, timing), _marks_in_real_time(clip, timing)
    view = find_view(real.sequence, real.camera)
    found = (
        _measure_side(real, clip, settings)
        if view == "side"
        else _measure_end(real, view, clip, settings)
    )
    clock = _check_clock(real, clip, timing, found, settings)
    conditions = conditions_of(found.scene, real.sequence.rate_hz, clock.doubt, settings)
    video = _video_facts(real.sequence, clock.timing)
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
            *warn_of_scale(scene),
            *warn_of_clock(clock),
            *warn_of_repeats(timing),
            *warn_of_pauses(real.sequence.time_s),
            *(() if clip.choice.made else warn_of_candidates(raw.candidates, raw.chosen)),
            *((warn_of_pose_file(),) if provenance.from_pose_file else ()),
        ),
        found.pose,
        raw,
        found.still_view,
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
    still_view: StillView
    fall: Fall | None


def _measure_side(real: RawPose, clip: Clip, settings: Settings) -> _Found:
    pose = real.sequence
    still = view_still(pose, real.camera, real.path)
    still = lay_along_lane(still, clip, (pose.width_px, pose.height_px))
    clean = clean_pose(still.sequence, settings.cleaning, settings.filter)
    filmed = find_motion(clean, still.camera, clip, settings.body, still.lane)
    motion = levelled(filmed)
    angles = measure_angles(motion, settings.body)
    scene = see_from_the_side(real, still, clean, motion, angles, settings)
    if not clip.choice.made:
        refuse_no_run(angles, scene.step_rate_hz)
    side_on = scene.view_angle_deg <= MAX_VIEW_DEG
    contacts = find_contacts(motion, settings.events) if side_on else ()
    steps = measure_all_steps(motion, angles, contacts)
    errors = measure_step_errors(motion, steps, contacts, settings.body)
    fall = measure_fall(motion, contacts)
    series = mark_contacts(angles, contacts)
    return _Found(scene, series, contacts, steps, errors, clean.smooth, still, fall)


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
    scene = see_from_an_end(real, view, clean, motion, settings)
    untouched = view_still(real.sequence, real.camera, None)
    return _Found(scene, series, (), steps, errors, clean.smooth, untouched, None)


def in_real_time(raw: RawPose, timing: Timing) -> RawPose:
    """Bring a pose from playback time to real time, which differ in slow motion.

    Pictures between regular copies are shown unevenly, yet were taken evenly.
    """
    seconds = timing.seconds_per_playback_second
    time_s = raw.sequence.time_s
    time_s = even_times(time_s) if timing.repeats.regular else time_s
    return replace(
        raw,
        sequence=replace(raw.sequence, time_s=time_s * seconds),
        camera=CameraMotion(raw.camera.speed_frac_per_s / seconds),
    )


def _marks_in_real_time(clip: Clip, timing: Timing) -> Clip:
    """Bring the times of marks, which the user gives in playback time, to real time."""
    if clip.marks is None:
        return clip
    return replace(clip, marks=clip.marks.slowed(timing.seconds_per_playback_second))


def _check_clock(
    real: RawPose, clip: Clip, timing: Timing, found: _Found, settings: Settings
) -> ClockCheck:
    """Hold the clock against the steps, the fall of the body and the pace through the clip."""
    pace, scene, fall = measure_pace(real.sequence), found.scene, found.fall
    side_on = scene.view_angle_deg <= MAX_VIEW_DEG and np.isfinite(pace.step_rate_hz)
    step_rate_hz = pace.step_rate_hz if side_on else scene.step_rate_hz
    if scene.view == "side" and not plausible_step_rate(step_rate_hz):
        pose, camera = real.sequence, real.camera
        lane = found.still_view.lane
        fall = fall_at_running_pace((pose, camera, clip, lane), settings, step_rate_hz)
    change, even = (pace.change, pace.even) if side_on else (None, True)
    return judge_clock(timing, step_rate_hz, fall, change, even=even)


def filming_of(raw: RawPose, scene: Scene) -> Filming:
    """Gather what of the pictures limits the numbers."""
    pose = raw.sequence
    hidden = pose.hidden_frac(scene.near_side) if scene.view == "side" else float("nan")
    return Filming(
        scene.athlete_px, scene.found_frac, raw.n_people, pose.cut_off_frac, hidden, raw.picture
    )


def conditions_of(scene: Scene, rate_hz: float, clock_doubt: str, settings: Settings) -> Conditions:
    """Gather what decides the grades."""
    return Conditions(
        rate_hz,
        settings.events.min_capture_fps,
        scene.near_side,
        scene.ground,
        clock_doubt,
        scene.view_angle_deg,
        scene.scale_se_frac,
        scene.unsure_legs_frac,
        scene.unsure_arms_frac,
        scene.far_arm_seen_frac,
        scene.view,
        scene.camera_turn_deg,
        scene.camera_reason,
        scene.oblique_frac,
        scene.track_se_frac,
        scene.belt_mps,
        scene.tilt_deg,
    )


def _video_facts(pose: PoseSequence, timing: Timing) -> VideoFacts:
    return VideoFacts(
        timing.playback_fps,
        timing.capture_fps,
        timing.evidence[0],
        timing.confidence,
        timing.evidence[1:],
        timing.n_duplicates,
        len(pose),
        float(pose.time_s[-1] - pose.time_s[0]),
        (pose.width_px, pose.height_px),
    )
