"""LegAngles -> joints of the leg in the world: the plane that a leg moves in.

The plane holds the running direction, the hip, and a line on the ground on which this foot always
stands; so it leans inward a little, and all segments keep their lengths.
"""

import numpy as np

from samples.generator.curves import Array
from samples.generator.leg import LegAngles, plane_height, rotated
from samples.generator.parameters import BodyDimensions


def leg_points(
    body: BodyDimensions, angles: LegAngles, hip_up_m: Array
) -> dict[str, tuple[Array, Array]]:
    """Joints in the plane of the leg: forward of the hip, and up along the plane from ground."""
    knee = body.thigh_m * np.sin(angles.thigh), hip_up_m - body.thigh_m * np.cos(angles.thigh)
    ankle = (
        knee[0] + body.shank_m * np.sin(angles.shank),
        knee[1] - body.shank_m * np.cos(angles.shank),
    )
    heel = rotated(angles.foot_pitch, body.heel_from_ankle_m)
    ball = rotated(angles.foot_pitch, body.ball_from_ankle_m)
    toe = rotated(angles.foot_pitch + angles.toe_bend, body.toe_from_ball_m)
    at_ball = ankle[0] + ball[0], ankle[1] + ball[1]
    return {
        "hip": (np.zeros_like(hip_up_m), hip_up_m),
        "knee": knee,
        "ankle": ankle,
        "heel": (ankle[0] + heel[0], ankle[1] + heel[1]),
        "ball": at_ball,
        "toe": (at_ball[0] + toe[0], at_ball[1] + toe[1]),
    }


def place_leg(body: BodyDimensions, side: str, hip_m: Array, angles: LegAngles) -> dict[str, Array]:
    """Hip, knee, ankle, heel, ball and toe of one side in the world, (T, 3) metres each.

    Parameters
    ----------
    hip_m : (T, 3) array
        Forward, to its own side, and above the ground.
    """
    hip_x_m, outward_m, height_m = hip_m.T
    hip_up_m = plane_height(body, outward_m, height_m)
    track_m, left = body.foot_track_half_width_m, (1.0 if side == "left" else -1.0)
    joints_m = {}
    for name, (forward_m, up_m) in leg_points(body, angles, hip_up_m).items():
        share = up_m / hip_up_m
        lateral_m = left * (track_m + share * (outward_m - track_m))
        joints_m[f"{side}_{name}"] = np.stack(
            [hip_x_m + forward_m, lateral_m, share * height_m], axis=-1
        )
    return joints_m
