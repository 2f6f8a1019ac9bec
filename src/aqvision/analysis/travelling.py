"""Motion and what the background does -> whether the camera travels along with the athlete."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.camera.stabilise import MAX_VIEW_DEG
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.ground import background_passed_frac
from aqvision.kinematics.motion import Motion

# Of the speed over the ground: rendered cameras that stand or turn saw 0.99 to 1.15 of it pass, and
# people wander less on a belt; a background at half the distance beyond makes it 0.73.
_MOST_ON_BELT, LEAST_ON_TRACK = 0.08, 0.85
_MOST_ON_TRACK = 1.25
LEAST_AT_A_GLANCE = 0.6
"""The same where the background was only looked at ten times a second, with the athlete in it:
rendered cameras that turn read 0.78 to 1.12."""


def camera_travels(
    camera: CameraMotion, motion: Motion, least_on_track: float = LEAST_ON_TRACK
) -> bool:
    """Tell whether the feet contradict that the camera stood in one place.

    Parameters
    ----------
    camera
        How fast the background moves in the picture.
    motion
        The athlete, in a picture in which the background stands still.
    least_on_track
        Part of the speed over the ground at which the background passes before a camera that
        stands or turns, at the least.
    """
    if camera.static is not False or motion.view_angle_deg > MAX_VIEW_DEG:
        return False
    return _MOST_ON_BELT < background_passed_frac(motion) < least_on_track


def feet_stand(motion: Motion) -> bool:
    """Tell whether feet that touch the ground stand still in the picture as filmed.

    Where the background shows nothing, they alone tell that the camera stood.

    Parameters
    ----------
    motion
        The athlete, in the picture as filmed.
    """
    return LEAST_ON_TRACK < background_passed_frac(motion) < _MOST_ON_TRACK


def before_background(motion: Motion, time_s: FloatArray, background_px: FloatArray) -> Motion:
    """Lay a motion as filmed into a picture in which the background stands still, along the lane.

    Parameters
    ----------
    motion
        The athlete over T frames, in the picture as filmed.
    time_s
        (T,) playback time of the frames.
    background_px
        (K, 2) playback time, and how far the background has moved to the right by then.
    """
    moved_px = np.interp(time_s, *background_px.T)
    moved_leg = motion.direction * moved_px / motion.leg_px
    along = np.stack([moved_leg, np.zeros_like(moved_leg)], axis=1)[:, None]
    return replace(motion, xy_leg=motion.xy_leg - along)
