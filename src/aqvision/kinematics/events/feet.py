"""Motion -> Foot: toe and heel against the ground, their scatter, and when they roughly rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import minimum_filter1d
from scipy.optimize import nnls

from aqvision.core.settings import EventSettings
from aqvision.core.skeleton import INDEX, Side
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.ground import Ground
from aqvision.kinematics.events.onset import LASTS_S, Scatter
from aqvision.kinematics.events.stance_windows import backward_strokes
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import between, derivative

_SLOW_RATE_TOLERANCE = 2.0
_HEIGHT_WINDOW_S = 0.25
_RATE_FOR_FILTER_HZ = 90.0
_LEAST_SCATTER = 0.005
_USUAL_SCATTER = 0.008
# Up to which lag changes of a resting point are looked at; below 50 frames/s nothing is fitted.
_LONGEST_LAG_S = 0.04
_FEWEST_LAGS = 2
_MIN_DIFFERENCES = 12
_OUTLIER_SDS = 4.0
_TINY = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Foot:
    """One foot against the ground: (T, 2) place along it and height above it, in leg lengths.

    ``toe`` and ``heel`` are unfiltered, ``smooth_toe`` is not; a treadmill's belt is taken out.
    """

    side: Side
    time_s: FloatArray
    toe: FloatArray
    heel: FloatArray
    smooth_toe: FloatArray

    @property
    def frame_s(self) -> float:
        """Usual time from frame to frame."""
        return float(np.median(np.diff(self.time_s)))


def find_foot(motion: Motion, side: Side, ground: Ground) -> Foot:
    """Bring one foot into the frame of the ground."""
    toe, heel = INDEX[f"{side}_foot_index"], INDEX[f"{side}_heel"]
    # below 90 frames/s a filter smears a contact of a few frames
    smooth = motion.xy_leg if motion.rate_hz >= _RATE_FOR_FILTER_HZ else motion.measured_leg
    shift = np.zeros(len(motion.time_s))
    if motion.ground != "track":
        shift = ground.speed * motion.time_s - motion.middle("hip")[:, 0]

    def on_ground(points: FloatArray) -> FloatArray:
        moved = points + np.stack([shift, np.zeros_like(shift)], axis=1)
        x, y = moved.T
        along = np.stack([x + ground.slope * y, y - ground.slope * points[:, 0]], axis=1)
        return np.asarray(along / np.hypot(1, ground.slope))

    return Foot(
        side,
        motion.time_s,
        on_ground(motion.measured_leg[:, toe]),
        on_ground(motion.measured_leg[:, heel]),
        on_ground(smooth[:, toe]),
    )


def rough_stances(
    motion: Motion, foot: Foot, run_speed: float, settings: EventSettings
) -> list[tuple[float, float]]:
    """First and last time the foot is low and at rest, for each backward stroke in which it is."""
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
    for start, stop in backward_strokes(motion, foot.side):
        inside = np.flatnonzero(resting & between(time, start, stop))
        if len(inside) and time[inside[-1]] - time[inside[0]] >= 0.5 * settings.min_contact_s:
            stances.append((float(time[inside[0]]), float(time[inside[-1]])))
    return stances


def find_scatter(
    path: FloatArray, time_s: FloatArray, stances: list[tuple[float, float]]
) -> Scatter:
    """Tell how a resting point scatters, from how it changes over one frame and over more.

    What each frame adds anew changes a point as much over one frame as over many; what lasts
    changes it more over a longer time. A look at one and two frames alone takes the one for the
    other by chance. What the foot does at rest counts as scatter as well.
    """
    frame_s = float(np.median(np.diff(time_s)))
    rests = [path[between(time_s, start, stop)] for start, stop in stances]
    lags = np.arange(1, max(_FEWEST_LAGS, round(_LONGEST_LAG_S / frame_s)) + 1)
    changes = [np.concatenate([rest[lag:] - rest[:-lag] for rest in rests]) for lag in lags]
    variance = np.array([_mean_square(change) / 2 for change in changes])
    known = np.isfinite(variance)
    if known.sum() < _FEWEST_LAGS:
        return Scatter(_USUAL_SCATTER)
    faded = 1 - np.exp(-lags[known] * frame_s / LASTS_S)
    parts = np.stack([np.ones_like(faded), faded], axis=1) / variance[known, None]
    (anew, lasting), _ = nnls(parts, np.ones_like(faded))
    return Scatter(max(float(np.sqrt(anew)), _LEAST_SCATTER), float(np.sqrt(lasting)))


def _mean_square(differences: FloatArray) -> float:
    """Mean square without outliers; NaN for too few."""
    known = differences[np.isfinite(differences)]
    if len(known) < _MIN_DIFFERENCES:
        return float("nan")
    limit = _OUTLIER_SDS * 1.4826 * np.median(np.abs(known)) + _TINY
    return float(np.mean(known[np.abs(known) <= limit] ** 2)) + _TINY**2
