"""Points -> fits: least squares that outliers hardly disturb, and waves that explain a series."""

from __future__ import annotations

import numpy as np

from aqvision.core.types import FloatArray

HUBER_SDS = 1.5
"""From so many standard deviations on an outlier weighs less: chosen, usual are 1.3 to 1.5."""
_SD_OF_MEDIAN = 1.4826
_TINY = 1e-12


def huber_weight(off: FloatArray, limit: FloatArray | float) -> FloatArray:
    """Weigh residuals by Huber: 1 up to a limit, then falling with one over their size.

    Parameters
    ----------
    off
        Sizes of the residuals, any shape.
    limit
        Where weights begin to fall, in the same unit; one for all or one each.

    Examples
    --------
    >>> huber_weight(np.array([0.5, 2.0, 8.0]), 2.0).tolist()
    [1.0, 1.0, 0.25]
    """
    return np.asarray(np.minimum(1.0, limit / np.maximum(off, _TINY)))


def robust_fit(
    basis: FloatArray, values: FloatArray, n_passes: int, least_sd: float
) -> tuple[FloatArray, float]:
    """Fit by least squares in which outliers weigh less, reweighted a number of times.

    Parameters
    ----------
    basis
        (N, K) a column a term.
    values
        (N,) what is fitted.
    n_passes
        How many fits; the first weighs all alike.
    least_sd
        Smallest spread of the residuals that counts, in units of ``values``.

    Returns
    -------
    tuple
        (K,) coefficients of the last fit, and the spread that its residuals tell.
    """
    fit: FloatArray = np.zeros(basis.shape[1])
    root: FloatArray = np.ones(len(values))
    spread = least_sd
    for _ in range(n_passes):
        fit = np.asarray(np.linalg.lstsq(basis * root[:, None], values * root, rcond=None)[0])
        off = np.abs(values - basis @ fit)
        spread = max(_SD_OF_MEDIAN * float(np.median(off)), least_sd)
        root = np.sqrt(huber_weight(off, HUBER_SDS * spread))
    return fit, spread


def explained_squares(
    time_s: FloatArray, values: FloatArray, rates_hz: FloatArray, *, drift: bool = False
) -> FloatArray:
    """Tell how much of a series a mean and one wave explain, for each of some frequencies.

    The periodogram of Lomb and Scargle with a floating mean, summed over the columns.

    Parameters
    ----------
    time_s
        (T,) times, even or not.
    values
        (T,) or (T, D) series, all known.
    rates_hz
        (F,) frequencies of the wave.
    drift
        Explain by a straight line as well.

    Returns
    -------
    ndarray
        (F,) squares about the mean that are explained.
    """
    series = values.reshape(len(time_s), -1)
    series = series - series.mean(axis=0)
    since = time_s - time_s.mean()
    terms = [np.ones_like(since), since] if drift else [np.ones_like(since)]
    explained = []
    for rate_hz in rates_hz:
        turn = 2 * np.pi * rate_hz * since
        basis = np.column_stack([*terms, np.cos(turn), np.sin(turn)])
        target = basis.T @ series
        # normal equations are small and quick
        explained.append(float(np.sum(target * np.linalg.solve(basis.T @ basis, target))))
    return np.array(explained)
