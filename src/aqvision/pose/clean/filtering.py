"""PoseSequence -> PoseSequence with short gaps bridged, and through a filter without lag."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from scipy.interpolate import PchipInterpolator

from aqvision.core.butterworth import slower_than
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import FilterSettings
from aqvision.core.skeleton import LANDMARKS
from aqvision.core.types import FloatArray

# Makes two passes together halve the power at the cut-off. Source: winter-2009.
_TWO_PASS_CORRECTION = 0.802
_MIN_RUN = 9
_UNEVEN_FRAMES = 0.3  # stamps in whole milliseconds or ticks jitter by less
_CLOSE_QUANTILE = 0.1


def fill_gaps(pose: PoseSequence, max_gap_s: float) -> PoseSequence:
    """Bridge short gaps of each point by a monotone cubic; long ones stay open.

    A single missing frame is bridged at any frame rate.

    Parameters
    ----------
    pose
        Points over time, NaN where unknown.
    max_gap_s
        The longest gap to bridge, in seconds of playback.

    Returns
    -------
    PoseSequence
        The same frames; what was known stays as it is.
    """
    xy = pose.xy_px.copy()
    longest_s = max(max_gap_s, 2.1 / pose.rate_hz)
    for joint in range(xy.shape[1]):
        known = np.isfinite(xy[:, joint, 0])
        if known.sum() < 2:
            continue
        for start, stop in _gaps(known):
            if pose.time_s[stop] - pose.time_s[start - 1] <= longest_s + 1e-9:
                curve = PchipInterpolator(pose.time_s[known], xy[known, joint])
                xy[start:stop, joint] = curve(pose.time_s[start:stop])
    return replace(pose, xy_px=xy)


def smooth_pose(pose: PoseSequence, settings: FilterSettings) -> PoseSequence:
    """Filter each point with a second-order Butterworth, forward and backward.

    Runs of frames shorter than nine are not measured well enough to filter and become NaN. A
    filter counts samples: frames of a varying rate are brought to even times for it, and back.
    Source: winter-2009.

    Parameters
    ----------
    pose
        Points over time, NaN where unknown.
    settings
        Cut-off frequencies in Hz.

    Returns
    -------
    PoseSequence
        The same frames, points in pixels; NaN where not filtered.
    """
    rate_hz = _even_rate_hz(pose)
    known = np.isfinite(pose.xy_px[:, :, 0])
    xy = np.full_like(pose.xy_px, np.nan)
    for joint, name in enumerate(LANDMARKS):
        hz = min(cutoff_hz(name, settings), settings.max_frac_nyquist * pose.rate_hz / 2)
        one_pass_hz = _one_pass_cutoff_hz(hz, rate_hz)
        for start, stop in _runs(known[:, joint]):
            if stop - start >= _MIN_RUN:
                time_s, run = pose.time_s[start:stop], pose.xy_px[start:stop, joint]
                even_s, even = _at_even_times(time_s, run, rate_hz)
                padding = min(len(even) - 1, round(0.25 * rate_hz))
                smooth = slower_than(one_pass_hz, even, rate_hz, padding)
                if even_s is not time_s:
                    smooth = PchipInterpolator(even_s, smooth)(time_s)
                xy[start:stop, joint] = smooth
    return replace(pose, xy_px=xy)


def _even_rate_hz(pose: PoseSequence) -> float:
    """Give the samples a second of the filter: as the closest frames where the rate varies."""
    intervals_s = np.diff(pose.time_s)
    return float(1 / np.quantile(intervals_s, _CLOSE_QUANTILE)) if len(intervals_s) else 1.0


def _at_even_times(
    time_s: FloatArray, points: FloatArray, rate_hz: float
) -> tuple[FloatArray, FloatArray]:
    """Bring points (N, 2) to even times; the points themselves where they are there already."""
    n = round((time_s[-1] - time_s[0]) * rate_hz) + 1
    even_s = np.linspace(time_s[0], time_s[-1], n)
    if n == len(time_s) and np.abs(even_s - time_s).max() * rate_hz < _UNEVEN_FRAMES:
        return time_s, points
    return even_s, np.asarray(PchipInterpolator(time_s, points)(even_s))


def cutoff_hz(landmark: str, settings: FilterSettings) -> float:
    """Give the cut-off frequency of a landmark, in Hz.

    Parameters
    ----------
    landmark
        Name with its side.
    settings
        Cut-off frequencies in Hz.

    Returns
    -------
    float
        Where both passes together halve the power, in Hz.

    Examples
    --------
    >>> cutoff_hz("left_ankle", FilterSettings()), cutoff_hz("nose", FilterSettings())
    (20.0, 8.0)
    """
    by_joint = {
        "knee": settings.knee_hz,
        "ankle": settings.ankle_hz,
        "heel": settings.foot_hz,
        "foot_index": settings.foot_hz,
        "elbow": settings.arm_hz,
        "wrist": settings.arm_hz,
    }
    return by_joint.get(landmark.split("_", 1)[-1], settings.trunk_hz)


def _one_pass_cutoff_hz(hz: float, rate_hz: float) -> float:
    """Cut-off of one pass that makes two passes together halve the power at a frequency."""
    warped = np.tan(np.pi * hz / rate_hz) / _TWO_PASS_CORRECTION
    return float(np.arctan(warped) * rate_hz / np.pi)


def _runs(flags: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and stop of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(int)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _gaps(known: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Start and stop of each run of False between two True."""
    return [(a, b) for a, b in _runs(~known) if a > 0 and b < len(known)]
