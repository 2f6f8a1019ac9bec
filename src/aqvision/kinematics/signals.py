"""Series over time -> derivatives, values between frames and peaks."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aqvision.core.types import FloatArray

_ROUNDING_S = 1e-9


def derivative(values: FloatArray, time_s: FloatArray) -> FloatArray:
    """Differentiate along time by central differences.

    Parameters
    ----------
    values
        (T, ...) in any unit.
    time_s
        (T,) times.

    Returns
    -------
    ndarray
        (T, ...) units per second.

    Examples
    --------
    >>> derivative(np.array([0.0, 1.0, 4.0]), np.array([0.0, 1.0, 2.0])).tolist()
    [1.0, 2.0, 3.0]
    """
    return np.asarray(np.gradient(values, time_s, axis=0), dtype=np.float64)


def value_at(time_s: FloatArray, values: FloatArray, at_s: float) -> float:
    """Interpolate a series linearly at a time.

    Parameters
    ----------
    time_s, values
        (T,) times and values.
    at_s
        When.

    Returns
    -------
    float
        NaN outside the series or next to a gap.

    Examples
    --------
    >>> value_at(np.array([0.0, 1.0]), np.array([0.0, 10.0]), 0.25)
    2.5
    """
    if not time_s[0] <= at_s <= time_s[-1]:
        return float("nan")
    return float(np.interp(at_s, time_s, values))


def between(time_s: FloatArray, start_s: float, stop_s: float) -> npt.NDArray[np.bool_]:
    """Mark the frames from start to stop, both included whatever the rounding of their times.

    Parameters
    ----------
    time_s
        (T,) times.
    start_s, stop_s
        First and last time.

    Returns
    -------
    ndarray
        (T,) true inside.

    Examples
    --------
    >>> between(np.array([0.0, 0.1, 0.2, 0.3]), 0.1, 0.2).tolist()
    [False, True, True, False]
    """
    return np.asarray((time_s >= start_s - _ROUNDING_S) & (time_s <= stop_s + _ROUNDING_S))


def peak(time_s: FloatArray, values: FloatArray, sign: int = 1) -> tuple[float, float]:
    """Find the highest (sign 1) or lowest (sign -1) point, between frames by a parabola.

    Parameters
    ----------
    time_s, values
        (T,) times and values.
    sign
        1 for the highest point, -1 for the lowest.

    Returns
    -------
    tuple
        (time, value); NaN when any value is missing or the extreme lies on an end.
    """
    missing = (float("nan"), float("nan"))
    if len(values) < 3 or not np.isfinite(values).all():
        return missing
    i = int(np.argmax(sign * values))
    if i in (0, len(values) - 1):
        return missing
    before, here, after = values[i - 1 : i + 2]
    shift, value = parabola_vertex(before, here, after)
    step = float(time_s[i + 1] - time_s[i])
    return float(time_s[i] + shift * step), value


def parabola_vertex(before: float, here: float, after: float) -> tuple[float, float]:
    """Find the vertex of the parabola through three samples.

    Parameters
    ----------
    before, here, after
        Values of neighbouring samples, in any unit.

    Returns
    -------
    tuple
        (place in samples from the middle one, height).
    """
    bend = before - 2 * here + after
    shift = 0.0 if bend == 0 else 0.5 * (before - after) / bend
    return float(shift), float(here - 0.25 * (before - after) * shift)


def prominent_peaks(values: FloatArray, least: float) -> npt.NDArray[np.intp]:
    """Find the maxima that stand out from what is around them; of a level one, the middle.

    Parameters
    ----------
    values
        (T,) in any unit, none missing.
    least
        How far a maximum lies at least above the higher of the lowest values on its two sides, each
        as far as the next higher value.

    Returns
    -------
    ndarray
        Their places, rising; neither the first nor the last value is one.

    Examples
    --------
    >>> prominent_peaks(np.array([0.0, 3.0, 2.5, 2.8, 0.0, 5.0, 5.0, 5.0, 1.0]), 1.0).tolist()
    [1, 6]
    """
    starts = np.flatnonzero(np.diff(values, prepend=np.nan) != 0)
    ends = np.append(starts[1:], len(values)) - 1
    level = values[starts]
    inner = np.flatnonzero((level[1:-1] > level[:-2]) & (level[1:-1] > level[2:])) + 1
    peaks = (starts[inner] + ends[inner]) // 2
    stands_out = [_stands_out_by(values, peak) >= least for peak in peaks.tolist()]
    return np.asarray(peaks[np.array(stands_out, dtype=np.bool_)])


def _stands_out_by(values: FloatArray, peak: int) -> float:
    lowest = []
    for side in (values[peak::-1], values[peak:]):
        higher = np.flatnonzero(side > values[peak])
        lowest.append(float(side[: higher[0] if len(higher) else len(side)].min()))
    return float(values[peak]) - max(lowest)
