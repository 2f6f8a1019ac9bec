"""Motion -> Change of pace: a clip whose playback speed changes on the way, as a slow-motion ramp.

The feet go round each other, one turn a stride. How they go round does not depend on the clock; how
long they take does. An athlete who speeds up takes shorter strides by a tenth at a time; where a
step suddenly takes half or twice as long and the feet still go the same way round, it was the clip.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from aqvision.core.sequence import PoseSequence
from aqvision.core.types import FloatArray

_STEP = 4
_MIN_FRAMES = 16
MIN_FACTOR = 1.5
_MIN_LASTING = 3
_MAX_PAUSE_FRAC = 0.5
_MAX_SHAPE_RATIO = 1.6


@dataclass(frozen=True, slots=True)
class PaceChange:
    """Where in real time by the clock so far the pace changes, and how many times slower it is."""

    time_s: float
    factor: float


@dataclass(frozen=True, slots=True)
class Pace:
    """Steps a second by the feet, NaN where they are not seen to turn, and a change, if any.

    ``even`` is False where steps take so different times that no one rate fits the clip, be it
    by a ramp too short to be sure of or by feet that are badly seen. ``n_strides`` is how often the
    feet went round each other.
    """

    step_rate_hz: float
    change: PaceChange | None
    even: bool = True
    n_strides: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Turning:
    """How long a step takes that begins at each eighth of a turn of the feet, and its form.

    All (K,): seconds, middle of the step in seconds, longest part of it that passes in an eighth of
    a turn, and how far the feet are apart in height.
    """

    step_s: FloatArray
    middle_s: FloatArray
    pause_frac: FloatArray
    height_px: FloatArray


def measure_pace(pose: PoseSequence) -> Pace:
    """Measure how long steps take, and find where they suddenly take half or twice as long.

    Filters, and the repair of left and right, are made for a run in real time. So the points are
    taken as they were found, and nothing here depends on which foot is called the left one.
    Measured: docs/accuracy.md.

    Parameters
    ----------
    pose
        Points of the network in real time by the clock so far.
    """
    turning = _turning(pose)
    if turning is None:
        return Pace(float("nan"), None)
    places = range(_MIN_LASTING, len(turning.step_s) - _MIN_LASTING + 1)
    changes = [found for i in places if (found := _change_at(turning, i)) is not None]
    short, usual, long = np.quantile(turning.step_s, [0.1, 0.5, 0.9])
    change = max(changes, key=_size, default=None)
    # a mark is an eighth of a turn, and the first step takes four of them
    n_strides = (len(turning.step_s) + _STEP) / (2 * _STEP)
    return Pace(1 / float(usual), change, bool(long < MIN_FACTOR * short), n_strides)


def _size(change: PaceChange) -> float:
    return abs(float(np.log(change.factor)))


def _turning(pose: PoseSequence) -> _Turning | None:
    apart = pose.point("left_ankle") - pose.point("right_ankle")
    known = np.isfinite(apart).all(axis=1)
    if known.sum() < _MIN_FRAMES:
        return None
    apart, time_s = apart[known], pose.time_s[known]
    size = np.sqrt(np.mean(apart**2, axis=0))
    # twice the angle is the same whichever foot is called the left one
    turn = 2 * np.arctan2(apart[:, 1] / size[1], apart[:, 0] / size[0])
    phase = np.unwrap(turn) / 2
    phase = np.maximum.accumulate(phase * np.sign(phase[-1] - phase[0]))
    # where the feet do not turn, a mark is passed when they go on
    phase = phase + 1e-9 * np.arange(len(phase))
    marks = np.arange(phase[0], phase[-1], np.pi / _STEP)
    if len(marks) < 2 * _STEP:
        return None
    at_s = np.interp(marks, phase, time_s)
    step_s = at_s[_STEP:] - at_s[:-_STEP]
    parts = sliding_window_view(np.diff(at_s), _STEP)
    heights = sliding_window_view(np.interp(marks, phase, np.abs(apart[:, 1])), _STEP + 1)
    middle_s = (at_s[_STEP:] + at_s[:-_STEP]) / 2
    return _Turning(step_s, middle_s, parts.max(axis=1) / step_s, heights.max(axis=1))


def _change_at(turning: _Turning, i: int) -> PaceChange | None:
    """Compare the steps before a place with those that begin there, or a step or two after it."""
    for gap in (0, _STEP, 2 * _STEP):
        before, after = slice(max(0, i - _STEP), i), slice(i + gap, i + gap + _STEP)
        if len(turning.step_s[after]) < _MIN_LASTING:
            return None
        factor = float(np.median(turning.step_s[after]) / np.median(turning.step_s[before]))
        if abs(np.log(factor)) >= np.log(MIN_FACTOR) and _one_run(turning, before, after):
            middle_s = (turning.middle_s[i - 1] + turning.middle_s[i + gap]) / 2
            return PaceChange(float(middle_s), factor)
    return None


def _one_run(turning: _Turning, before: slice, after: slice) -> bool:
    """Tell a run at two speeds of playback from a body that stands or walks and then runs.

    In a run the feet pause nowhere, and pass each other equally high at either speed.
    """
    if max(turning.pause_frac[before].max(), turning.pause_frac[after].max()) > _MAX_PAUSE_FRAC:
        return False
    heights = [float(np.median(turning.height_px[part])) for part in (before, after)]
    return max(heights) <= _MAX_SHAPE_RATIO * min(heights)
