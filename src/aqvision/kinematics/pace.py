"""Motion -> Change of pace: a clip whose playback speed changes on the way, as a slow-motion ramp.

The feet go round each other, one turn a stride. How they go round does not depend on the clock; how
long they take does. An athlete who speeds up takes shorter strides by a tenth at a time; where a
step suddenly takes half or twice as long and the feet still go the same way round, it was the clip.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from aqvision.pose.sequence import FloatArray, PoseSequence

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


def find_pace_change(pose: PoseSequence) -> PaceChange | None:
    """Find the place where steps suddenly take half or twice as long; None when there is none.

    Source: biomechanics-notes.
    """
    turning = _turning(pose)
    if turning is None:
        return None
    best = None
    for i in range(_MIN_LASTING, len(turning.step_s) - _MIN_LASTING + 1):
        found = _change_at(turning, i)
        if found is not None and (best is None or _size(found) > _size(best)):
            best = found
    return best


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
    """Compare the steps before a place with those that begin a step, or two, after it."""
    for gap in (0, _STEP, 2 * _STEP):
        before, after = slice(max(0, i - _STEP), i), slice(i + gap, i + gap + _STEP)
        if len(turning.step_s[after]) < _MIN_LASTING:
            return None
        factor = float(np.median(turning.step_s[after]) / np.median(turning.step_s[before]))
        lasts = abs(np.log(factor)) >= np.log(MIN_FACTOR)
        if lasts and _same_run(turning, before) and _same_run(turning, after):
            heights = [float(np.median(turning.height_px[s])) for s in (before, after)]
            if max(heights) <= _MAX_SHAPE_RATIO * min(heights):
                middle = (
                    turning.middle_s[i - 1],
                    turning.middle_s[min(i + gap, len(turning.middle_s) - 1)],
                )
                return PaceChange(float(np.mean(middle)), factor)
    return None


def _same_run(turning: _Turning, part: slice) -> bool:
    """Tell a run from a body that stands and then sets off: the feet pause nowhere."""
    return bool((turning.pause_frac[part] <= _MAX_PAUSE_FRAC).all())
