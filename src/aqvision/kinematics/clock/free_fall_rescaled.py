"""PoseSequence -> Fall on a clock that is wrong: set to a running pace first, so that steps show.

Filters and contacts are made for a run in real time. On a clip that plays eight times too slowly
they see no contact and no flight. Its clock is set to a sprint's step rate, and the fall of the
body then tells how far that is from the truth.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from aqvision.camera.motion import CameraMotion
from aqvision.camera.stabilise import MAX_VIEW_DEG, LaneScale
from aqvision.core.clip import Clip
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.kinematics.clock.check import SPRINT_STEPS_HZ
from aqvision.kinematics.clock.free_fall import Fall, measure_fall
from aqvision.kinematics.events.contacts import find_contacts
from aqvision.kinematics.motion import find_motion
from aqvision.pose.clean.clean import clean_pose


def fall_at_running_pace(
    seen: tuple[PoseSequence, CameraMotion, Clip, LaneScale | None],
    settings: Settings,
    step_rate_hz: float,
) -> Fall | None:
    """Measure the fall of the body with the clock set to a sprint's step rate.

    Parameters
    ----------
    seen
        The points, how the camera moves, what is known of the clip, and what its marks tell.
    step_rate_hz
        Steps a second by the clock of these points, which ``Fall.slowed`` refers to.

    Returns
    -------
    Fall or None
        None without a side view, or where too little flight is seen.
    """
    pose, camera, clip, lane = seen
    if not np.isfinite(step_rate_hz):
        return None
    seconds = step_rate_hz / SPRINT_STEPS_HZ
    paced = replace(pose, time_s=pose.time_s * seconds)
    clean = clean_pose(paced, settings.cleaning, settings.filter)
    motion = find_motion(clean, camera, clip, settings.body, lane)
    if motion.view_angle_deg > MAX_VIEW_DEG:
        return None
    fall = measure_fall(motion, find_contacts(motion, settings.events))
    return None if fall is None else replace(fall, slowed=fall.slowed / seconds)
