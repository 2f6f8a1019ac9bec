"""RawPose + Clip -> SideChain or EndChain: the steps from points to angles, for analyze and check.

From the side: still view, lane and scale, cleaning, ground, roll correction, angles, scene. From
the front or from behind no lane and no ground are seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from aqvision.analysis.causes import told_if_feet_cut
from aqvision.analysis.conditions import see_from_an_end, see_from_the_side
from aqvision.analysis.travelling import camera_travels, feet_stand
from aqvision.camera.motion import CameraMotion
from aqvision.camera.path import TRAVELS, CameraPath
from aqvision.camera.scale import lay_along_lane
from aqvision.camera.stabilise import MAX_VIEW_DEG, LaneScale, StillView, view_still
from aqvision.camera.view import find_view
from aqvision.core.clip import Clip
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.types import EndView, View
from aqvision.kinematics.angles import measure_angles
from aqvision.kinematics.clock.cadence import Pace
from aqvision.kinematics.clock.free_fall import Fall, measure_fall
from aqvision.kinematics.clock.step_rate import StepRate, counted_over, settle_step_rate
from aqvision.kinematics.events.contacts import find_contacts
from aqvision.kinematics.events.ground import Ground, level_ground
from aqvision.kinematics.frontal.motion import FrontalMotion, find_frontal_motion
from aqvision.kinematics.frontal.steps import feet_apart
from aqvision.kinematics.motion import GroundKind, Motion, find_motion
from aqvision.kinematics.quality.scene import Scene
from aqvision.kinematics.running import SPRINT_STEPS_HZ, refuse_no_run, refuse_standing
from aqvision.pose.clean.clean import CleanPose, clean_frontal_pose, clean_pose
from aqvision.pose.estimate import RawPose
from aqvision.video.repeats import even_times
from aqvision.video.timing import Timing


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SideChain:
    """What a view from the side gave, one value from the one before.

    Parameters
    ----------
    real, clip
        The network's points, and what the user says, both in real time.
    still
        The points in a picture that stands still, with the scale of the marks.
    clean
        The same, mended and filtered.
    motion
        The body in leg lengths, the camera's roll taken out.
    ground
        How the ground moves and runs; None for a sample of a clip.
    angles
        A row a frame, a column an angle.
    scene
        How the athlete was filmed and found.
    """

    real: RawPose
    clip: Clip
    still: StillView
    clean: CleanPose
    motion: Motion
    ground: Ground | None
    angles: pd.DataFrame
    scene: Scene

    @property
    def side_on(self) -> bool:
        """Whether the view is near enough to side-on to measure contacts."""
        return self.motion.view_angle_deg <= MAX_VIEW_DEG


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class EndChain:
    """What a view from the front or from behind gave; like :class:`SideChain`."""

    real: RawPose
    still: StillView
    clean: CleanPose
    motion: FrontalMotion
    scene: Scene


def follow_chain(
    raw: RawPose, clip: Clip, timing: Timing, settings: Settings, *, sample: bool = False
) -> SideChain | EndChain:
    """Go from the network's points to motion and scene.

    Parameters
    ----------
    raw
        Points at playback time.
    clip
        What the user says; times of marks are playback time.
    timing
        The rates of playback and of the camera.
    settings
        How to clean and filter, and proportions of the body.
    sample
        The points are some frames of a clip: too few to follow the camera or to see its roll.

    Raises
    ------
    PoseError
        The body is hardly seen, or it does not run and nobody chose it.
    CalibrationError
        The marks on the ground cannot be right.
    """
    real, clip = in_real_time(raw, clip, timing)
    with told_if_feet_cut(raw.sequence):
        view = find_view(real.sequence, real.camera)
        if view is View.SIDE:
            return _from_the_side(real, clip, settings, sample=sample)
        return _from_an_end(real, view, clip, settings)


def in_real_time(raw: RawPose, clip: Clip, timing: Timing) -> tuple[RawPose, Clip]:
    """Bring points and marks from playback time to real time, which differ in slow motion.

    Pictures between regular copies are shown unevenly, yet were taken evenly.

    Parameters
    ----------
    raw, clip
        Points and marks at playback time.
    timing
        The rates of playback and of the camera.
    """
    seconds = timing.seconds_per_playback_second
    time_s = raw.sequence.time_s
    time_s = even_times(time_s) if timing.repeats.regular else time_s
    real = replace(
        raw,
        sequence=replace(raw.sequence, time_s=time_s * seconds),
        camera=CameraMotion(raw.camera.speed_frac_per_s / seconds),
    )
    return real, clip if clip.marks is None else replace(clip, marks=clip.marks.slowed(seconds))


def _from_the_side(real: RawPose, clip: Clip, settings: Settings, *, sample: bool) -> SideChain:
    path, marked = (None, _untimed(clip)) if sample else (real.path, clip)
    still, clean, motion = _seen_still(real, path, marked, settings)
    if path is not None and not still.reason and camera_travels(real.camera, motion):
        travelled = replace(path, reason=TRAVELS)
        still, clean, motion = _seen_still(real, travelled, marked, settings)
    if real.camera.static is None and motion.ground is GroundKind.TRACK and not feet_stand(motion):
        real = replace(real, camera=CameraMotion(float("inf")))
        still, clean, motion = _seen_still(real, path, marked, settings)
    ground = None
    if not sample:
        motion, ground = level_ground(motion)
    angles = measure_angles(motion, settings.body)
    scene = see_from_the_side(real, still, clean, motion, angles, settings)
    if not clip.choice.made:
        refuse_no_run(angles, scene.step_rate_hz)
    return SideChain(
        real=real,
        clip=clip,
        still=still,
        clean=clean,
        motion=motion,
        ground=ground,
        angles=angles,
        scene=scene,
    )


def _seen_still(
    real: RawPose, path: CameraPath | None, clip: Clip, settings: Settings
) -> tuple[StillView, CleanPose, Motion]:
    """Take out the camera's path, and lay the athlete along the lane."""
    pose = real.sequence
    still = view_still(pose, real.camera, path)
    still = lay_along_lane(still, clip, (pose.width_px, pose.height_px))
    return still, *_body(still.sequence, still.camera, clip, settings, still.lane)


