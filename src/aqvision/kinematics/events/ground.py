"""Motion -> the ground in the picture: how fast it passes and how it slopes.

Feet that stand mark the ground. A line through where they stood tells how it runs through the
picture, each foot by itself, for the far one is seen higher. A picture knows no gravity, so nothing
tells a rolled camera from a slope; heights above the ground need neither name.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.stance_windows import backward_strokes
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import between, derivative

_LOW_QUANTILE = 0.2
_STILL_FRAC = 0.25
_MIN_FRAMES = 3
_MIN_RUN_LEGS = 0.4
_MAX_SLOPE = 0.2
_N_PASSES = 4


@dataclass(frozen=True, slots=True)
class Ground:
    """How the ground moves and runs.

    ``speed`` is its speed in leg lengths/s relative to a body that stays in place, 0 on a track;
    ``run_speed`` that of the body over the ground. ``slope`` is how many leg lengths the ground
    rises in the picture for each one in the running direction, 0 where it cannot be seen.
    """

    speed: float
    run_speed: float
    slope: float


def find_ground(motion: Motion) -> Ground:
    """Find the ground's speed and slope; NaN speeds where no foot is seen."""
    speed = _ground_speed(motion)
    run_speed = _body_speed(motion) if motion.ground == "track" else speed
    slope = 0.0
    if run_speed > 0 and motion.ground != "moving camera":
        for _ in range(_N_PASSES):  # a first line tells better which frames are low
            slope = _slope(motion, speed, run_speed, slope)
    return Ground(speed, run_speed, slope)


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
    for start, stop in backward_strokes(motion, side):
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
