"""What was measured of a clip -> Scene and Filming: how the athlete was filmed and found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from aqvision.camera.body_size import measure_perspective
from aqvision.camera.stabilise import LaneOffset, LaneScale, ScaleSource, StillView
from aqvision.core.settings import Settings
from aqvision.core.skeleton import INDEX, opposite
from aqvision.core.types import EndView, View
from aqvision.kinematics.frontal.motion import FrontalMotion
from aqvision.kinematics.frontal.steps import feet_apart
from aqvision.kinematics.harmonics import find_frequency
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.quality.scene import BodyFound, CameraView, Scale, Scene
from aqvision.pose.clean.clean import CleanPose
from aqvision.pose.detect.appearance import PictureQuality
from aqvision.pose.estimate import RawPose

_STRIDE_RATES_HZ = (0.4, 3.2)
_SEEN = 0.5
_SURE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Filming:
    """What of the pictures limits the numbers without deciding their grade.

    ``athlete_px`` is the standing height in the picture; ``found_frac``, ``cut_off_frac``,
    ``feet_cut_frac`` and ``hidden_frac`` are parts of the frames, NaN where not known.
    ``background_still`` tells whether the background is seen to stand still, ``chosen`` whether
    somebody named the athlete.
    """

    athlete_px: float
    found_frac: float
    n_people: int
    cut_off_frac: float
    hidden_frac: float
    picture: PictureQuality
    feet_cut_frac: float = 0.0
    background_still: bool = True
    chosen: bool = False


def see_from_the_side(
    raw: RawPose,
    still: StillView,
    clean: CleanPose,
    motion: Motion,
    angles: pd.DataFrame,
    settings: Settings,
) -> Scene:
    """Say how an athlete was seen from the side.

    Parameters
    ----------
    raw, still, clean, motion, angles
        One made from the other, see :class:`aqvision.analysis.chain.SideChain`.
    settings
        Proportions of the body.
    """
    thighs = (angles["left_thigh_deg"] - angles["right_thigh_deg"]).to_numpy()
    far_elbow = INDEX[f"{opposite(motion.near_side)}_elbow"]
    far_arm_seen_frac = float(np.mean(motion.visibility[:, far_elbow] > _SEEN))
    return Scene(
        camera=_side_camera(motion, still),
        body=_body_found(
            raw, clean, motion.leg_px / settings.body.leg_frac_height, far_arm_seen_frac
        ),
        scale=_side_scale(motion, still),
        lane=LaneOffset() if still.lane is None else still.lane.offset,
        ground=motion.ground,
        step_rate_hz=2 * find_frequency(motion.time_s, thighs, *_STRIDE_RATES_HZ),
        belt_mps=motion.belt_mps,
    )


def see_from_an_end(
    raw: RawPose, view: EndView, clean: CleanPose, motion: FrontalMotion, settings: Settings
) -> Scene:
    """Say how an athlete was seen from the front or from behind.

    Parameters
    ----------
    raw, clean, motion
        One made from the other, see :class:`aqvision.analysis.chain.EndChain`.
    view
        From which end.
    settings
        Proportions of the body.
    """
    leg_px = float(np.median(motion.trunk_px)) / motion.legs_per_trunk
    return Scene(
        camera=CameraView(view=view, view_angle_deg=90.0, direction=0, near_side="right"),
        body=_body_found(raw, clean, leg_px / settings.body.leg_frac_height, float("nan")),
        scale=Scale(
            metres_per_leg=motion.metres_per_trunk / motion.legs_per_trunk,
            se_frac=motion.scale_se_frac,
        ),
        ground=motion.ground,
        step_rate_hz=2 * find_frequency(motion.time_s, feet_apart(motion), *_STRIDE_RATES_HZ),
    )


def filming_of(raw: RawPose, scene: Scene) -> Filming:
    """Gather what of the pictures limits the numbers.

    Parameters
    ----------
    raw
        The network's points, and what the pictures are like.
    scene
        How the athlete was filmed.
    """
    pose, camera = raw.sequence, scene.camera
    hidden = pose.hidden_frac(camera.near_side) if camera.view == View.SIDE else float("nan")
    return Filming(
        athlete_px=scene.body.athlete_px,
        found_frac=scene.body.found_frac,
        n_people=raw.n_people,
        cut_off_frac=pose.cut_off_frac,
        feet_cut_frac=pose.feet_cut_frac,
        hidden_frac=hidden,
        picture=raw.picture,
        background_still=raw.camera.static is True,
    )


def _body_found(
    raw: RawPose, clean: CleanPose, athlete_px: float, far_arm_seen_frac: float
) -> BodyFound:
    return BodyFound(
        athlete_px=athlete_px,
        found_frac=float(raw.sequence.detected.mean()),
        swapped_legs_frac=clean.legs.swapped_frac,
        unsure_legs_frac=float(np.mean(clean.legs.certainty < _SURE)),
        swapped_arms_frac=clean.arms.swapped_frac,
        unsure_arms_frac=float(np.mean(clean.arms.certainty < _SURE)),
        far_arm_seen_frac=far_arm_seen_frac,
        n_people=raw.n_people,
    )


def _side_camera(motion: Motion, still: StillView) -> CameraView:
    return CameraView(
        view=View.SIDE,
        view_angle_deg=motion.view_angle_deg,
        direction=motion.direction,
        near_side=motion.near_side,
        turn_deg=still.turn_deg,
        reason=still.reason,
        oblique_frac=still.oblique_frac,
        track_se_frac=still.track_se_frac,
        tilt_deg=motion.tilt_deg,
    )


def _side_scale(motion: Motion, still: StillView) -> Scale:
    perspective_frac, perspective_se_frac = measure_perspective(still.sequence)
    return Scale(
        metres_per_leg=motion.metres_per_leg,
        se_frac=motion.scale_se_frac,
        source=_scale_source(motion, still.lane),
        perspective_frac=perspective_frac,
        perspective_se_frac=perspective_se_frac,
        perspective_from_marks=still.to_rectified is not None,
    )


def _scale_source(motion: Motion, lane: LaneScale | None) -> str:
    if not np.isfinite(motion.metres_per_leg):
        return ScaleSource.UNKNOWN
    by_marks = lane is not None and np.isfinite(lane.metres_per_px)
    return lane.described if lane is not None and by_marks else ScaleSource.HEIGHT
