"""Path of a foot -> how its points scatter, and the frames around an event."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import nnls

from aqvision.core.types import FloatArray
from aqvision.kinematics.signals import between

LASTS_S = 0.015
"""How long the errors last that a point keeps from frame to frame: they fade as exp(-t / 15 ms)."""
_LEAST_SCATTER = 0.005
# Up to which lag changes of a resting point count; below 50 frames/s nothing is fitted.
_LONGEST_LAG_S = 0.04
_FEWEST_LAGS = 2
_MIN_DIFFERENCES = 12
_OUTLIER_SDS = 4.0
_TINY = 1e-9
_MIN_POINTS = 5
_MIN_MOVING = 2
_MAX_PATH = 0.12  # leg lengths; beyond it a path tells no more of when it began


@dataclass(frozen=True, slots=True)
class Scatter:
    """Standard deviations of a point: of what each frame adds anew, and of what lasts."""

    sd: float = 0.008
    lasting_sd: float = 0.0


def find_scatter(
    path: FloatArray, time_s: FloatArray, stances: list[tuple[float, float]]
) -> Scatter:
    """Tell how a resting point scatters, from how it changes over one frame and over more.

    What each frame adds anew changes a point as much over one frame as over many; what lasts
    changes it more over a longer time. One and two frames alone take the one for the other by
    chance. What the foot does at rest counts as scatter as well.

    Parameters
    ----------
    path
        (T,) a coordinate in leg lengths; NaN where unknown.
    time_s
        (T,) times.
    stances
        Start and stop in seconds of each time at rest.

    Returns
    -------
    Scatter
        Standard deviations in leg lengths; the usual ones where too few frames are known.
    """
    frame_s = float(np.median(np.diff(time_s)))
    rests = [path[between(time_s, start, stop)] for start, stop in stances]
    lags = np.arange(1, max(_FEWEST_LAGS, round(_LONGEST_LAG_S / frame_s)) + 1)
    changes = [np.concatenate([rest[lag:] - rest[:-lag] for rest in rests]) for lag in lags]
    variance = np.array([_mean_square(change) / 2 for change in changes])
    known = np.isfinite(variance)
    if known.sum() < _FEWEST_LAGS:
        return Scatter()
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


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class EventWindow:
    """One end of a contact as it was seen.

    Parameters
    ----------
    time_s, path
        (N,) frames around it in order of time, and the path in leg lengths.
    rough_s
        A guess of its time.
    sign
        1 where motion follows rest, -1 where rest follows motion.
    scatter
        How the points scatter, in leg lengths.
    """

    time_s: FloatArray
    path: FloatArray
    rough_s: float
    sign: float
    scatter: Scatter


def cut_window(
    time_s: FloatArray,
    path: FloatArray,
    rough_s: float,
    resting_s: float,
    moving_s: float,
    scatter: Scatter,
) -> EventWindow | None:
    """Cut the frames around an event out of a path.

    Parameters
    ----------
    time_s, path
        (T,) frames and height, or place along the track, in leg lengths; NaN where unknown.
    rough_s
        A guess of the time.
    resting_s, moving_s
        How far the window reaches into rest and motion. ``resting_s`` after ``moving_s`` asks for
        a touchdown.
    scatter
        How the points scatter, in leg lengths.

    Returns
    -------
    EventWindow or None
        None when too few points are known.
    """
    sign = 1.0 if moving_s > resting_s else -1.0
    known = np.isfinite(path) & between(time_s, min(resting_s, moving_s), max(resting_s, moving_s))
    moving = known & ((time_s - rough_s) * sign > 0)
    if known.sum() < _MIN_POINTS or moving.sum() < _MIN_MOVING:
        return None
    known &= ~_far_off(time_s, path, known & ~moving, moving, sign)
    return EventWindow(
        time_s=time_s[known], path=path[known], rough_s=rough_s, sign=sign, scatter=scatter
    )


def _far_off(
    time_s: FloatArray,
    path: FloatArray,
    resting: npt.NDArray[np.bool_],
    moving: npt.NDArray[np.bool_],
    sign: float,
) -> npt.NDArray[np.bool_]:
    """Mark moving frames too far from the rest to tell when it ended, but for the first ones."""
    level = float(np.median(path[resting])) if resting.any() else float(np.median(path[moving]))
    nearest = np.sort(sign * time_s[moving])[_MIN_MOVING - 1]
    with np.errstate(invalid="ignore"):
        return np.asarray(moving & (np.abs(path - level) > _MAX_PATH) & (sign * time_s > nearest))