def _untimed(clip: Clip) -> Clip:
    """Take marks as they stand: a few frames do not show where the camera looked."""
    if clip.marks is None:
        return clip
    places = tuple(replace(mark, time_s=None) for mark in clip.marks.places)
    return replace(clip, marks=replace(clip.marks, places=places))


def _body(
    pose: PoseSequence,
    camera: CameraMotion,
    clip: Clip,
    settings: Settings,
    lane: LaneScale | None,
) -> tuple[CleanPose, Motion]:
    clean = clean_pose(pose, settings.cleaning, settings.filter)
    return clean, find_motion(clean, camera, clip, settings.body, lane)


def _from_an_end(real: RawPose, view: EndView, clip: Clip, settings: Settings) -> EndChain:
    clean = clean_frontal_pose(real.sequence, view, settings.cleaning, settings.filter)
    motion = find_frontal_motion(clean, view, real.camera, clip, settings.body)
    if not clip.choice.made:
        refuse_standing(feet_apart(motion))
    return EndChain(
        real=real,
        still=view_still(real.sequence, real.camera, None),
        clean=clean,
        motion=motion,
        scene=see_from_an_end(real, view, clean, motion, settings),
    )


def step_rate_of(
    chain: SideChain | EndChain, pace: Pace, looks: StepRate | None = None
) -> StepRate:
    """Settle the step rate of a clip: by how the feet go round each other, and by the thighs.

    Parameters
    ----------
    chain
        What the clip, or a sample of it, gave.
    pace
        Steps by the feet; of a view that is not side-on they tell nothing.
    looks
        Steps by looks ten times a second at more of the clip, where there are any.
    """
    time_s = chain.real.sequence.time_s
    thighs = counted_over(chain.scene.step_rate_hz, float(time_s[-1] - time_s[0]))
    side_on = isinstance(chain, SideChain) and chain.side_on
    feet = [StepRate(pace.step_rate_hz, pace.n_strides)] if side_on else []
    return settle_step_rate([*feet, thighs, *([] if looks is None else [looks])])


def fall_at_running_pace(chain: SideChain, settings: Settings, step_rate_hz: float) -> Fall | None:
    """Measure the fall of the body with the clock set to a sprint's step rate.

    Filters and contacts are made for a run in real time: on a clip that plays eight times too
    slowly they see no contact and no flight.

    Parameters
    ----------
    chain
        What the clip gave by its own clock.
    settings
        As for the chain.
    step_rate_hz
        Steps a second by that clock, which ``Fall.slowed`` refers to.

    Returns
    -------
    Fall or None
        None without a side view, or where too little flight is seen.
    """
    if not np.isfinite(step_rate_hz):
        return None
    seconds = step_rate_hz / SPRINT_STEPS_HZ
    real = chain.real
    paced = replace(real.sequence, time_s=real.sequence.time_s * seconds)
    _, motion = _body(paced, real.camera, chain.clip, settings, chain.still.lane)
    if motion.view_angle_deg > MAX_VIEW_DEG:
        return None
    fall = measure_fall(motion, find_contacts(motion, settings.events))
    return None if fall is None else replace(fall, slowed=fall.slowed / seconds)
