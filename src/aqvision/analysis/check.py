"""Clip -> ClipCheck: what a clip is good for and how to film better, before it is measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from aqvision.analysis.causes import told_if_short
from aqvision.analysis.sample import Sampled, at_least, sample_clip
from aqvision.analysis.shots import warn_of_cuts, warn_of_turn
from aqvision.analysis.verdicts import (
    GroupVerdict,
    judge_groups,
    rank_advice,
)
from aqvision.analysis.warnings import (
    FEW_STEPS,
    ClipWarning,
    doubt_of_picture,
    warn,
    warn_of_clock,
    warn_of_filming,
)
from aqvision.camera.path import TRAVELS
from aqvision.core.clip import Clip
from aqvision.core.settings import Settings
from aqvision.core.types import View
from aqvision.kinematics.clock.check import ClockCheck, judge_clock
from aqvision.kinematics.clock.step_rate import StepRate
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.grades import MAX_UNSURE_LABELS, Conditions
from aqvision.kinematics.running import plausible_step_rate
from aqvision.pose.detect.appearance import PictureQuality
from aqvision.pose.estimate import SurveyedClip
from aqvision.video.cuts import Shot
from aqvision.video.reader import Video
from aqvision.video.timing import Timing, find_timing

# Stands in where steps could not be counted, which says nothing against the clip.
_ANY_RUN_HZ = 4.0


class Camera(StrEnum):
    """Whether the camera moved."""

    STILL = "still"
    MOVING = "moving"
    UNKNOWN = "unknown"


_CAMERAS = {True: Camera.STILL, False: Camera.MOVING, None: Camera.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipFacts:
    """What a first look shows; NaN where not known.

    Parameters
    ----------
    fps, capture_fps, capture_fps_from
        Rates of playback and of the camera, and where the latter is known from.
    duration_s, size
        Real time, and width and height in pixels.
    camera, view, view_angle_deg
        How the camera stood to the athlete.
    athlete_px
        Standing height in the picture.
    in_view_frac, expected_steps
        Share of the clip in which the whole body is in the picture, and how many steps that are;
        both from looks ten times a second.
    step_rate_hz
        Steps a second of real time.
    n_people
        People who were seen for long enough.
    found_frac, cut_off_frac, hidden_frac, unsure_legs_frac, unsure_arms_frac
        Parts of the frames looked at.
    picture
        Light and sharpness of the athlete.
    """

    fps: float
    capture_fps: float
    capture_fps_from: str
    duration_s: float
    size: tuple[int, int]
    camera: Camera
    view: View
    view_angle_deg: float
    athlete_px: float
    in_view_frac: float
    expected_steps: float
    step_rate_hz: float
    n_people: int
    found_frac: float
    cut_off_frac: float
    hidden_frac: float
    unsure_legs_frac: float
    unsure_arms_frac: float
    picture: PictureQuality


@dataclass(frozen=True, slots=True)
class ClipCheck:
    """A clip's facts, a verdict on each group of metrics, and advice, what matters most first."""

    name: str
    facts: ClipFacts
    verdicts: tuple[GroupVerdict, ...]
    advice: tuple[ClipWarning, ...]


def check_surveyed(
    surveyed_clip: SurveyedClip, shot: Shot, clip: Clip, settings: Settings
) -> ClipCheck:
    """Say what a clip that was surveyed is good for.

    Parameters
    ----------
    surveyed_clip, shot
        The clip and its shot, as ``surveyed`` gives them.
    clip
        What is to be measured.
    settings
        Every number that may be set.

    Raises
    ------
    VideoError, PoseError
        The athlete cannot be measured; the hint says what to film, or whom to choose.
    """
    timing = find_timing(surveyed_clip.video, clip)
    with told_if_short(surveyed_clip.video, timing):
        sampled = sample_clip(surveyed_clip, clip, timing, settings)
    facts = _facts(surveyed_clip.video, timing, sampled)
    clock = _check_clock(timing, sampled)
    conditions = _conditions(sampled, timing, clock, settings)
    video = surveyed_clip.video
    first = (*warn_of_cuts(shot, video), *warn_of_turn(video))
    return judge_clip(clip.path.name, facts, conditions, sampled, clock, first)


