"""Motion -> Foot: toe, heel and ankle against the ground, and when they roughly rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import minimum_filter1d

from aqvision.core.settings import EventSettings
from aqvision.core.skeleton import INDEX, Side
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.ground import Ground, find_stance_windows
from aqvision.kinematics.motion import GroundKind, Motion
from aqvision.kinematics.signals import between, derivative

_SLOW_RATE_TOLERANCE = 2.0
_HEIGHT_WINDOW_S = 0.25
_RATE_FOR_FILTER_HZ = 90.0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Foot:
    """One foot against the ground; a treadmill's belt is taken out.

    Parameters
    ----------
    side
        Which foot.
    time_s
        (T,) real time.
    toe, heel, ankle
        (T, 2) unfiltered place along the ground and height above it, in leg lengths.
    smooth_toe
        (T, 2) the filtered toe.
    run_speed
        Speed of the body over the ground in leg lengths/s.
    by_network
        Whether a network saw it in pictures.
    """

    side: Side
    time_s: FloatArray
    toe: FloatArray
    heel: FloatArray
    ankle: FloatArray
    smooth_toe: FloatArray
    run_speed: float
    by_network: bool

    @property
    def frame_s(self) -> float:
        """Usual time from frame to frame."""
        return float(np.median(np.diff(self.time_s)))


def find_foot(motion: Motion, side: Side, ground: Ground) -> Foot:
    """Bring one foot into the frame of the ground.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths.
    side
        Which foot.
    ground
        How the ground moves and slopes in the picture.

    Returns
    -------
    Foot
        Its points over T frames.
    """
    toe, heel, ankle = (INDEX[f"{side}_{joint}"] for joint in ("foot_index", "heel", "ankle"))
    # below 90 frames/s a filter smears a contact of a few frames
    smooth = motion.xy_leg if motion.rate_hz >= _RATE_FOR_FILTER_HZ else motion.measured_leg
    shift = np.zeros(len(motion.time_s))
    if motion.ground != GroundKind.TRACK:
        shift = ground.speed * motion.time_s - motion.middle("hip")[:, 0]

    def on_ground(points: FloatArray) -> FloatArray:
        moved = points + np.stack([shift, np.zeros_like(shift)], axis=1)
        x, y = moved.T
        along = np.stack([x + ground.slope * y, y - ground.slope * points[:, 0]], axis=1)
        return np.asarray(along / np.hypot(1, ground.slope))

    return Foot(
        side=side,
        time_s=motion.time_s,
        toe=on_ground(motion.measured_leg[:, toe]),
        heel=on_ground(motion.measured_leg[:, heel]),
        ankle=on_ground(motion.measured_leg[:, ankle]),
        smooth_toe=on_ground(smooth[:, toe]),
        run_speed=ground.run_speed,
        by_network=motion.by_network,
    )


def find_rough_stances(
    motion: Motion, foot: Foot, run_speed: float, settings: EventSettings
) -> list[tuple[float, float]]:
    """Find the first and last time the foot is low and at rest in each stance window.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths.
    foot
        The foot against the ground.
    run_speed
        Speed of the body over the ground, in leg lengths/s.
    settings
        Which speed and height count as rest.

    Returns
    -------
    list of (float, float)
        Start and stop in seconds of each window in which the foot rests.
    """
    time, (along, height) = foot.time_s, foot.smooth_toe.T
    known_height = np.where(np.isfinite(height), height, np.inf)
    lowest = minimum_filter1d(known_height, 2 * round(_HEIGHT_WINDOW_S * motion.rate_hz) + 1)
    speed = np.abs(derivative(along, time))
    slow = motion.rate_hz < _RATE_FOR_FILTER_HZ
    tolerance = settings.max_ground_speed_frac * (_SLOW_RATE_TOLERANCE if slow else 1.0)
    with np.errstate(invalid="ignore"):
        resting = (speed < tolerance * run_speed) & (
            known_height < lowest + settings.max_ground_height_frac
        )
    stances = []
    for start, stop in find_stance_windows(motion, foot.side):
        inside = np.flatnonzero(resting & between(time, start, stop))
        if len(inside) and time[inside[-1]] - time[inside[0]] >= 0.5 * settings.min_contact_s:
            stances.append((float(time[inside[0]]), float(time[inside[-1]])))
    return stances
