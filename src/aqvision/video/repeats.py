"""Frames -> Repeats: those that show the picture before them again, and how regularly they come.

A player, an editor or a phone shows a picture twice to fill up a rate that the camera did not have.
A copy carries nothing new, yet its own time, so it would be measured as a body that stands still.
Two neighbours are compared where they differ most: a small athlete moves in few of the pixels, so
the mean of a picture would hide the motion under the noise.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from aqvision.core.types import FloatArray
from aqvision.video.colour import luma, shrunk_to
from aqvision.video.reader import Frame

_WIDTH_PX = 160
_LIVELIEST_PX = 8
_MAX_LEVEL = 255
# All changes that a level can make.
_STEPS = np.arange(-_MAX_LEVEL, _MAX_LEVEL + 1)
# The longest run of copies is eight: 30 pictures a second shown at 240.
_REACH = 8
# A copy differs by 1 to 8 gray levels, by the coding alone; a moving athlete by 15 and more.
_MIN_MOTION = 6.0
_MAX_COPY_FRAC = 0.25
_MAX_PATTERN = 12
_MIN_IN_PATTERN = 5
# In coarse coding some copies are not told, but hardly a real frame is taken for one.
_SHOWN_AGAIN, _NEW = 0.7, 0.07

BoolArray = npt.NDArray[np.bool_]
Levels = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Repeats:
    """Numbers of the frames that are copies, and frames of the file to a picture of the camera.

    ``frames_per_picture`` is 2 where each picture is shown twice, 5/4 where 24 pictures a second
    became 30; it is 1 where no copies are or where they come without a pattern.
    """

    indices: tuple[int, ...] = ()
    frames_per_picture: float = 1.0

    @property
    def regular(self) -> bool:
        """Tell whether the copies follow a pattern, so that the camera's own rate is known."""
        return self.frames_per_picture > 1


NO_REPEATS = Repeats()


