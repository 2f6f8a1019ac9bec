"""Two unlabelled limbs -> the alternating motion that running makes them share.

In a run the left limb does what the right one did half a stride before. The difference of the
two limbs therefore holds only odd harmonics of the stride frequency, and its square, which no
exchange of labels can touch, gives the frequency and the phase. What remains open is one sign
for the whole clip. Source: biomechanics-notes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from aqvision.core.fitting import explained_squares
from aqvision.core.types import FloatArray

_STEP_RATES_HZ = (1.6, 6.0)
_WINDOW_STRIDES = 3.0
_ODD_HARMONICS = (1, 3)
_N_REFITS = 4
_MIN_FRAMES = 12


def expected_difference(time_s: FloatArray, difference: FloatArray, step_hz: float) -> FloatArray:
    """Predict the left-minus-right difference of two limbs, up to one common sign.

    Parameters
    ----------
    time_s
        (T,) playback times.
    difference
        (T, D) left minus right coordinates, any sign in any frame; NaN where unknown.
    step_hz
        Step rate of the clip at playback speed; each stretch may differ by an eighth.

    Returns
    -------
    ndarray
        (T, D) prediction; zeros where there is too little to go by.
    """
    known = np.asarray(np.isfinite(difference).all(axis=1))
    expected = np.zeros_like(difference)
    if known.sum() < _MIN_FRAMES or not np.isfinite(step_hz):
        return expected
    window_s = 2 * _WINDOW_STRIDES / step_hz
    weight = np.zeros(len(time_s))
    for start in _window_starts(time_s, window_s):
        inside = np.asarray((time_s >= start) & (time_s <= start + window_s))
        if (inside & known).sum() < _MIN_FRAMES:
            continue
        fitted = _fit_window(time_s, difference, inside, known, step_hz)
        taper = np.clip(1 - np.abs(2 * (time_s[inside] - start) / window_s - 1), 0.05, 1)
        agreement = np.sum(expected[inside] * fitted)
        sign = -1.0 if agreement < 0 else 1.0
        expected[inside] += sign * taper[:, None] * fitted
        weight[inside] += taper
    return expected / np.maximum(weight, 1e-9)[:, None]


def step_rate(time_s: FloatArray, difference: FloatArray) -> float:
    """Find the step rate in Hz of playback time from what no exchange of sides can change.

    Parameters
    ----------
    time_s, difference
        (T,) times and (T, D) differences of the two legs; NaN where unknown.

    Returns
    -------
    float
        NaN with fewer than twelve known frames.
    """
    known = np.asarray(np.isfinite(difference).all(axis=1))
    if known.sum() < _MIN_FRAMES:
        return float("nan")
    return _best_rate(time_s[known], difference[known], np.linspace(*_STEP_RATES_HZ, 221))


def _best_rate(time_s: FloatArray, difference: FloatArray, rates_hz: FloatArray) -> float:
    pairs = np.triu_indices(difference.shape[1])
    products = difference[:, pairs[0]] * difference[:, pairs[1]]
    return float(rates_hz[int(np.argmax(explained_squares(time_s, products, rates_hz)))])


def _fit_window(
    time_s: FloatArray,
    difference: FloatArray,
    inside: npt.NDArray[np.bool_],
    known: npt.NDArray[np.bool_],
    step_hz: float,
) -> FloatArray:
    use = inside & known
    time, observed = time_s[use], difference[use]
    rate = _best_rate(time, observed, step_hz * np.linspace(0.88, 1.12, 25))
    signs = _first_signs(time, observed, rate)
    basis = _basis(time, rate / 2, _ODD_HARMONICS)[:, 1:]
    for _ in range(_N_REFITS):
        fit, *_ = np.linalg.lstsq(basis, signs[:, None] * observed, rcond=None)
        agreement = np.sum(observed * (basis @ fit), axis=1)
        signs = np.where(agreement < 0, -1.0, 1.0)
    return np.asarray(_basis(time_s[inside], rate / 2, _ODD_HARMONICS)[:, 1:] @ fit)


def _first_signs(time: FloatArray, observed: FloatArray, step_hz: float) -> FloatArray:
    """Sign of the wider coordinate, from the phase of its square."""
    widest = int(np.argmax(np.mean(observed**2, axis=0)))
    basis = _basis(time, step_hz, (1,))
    fit, *_ = np.linalg.lstsq(basis, observed[:, widest] ** 2, rcond=None)
    double_phase = np.arctan2(-fit[2], fit[1])
    wave = np.cos(np.pi * step_hz * time + double_phase / 2)
    return np.where(wave * observed[:, widest] < 0, -1.0, 1.0)


def _basis(time: FloatArray, frequency_hz: float, harmonics: tuple[int, ...]) -> FloatArray:
    angle = 2 * np.pi * frequency_hz * time[:, None] * np.array(harmonics)
    waves = np.stack([np.cos(angle), np.sin(angle)], axis=2).reshape(len(time), -1)
    return np.concatenate([np.ones((len(time), 1)), waves], axis=1)


def _window_starts(time_s: FloatArray, window_s: float) -> FloatArray:
    span = float(time_s[-1] - time_s[0])
    if span <= window_s:
        return np.array([time_s[0]])
    n = int(np.ceil(2 * (span - window_s) / window_s)) + 1
    return np.linspace(time_s[0], time_s[-1] - window_s, n)
