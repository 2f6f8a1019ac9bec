"""Motion -> the ground in the picture: how it passes and slopes, when each foot can be on it.

Feet that stand mark the ground. A line through where they stood tells how it runs through the
picture, each foot by itself, for the far one is seen higher. Heights above it need no name for why
it slopes.

Tracks are level to a thousandth, cameras in hands are not: a picture that leans turns every segment
by its own lean. What passes by on a track tells it twice, by where the feet stood and by the way of
the hips. A camera that looks along the lane from above makes the first slope alone, a body that
comes up out of the start the second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from aqvision.core.skeleton import SIDES, Side
from aqvision.core.types import FloatArray
from aqvision.kinematics.motion import GroundKind, Motion
from aqvision.kinematics.signals import between, derivative, prominent_peaks

_LOW_QUANTILE = 0.2
_STILL_FRAC = 0.25
_MIN_FRAMES = 3
_MIN_RUN_LEGS = 0.4
_MAX_SLOPE = 0.2
_N_PASSES = 4
_WINDOW_MARGIN_S = 0.02
_MIN_REACH_LEGS = 0.25
_MIN_KNOWN_FRAMES = 5
MIN_TILT_DEG = 2.0
"""Less than this is left as it is: a lens off the height of the hips makes as much by itself where
it is not square to the lane, and angles err by no more."""


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
    run_speed = _body_speed(motion) if motion.ground == GroundKind.TRACK else speed
    slope = 0.0
    if run_speed > 0 and motion.ground != GroundKind.MOVING_CAMERA:
        for _ in range(_N_PASSES):  # a first line tells better which frames are low
            slope = _slope(motion, speed, run_speed, slope)
    return Ground(speed, run_speed, slope)


def level_ground(filmed: Motion) -> tuple[Motion, Ground]:
    """Take the roll of the camera out of all points, and find the ground under them.

    Parameters
    ----------
    filmed
        The athlete as filmed.

    Returns
    -------
    tuple
        The motion, itself where the camera has no roll, and its ground.
    """
    ground = find_ground(filmed)
    tilt_deg = _roll_deg(filmed, ground.slope)
    if tilt_deg == 0.0:
        return filmed, ground
    angle_rad = -np.radians(tilt_deg)
    cosine, sine = np.cos(angle_rad), np.sin(angle_rad)
    back = np.array([[cosine, -sine], [sine, cosine]]).T
    motion = replace(
        filmed,
        xy_leg=filmed.xy_leg @ back,
        measured_leg=filmed.measured_leg @ back,
        tilt_deg=tilt_deg,
    )
    return motion, find_ground(motion)


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
    fore, rear = prominent_peaks(reach, _MIN_REACH_LEGS), prominent_peaks(-reach, _MIN_REACH_LEGS)
    turns = [float(time[0]), *time[rear].tolist(), float(time[-1])]
    starts = [float(time[0]), *time[fore].tolist()]
    windows = []
    for start in starts:
        stop = next((t for t in turns if t > start), None)
        if stop is not None:
            windows.append((start - _WINDOW_MARGIN_S, stop + _WINDOW_MARGIN_S))
    return windows


def _roll_deg(motion: Motion, ground_slope: float) -> float:
    """Tell by how many degrees the picture leans, positive where the ground rises ahead.

    The smaller of what feet and hips tell, where they agree; 0 below ``MIN_TILT_DEG`` and off the
    track, where a belt may be inclined or the ground is not seen standing still.
    """
    if motion.ground != GroundKind.TRACK:
        return 0.0
    slopes = (ground_slope, _slope_of_hips(motion))
    feet_deg, hips_deg = (float(np.degrees(np.arctan(slope))) for slope in slopes)
    smaller = min(feet_deg, hips_deg, key=abs)
    agreed = feet_deg * hips_deg > 0 and abs(smaller) >= MIN_TILT_DEG
    return smaller if agreed else 0.0


def _slope_of_hips(motion: Motion) -> float:
    hips = motion.middle("hip")
    x, y = hips[np.isfinite(hips).all(axis=1)].T
    return float(np.polyfit(x, y, 1)[0])


def background_passed_frac(motion: Motion) -> float:
    """Tell at which part of the speed over the ground the body passes the background.

    Feet that stand show the speed over the ground. A camera that stands or turns sees the
    background pass as fast; one that travels along sees what is behind the athlete pass more
    slowly, by how much further away it is. On a treadmill it does not pass at all.

    Parameters
    ----------
    motion
        The athlete over T frames, in a picture in which the background stands still.

    Returns
    -------
    float
        1 on a track, 0 on a treadmill, 1/3 beside a camera that travels before a background three
        times as far away as the athlete; NaN where no foot is seen.
    """
    over_ground, past_background = _speeds_of_low_feet(motion)
    return past_background / over_ground if over_ground > 0 else float("nan")


def _ground_speed(motion: Motion) -> float:
    return 0.0 if motion.ground == GroundKind.TRACK else _speeds_of_low_feet(motion)[0]


def _speeds_of_low_feet(motion: Motion) -> tuple[float, float]:
    """Median speeds of the body over its low feet, which move with the ground, and in the picture.

    Both of the same frames: who speeds up may have the low feet at one end of a picture askew.
    """
    hip_x = motion.middle("hip")[:, 0]
    passing = derivative(hip_x, motion.time_s)
    over_feet, in_picture = [], []
    for side in SIDES:
        foot = motion.point(f"{side}_foot_index")
        speed = derivative(foot[:, 0] - hip_x, motion.time_s)
        with np.errstate(invalid="ignore"):
            low = foot[:, 1] < np.nanquantile(foot[:, 1], _LOW_QUANTILE)
        over_feet.append(-speed[low])
        in_picture.append(passing[low])
    speeds = np.array([np.concatenate(over_feet), np.concatenate(in_picture)])
    speeds = speeds[:, np.isfinite(speeds).all(axis=0)]
    if not speeds.size:
        return float("nan"), float("nan")
    over_ground, past_background = np.median(speeds, axis=1)
    return float(over_ground), float(past_background)


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
    body_x = 0.0 if motion.ground == GroundKind.TRACK else motion.middle("hip")[:, 0]
    with np.errstate(invalid="ignore"):
        still = np.abs(derivative(toe[:, 0] - body_x, time) + speed) < _STILL_FRAC * run_speed
    stands = []
    for start, stop in find_stance_windows(motion, side):
        frames = still & between(time, start, stop) & np.isfinite(toe).all(axis=1)
        if frames.sum() >= _MIN_FRAMES:
            stands.append(_lower_half(toe[frames], guess))
    if motion.ground == GroundKind.TRACK:
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
