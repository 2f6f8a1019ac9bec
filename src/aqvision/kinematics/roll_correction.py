"""Motion -> the same with its ground level: what a camera held askew does to angles, undone.

Tracks are level to a thousandth, cameras in hands are not. A picture that leans turns every
segment by its own lean. What passes by on a track tells it twice: by where the feet stood, and by
the way of the hips. A camera that looks along the lane from above makes the first slope alone, a
body that rises out of the start the second.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.events.ground import find_ground
from aqvision.kinematics.motion import Motion

MIN_TILT_DEG = 2.0
"""Less than this is left as it is: a lens off the height of the hips makes as much by itself where
it is not square to the lane, and angles err by no more."""


def levelled(motion: Motion) -> Motion:
    """Turn all points back by the tilt of the camera; where it is none, give the motion itself."""
    tilt_deg = find_tilt_deg(motion)
    if tilt_deg == 0.0:
        return motion
    back = _turn(-np.radians(tilt_deg)).T
    return replace(
        motion,
        xy_leg=motion.xy_leg @ back,
        measured_leg=motion.measured_leg @ back,
        tilt_deg=tilt_deg,
    )


def find_tilt_deg(motion: Motion) -> float:
    """Tell by how many degrees the picture leans, positive where the ground rises ahead.

    Returns
    -------
    float
        What both lines agree on, the smaller; 0 below ``MIN_TILT_DEG`` and off the track, where
        a belt may be inclined or the ground is not seen standing still.
    """
    if motion.ground != "track":
        return 0.0
    slopes = (find_ground(motion).slope, _slope_of_hips(motion))
    feet_deg, hips_deg = (float(np.degrees(np.arctan(slope))) for slope in slopes)
    smaller = min(feet_deg, hips_deg, key=abs)
    agreed = feet_deg * hips_deg > 0 and abs(smaller) >= MIN_TILT_DEG
    return smaller if agreed else 0.0


def _slope_of_hips(motion: Motion) -> float:
    hips = motion.middle("hip")
    x, y = hips[np.isfinite(hips).all(axis=1)].T
    return float(np.polyfit(x, y, 1)[0])


def _turn(angle_rad: float) -> FloatArray:
    cosine, sine = np.cos(angle_rad), np.sin(angle_rad)
    return np.array([[cosine, -sine], [sine, cosine]])
