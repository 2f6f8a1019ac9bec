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
    squares = (basis[:, :, :, None] * basis[:, :, None]).reshape(n, len(away), -1)
    weight = known.astype(np.float64)
    for turn in range(_N_HUBER + _N_BIWEIGHT):
        fit, normal = _least_squares(basis, squares, values, weight)
        curve = (basis @ fit.swapaxes(1, 2).reshape(n, basis.shape[2], -1)).reshape(values.shape)
        off = np.hypot(*np.moveaxis(values - curve, 3, 0))
        if turn < _N_HUBER:
            weight = known * huber_weight(off, noise)
        else:
            weight = known * np.clip(1 - (off / (CURVE_LIMIT * noise)) ** 2, 0, 1) ** 2
    doubt = np.sqrt(np.linalg.inv(normal)[:, :, 0, 0])
    return Curves(fit[:, :, 0], doubt, weight.sum(axis=1))


def _least_squares(
    basis: FloatArray, squares: FloatArray, values: FloatArray, weight: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Give the coefficients (T, J, D, 2) and the normal equations (T, J, D, D).

    Sums over the K frames are products of matrices, many times as fast as sums by index.
    """
    n, n_joints, degree = len(weight), weight.shape[2], basis.shape[2]
    normal = (weight.swapaxes(1, 2) @ squares).reshape(n, n_joints, degree, degree)
    normal += _RIDGE * np.eye(degree)
    weighted = (weight[..., None] * values).reshape(*weight.shape[:2], -1)
    target = (basis.swapaxes(1, 2) @ weighted).reshape(n, degree, n_joints, 2).swapaxes(1, 2)
    return np.asarray(np.linalg.solve(normal, target)), normal
