"""Clip -> ClipCheck: what a clip is good for and how to film better, before it is measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

import numpy as np

from aqvision.analysis.analyze import conditions_of
from aqvision.analysis.sample import Sampled, sample_clip
from aqvision.analysis.verdicts import (
    GroupVerdict,
    judge_groups,
    rank_advice,
)
from aqvision.analysis.warnings import (
    FEW_STEPS,
    ClipWarning,
    warn,
    warn_of_clock,
    warn_of_filming,
)
from aqvision.core.clip import Clip
from aqvision.core.settings import Settings
from aqvision.core.view import View
from aqvision.kinematics.clock.check import ClockCheck, judge_clock
from aqvision.kinematics.quality.grades import MAX_UNSURE_LABELS, Conditions
from aqvision.pose.detect.appearance import PictureQuality
from aqvision.pose.detect.estimator import Device
from aqvision.pose.estimate import Progress, show_nothing
from aqvision.pose.io.importing import refuse_pose_file
from aqvision.video.reader import Video, open_video
from aqvision.video.timing import Timing, find_timing

Camera = Literal["still", "moving", "unknown"]
_CAMERAS: dict[bool | None, Camera] = {True: "still", False: "moving", None: "unknown"}
# Stands in where steps could not be counted, which says nothing against the clip.
_ANY_RUN_HZ = 4.0


@dataclass(frozen=True, slots=True)
class ClipFacts:
    """What a first look shows.

    ``duration_s`` is real time, ``size`` width and height in pixels, ``athlete_px`` the standing
    height in the picture. ``in_view_frac`` is the share of the clip in which the whole body is in
    the picture, ``expected_steps`` how many steps that are; both from looks ten times a second.
    ``*_frac`` are parts of the frames looked at. NaN where not known.
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


def check_clip(
    clip: Clip,
    *,
    device: Device = "cpu",
    settings: Settings | None = None,
    progress: Progress = show_nothing,
) -> ClipCheck:
    """Say what a clip is good for, from a first look and some thirty measured frames.

    Raises
    ------
    VideoError, PoseError, CalibrationError
        The clip cannot be measured at all; the hint says what to film.
    """
    settings = settings or Settings()
    refuse_pose_file(clip.path)
    video = open_video(clip.path)
    timing = find_timing(video, clip)
    sampled = sample_clip(video, clip, timing, settings, progress, device)
    facts = _facts(video, timing, sampled)
    clock = _check_clock(timing, sampled)
    conditions = _conditions(sampled, timing, clock, settings)
    return judge_clip(clip.path.name, facts, conditions, sampled, clock)


def judge_clip(
    name: str, facts: ClipFacts, conditions: Conditions, sampled: Sampled, clock: ClockCheck
) -> ClipCheck:
    """Draw the conclusions from what was seen."""
    warnings = [*warn_of_filming(conditions, sampled.filming), *warn_of_clock(clock)]
    warnings.extend(_doubts(facts, conditions))
    if facts.camera == "moving":
        warnings.append(warn("moving_camera", "check"))
    if facts.expected_steps < 1:
        warnings.append(warn("no_steps"))
    elif facts.expected_steps < FEW_STEPS:
        warnings.append(warn("few_steps", "expected", n=facts.expected_steps))
    if not np.isfinite(conditions.scale_se_frac):
        warnings.append(warn("no_scale"))
    return ClipCheck(
        name, facts, judge_groups(conditions, warnings), rank_advice(conditions, warnings)
    )


def check_to_dict(check: ClipCheck) -> dict[str, Any]:
    """Bring a check into the form that other programs read, NaN included."""
    verdicts = [
        {"group": v.group, "verdict": v.verdict, "reason": v.reason} for v in check.verdicts
    ]
    return {**asdict(check), "verdicts": verdicts}


def _check_clock(timing: Timing, sampled: Sampled) -> ClockCheck:
    """Hold the clock against the steps; what a few frames do not tell is no doubt."""
    seen = np.isfinite(sampled.step_rate_hz)
    return judge_clock(timing, sampled.step_rate_hz if seen else _ANY_RUN_HZ, None, None)


def _conditions(
    sampled: Sampled, timing: Timing, clock: ClockCheck, settings: Settings
) -> Conditions:
    """Gather what decides the grades; shares of a few frames count as the least they may be."""
    found = conditions_of(sampled.scene, timing.capture_fps, clock.doubt, settings)
    return replace(
        found,
        ground="track" if found.ground == "moving camera" else found.ground,
        unsure_legs_frac=_at_least(found.unsure_legs_frac, sampled.n_frames),
        unsure_arms_frac=_at_least(found.unsure_arms_frac, sampled.n_frames),
    )


def _at_least(frac: float, n_frames: int) -> float:
    """Give a share less its standard error."""
    return max(0.0, frac - float(np.sqrt(frac * (1 - frac) / n_frames)))


def _doubts(facts: ClipFacts, conditions: Conditions) -> Iterator[ClipWarning]:
    """Say where left and right may turn out uncertain, which a few frames cannot decide."""
    for limb in ("leg", "arm"):
        frac = getattr(facts, f"unsure_{limb}s_frac")
        if frac > MAX_UNSURE_LABELS >= getattr(conditions, f"unsure_{limb}s_frac"):
            yield warn(f"unsure_{limb}s", frac=frac)


def _facts(video: Video, timing: Timing, sampled: Sampled) -> ClipFacts:
    scene, filming = sampled.scene, sampled.filming
    return ClipFacts(
        timing.playback_fps,
        timing.capture_fps,
        timing.evidence[0],
        video.duration_s * timing.seconds_per_playback_second,
        (video.width_px, video.height_px),
        _CAMERAS[sampled.camera_static],
        scene.view,
        scene.view_angle_deg,
        filming.athlete_px,
        sampled.in_view_frac,
        float(np.floor(sampled.in_view_s * sampled.step_rate_hz)),
        sampled.step_rate_hz,
        filming.n_people,
        filming.found_frac,
        filming.cut_off_frac,
        filming.hidden_frac,
        scene.unsure_legs_frac,
        scene.unsure_arms_frac,
        filming.picture,
    )
