"""Video + what the user says -> Timing: the rate the camera recorded at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from aqvision.errors import CalibrationError
from aqvision.video.clip import CAPTURE_RANGE_FPS, Clip

if TYPE_CHECKING:
    from aqvision.video.reader import Video

_ANDROID_TAG = "com.android.capture.fps"
# A camera that drops frames skips a few at a time; one that was paused skips many.
_PAUSE_FRAMES = 10
_PAUSE_S = 0.25


def find_pauses(time_s: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Mark where a camera paused: steps from frame to frame far longer than the usual one.

    Parameters
    ----------
    time_s
        (N,) times of the frames in s, rising.

    Returns
    -------
    numpy.ndarray
        (N - 1,) True where the step to the next frame is a pause.

    Examples
    --------
    >>> find_pauses(np.array([0.0, 0.1, 0.2, 3.2, 3.3])).tolist()
    [False, False, True, False]
    """
    steps_s = np.diff(time_s)
    usual_s = float(np.median(steps_s)) if steps_s.size else 0.0
    return np.asarray(steps_s > max(_PAUSE_S, _PAUSE_FRAMES * usual_s))


@dataclass(frozen=True, slots=True)
class Timing:
    """Playback and capture rate in frames per second, and where the latter is known from."""

    playback_fps: float
    capture_fps: float
    evidence: str

    @property
    def seconds_per_playback_second(self) -> float:
        """Real seconds that pass in one second of playback: below 1 in slow motion."""
        return self.playback_fps / self.capture_fps


def find_timing(video: Video, clip: Clip) -> Timing:
    """Settle the capture rate: the user's word, then the phone's tag, then the file's own clock.

    Raises
    ------
    CalibrationError
        Nothing tells the rate, or the tag makes no sense.
    """
    if video.fps <= 0:
        raise CalibrationError(
            f"{clip.path.name} does not say its frame rate", "give it with --capture-fps"
        )
    if clip.capture_fps is not None:
        return Timing(video.fps, clip.capture_fps, "given by the user")
    if _ANDROID_TAG in video.tags:
        return Timing(video.fps, _tagged_rate(video), f"the phone's tag {_ANDROID_TAG}")
    return Timing(video.fps, video.fps, "the file's presentation times")


def _tagged_rate(video: Video) -> float:
    try:
        rate = float(video.tags[_ANDROID_TAG])
    except ValueError:
        rate = 0.0
    low, high = CAPTURE_RANGE_FPS
    if not low <= rate <= high:
        raise CalibrationError(
            f"{video.path.name} carries a capture rate that cannot be right",
            "give the true one with --capture-fps",
        )
    return rate