def judge_clip(
    name: str,
    facts: ClipFacts,
    conditions: Conditions,
    sampled: Sampled,
    clock: ClockCheck,
    first: tuple[ClipWarning, ...] = (),
) -> ClipCheck:
    """Draw the conclusions from what was seen.

    Parameters
    ----------
    name
        Name of the clip to show.
    facts, sampled
        What was seen.
    conditions
        What decides the grades.
    clock
        What the motion says to the rate of the camera.
    first
        What is to be said before all else: that the film has cuts, or was turned.
    """
    warnings = [*warn_of_filming(conditions, sampled.filming), *warn_of_clock(clock)]
    warnings.extend(_doubts(facts, conditions))
    warnings.extend(sampled.lamps)
    if facts.camera == Camera.MOVING and conditions.scene.ground != GroundKind.MOVING_CAMERA:
        warnings.append(warn("moving_camera", "check"))
    if facts.expected_steps < 1:
        warnings.append(warn("no_steps"))
    elif facts.expected_steps < FEW_STEPS:
        case = "one expected" if round(facts.expected_steps) == 1 else "expected"
        warnings.append(warn("few_steps", case, n=facts.expected_steps))
    if not np.isfinite(conditions.scene.scale.se_frac):
        warnings.append(warn("no_scale"))
    advice = (*first, *rank_advice(conditions, warnings))
    return ClipCheck(name, facts, judge_groups(conditions, warnings), advice)


def check_to_dict(check: ClipCheck) -> dict[str, Any]:
    """Bring a check into the form that other programs read, NaN included.

    Parameters
    ----------
    check
        What a clip is good for.
    """
    verdicts = [
        {"group": v.group, "verdict": v.verdict, "reason": v.reason} for v in check.verdicts
    ]
    return {**asdict(check), "verdicts": verdicts}


def _check_clock(timing: Timing, sampled: Sampled) -> ClockCheck:
    """Hold the clock against the steps; what a few frames do not tell is no doubt."""
    seen = StepRate(sampled.step_rate_hz, sampled.n_strides).tells_clock
    return judge_clock(timing, sampled.step_rate_hz if seen else _ANY_RUN_HZ, None, None)


def _conditions(
    sampled: Sampled, timing: Timing, clock: ClockCheck, settings: Settings
) -> Conditions:
    """Gather what decides the grades; shares of a few frames count as the least they may be."""
    scene, body = sampled.scene, sampled.scene.body
    body = replace(
        body,
        unsure_legs_frac=at_least(body.unsure_legs_frac, sampled.n_frames),
        unsure_arms_frac=at_least(body.unsure_arms_frac, sampled.n_frames),
    )
    turns = scene.ground == GroundKind.MOVING_CAMERA and scene.camera.reason != TRAVELS
    ground = GroundKind.TRACK if turns else scene.ground
    return Conditions(
        scene=replace(scene, body=body, ground=ground),
        rate_hz=timing.capture_fps,
        min_timing_rate_hz=settings.events.min_capture_fps,
        clock_doubt=clock.doubt,
        rate_given=clock.timing.user_given,
        picture_doubt=doubt_of_picture(sampled.filming.picture),
    )


def _doubts(facts: ClipFacts, conditions: Conditions) -> Iterator[ClipWarning]:
    """Say where left and right may turn out uncertain, which a few frames cannot decide."""
    body = conditions.scene.body
    for limb, seen_frac, sure_frac in (
        ("leg", facts.unsure_legs_frac, body.unsure_legs_frac),
        ("arm", facts.unsure_arms_frac, body.unsure_arms_frac),
    ):
        if seen_frac > MAX_UNSURE_LABELS >= sure_frac:
            yield warn(f"unsure_{limb}s", frac=seen_frac)


def _facts(video: Video, timing: Timing, sampled: Sampled) -> ClipFacts:
    scene, filming = sampled.scene, sampled.filming
    rate = StepRate(sampled.step_rate_hz, sampled.n_strides)
    known = rate.tells_clock or plausible_step_rate(rate.hz)
    rate_hz = rate.hz if known else float("nan")
    return ClipFacts(
        fps=timing.playback_fps,
        capture_fps=timing.capture_fps,
        capture_fps_from=timing.evidence[0],
        duration_s=video.lasts_s * timing.seconds_per_playback_second,
        size=(video.width_px, video.height_px),
        camera=_CAMERAS[sampled.camera_static],
        view=scene.camera.view,
        view_angle_deg=scene.camera.view_angle_deg,
        athlete_px=filming.athlete_px,
        in_view_frac=sampled.in_view_frac,
        expected_steps=float(np.floor(sampled.in_view_s * rate_hz)),
        step_rate_hz=rate_hz,
        n_people=filming.n_people,
        found_frac=filming.found_frac,
        cut_off_frac=filming.cut_off_frac,
        hidden_frac=filming.hidden_frac,
        unsure_legs_frac=scene.body.unsure_legs_frac,
        unsure_arms_frac=scene.body.unsure_arms_frac,
        picture=filming.picture,
    )
