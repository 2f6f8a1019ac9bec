"""Motion -> the ground in the picture: how it passes and slopes, when each foot can be on it.

Feet that stand mark the ground. A line through where they stood tells how it runs through the
picture, each foot by itself, for the far one is seen higher. A picture knows no gravity, so nothing
tells a rolled camera from a slope; heights above the ground need neither name.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.signal import find_peaks

from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import between, derivative

_LOW_QUANTILE = 0.2
_STILL_FRAC = 0.25
_MIN_FRAMES = 3
_MIN_RUN_LEGS = 0.4
_MAX_SLOPE = 0.2
_N_PASSES = 4
_WINDOW_MARGIN_S = 0.02
_MIN_REACH_LEGS = 0.25
_MIN_KNOWN_FRAMES = 5


@dataclass(frozen=True, slots=True)
class Ground:
    """How the ground moves and runs through the picture.

    Parameters
    ----------
    speed
        Its speed in leg lengths/s relative to a body that stays in place, 0 on a track.
    run_speed
        Speed of the body over the ground in leg lengths/s.
    slope
        How many leg lengths the ground rises in the picture for each one in the running direction;
        0 where it cannot be seen.
    """

    speed: float
    run_speed: float
    slope: float


def find_ground(motion: Motion) -> Ground:
    """Find the ground's speed and slope.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths.

    Returns
    -------
    Ground
        Speeds are NaN where no foot is seen.
    """
    speed = _ground_speed(motion)
    run_speed = _body_speed(motion) if motion.ground == "track" else speed
    slope = 0.0
    if run_speed > 0 and motion.ground != "moving camera":
        for _ in range(_N_PASSES):  # a first line tells better which frames are low
            slope = _slope(motion, speed, run_speed, slope)
    return Ground(speed, run_speed, slope)


def find_stance_windows(motion: Motion, side: Side) -> list[tuple[float, float]]:
    """List when a foot can be on the ground: from its foremost to its rearmost place.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths.
    side
        Which foot.

    Returns
    -------
    list of (float, float)
        Start and stop in seconds of each backward sweep under the body, in order of time.
    """
    reach = motion.point(f"{side}_ankle")[:, 0] - motion.middle("hip")[:, 0]
    known = np.isfinite(reach)
    if known.sum() < _MIN_KNOWN_FRAMES:
        return []
    time = motion.time_s
    reach = np.interp(time, time[known], reach[known])
    fore, _ = find_peaks(reach, prominence=_MIN_REACH_LEGS)
    rear, _ = find_peaks(-reach, prominence=_MIN_REACH_LEGS)
    turns = [float(time[0]), *time[rear].tolist(), float(time[-1])]
    starts = [float(time[0]), *time[fore].tolist()]
    windows = []
    for start in starts:
        stop = next((t for t in turns if t > start), None)
        if stop is not None:
            windows.append((start - _WINDOW_MARGIN_S, stop + _WINDOW_MARGIN_S))
    return windows


def _ground_speed(motion: Motion) -> float:
    """Median speed of the low feet, which move with the ground where the body stays in place."""
    if motion.ground == "track":
        return 0.0
    hip_x = motion.middle("hip")[:, 0]
    speeds = []
    for side in SIDES:
        foot = motion.point(f"{side}_foot_index")
        speed = derivative(foot[:, 0] - hip_x, motion.time_s)
        with np.errstate(invalid="ignore"):
            low = foot[:, 1] < np.nanquantile(foot[:, 1], _LOW_QUANTILE)
        speeds.append(-speed[low])
    known = np.concatenate(speeds)
    known = known[np.isfinite(known)]
    return float(np.median(known)) if len(known) else float("nan")


def _body_speed(motion: Motion) -> float:
    x = motion.middle("hip")[:, 0]
    known = np.isfinite(x)
    return float(np.polyfit(motion.time_s[known], x[known], 1)[0])


def _slope(motion: Motion, speed: float, run_speed: float, guess: float) -> float:
    """Median slope of the lines between any two places at which one foot stood."""
    slopes, runs = [], []
    for side in SIDES:
        for places in _standing_places(motion, side, speed, run_speed, guess):
            for first, second in combinations(places, 2):
                run, rise = second - first
                if abs(run) > _MIN_RUN_LEGS:
                    slopes.append(rise / run)
                    runs.append(abs(run))
    if not slopes:
        return 0.0
    return float(np.clip(_weighted_median(slopes, runs), -_MAX_SLOPE, _MAX_SLOPE))


def _standing_places(
    motion: Motion, side: Side, speed: float, run_speed: float, guess: float
) -> list[list[FloatArray]]:
    """Places in the picture, in groups that lie on one line.

    On a track each stand is one place. On a treadmill the belt carries a stand along the ground.
    """
    toe, time = motion.point(f"{side}_foot_index"), motion.time_s
    body_x = 0.0 if motion.ground == "track" else motion.middle("hip")[:, 0]
    with np.errstate(invalid="ignore"):
        still = np.abs(derivative(toe[:, 0] - body_x, time) + speed) < _STILL_FRAC * run_speed
    stands = []
    for start, stop in find_stance_windows(motion, side):
        frames = still & between(time, start, stop) & np.isfinite(toe).all(axis=1)
        if frames.sum() >= _MIN_FRAMES:
            stands.append(_lower_half(toe[frames], guess))
    if motion.ground == "track":
        return [[np.median(stand, axis=0) for stand in stands]]
    return [list(stand) for stand in stands]


def _lower_half(stand: FloatArray, slope: float) -> FloatArray:
    """Those places that lie lowest on a slope: the others are at the ends of a swing."""
    height = stand[:, 1] - slope * stand[:, 0]
    return stand[height <= np.median(height)]


def _weighted_median(values: list[float], weights: list[float]) -> float:
    order = np.argsort(values)
    share = np.cumsum(np.array(weights)[order])
    return float(np.array(values)[order][np.searchsorted(share, share[-1] / 2)])
