"""Camera, body, scale and lane -> Scene: how an athlete was filmed and how well found."""

from __future__ import annotations

from dataclasses import dataclass, field

from aqvision.camera.stabilise import LaneOffset, ScaleSource
from aqvision.core.skeleton import Side
from aqvision.core.types import View
from aqvision.kinematics.motion import GroundKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraView:
    """How the camera saw the athlete.

    Parameters
    ----------
    view
        From where. From an end of the lane no side is near: ``direction`` is 0 and
        ``near_side`` "right" by convention.
    view_angle_deg
        0 = side view, 90 = from the front or behind.
    direction
        1 = the athlete runs to the right of the picture, -1 = to the left.
    near_side
        Side of the body that faces the camera.
    turn_deg
        How far the camera turned: 0 for a still one, NaN where that is not known.
    reason
        Why the camera's motion could not be taken out; empty where it could or need not.
    oblique_frac
        Part of the frames left out because the turned camera saw the athlete too obliquely.
    track_se_frac
        Relative standard error that the camera's path adds to distances along the track.
    tilt_deg
        Lean of the picture that was taken out, positive where the ground rose ahead.
    """

    view: View
    view_angle_deg: float
    direction: int
    near_side: Side
    turn_deg: float = 0.0
    reason: str = ""
    oblique_frac: float = 0.0
    track_se_frac: float = 0.0
    tilt_deg: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFound:
    """How large the athlete was in the picture and how well found.

    Parameters
    ----------
    athlete_px
        Standing height in the picture in pixels; from an end that of the middle of the clip.
    found_frac
        Part of the frames in which the athlete was found.
    swapped_legs_frac, swapped_arms_frac
        Parts of the frames in which left and right were exchanged.
    unsure_legs_frac, unsure_arms_frac
        Parts of the frames in which that choice is not sure.
    far_arm_seen_frac
        Part of the frames in which the far elbow is seen; NaN where no arm is far.
    n_people
        People who were seen for long enough.
    """

    athlete_px: float
    found_frac: float
    swapped_legs_frac: float
    unsure_legs_frac: float
    swapped_arms_frac: float
    unsure_arms_frac: float
    far_arm_seen_frac: float
    n_people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Metres at the athlete.

    Parameters
    ----------
    metres_per_leg
        Metres in a leg length; NaN without a scale.
    se_frac
        Its relative standard error.
    source
        What gave it: ``ScaleSource.HEIGHT``, or how many marks on a line or on the ground.
    perspective_frac, perspective_se_frac
        By what part the scale along the lane changes over the run, seen from the athlete's size,
        and its standard error.
    perspective_from_marks
        Marks told how the lane recedes; the former is what is left then.
    """

    metres_per_leg: float
    se_frac: float
    source: str = ScaleSource.UNKNOWN
    perspective_frac: float = float("nan")
    perspective_se_frac: float = float("nan")
    perspective_from_marks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """How the athlete was filmed and how well the body was found.

    Parameters
    ----------
    camera, body, scale, lane
        The view, the body in it, metres, and the lane beside the marks.
    ground
        How the ground moves in the picture.
    step_rate_hz
        Steps a second; NaN where not known.
    belt_mps
        The treadmill's speed, as given; NaN otherwise.
    """

    camera: CameraView
    body: BodyFound
    scale: Scale
    lane: LaneOffset = field(default_factory=LaneOffset)
    ground: GroundKind
    step_rate_hz: float
    belt_mps: float = float("nan")
