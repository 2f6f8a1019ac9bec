"""Places over time -> HeldPath: an even path without gaps, and the band of it that is sway.

Sway is what lies between 0.15 and 5 Hz: slower is drift, faster is tremor and the noise of points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from aqvision.core.butterworth import faster_than, slower_than
from aqvision.core.types import FloatArray

BAND_HZ = (0.15, 5.0)
"""Chosen: what tests of standing call sway, and what frames at 30 a second still show."""
BLOCK_S = 2.5
"""Chosen: longer than sway remembers itself, and four of them in the shortest hold."""
# Corrects the cut-off of a second-order filter that runs twice. Source: winter-2009.
_TWO_PASS_CORRECTION = 0.802
_MAX_FRAC_NYQUIST = 0.9
_MAX_GAP_S = 0.25
# As scipy chooses for a filter of this order.
_PADDING = 9

Frames = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HeldPath:
    """The path of one place of the body at even times.

    Parameters
    ----------
    time_s
        (N,) even times from the first.
    xy_leg
        (N, 2) across and up, in leg lengths, unfiltered; short gaps are bridged by a line.
    known
        (N,) frames that do not lie in a gap above a quarter of a second.
    """

    time_s: FloatArray
    xy_leg: FloatArray
    known: Frames

    @property
    def rate_hz(self) -> float:
        """Frames a second."""
        return float((len(self.time_s) - 1) / (self.time_s[-1] - self.time_s[0]))

    @property
    def duration_s(self) -> float:
        """Seconds from the first frame to the last."""
        return float(self.time_s[-1] - self.time_s[0])

    def moved_to(self, xy_leg: FloatArray) -> HeldPath:
        """Give a path of the same times through other places.

        Parameters
        ----------
        xy_leg
            (N, 2) places in leg lengths.
        """
        return replace(self, xy_leg=xy_leg)

    def in_band(self) -> FloatArray:
        """Give what of the path lies between 0.15 and 5 Hz, (N, 2), without lag."""
        low, high = BAND_HZ
        nyquist_hz = self.rate_hz / 2
        high = min(high / _TWO_PASS_CORRECTION, _MAX_FRAC_NYQUIST * nyquist_hz)
        padding = min(len(self.time_s) - 1, round(3 / low * self.rate_hz / 4))
        low *= _TWO_PASS_CORRECTION
        without_drift = faster_than(low, self.xy_leg, self.rate_hz, padding)
        return slower_than(high, without_drift, self.rate_hz, padding)

    def below(self, hz: float) -> FloatArray:
        """Give the path without what is faster than a frequency, (N, 2), without lag.

        Parameters
        ----------
        hz
            Where both passes together halve the power.
        """
        cut = min(hz / _TWO_PASS_CORRECTION, _MAX_FRAC_NYQUIST * self.rate_hz / 2)
        return slower_than(cut, self.xy_leg, self.rate_hz, _PADDING)

    def blocks(self) -> list[slice]:
        """Cut the frames into blocks of some 2.5 s, as many as fit whole."""
        n_blocks = max(1, int(self.duration_s / BLOCK_S + 1e-6))
        edges = np.linspace(0, len(self.time_s), n_blocks + 1).round().astype(int)
        return [slice(int(a), int(b)) for a, b in pairwise(edges)]


def hold_path(time_s: FloatArray, xy_leg: FloatArray) -> HeldPath:
    """Bring places to even times and bridge their gaps.

    Parameters
    ----------
    time_s
        (T,) times, rising.
    xy_leg
        (T, 2) places in leg lengths; NaN where not known.

    Returns
    -------
    HeldPath
        From the first known place to the last.

    Raises
    ------
    ValueError
        Fewer than two places are known.
    """
    seen = np.isfinite(xy_leg).all(axis=1)
    if seen.sum() < 2:
        raise ValueError("a path needs two places")
    at_s, places = time_s[seen], xy_leg[seen]
    interval_s = float(np.median(np.diff(time_s)))
    n = round(float(at_s[-1] - at_s[0]) / interval_s) + 1
    even_s = np.linspace(at_s[0], at_s[-1], n)
    xy = np.column_stack([np.interp(even_s, at_s, places[:, axis]) for axis in (0, 1)])
    after = np.clip(np.searchsorted(at_s, even_s), 1, len(at_s) - 1)
    known = at_s[after] - at_s[after - 1] <= max(_MAX_GAP_S, 2.1 * interval_s)
    return HeldPath(time_s=even_s, xy_leg=xy, known=np.asarray(known))