class RepeatWatch:
    """Compares the frames of a clip as they pass, and holds back those that are copies."""

    def __init__(self) -> None:
        self._times_s: list[float] = []
        self._changes: list[float] = []
        self._before: Levels | None = None

    def new_frames(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Let through what is no copy; some frames wait, for what follows them tells as well.

        Parameters
        ----------
        frames
            All frames of a clip, in order.
        """
        waiting: deque[Frame] = deque()
        for frame in frames:
            self._note(frame)
            waiting.append(frame)
            if len(waiting) > _REACH:
                yield from self._unless_copy(waiting.popleft())
        for frame in waiting:
            yield from self._unless_copy(frame)

    def found(self) -> Repeats:
        """Judge the whole clip once all its frames have passed."""
        return find_repeats(np.array(self._times_s), np.array(self._changes))

    def _note(self, frame: Frame) -> None:
        small = _small(frame)
        self._times_s.append(frame.time_s)
        self._changes.append(0.0 if self._before is None else picture_change(self._before, small))
        self._before = small

    def _unless_copy(self, frame: Frame) -> Iterator[Frame]:
        around = slice(max(0, frame.index - _REACH), frame.index + _REACH + 1)
        if self._changes[frame.index] > _MAX_COPY_FRAC * max(self._changes[around]):
            yield frame  # as nearly all do, so that the rest need not be quick
            return
        near = np.array(self._times_s[around]), np.array(self._changes[around])
        if not _copies(*near)[0][frame.index - around.start]:
            yield frame


def _small(frame: Frame) -> Levels:
    pixels = luma(frame.source)
    height = max(2, round(pixels.shape[0] * _WIDTH_PX / pixels.shape[1]))
    return shrunk_to(pixels, (_WIDTH_PX, height)).astype(np.int16)


def picture_change(before: Levels, after: Levels) -> float:
    """Measure how much two small gray pictures differ where they differ most, in gray levels.

    The median goes first: a lamp that flickers changes all of a picture and moves nothing.

    Parameters
    ----------
    before, after
        Gray levels of two neighbours, of one shape.

    Returns
    -------
    float
        Mean change of the eight pixels that change most.
    """
    # levels are whole numbers, so counting them tells median and largest without sorting pixels
    counts = np.bincount((after - before).ravel() + _MAX_LEVEL, minlength=len(_STEPS))
    middle = (before.size - 1) // 2, before.size // 2
    twice_median = _STEPS[np.searchsorted(np.cumsum(counts), middle, side="right")].sum()
    twice_apart = np.abs(2 * _STEPS - twice_median)
    order = np.argsort(-twice_apart)
    n_taken = np.diff(np.minimum(np.cumsum(counts[order]), _LIVELIEST_PX), prepend=0)
    return float(twice_apart[order] @ n_taken / n_taken.sum() / 2)


def find_repeats(times_s: FloatArray, changes: FloatArray) -> Repeats:
    """Find the copies in a clip.

    Parameters
    ----------
    times_s
        (T,) presentation times.
    changes
        (T,) gray levels by which each frame differs from the one before it; 0 for the first.

    Returns
    -------
    Repeats
        Where copies come in a pattern, it is carried on through the parts in which nothing moves
        and no copy can be told.
    """
    copy, judged = _copies(times_s, changes)
    shown_again = _pattern(copy, judged)
    if shown_again is None:
        return Repeats(tuple(int(i) for i in np.flatnonzero(copy)))
    period = len(shown_again)
    copy = shown_again[np.arange(len(copy)) % period]
    copy[0] = False
    ratio = Fraction(period, period - int(shown_again.sum()))
    return Repeats(tuple(int(i) for i in np.flatnonzero(copy)), float(ratio))


def _copies(times_s: FloatArray, changes: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Tell the frames that are copies, and those of which it can be told.

    A copy differs far less than frames before and after it. Both are asked: an athlete who leaves
    the picture makes all that follows alike, and that is no copy.
    """
    padded = np.pad(changes, _REACH)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * _REACH + 1)
    motion = np.minimum(windows[:, :_REACH].max(axis=1), windows[:, _REACH + 1 :].max(axis=1))
    judged = motion >= _MIN_MOTION
    # of two frames that follow each other quickly, less motion is due
    expected = motion * np.minimum(1.0, _interval_share(times_s))
    return judged & (changes <= _MAX_COPY_FRAC * expected), judged


def _interval_share(times_s: FloatArray) -> FloatArray:
    """Interval before each frame as a share of the usual one, (T,); 1 for the first."""
    if len(times_s) < 2:
        return np.ones(len(times_s))
    intervals = np.diff(times_s)
    return np.concatenate([[1.0], intervals / np.median(intervals)])


def _pattern(copy: BoolArray, judged: BoolArray) -> BoolArray | None:
    """Find which places of a shortest pattern hold copies, (period,); None without a pattern."""
    if copy.sum() < _MIN_IN_PATTERN:
        return None
    for period in range(2, _MAX_PATTERN + 1):
        phase = np.arange(len(copy)) % period
        seen = np.bincount(phase[judged], minlength=period)
        share = np.bincount(phase[copy], minlength=period) / np.maximum(seen, 1)
        again = share >= _SHOWN_AGAIN
        if again.any() and not again.all() and (again | (share <= _NEW)).all():
            return np.asarray(again)
    return None


def even_times(times_s: FloatArray) -> FloatArray:
    """Put pictures that a camera took evenly back at even times: a line through those shown.

    Copies fill a rate up unevenly: of 24 pictures a second shown at 30, each fourth stands longer.

    Parameters
    ----------
    times_s
        (T,) times of the pictures that are shown for the first time, in s.

    Returns
    -------
    FloatArray
        (T,) times on a line, in s.
    """
    number = np.arange(len(times_s))
    slope, start = np.polyfit(number, times_s, 1)
    return np.asarray(start + slope * number)
