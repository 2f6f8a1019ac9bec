"""What was measured of a clip -> Scene: how the athlete was filmed and how well found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from aqvision.camera.scale import measure_perspective
from aqvision.camera.stabilise import LaneScale, StillView
from aqvision.core.settings import Settings
from aqvision.core.skeleton import INDEX, Side, opposite
from aqvision.core.view import EndView, View
from aqvision.kinematics.frontal.motion import FrontalMotion
from aqvision.kinematics.frontal.steps import feet_apart
from aqvision.kinematics.motion import Ground, Motion
from aqvision.kinematics.signals import find_frequency
from aqvision.pose.clean.clean import CleanPose
from aqvision.pose.raw_pose import RawPose

_STRIDE_RATES_HZ = (0.4, 3.2)
_SEEN = 0.5
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Scene:
    """How the athlete was filmed and how well the body was found.

    Angles in degrees, ``athlete_px`` the standing height in the picture in pixels, ``*_frac``
    parts of the frames; ``metres_per_leg`` is NaN without a scale. From the front or from behind
    (``view``) no side is near and no arm far: ``direction`` is 0, ``near_side`` "right" by
    convention, ``far_arm_seen_frac`` NaN; sizes are those of the middle of the clip.

    ``camera_turn_deg`` is how far the camera turned, 0 for a still one and NaN where that is not
    known, for ``camera_reason``; ``oblique_frac`` the part of the frames left out because the
    turned camera saw the athlete too obliquely; ``track_se_frac`` the relative standard error that
    its path adds to distances along the track. ``belt_mps`` is the treadmill's speed, as given.

    ``scale_from`` says what gave the scale. ``perspective_frac`` is by what part the scale along
    the lane changes over the run, seen from the athlete's size after ``perspective_from_marks`` was
    taken out. ``lane_offset_m`` is how far behind the marks the athlete runs, ``lane_offset_from``
    what that was corrected by, empty where nothing could, ``lane_corrected_frac`` by what part.

    ``tilt_deg`` is the lean of the picture that was taken out, positive where the ground rose
    ahead.
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
    camera_turn_deg: float = 0.0
    camera_reason: str = ""
    oblique_frac: float = 0.0
    track_se_frac: float = 0.0
    belt_mps: float = float("nan")
    scale_from: str = ""
    perspective_frac: float = float("nan")
    perspective_se_frac: float = float("nan")
    perspective_from_marks: bool = False
    lane_offset_m: float = 0.0
    lane_offset_from: str = ""
    tilt_deg: float = 0.0
    lane_corrected_frac: float = 0.0


def see_from_the_side(
    raw: RawPose,
    still: StillView,
    clean: CleanPose,
    motion: Motion,
    angles: pd.DataFrame,
    settings: Settings,
) -> Scene:
    """Say how an athlete was seen from the side."""
    thighs = (angles["left_thigh_deg"] - angles["right_thigh_deg"]).to_numpy()
    step_rate_hz = 2 * find_frequency(motion.time_s, thighs, *_STRIDE_RATES_HZ)
    perspective_frac, perspective_se_frac = measure_perspective(still.sequence)
    lane = still.lane
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
        still.turn_deg,
        still.reason,
        still.oblique_frac,
        still.track_se_frac,
        motion.belt_mps,
        _scale_from(motion, lane),
        perspective_frac,
        perspective_se_frac,
        still.to_square is not None,
        0.0 if lane is None else lane.offset_m,
        "" if lane is None else lane.offset_from,
        motion.tilt_deg,
        0.0 if lane is None else lane.corrected_frac,
    )


def _scale_from(motion: Motion, lane: LaneScale | None) -> str:
    if not np.isfinite(motion.metres_per_leg):
        return ""
    by_marks = lane is not None and np.isfinite(lane.metres_per_px)
    return lane.described if lane is not None and by_marks else "the height"


def see_from_an_end(
    raw: RawPose, view: EndView, clean: CleanPose, motion: FrontalMotion, settings: Settings
) -> Scene:
    """Say how an athlete was seen from the front or from behind."""
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
