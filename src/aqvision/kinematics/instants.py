"""Height of a foot -> the instant at which rest turns into motion, below one frame.

A foot that lifts off gains height slowly at first, so the eye and any threshold see it late; a
foot that lands is slowed before it rests. Both are fitted as rest, then a rise with a speed and
an acceleration, on unfiltered points; a landing is a lift-off seen backwards in time.
Source: biomechanics-notes.
"""

from __future__ import annotations

import numpy as np

from aqvision.kinematics.signals import between
from aqvision.pose.sequence import FloatArray

_GRID_S = 0.0005
_SEARCH_S = 0.035
_HUBER = 1.5
_MIN_POINTS = 5
_MIN_MOVING = 2
# Vertical speed of the forefoot at the ends of a contact, in leg lengths/s: 0.9 to 2.1 m/s at the
# first metatarsal head in motion capture of running (dorn-2012). Value, spread and the margin were
# chosen within that by the error on rendered clips, whose foot lands at 1.1 m/s by design.
_LIFT_SPEED = 1.2
_LIFT_SPEED_SD = 0.4
# Scatter of the network's toe in leg lengths.
_HEIGHT_NOISE = 0.008


def find_lift(
    time_s: FloatArray, height: FloatArray, resting_s: float, rough_s: float, margin_s: float
) -> tuple[float, float] | None:
    """Find when a resting foot begins to rise.

    Parameters
    ----------
    time_s, height
        (T,) frames and unfiltered height in leg lengths; NaN where unknown.
    resting_s, rough_s
        A time at which the foot surely rests, and a guess of the lift not far from the truth.
        ``resting_s`` after ``rough_s`` asks for a landing.
    margin_s
        How much of the motion is looked at.

    Returns
    -------
    tuple or None
        The instant and its standard error in seconds; None when too few points are known.
    """
    sign = 1.0 if rough_s > resting_s else -1.0
    outer = rough_s + sign * margin_s
    known = np.isfinite(height) & between(time_s, min(outer, resting_s), max(outer, resting_s))
    moving = known & ((time_s - rough_s) * sign > 0)
    if known.sum() < _MIN_POINTS or moving.sum() < _MIN_MOVING:
        return None
    reach = max(_SEARCH_S, float(np.median(np.diff(time_s))))
    instants = sign * rough_s + np.arange(-reach, reach, _GRID_S)
    time = sign * time_s[known]
    losses = np.array([_misfit(time - instant, height[known]) for instant in instants])
    weight = np.exp(-0.5 * (losses - losses.min()) / _HEIGHT_NOISE**2)
    weight /= weight.sum()
    mean = float(np.dot(weight, instants))
    spread = float(np.sqrt(np.dot(weight, (instants - mean) ** 2)))
    return sign * mean, max(spread, _GRID_S)


def _misfit(since_s: FloatArray, height: FloatArray) -> float:
    """Squares left by a foot that rests until 0 and then rises; outliers weigh less (Huber).

    The speed is drawn towards what a forefoot shows, without which a slow rise and a late one
    look alike.
    """
    past = np.maximum(0.0, since_s)
    basis = np.stack([np.ones_like(past), past, 0.5 * past**2], axis=1)
    pull = _HEIGHT_NOISE / _LIFT_SPEED_SD
    pull_row, pulled_to = np.array([0.0, pull, 0.0]), pull * _LIFT_SPEED
    weight = np.ones(len(height))
    for _ in range(3):
        root = np.sqrt(weight)
        rows = np.vstack([basis * root[:, None], pull_row])
        fit, *_ = np.linalg.lstsq(rows, np.append(height * root, pulled_to), rcond=None)
        residual = np.abs(height - basis @ fit)
        scale = max(1.4826 * float(np.median(residual)), 0.4 * _HEIGHT_NOISE)
        weight = np.minimum(1.0, _HUBER * scale / np.maximum(residual, 1e-12))
    return float(np.sum(weight * residual**2) + (pull * fit[1] - pulled_to) ** 2)
