"""Video + changes between looks -> cuts: where one shot ends and another begins.

At a cut the whole picture changes from one frame to the next, and stays changed. A camera that
turns changes it as much over a tenth of a second, but evenly; a flash passes; and where the sun
comes into the lens all is brighter, but edges stay where they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from aqvision.core.errors import VideoError
from aqvision.core.prompts import Prompt
from aqvision.core.types import FloatArray, GrayImage, Image
from aqvision.core.wording import _
from aqvision.video.reader import Video
from aqvision.video.seek import read_frames_at

# More than an athlete changes who fills the height of the picture, and far more than usual.
_CHANGED_FRAC, _TIMES_USUAL = 0.25, 2.5
_AROUND = 5
_WIDTH_PX, _LEVELS = 120, 32
# Of neighbouring frames: the one change among them that stands out, in brightness and in what is
# dark and bright. Chosen: sports films, pans and flashes lie far on either side.
_STANDS_OUT, _LEAST_CHANGE, _LEAST_HISTOGRAM = 4.0, 12.0, 0.1
# 0.94 and more where a low sun came and went between the leaves, below 0.1 at cuts.
_MOST_SAME_EDGES, _FINE_PX = 0.3, 3.0
_AFTER = 2


@dataclass(frozen=True, slots=True)
class Shot:
    """A part of a film without a cut, in seconds of playback."""

    first_s: float
    end_s: float

    @property
    def lasts_s(self) -> float:
        """How long it is."""
        return self.end_s - self.first_s

    def holds(self, time_s: float) -> bool:
        """Tell whether a time lies in the shot.

        Parameters
        ----------
        time_s
            Playback time.
        """
        return self.first_s <= time_s < self.end_s


def find_shots(video: Video, samples: FloatArray) -> tuple[Shot, ...]:
    """Find the shots of a film; only around changes of the whole picture is it looked at again.

    Parameters
    ----------
    video
        The file.
    samples
        (K, 2) playback times of looks at the whole film, and the share of the picture that had
        changed since the look before, NaN for the first.

    Returns
    -------
    tuple of Shot
        In order; one that reaches from what is read first to infinity where there is no cut.
    """
    cuts = [
        cut
        for i in _sudden(samples[:, 1])
        if (cut := _cut_between(video, samples[i - 1, 0], samples[i, 0])) is not None
    ]
    edges = [video.first_s, *cuts, float("inf")]
    return tuple(Shot(a, b) for a, b in pairwise(edges))


def choose_shot(shots: Sequence[Shot], number: int | None, duration_s: float) -> Shot:
    """Give the shot that the user names, or the longest.

    Parameters
    ----------
    shots
        As :func:`find_shots` gives them.
    number
        From 1; None for the longest.
    duration_s
        When the film, or what is read of it, ends.

    Raises
    ------
    VideoError
        There is no such shot.
    """
    if number is None:
        return max(shots, key=lambda shot: min(shot.end_s, duration_s) - shot.first_s)
    if not 1 <= number <= len(shots):
        raise VideoError(
            _("there is no shot {number} in this clip").format(number=number),
            _("its shots are: {listed}").format(listed=_listed(shots, duration_s)),
            [Prompt.SHOT],
        )
    return shots[number - 1]


def _listed(shots: Sequence[Shot], duration_s: float) -> str:
    return "; ".join(
        _("{number}: {first_s:.1f} to {end_s:.1f} s").format(
            number=number, first_s=shot.first_s, end_s=min(shot.end_s, duration_s)
        )
        for number, shot in enumerate(shots, 1)
    )


def _sudden(changed: FloatArray) -> list[int]:
    """Find looks at which far more has changed than at those around."""
    found = []
    for i in np.flatnonzero(np.nan_to_num(changed) >= _CHANGED_FRAC):
        around = np.delete(changed, i)[max(0, i - _AROUND) : i + _AROUND]
        known = around[np.isfinite(around)]
        if not len(known) or changed[i] >= _TIMES_USUAL * np.median(known):
            found.append(int(i))
    return found


def _cut_between(video: Video, first_s: float, last_s: float) -> float | None:
    """Give the time of the first frame after a cut between two looks; None where there is none."""
    frame_s = 1 / video.fps
    times = np.arange(first_s - _AFTER * frame_s, last_s + (_AFTER + 1.5) * frame_s, frame_s)
    frames = list(read_frames_at(video, [float(t) for t in times if t >= 0]))
    small = [_small(frame.rgb) for frame in frames]
    changes = np.array([_change(a, b) for a, b in pairwise(small)])
    if len(changes) < _AFTER + 1:
        return None
    at = int(np.argmax(changes))
    later = small[min(at + 1 + _AFTER, len(small) - 1)]
    lasting = _change(small[at], later) >= changes[at] / 2
    usual = float(np.median(np.delete(changes, at)))
    stands_out = changes[at] >= max(_LEAST_CHANGE, _STANDS_OUT * usual)
    other = _histogram_apart(small[at], small[at + 1]) >= _LEAST_HISTOGRAM
    moved = _same_edges(small[at], small[at + 1]) <= _MOST_SAME_EDGES
    return frames[at + 1].time_s if lasting and stands_out and other and moved else None


def _small(rgb: Image) -> GrayImage:
    height = max(2, round(rgb.shape[0] * _WIDTH_PX / rgb.shape[1]))
    small = cv2.resize(rgb, (_WIDTH_PX, height), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def _change(first: GrayImage, second: GrayImage) -> float:
    """Mean change of brightness in levels of 255."""
    return float(np.abs(first.astype(np.float64) - second).mean())


def _same_edges(first: GrayImage, second: GrayImage) -> float:
    """Correlation of what is finer than the light: 1 for the same picture, about 0 for others."""
    fine = [
        one.astype(np.float32) - cv2.GaussianBlur(one.astype(np.float32), (0, 0), _FINE_PX)
        for one in (first, second)
    ]
    return float(np.corrcoef(fine[0].ravel(), fine[1].ravel())[0, 1])


def _histogram_apart(first: GrayImage, second: GrayImage) -> float:
    """Share of the picture whose brightness the other does not have anywhere: 0 to 1."""
    parts = [np.histogram(one, _LEVELS, (0, 256))[0] / one.size for one in (first, second)]
    return float(np.abs(parts[0] - parts[1]).sum() / 2)
