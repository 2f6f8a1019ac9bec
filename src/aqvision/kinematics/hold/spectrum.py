"""HeldPath -> its power by frequency, segment by segment, as Welch's method takes them."""

from __future__ import annotations

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.hold.path import Frames, HeldPath

_LEAST_FRAMES = 8


def powers_of(
    path: HeldPath, segment_s: float, used: Frames | None = None
) -> tuple[FloatArray, FloatArray]:
    """Give the power of segments that overlap by half, a line taken out, under a Hann window.

    Parameters
    ----------
    path
        Places over time.
    segment_s
        Length of a segment; that of the whole path at most.
    used
        (N,) frames; segments with others in them are left out.

    Returns
    -------
    tuple
        (F,) frequencies in Hz, and (S, F, 2) powers across and up in leg lengths squared a Hz.
    """
    n = min(len(path.time_s), max(_LEAST_FRAMES, round(segment_s * path.rate_hz)))
    window = np.hanning(n + 2)[1:-1]
    scale = 2 / (path.rate_hz * (window**2).sum())
    starts = [
        start
        for start in range(0, len(path.time_s) - n + 1, max(1, n // 2))
        if used is None or used[start : start + n].all()
    ]
    segments = np.array([_levelled(path.xy_leg[s : s + n]) for s in starts]).reshape(-1, n, 2)
    powers = np.abs(np.fft.rfft(segments * window[:, None], axis=1)) ** 2 * scale
    hz = np.asarray(np.fft.rfftfreq(n, 1 / path.rate_hz), dtype=np.float64)
    return hz, np.asarray(powers, dtype=np.float64)


def _levelled(xy: FloatArray) -> FloatArray:
    """Take a line out, (n, 2)."""
    at = np.arange(len(xy)) - (len(xy) - 1) / 2
    return np.asarray(xy - xy.mean(axis=0) - at[:, None] * (at @ xy) / (at @ at))
