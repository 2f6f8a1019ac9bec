"""Path of an ankle along the ground -> when the ground brakes it, and how surely it does at all.

A foot that still travels forward as it touches is stopped by the ground within some 20 ms: the
ankle loses about a third of the running speed in one push. Friction needs weight, so the push tells
when force rises, before sole and soft tissue have settled. A foot that its own leg has stopped
before it lands shows none. On two athletes over force plates (3.5 and 6.6 m/s) the middle of the
push came 5.5 ms after 50 N, on markers, exact joints and the network's points alike, from 60 to
250 frames/s: docs/accuracy.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from aqvision.core.types import FloatArray
from aqvision.kinematics.events.onset import GRID_S
from aqvision.kinematics.events.windows import LASTS_S, Scatter
from aqvision.kinematics.signals import between

_BEFORE_S, _AFTER_S = 0.05, 0.045
_REACH_S = 0.025
_MIN_POINTS = 5
_LEAST_SD = 0.004
_PUSH_SD_S = 0.008
# Means and standard deviations, in running speeds and seconds: the ankle slows in the air, is
# pushed by a third of the running speed, and hardly speeds up afterwards.
_IN_THE_AIR, _IN_THE_AIR_SD = -12.0, 6.0
_ON_THE_GROUND, _ON_THE_GROUND_SD = 2.0, 4.0
_PUSH, _PUSH_SD = -0.33, 0.12
# Without a push its acceleration changes evenly.
_SMOOTH, _SMOOTH_SD, _JERK_SD = -5.0, 15.0, 500.0
_SPEED_SD, _PLACE_SD = 2.0, 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Braking:
    """When the ground pushes a foot back.

    Parameters
    ----------
    times_s
        (J,) times in question, 1 ms apart.
    probability
        (J,) probability of each as the middle of the push, if there is one.
    certainty
        How likely there is one, 0 to 1.
    """

    times_s: FloatArray
    probability: FloatArray
    certainty: float


def find_braking(
    time_s: FloatArray, along: FloatArray, near_s: float, run_speed: float, scatter: Scatter
) -> Braking | None:
    """Weigh every time at which the ground may push an ankle back, against no push at all.

    Parameters
    ----------
    time_s, along
        (T,) frames, and the ankle's place along the ground in leg lengths; NaN where unknown.
    near_s
        About when the foot comes to rest.
    run_speed
        Speed of the body in leg lengths/s.
    scatter
        How points of this foot scatter, in leg lengths.

    Returns
    -------
    Braking or None
        None where fewer than five frames are known.
    """
    known = np.isfinite(along) & between(time_s, near_s - _BEFORE_S, near_s + _AFTER_S)
    if known.sum() < _MIN_POINTS:
        return None
    time, path = time_s[known] - near_s, along[known] - along[known].mean()
    noise = _noise(time, scatter)
    offsets = np.arange(-_REACH_S, _REACH_S + GRID_S / 2, GRID_S)
    speed = run_speed * np.array([_SPEED_SD, _IN_THE_AIR_SD, _ON_THE_GROUND_SD, _PUSH_SD])
    mean = run_speed * np.array([0.0, 0.0, _IN_THE_AIR, _ON_THE_GROUND, _PUSH])
    pushed = _log_evidence(
        path, _push_columns(time - offsets[:, None]), mean, np.array([_PLACE_SD, *speed]), noise
    )
    smooth = np.stack([np.ones_like(time), time, time**2 / 2, time**3 / 6], axis=-1)
    alone = run_speed * np.array([_SPEED_SD, _SMOOTH_SD, _JERK_SD])
    calm_mean = run_speed * np.array([0.0, 0.0, _SMOOTH, 0.0])
    (calm,) = _log_evidence(path, smooth[None], calm_mean, np.array([_PLACE_SD, *alone]), noise)
    weight = np.exp(pushed - max(pushed.max(), calm))
    mean_weight = float(weight.mean())
    certainty = mean_weight / (mean_weight + float(np.exp(calm - max(pushed.max(), calm))))
    return Braking(near_s + offsets, weight / max(weight.sum(), np.finfo(float).tiny), certainty)


def _push_columns(since: FloatArray) -> FloatArray:
    """Place, speed, acceleration before and after, and a push of 1: (J, N, 5) by time and frame."""
    ones = np.ones_like(since)
    bell = np.exp(-0.5 * (since / _PUSH_SD_S) ** 2) / np.sqrt(2 * np.pi)
    pushed = since * ndtr(since / _PUSH_SD_S) + _PUSH_SD_S * bell
    before, after = np.minimum(0.0, since), np.maximum(0.0, since)
    return np.stack([ones, since, before**2 / 2, after**2 / 2, pushed], axis=-1)


def _noise(time_s: FloatArray, scatter: Scatter) -> FloatArray:
    """Covariance of the frames, (N, N)."""
    apart_s = np.abs(time_s[:, None] - time_s)
    anew = max(scatter.sd, _LEAST_SD) ** 2 * np.eye(len(time_s))
    return np.asarray(anew + scatter.lasting_sd**2 * np.exp(-apart_s / LASTS_S))


def _log_evidence(
    path: FloatArray, columns: FloatArray, mean: FloatArray, sd: FloatArray, noise: FloatArray
) -> FloatArray:
    """How well each of J sets of columns, (J, N, K), tells the path, but for a constant: (J,)."""
    covariance = (columns * sd**2) @ np.swapaxes(columns, -1, -2) + noise
    root = np.linalg.cholesky(covariance)
    left = np.linalg.solve(root, (path - columns @ mean)[..., None])[..., 0]
    diagonal = np.diagonal(root, axis1=-2, axis2=-1)
    return np.asarray(-0.5 * (left**2).sum(axis=-1) - np.log(diagonal).sum(axis=-1))
