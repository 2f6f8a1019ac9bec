"""Times of frames -> where the camera paused."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

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
