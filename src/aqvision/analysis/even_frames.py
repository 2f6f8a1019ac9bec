"""Points at any times -> the same at one rate, for files that know no other times."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aqvision.core.types import FloatArray

# As a part of a frame: the fastest foot, 20 m/s, moves 3 mm meanwhile at 120 frames/s.
_SAME_FRAC = 0.02
# Two frames of a steady rate lie this near to one, as parts of it; what is further apart is a gap.
_GAP_FRAMES = 1.5


def on_even_frames(
    time_s: FloatArray, points: FloatArray, max_gap_s: float
) -> tuple[FloatArray, float, bool]:
    """Bring points to one rate; those that have one already stay as they are.

    Others are read off cubic curves through them. What was not known stays so: no curve reaches
    over a gap, neither beyond what was seen.

    Parameters
    ----------
    time_s
        (T,) times, strictly rising.
    points
        (T, N, D) places, NaN where unknown.
    max_gap_s
        Frames further apart have a gap between them, if that is more than a frame and a half.

    Returns
    -------
    tuple
        Places (K, N, D) from the first time on, frames a second, and whether they were read off
        curves.
    """
    steps_s = np.diff(time_s)
    for step_s in (float(np.mean(steps_s)), float(np.median(steps_s))):
        off = (time_s - time_s[0]) / step_s - np.arange(len(time_s))
        if np.abs(off).max() <= _SAME_FRAC:
            return points, _tidy(1 / step_s), False
    n_frames = int((time_s[-1] - time_s[0]) / step_s + _SAME_FRAC) + 1
    wanted_s = time_s[0] + step_s * np.arange(n_frames)
    read = np.full((n_frames, *points.shape[1:]), np.nan)
    reach_s = max(max_gap_s, _GAP_FRAMES * step_s)
    for i in range(points.shape[1]):
        read[:, i] = _read_off(time_s, points[:, i], wanted_s, reach_s)
    return read, _tidy(1 / step_s), True


def _tidy(rate_hz: float) -> float:
    """Leave out the last digits, which are rounding: a rate of 120 reads 120."""
    return float(f"{rate_hz:.10g}")


def _read_off(
    time_s: FloatArray, path: FloatArray, wanted_s: FloatArray, reach_s: float
) -> FloatArray:
    """Read one path, (T, D), at other times; NaN outside its stretches."""
    from scipy.interpolate import CubicSpline

    read = np.full((len(wanted_s), path.shape[1]), np.nan)
    for rows in _stretches(time_s, np.asarray(np.isfinite(path).all(axis=1)), reach_s):
        first_s, last_s = time_s[rows[0]], time_s[rows[-1]]
        held_s = np.clip(wanted_s, first_s, last_s)
        within = np.abs(wanted_s - held_s) <= _SAME_FRAC * (wanted_s[1] - wanted_s[0])
        if len(rows) > 1 and within.any():
            read[within] = CubicSpline(time_s[rows], path[rows])(held_s[within])
    return read


def _stretches(
    time_s: FloatArray, known: npt.NDArray[np.bool_], reach_s: float
) -> list[npt.NDArray[np.int_]]:
    """List the frames of each stretch in which a point is known without a gap."""
    rows = np.flatnonzero(known)
    breaks = (np.diff(rows) > 1) | (np.diff(time_s[rows]) > reach_s)
    return [s for s in np.split(rows, np.flatnonzero(breaks) + 1) if len(s)]
