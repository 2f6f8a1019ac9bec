"""Values over time -> what of them is slower or faster than a frequency, without lag.

``scipy.signal`` filters as well, to the same values (test). To load it takes longer than to load
all else that measures a clip, so it is left out.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg.lapack import dtbtrs

from aqvision.core.types import FloatArray


def slower_than(hz: float, values: FloatArray, rate_hz: float, n_padding: int) -> FloatArray:
    """Filter with a second-order Butterworth low-pass, forward and backward.

    Parameters
    ----------
    hz
        Cut-off frequency of one pass, below half of the rate.
    values
        (N, K) at even times, none missing.
    rate_hz
        Samples a second.
    n_padding
        Samples by which both ends are carried on, turned about the last; less than N.

    Returns
    -------
    FloatArray
        (N, K).
    """
    turn, last = _shape(hz, rate_hz)
    return _both_ways(turn**2 / last * np.array([1.0, 2.0, 1.0]), turn, values, n_padding)


def faster_than(hz: float, values: FloatArray, rate_hz: float, n_padding: int) -> FloatArray:
    """Filter with a second-order Butterworth high-pass, forward and backward.

    Parameters
    ----------
    hz, values, rate_hz, n_padding
        As for :func:`slower_than`.

    Returns
    -------
    FloatArray
        (N, K).
    """
    turn, last = _shape(hz, rate_hz)
    return _both_ways(np.array([1.0, -2.0, 1.0]) / last, turn, values, n_padding)


def _shape(hz: float, rate_hz: float) -> tuple[float, float]:
    """Warp the cut-off as the bilinear transform asks; give it and the leading coefficient."""
    if not 0 < hz < rate_hz / 2:
        raise ValueError(f"a cut-off of {hz} Hz does not lie below half of {rate_hz} Hz")
    turn = float(np.tan(np.pi * hz / rate_hz))
    return turn, 1 + np.sqrt(2) * turn + turn**2


def _both_ways(ahead: FloatArray, turn: float, values: FloatArray, n_padding: int) -> FloatArray:
    n = len(values)
    if not 0 <= n_padding < n:
        raise ValueError(f"{n} values cannot be carried on by {n_padding}")
    before = 2 * values[0] - values[n_padding:0:-1]
    after = 2 * values[-1] - values[-2 : -n_padding - 2 : -1]
    there = _one_way(ahead, turn, np.concatenate([before, values, after]))
    back = _one_way(ahead, turn, there[::-1])[::-1]
    return np.ascontiguousarray(back[n_padding : n_padding + n])


def _one_way(ahead: FloatArray, turn: float, values: FloatArray) -> FloatArray:
    """Filter as if the first value had lasted for ever before.

    A filtered value is a sum of three values less two filtered ones: a system of equations with
    three diagonals, which is solved from the first to the last.
    """
    last = 1 + np.sqrt(2) * turn + turn**2
    back = np.array([1.0, 2 * (turn**2 - 1) / last, (1 - np.sqrt(2) * turn + turn**2) / last])
    long = np.concatenate([values[:1], values[:1], values])
    sums = ahead[0] * long[2:] + ahead[1] * long[1:-1] + ahead[2] * long[:-2]
    settled = values[0] * ahead.sum() / back.sum()
    sums[0] -= (back[1] + back[2]) * settled
    sums[1] -= back[2] * settled
    diagonals = np.repeat(back[:, None], len(values), axis=1)
    filtered, _ = dtbtrs(diagonals, sums, uplo="L", diag="U")
    return np.asarray(filtered)
