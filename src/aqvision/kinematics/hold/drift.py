"""HeldPath -> its drift: a line through the places that neither knocks nor sway bend."""

from __future__ import annotations

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.hold.path import Frames, HeldPath

_MEDIAN_S = 0.5
_HALF_KNOWN = 0.5


def robust_line(path: HeldPath, used: Frames) -> tuple[FloatArray, FloatArray]:
    """Lay a line through a path: the median of all slopes between medians of half a second.

    Source: sen-1968

    Parameters
    ----------
    path
        Places over time.
    used
        (N,) frames that count.

    Returns
    -------
    tuple
        Place at time 0, (2,) leg lengths, and slope, (2,) leg lengths a second; NaN with fewer
        than three medians.
    """
    time_s, places = _medians(path, used)
    if len(time_s) < 3:
        return np.full(2, np.nan), np.full(2, np.nan)
    first, second = np.triu_indices(len(time_s), 1)
    slopes = (places[second] - places[first]) / (time_s[second] - time_s[first])[:, None]
    slope = np.median(slopes, axis=0)
    return np.median(places - slope * time_s[:, None], axis=0), slope


def _medians(path: HeldPath, used: Frames) -> tuple[FloatArray, FloatArray]:
    """Medians of half a second each: (M,) times and (M, 2) places."""
    number = ((path.time_s - path.time_s[0]) / _MEDIAN_S).astype(int)
    rows = []
    for i in range(number.max() + 1):
        here = number == i
        if used[here].mean() >= _HALF_KNOWN:
            chosen = here & used
            rows.append([path.time_s[chosen].mean(), *np.median(path.xy_leg[chosen], axis=0)])
    table = np.array(rows).reshape(-1, 3)
    return table[:, 0], table[:, 1:]
