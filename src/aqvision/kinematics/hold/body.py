"""CleanPose of somebody who stays -> HeldBody: its points in leg lengths, from side or end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.camera.stabilise import LaneScale
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.sequence import PoseSequence, middle_of
from aqvision.core.settings import BodySettings
from aqvision.core.skeleton import INDEX, SIDES, Side
from aqvision.core.types import FloatArray, View
from aqvision.core.wording import _
from aqvision.kinematics.frontal.motion import find_frontal_motion
from aqvision.kinematics.motion import find_motion
from aqvision.pose.clean.clean import CleanPose

_SHORTEST_S = 10.0
# A tenth of the frames at either end left out: whoever gets into the posture or out of it holds.
_TAILS = (10, 90)
_STEPPING_LEG, _TRAVELLING_LEG = 0.35, 0.5


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HeldBody:
    """Somebody who stays in one place, over real time.

    Parameters
    ----------
    time_s
        (T,) real time from the first frame.
    xy_leg
        (T, 33, 2) filtered points in leg lengths, y up; x forward, or to the athlete's left where
        the view is from an end.
    measured_leg
        (T, 33, 2) the same without any filter.
    view
        From where the athlete is seen.
    near_side
        The side that faces the camera; None from an end.
    leg_px
        Pixels in a leg length.
    metres_per_leg, scale_se_frac
        Scale and its relative standard error; NaN when not known.
    x_sign
        1 where x rises to the right of the picture.
    """

    time_s: FloatArray
    xy_leg: FloatArray
    measured_leg: FloatArray
    view: View
    near_side: Side | None
    leg_px: float
    metres_per_leg: float
    scale_se_frac: float
    x_sign: int

    def point(self, name: str) -> FloatArray:
        """Give a landmark's filtered path in leg lengths, (T, 2).

        Parameters
        ----------
        name
            Of the landmark, with its side.
        """
        return self.xy_leg[:, INDEX[name]]

    def middle(self, joint: str) -> FloatArray:
        """Give the filtered middle between left and right of a joint in leg lengths, (T, 2).

        Parameters
        ----------
        joint
            Without its side.
        """
        return middle_of(self.xy_leg, joint)

    @property
    def hips_leg(self) -> FloatArray:
        """The unfiltered middle of the hips in leg lengths, (T, 2)."""
        return middle_of(self.measured_leg, "hip")


def find_held_body(
    pose: CleanPose,
    view: View,
    camera: CameraMotion,
    clip: Clip,
    body: BodySettings,
    lane: LaneScale | None = None,
) -> HeldBody:
    """Bring the clean pose of somebody who stays into leg lengths.

    Parameters
    ----------
    pose
        Points in real time.
    view
        From where the athlete is seen.
    camera
        How the picture of these points moves.
    clip
        The standing height, if the user gave it.
    body
        Proportions of the body.
    lane
        The scale of a pose file; it goes before the standing height.

    Raises
    ------
    PoseError
        The body is hardly seen.
    """
    smooth = pose.smooth
    if view is View.SIDE:
        motion = find_motion(pose, camera, clip, body, lane)
        x_sign, leg_px, near = motion.direction, motion.leg_px, motion.near_side
        scale = motion.metres_per_leg, motion.scale_se_frac
    else:
        frontal = find_frontal_motion(pose, view, camera, clip, body)
        x_sign, near = (1 if view is View.FRONT else -1), None
        leg_px = float(np.median(frontal.trunk_px)) / frontal.legs_per_trunk
        scale = frontal.metres_per_trunk / frontal.legs_per_trunk, frontal.scale_se_frac
        if lane is not None:
            scale = lane.metres_per_px * leg_px, lane.se_frac
    return HeldBody(
        time_s=smooth.time_s,
        xy_leg=_in_legs(smooth, x_sign, leg_px),
        measured_leg=_in_legs(pose.measured, x_sign, leg_px),
        view=view,
        near_side=near,
        leg_px=leg_px,
        metres_per_leg=scale[0],
        scale_se_frac=scale[1],
        x_sign=x_sign,
    )


def _in_legs(pose: PoseSequence, x_sign: int, leg_px: float) -> FloatArray:
    return np.asarray(pose.xy_px * np.array([x_sign, -1]) / leg_px)


def refuse_no_hold(body: HeldBody) -> None:
    """Refuse somebody who runs, walks or steps about, and a hold that is too short.

    Parameters
    ----------
    body
        The athlete over time.

    Raises
    ------
    PoseError
        Feet or hips do not stay where they are, or it lasts less than ten seconds.
    """
    feet = [_reach(body.point(f"{side}_ankle")) for side in SIDES]
    hips = _reach(body.middle("hip"))
    if max(feet) > _STEPPING_LEG or hips > _TRAVELLING_LEG:
        raise PoseError(
            _("nobody holds a posture in this clip: the athlete runs or steps about"),
            _("give the clip of a hold, in which both feet stay where they are"),
        )
    lasts_s = float(body.time_s[-1] - body.time_s[0])
    if lasts_s < _SHORTEST_S - 2 / 30:
        raise PoseError(
            _("this hold lasts {lasts_s:.1f} s, too short to tell sway").format(lasts_s=lasts_s),
            _("film 10 seconds or more, better 20 to 30"),
        )


def _reach(xy: FloatArray) -> float:
    """How far a point goes about, its farthest tenths left out; 0 where it is not known."""
    known = xy[np.isfinite(xy).all(axis=1)]
    if not len(known):
        return 0.0
    return float(np.ptp(np.percentile(known, _TAILS, axis=0), axis=0).max())
