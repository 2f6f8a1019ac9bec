"""Points of a run -> what the product makes of them, without a file and without the network."""

from __future__ import annotations

import re
from pathlib import Path

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.camera.motion import CameraMotion
from aqvision.core.clip import Clip
from aqvision.core.provenance import describe_run
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.kinematics.events.contacts import Contact, find_contacts
from aqvision.kinematics.motion import Motion, find_motion
from aqvision.pose.clean.clean import clean_pose
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from samples.generator.parameters import BodyDimensions

MODEL = "heavy"
SETTINGS = Settings()
BODY = BodyDimensions()
FPS = 120.0
BY_HEIGHT = Clip(Path("run.mp4"), height_m=BODY.height_m)
_RENDERED = Timing(playback_fps=FPS, capture_fps=FPS, evidence=("rendered",))


def analysed(raw: RawPose, clip: Clip = BY_HEIGHT, timing: Timing = _RENDERED) -> Analysis:
    """Analyse points as those of a clip, which need not be there."""
    made_by = describe_run(clip.path.name, "0" * 64, MODEL, SETTINGS)
    return analyze_pose(raw, clip, timing, made_by, SETTINGS)


def motion_of(pose: PoseSequence, camera: CameraMotion, clip: Clip = BY_HEIGHT) -> Motion:
    """Clean points and set them into motion."""
    clean = clean_pose(pose, SETTINGS.cleaning, SETTINGS.filter)
    return find_motion(clean, camera, clip, SETTINGS.body)


def contacts_of(pose: PoseSequence, camera: CameraMotion) -> tuple[Contact, ...]:
    """Find the contacts that these points tell."""
    return find_contacts(motion_of(pose, camera), SETTINGS.events)


def asked_fps(analysis: Analysis) -> float:
    """Give the rate that a question of the report names, NaN without one."""
    asked = re.search(r"give (\d+) as the rate", " ".join(w.hint for w in analysis.warnings))
    return float(asked[1]) if asked else float("nan")
