"""RawPose: the athlete's points as a network or a file gave them, and what is known beside."""

from __future__ import annotations

from dataclasses import dataclass, field

from aqvision.camera.motion import CameraMotion
from aqvision.camera.path import CameraPath
from aqvision.core.sequence import PoseSequence
from aqvision.pose.detect.appearance import PictureQuality
from aqvision.pose.track.athlete import Candidate
from aqvision.video.repeats import NO_REPEATS, Repeats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RawPose:
    """The athlete's points as the network gave them, and what the survey saw of the scene.

    Attributes
    ----------
    sequence
        Points at times of playback.
    camera
        How fast the background moves.
    n_people
        How many people were surely seen.
    candidates
        All who may be the athlete.
    chosen
        Number of the one who was measured.
    repeats
        Frames of the file that show the one before them again; they are not in the sequence.
    path
        How the camera turned, a row a frame; None where it stands still beyond doubt.
    picture
        How well the body is seen over the clip.
    """

    sequence: PoseSequence
    camera: CameraMotion
    n_people: int
    candidates: tuple[Candidate, ...] = ()
    chosen: int = 1
    repeats: Repeats = NO_REPEATS
    path: CameraPath | None = None
    picture: PictureQuality = field(default_factory=PictureQuality)
