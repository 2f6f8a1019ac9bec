"""HeldPath -> Whitener: what of a path its own past does not foretell.

Sway is slow: a place says much of the next one. So a fit that takes every frame for a new one
follows the slow sway, and hardly heeds how fast a body gives way. A path and a form that both went
through an autoregressive model of the sway are compared by what is new in each frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.hold.path import Frames, HeldPath

ORDER = 5
"""Chosen on simulated holds, of 2 to 8 frames at some 30 a second."""
# Chosen: what a form of an answer and the points of a network miss, even in a body that stands
# like a rock.
_MISSED_LEG = 0.0015
_N_ROUNDS = 4
# Of Tukey's biweight, and of the median of sizes in two even coordinates.
_BIWEIGHT, _MEDIAN_SPREADS = 4.685, 1.18


@dataclass(frozen=True, slots=True, eq=False)
class Whitener:
    """An autoregressive model of sway.

    Parameters
    ----------
    weights
        (ORDER,) of the places before, the latest first; the same across and up.
    root
        (2, 2) what brings the new of a frame, in leg lengths, to unit spread each way.
    """

    weights: FloatArray
    root: FloatArray

    def new(self, courses: FloatArray) -> FloatArray:
        """Give what courses bring that their past does not foretell, of the same shape.

        Parameters
        ----------
        courses
            (N, ...) over time; before the first frame they count as zero.
        """
        new = courses.astype(np.float64)
        for lag, weight in enumerate(self.weights, start=1):
            new[lag:] -= weight * courses[:-lag]
        return new


def fit_whitener(path: HeldPath, quiet: Frames) -> Whitener:
    """Fit the model of a path's sway; frames that stand out of it count less or not at all.

    Parameters
    ----------
    path
        Of the hips, without drift.
    quiet
        (N,) frames that are known and lie in no answer.
    """
    xy = path.xy_leg - np.median(path.xy_leg[quiet], axis=0)
    usable = np.lib.stride_tricks.sliding_window_view(quiet, ORDER + 1).all(axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(xy, ORDER + 1, axis=0)[usable]
    now, past = windows[..., -1], windows[..., -2::-1]
    count = np.ones(len(now))
    for _round in range(_N_ROUNDS):
        moments = np.einsum("t,tap,taq->pq", count, past, past)
        moments += 2 * count.sum() * _MISSED_LEG**2 * np.eye(ORDER)
        weights = np.linalg.solve(moments, np.einsum("t,tap,ta->p", count, past, now))
        left = now - past @ weights
        size = np.linalg.norm(left, axis=1)
        limit = _BIWEIGHT * max(np.median(size) / _MEDIAN_SPREADS, 1e-9)
        count = np.where(size < limit, (1 - (size / limit) ** 2) ** 2, 0.0)
    missed = _MISSED_LEG**2 * (1 + weights @ weights)
    spread = left.T @ (left * count[:, None]) / count.sum() + missed * np.eye(2)
    return Whitener(weights, np.linalg.inv(np.linalg.cholesky(spread)).T)
