"""Sway over time -> its sample entropy: exploratory, for holds of one length and rate only."""

from __future__ import annotations

import numpy as np

from aqvision.core.types import FloatArray

_LENGTH, _TOLERANCE_SD = 2, 0.2
_RATE_HZ = 15.0
_MIN_SAMPLES = 100


def sample_entropy(sway_leg: FloatArray, rate_hz: float) -> float:
    """Tell how seldom the sway repeats what it did: low for a rigid sway, high for an erratic one.

    Patterns of two samples at 15 a second that agree within a fifth of the standard deviation, and
    go on agreeing. Valid estimates of torque asked for 100 Hz and 30 s: films have neither.
    Source: richman-moorman-2000

    Parameters
    ----------
    sway_leg
        (N, 2) sway in its band.
    rate_hz
        Frames a second.

    Returns
    -------
    float
        NaN where there are too few samples.
    """
    every = max(1, round(rate_hz / _RATE_HZ))
    centred = sway_leg[::every] - sway_leg.mean(axis=0)
    if len(centred) < _MIN_SAMPLES:
        return float("nan")
    along = centred @ np.linalg.eigh(centred.T @ centred)[1][:, 1]
    tolerance = _TOLERANCE_SD * along.std()
    n = len(along) - _LENGTH
    close = np.abs(along[:, None] - along[None, :]) <= tolerance
    short = close[:n, :n] & close[1 : n + 1, 1 : n + 1]
    longer = short & close[2 : n + 2, 2 : n + 2]
    matches, goes_on = (int(m.sum()) - n for m in (short, longer))
    return float(np.log(matches / goes_on)) if goes_on > 0 else float("nan")
