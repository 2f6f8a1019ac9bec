"""Motion -> backward strokes: the times in which each foot can be on the ground."""

from __future__ import annotations

import numpy as np
from scipy.signal import find_peaks

from aqvision.core.skeleton import Side
from aqvision.kinematics.motion import Motion

_MARGIN_S = 0.02
_MIN_LEGS = 0.25
_MIN_FRAMES = 5


def backward_strokes(motion: Motion, side: Side) -> list[tuple[float, float]]:
    """List the times from the foot's foremost to its rearmost place under the body, in seconds."""
    reach = motion.point(f"{side}_ankle")[:, 0] - motion.middle("hip")[:, 0]
    known = np.isfinite(reach)
    if known.sum() < _MIN_FRAMES:
        return []
    time = motion.time_s
    reach = np.interp(time, time[known], reach[known])
    fore, _ = find_peaks(reach, prominence=_MIN_LEGS)
    rear, _ = find_peaks(-reach, prominence=_MIN_LEGS)
    turns = [float(time[0]), *time[rear].tolist(), float(time[-1])]
    starts = [float(time[0]), *time[fore].tolist()]
    strokes = []
    for start in starts:
        stop = next((t for t in turns if t > start), None)
        if stop is not None:
            strokes.append((start - _MARGIN_S, stop + _MARGIN_S))
    return strokes
