"""Points over time -> the robust curve through the frames around each, and how far it holds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aqvision.core.fitting import huber_weight
from aqvision.core.types import FloatArray

CURVE_LIMIT = 4.0
"""A point counts for a curve up to so many times its noise."""
CURVE_DEGREE = 3
_N_HUBER, _N_BIWEIGHT = 4, 4
_RIDGE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """Cubics through the frames around each of T frames, for J joints.

    Attributes
    ----------
    middle
        (T, J, 2) where a curve is in its own frame.
    doubt
        (T, J) standard deviation of that, in units of the points' noise: large where few frames
        agree, or all lie on one side.
    n_used
        (T, J) how many points made it, those of less weight less.
    """

    middle: FloatArray
    doubt: FloatArray
    n_used: FloatArray


def fit_curves(
    points: FloatArray, time_s: FloatArray, away: npt.NDArray[np.int_], noise: float
) -> Curves:
    """Draw a robust cubic through frames around each frame.

    Parameters
    ----------
    points
        (T, J, 2) paths, NaN where unknown.
    time_s
        (T,) times.
    away
        (K,) which frames count, as numbers of frames from each; without 0 to judge a frame by the
        others alone.
    noise
        By how much points scatter, in their unit.
    """
    n = len(points)
    wanted = np.arange(n)[:, None] + away
    rows = np.clip(wanted, 0, n - 1)
    since = (time_s[rows] - time_s[:, None]) / (time_s[-1] - time_s[0]) * n / len(away)
    basis = since[:, :, None] ** np.arange(CURVE_DEGREE + 1)
    known = np.isfinite(points[rows, :, 0]) & (rows == wanted)[:, :, None]
    values = np.nan_to_num(points[rows])
    weight = known.astype(np.float64)
    for turn in range(_N_HUBER + _N_BIWEIGHT):
        fit, inverse = _least_squares(basis, values, weight)
        curve = np.einsum("tkd,tjdc->tkjc", basis, fit, optimize=True)
        off = np.linalg.norm(values - curve, axis=3)
        if turn < _N_HUBER:
            weight = known * huber_weight(off, noise)
        else:
            weight = known * np.clip(1 - (off / (CURVE_LIMIT * noise)) ** 2, 0, 1) ** 2
    return Curves(fit[:, :, 0], np.sqrt(inverse[:, :, 0, 0]), weight.sum(axis=1))


def _least_squares(
    basis: FloatArray, values: FloatArray, weight: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Give the coefficients (T, J, D, 2) and the inverse of the normal equations (T, J, D, D)."""
    normal = np.einsum("tkd,tkj,tke->tjde", basis, weight, basis, optimize=True)
    target = np.einsum("tkd,tkj,tkjc->tjdc", basis, weight, values, optimize=True)
    inverse = np.linalg.inv(normal + _RIDGE * np.eye(basis.shape[2]))
    return inverse @ target, inverse
