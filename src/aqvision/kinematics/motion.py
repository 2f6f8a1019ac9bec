"""CleanPose -> Motion: the body in leg lengths, seen in its running direction.

Without a scale a video knows no metres, yet angles, times and proportions need none. So points
are kept in leg lengths, a unit that every clip has, and ``metres_per_leg`` turns lengths into
metres where the user gave a scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.camera.scale import HEIGHT_SE_FRAC
from aqvision.camera.stabilise import LaneScale
from aqvision.core.clip import Clip
from aqvision.core.errors import CalibrationError, PoseError
from aqvision.core.sequence import PoseSequence, middle_of
from aqvision.core.settings import BodySettings
from aqvision.core.skeleton import INDEX, SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.kinematics.geometry import segment_angle_deg, wrap_series_deg
from aqvision.pose.clean.clean import CleanPose
from aqvision.pose.clean.segments import segment_lengths_px

_MIN_TRAVEL_LEGS = 2.0
_BALL_FRAC = 0.75


class GroundKind(StrEnum):
    """How the ground moves in the picture.

    On a track the runner passes a still camera, on a treadmill stays in front of it; else the
    ground itself moves through the picture.
    """

    TRACK = "track"
    TREADMILL = "treadmill"
    MOVING_CAMERA = "moving camera"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Motion:
    """The athlete's points over real time.

    Parameters
    ----------
    time_s
        (T,) real time from the first frame.
    xy_leg
        (T, 33, 2) filtered points, x in the running direction, y up, in leg lengths.
    measured_leg
        (T, 33, 2) the same points without any filter.
    sd_leg
        (T, 33) standard deviation of each coordinate of ``xy_leg``.
    visibility
        (T, 33) the network's opinion, 0 to 1.
    legs_certainty
        (T,) probability, 0.5 to 1, that left and right leg are not exchanged.
    metres_per_leg
        Scale; NaN when not known. ``scale_se_frac`` is its relative standard error.
    direction
        1 when the athlete runs to the right of the picture, -1 to the left.
    near_side
        The side of the body that faces the camera.
    ground
        How the ground moves in the picture.
    view_angle_deg
        How far the view departs from side-on: 0 = side view, 90 = from the front or behind.
    leg_px
        Pixels in a leg length.
    belt_mps
        Speed of the treadmill, as the user gives it; NaN where it is not known or not on one.
    tilt_deg
        Lean of the picture that was taken out, positive where the ground rose ahead.
    by_network
        Whether a network saw the points in pictures, which then have its habits.
    """

    time_s: FloatArray
    xy_leg: FloatArray
    measured_leg: FloatArray
    sd_leg: FloatArray
    visibility: FloatArray
    legs_certainty: FloatArray
    metres_per_leg: float
    scale_se_frac: float
    direction: int
    near_side: Side
    ground: GroundKind
    view_angle_deg: float
    leg_px: float
    belt_mps: float = float("nan")
    tilt_deg: float = 0.0
    by_network: bool = False

    @property
    def rate_hz(self) -> float:
        """Frames per second of real time."""
        return float(1 / np.median(np.diff(self.time_s)))

    def point(self, name: str) -> FloatArray:
        """Give a landmark's filtered path in leg lengths, (T, 2).

        Parameters
        ----------
        name
            Name of the landmark, such as ``left_knee``.
        """
        return self.xy_leg[:, INDEX[name]]

    def measured(self, name: str) -> FloatArray:
        """Give a landmark's unfiltered path in leg lengths, (T, 2).

        Parameters
        ----------
        name
            Name of the landmark, such as ``left_knee``.
        """
        return self.measured_leg[:, INDEX[name]]

    def ball(self, side: Side) -> FloatArray:
        """Give the filtered path of the ball of a foot in leg lengths, (T, 2).

        Parameters
        ----------
        side
            Left or right.
        """
        heel, toe = self.point(f"{side}_heel"), self.point(f"{side}_foot_index")
        return heel + _BALL_FRAC * (toe - heel)

    def middle(self, joint: str) -> FloatArray:
        """Give the middle between left and right of a joint, (T, 2).

        Parameters
        ----------
        joint
            Name of the joint without its side, such as ``hip``.
        """
        return middle_of(self.xy_leg, joint)


def find_motion(
    pose: CleanPose,
    camera: CameraMotion,
    clip: Clip,
    body: BodySettings,
    lane: LaneScale | None = None,
) -> Motion:
    """Bring a clean pose in real time into the running direction and leg lengths.

    Parameters
    ----------
    pose
        Filtered and unfiltered points in real time.
    camera
        How the picture of these points moves.
    clip
        Standing height and speed of the belt, as far as the user gave them.
    body
        Proportions of the body.
    lane
        What marks on the ground tell of metres; it goes before the standing height.

    Raises
    ------
    PoseError
        The legs are seen in too few frames to tell direction and size.
    CalibrationError
        A treadmill's speed is given, and the athlete runs past the camera.
    """
    smooth = pose.smooth
    direction = _running_direction(smooth)
    leg_px = _leg_length_px(smooth, body)
    metres_per_leg, scale_se = _scale(clip, lane, leg_px, body)
    xy_leg = _turned(smooth, direction, leg_px)
    ground = _ground(xy_leg, camera)
    return Motion(
        time_s=smooth.time_s,
        xy_leg=xy_leg,
        measured_leg=_turned(pose.measured, direction, leg_px),
        sd_leg=pose.uncertainty.sd_px / leg_px,
        visibility=smooth.visibility,
        legs_certainty=pose.legs.certainty,
        metres_per_leg=metres_per_leg,
        scale_se_frac=scale_se,
        direction=direction,
        near_side="right" if direction > 0 else "left",
        ground=ground,
        view_angle_deg=_view_angle_deg(xy_leg, body),
        leg_px=leg_px,
        belt_mps=_belt_mps(clip, ground),
        by_network=pose.measured.evidence is not None,
    )


def _turned(pose: PoseSequence, direction: int, leg_px: float) -> FloatArray:
    return np.asarray(pose.xy_px * np.array([direction, -1]) / leg_px)


def _running_direction(pose: PoseSequence) -> int:
    """Knees bend one way only: the shank trails the thigh in the running direction."""
    bends = []
    for side in SIDES:
        hip, knee, ankle = (
            pose.point(f"{side}_{joint}") * np.array([1, -1]) for joint in ("hip", "knee", "ankle")
        )
        bends.append(wrap_series_deg(segment_angle_deg(hip, knee) - segment_angle_deg(knee, ankle)))
    bend = np.concatenate(bends)
    known = bend[np.isfinite(bend)]
    if len(known) < 10:
        raise PoseError(
            _("the legs are hardly seen in this clip"),
            _(
                "see that hips, knees and feet are in the picture, and large: film the whole body "
                "from the side, at least 150 px tall"
            ),
        )
    return 1 if float(np.mean(known)) > 0 else -1


def _leg_length_px(pose: PoseSequence, body: BodySettings) -> float:
    """Standing leg length from the median thigh and shank of the better measured side."""
    lengths = []
    for side in SIDES:
        thigh, shank = segment_lengths_px(pose, side, stretch=1.0).T
        lengths.append(_median(thigh) + _median(shank))
    thigh_and_shank = float(np.nanmax(lengths))
    return thigh_and_shank * body.leg_frac_height / body.thigh_shank_frac_height


def _scale(
    clip: Clip, lane: LaneScale | None, leg_px: float, body: BodySettings
) -> tuple[float, float]:
    """Metres a leg length and the relative standard error."""
    if lane is not None and np.isfinite(lane.metres_per_px):
        return lane.metres_per_px * leg_px, lane.se_frac
    if clip.height_m is not None:
        return clip.height_m * body.leg_frac_height, HEIGHT_SE_FRAC
    return float("nan"), float("nan")


def _ground(xy_leg: FloatArray, camera: CameraMotion) -> GroundKind:
    if camera.static is False:
        return GroundKind.MOVING_CAMERA
    x = middle_of(xy_leg, "hip")[:, 0]
    known = x[np.isfinite(x)]
    travelled = len(known) > 1 and abs(float(known[-1] - known[0])) > _MIN_TRAVEL_LEGS
    return GroundKind.TRACK if travelled else GroundKind.TREADMILL


def _belt_mps(clip: Clip, ground: GroundKind) -> float:
    if clip.belt_mps is None:
        return float("nan")
    if ground == GroundKind.TRACK:
        raise CalibrationError(
            _("a belt speed is given, but the athlete runs past the camera, not on a treadmill"),
            _("leave the speed of the belt out"),
        )
    return clip.belt_mps


def _view_angle_deg(xy_leg: FloatArray, body: BodySettings) -> float:
    """How far from side-on, by the steady part of the shoulders' and hips' breadth."""
    breadth = body.shoulder_breadth_frac_height / body.leg_frac_height
    left, right = INDEX["left_shoulder"], INDEX["right_shoulder"]
    offset = _median(xy_leg[:, right, 0] - xy_leg[:, left, 0]) / breadth
    return float(np.degrees(np.arcsin(np.clip(abs(offset), 0, 1))))


def _median(values: FloatArray) -> float:
    """Median of what is known; NaN where nothing is."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")
