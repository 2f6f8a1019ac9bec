"""Series over time -> harmonic fits of a known frequency, and the frequency that fits best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from aqvision.core.fitting import explained_squares
from aqvision.core.types import FloatArray
from aqvision.kinematics.signals import parabola_vertex

_FINE = 180
_MIN_KNOWN = 0.75
_MIN_POINTS = 7


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HarmonicFit:
    """A least-squares fit of mean, drift and harmonics of a known frequency.

    Parameters
    ----------
    frequency_hz, origin_s
        Frequency of the first harmonic, and the time about which phases count.
    mean, slope_per_s
        Mean and drift of the series.
    cosine, sine
        (K,) amplitudes of the harmonics 1..K about ``origin_s``.
    residual_sd, n
        What the fit leaves, and the number of points used.
    """

    frequency_hz: float
    origin_s: float
    mean: float
    slope_per_s: float
    cosine: FloatArray
    sine: FloatArray
    residual_sd: float
    n: int

    @property
    def phase_deg(self) -> float:
        """Phase of the first harmonic at the origin: the angle by which its peak is past."""
        return float(np.degrees(np.arctan2(-self.sine[0], self.cosine[0])))

    @property
    def amplitude(self) -> float:
        """Amplitude of the first harmonic."""
        return float(np.hypot(self.cosine[0], self.sine[0]))

    @property
    def range(self) -> float:
        """Peak-to-peak extent of the fitted cycle without drift.

        Unlike maximum minus minimum of the points it is not inflated by noise.
        """
        wave = self._cycle()
        return float(wave.max() - wave.min())

    @property
    def sd(self) -> float:
        """Standard deviation of the fitted cycle about its mean."""
        return float(np.sqrt(np.sum(self.cosine**2 + self.sine**2) / 2))

    @property
    def velocity_peak(self) -> float:
        """Largest speed of the fitted cycle, units per second."""
        return float(np.abs(self.rates(_FINE)).max())

    def at(self, time_s: float) -> float:
        """Give the value of the fitted cycle at a time, without drift.

        Parameters
        ----------
        time_s
            When.

        Returns
        -------
        float
            In the units of the series.
        """
        return self.mean + float(self._wave(np.array([time_s - self.origin_s]))[0])

    def velocity_at(self, time_s: float) -> float:
        """Give the slope of the fitted cycle at a time.

        Parameters
        ----------
        time_s
            When.

        Returns
        -------
        float
            Units per second.
        """
        angle = self._omega * (time_s - self.origin_s)
        slopes = self._omega * (self.sine * np.cos(angle) - self.cosine * np.sin(angle))
        return float(slopes.sum())

    def turn(self, sign: int = 1) -> tuple[float, float]:
        """Find where the fitted cycle turns at its highest (sign 1) or lowest (sign -1) point.

        Parameters
        ----------
        sign
            1 for the highest point, -1 for the lowest.

        Returns
        -------
        tuple
            (time within one cycle of the origin, value).
        """
        wave = self._cycle()
        i = int(np.argmax(sign * wave))
        shift, value = parabola_vertex(wave[i - 1], wave[i], wave[(i + 1) % _FINE])
        return self.origin_s + (i + shift) / _FINE / self.frequency_hz, self.mean + value

    def crossing(self) -> float:
        """Find when the fitted cycle passes zero upward, from its lowest to its highest point.

        NaN when the highest point comes first within the cycle, or both lie on one side of zero.
        """
        (low_s, low), (high_s, high) = self.turn(-1), self.turn(1)
        if not (low_s < high_s and low < 0 < high):
            return float("nan")
        times = np.linspace(low_s, high_s, _FINE)
        return float(np.interp(0.0, self.mean + self._wave(times - self.origin_s), times))

    def rates(self, n: int) -> FloatArray:
        """Give the slope of the fitted cycle at times spread evenly over it.

        Parameters
        ----------
        n
            Number of times.

        Returns
        -------
        ndarray
            (n,) units per second.
        """
        cosine, sine = _waves(n, len(self.sine))
        return np.asarray(cosine @ (self._omega * self.sine) - sine @ (self._omega * self.cosine))

    @property
    def phase_se_deg(self) -> float:
        """Standard error of the phase: sqrt(2/N) residual / amplitude."""
        return float(np.degrees(np.sqrt(2 / self.n) * self.residual_sd / max(self.amplitude, 1e-9)))

    def _cycle(self) -> FloatArray:
        cosine, sine = _waves(_FINE, len(self.sine))
        return np.asarray(cosine @ self.cosine + sine @ self.sine)

    @property
    def _omega(self) -> FloatArray:
        return np.asarray(2 * np.pi * self.frequency_hz * np.arange(1, len(self.sine) + 1))

    def _wave(self, time_s: FloatArray) -> FloatArray:
        angle = self._omega * time_s[:, None]
        return np.asarray(np.cos(angle) @ self.cosine + np.sin(angle) @ self.sine)


@lru_cache(maxsize=32)
def _waves(n: int, n_harmonics: int) -> tuple[FloatArray, FloatArray]:
    """Cosine and sine of the harmonics at n times spread evenly over a cycle, (n, K) each."""
    angle = 2 * np.pi * np.arange(n)[:, None] / n * np.arange(1, n_harmonics + 1)
    return np.cos(angle), np.sin(angle)


def fit_harmonics(
    time_s: FloatArray,
    values: FloatArray,
    frequency_hz: float,
    n_harmonics: int,
    origin_s: float = 0.0,
    *,
    drift: bool = True,
) -> HarmonicFit | None:
    """Fit mean, linear drift and harmonics by least squares; gaps are left out.

    Parameters
    ----------
    time_s, values
        (T,) times and values; NaN where unknown.
    frequency_hz
        Frequency of the first harmonic.
    n_harmonics
        K, the number of harmonics.
    origin_s
        Time about which phases count.
    drift
        Fit a slope as well.

    Returns
    -------
    HarmonicFit or None
        None when a quarter of the points, or more, is missing or too few are left.
        Source: lamoth-2002.
    """
    known = np.isfinite(values)
    n_terms = 1 + int(drift) + 2 * n_harmonics
    if not np.isfinite(frequency_hz) or known.sum() < n_terms + 3 or known.mean() < _MIN_KNOWN:
        return None
    time = time_s[known] - origin_s
    basis = _basis(time, frequency_hz, n_harmonics, drift=drift)
    fit: FloatArray = np.asarray(np.linalg.lstsq(basis, values[known], rcond=None)[0])
    residual = values[known] - basis @ fit
    return HarmonicFit(
        frequency_hz=frequency_hz,
        origin_s=origin_s,
        mean=float(fit[0]),
        slope_per_s=float(fit[-1]) if drift else 0.0,
        cosine=fit[1 : 1 + n_harmonics],
        sine=fit[1 + n_harmonics : 1 + 2 * n_harmonics],
        residual_sd=float(np.sqrt(np.sum(residual**2) / max(1, len(time) - n_terms))),
        n=len(time),
    )


def _basis(time_s: FloatArray, frequency_hz: float, n_harmonics: int, *, drift: bool) -> FloatArray:
    """Columns of one, of cosines, of sines and of time from its middle."""
    angle = 2 * np.pi * frequency_hz * time_s[:, None] * np.arange(1, n_harmonics + 1)
    columns = [np.ones((len(time_s), 1)), np.cos(angle), np.sin(angle)]
    if drift:
        columns.append((time_s - time_s.mean())[:, None])
    return np.concatenate(columns, axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class CycleFit:
    """Means and harmonics of several series of one cycle, fitted together.

    Parameters
    ----------
    mean
        (S,) means.
    cosine, sine
        (K, S) amplitudes of the harmonics 1..K.
    """

    mean: FloatArray
    cosine: FloatArray
    sine: FloatArray

    def sample(self, n: int) -> tuple[FloatArray, FloatArray]:
        """Give the fitted series, and how fast they change, at times spread evenly over the cycle.

        Parameters
        ----------
        n
            Number of times.

        Returns
        -------
        tuple
            (n, S) values, and (n, S) rates per radian of the cycle.
        """
        cosine, sine = _waves(n, len(self.sine))
        number = np.arange(1, len(self.sine) + 1)[:, None]
        values = self.mean + cosine @ self.cosine + sine @ self.sine
        return values, cosine @ (number * self.sine) - sine @ (number * self.cosine)


def fit_cycle(
    time_s: FloatArray, values: FloatArray, start_s: float, cycle_s: float, n_harmonics: int
) -> CycleFit | None:
    """Fit mean and harmonics of several series over one cycle by least squares.

    Parameters
    ----------
    time_s, values
        (T,) times and (T, S) series; a time at which one of them is NaN is left out for all.
    start_s, cycle_s
        When the cycle begins and how long it lasts.
    n_harmonics
        K, the number of harmonics.

    Returns
    -------
    CycleFit or None
        None when a quarter of the times, or more, is left out or too few are left.
    """
    known = np.isfinite(values).all(axis=1)
    if known.sum() < 4 + 2 * n_harmonics or known.mean() < _MIN_KNOWN:
        return None
    basis = _basis(time_s[known] - start_s, 1 / cycle_s, n_harmonics, drift=False)
    fit = np.asarray(np.linalg.lstsq(basis, values[known], rcond=None)[0])
    return CycleFit(fit[0], fit[1 : 1 + n_harmonics], fit[1 + n_harmonics :])


def fit_drift(
    time_s: FloatArray, values: FloatArray, frequency_hz: float, n_harmonics: int
) -> FloatArray | None:
    """Fit the steady drift of several series beside mean and harmonics, by least squares.

    Parameters
    ----------
    time_s, values
        (T,) times and (T, S) series, best of several cycles: over one alone a drift looks like a
        wave. A time at which a series is NaN is left out for all.
    frequency_hz
        Frequency of the first harmonic.
    n_harmonics
        Number of harmonics.

    Returns
    -------
    (S,) ndarray or None
        Units per second; None where too few times are left.
    """
    known = np.isfinite(values).all(axis=1)
    if known.sum() < 5 + 2 * n_harmonics:
        return None
    basis = _basis(time_s[known], frequency_hz, n_harmonics, drift=True)
    return np.asarray(np.linalg.lstsq(basis, values[known], rcond=None)[0][-1])


def find_frequency(time_s: FloatArray, values: FloatArray, low_hz: float, high_hz: float) -> float:
    """Find the frequency at which one harmonic and a straight line explain most of a series.

    Parameters
    ----------
    time_s, values
        (T,) times and series; NaN where not known.
    low_hz, high_hz
        Where to look.

    Returns
    -------
    float
        Hz; NaN when less than three quarters of the points are known, or fewer than seven.
    """
    known = np.isfinite(values)
    if known.sum() < _MIN_POINTS or known.mean() < _MIN_KNOWN:
        return float("nan")
    grid = np.linspace(low_hz, high_hz, 161)
    for _ in range(3):
        explained = explained_squares(time_s[known], values[known], grid, drift=True)
        best, width = grid[int(np.argmax(explained))], grid[1] - grid[0]
        grid = np.linspace(max(low_hz, best - width), min(high_hz, best + width), 21)
    return float(best)
