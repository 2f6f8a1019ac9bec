"""Splits -> the curve of a sprint from standing: top speed, how soon it is neared, when it began.

Speed nears the top speed M as M (1 - exp(-t / tau)), so place is a known function of time, and time
one of place: with z = x / (M tau) and Lambert's W, t = t0 + tau (1 + z + W(-exp(-1 - z))). What
errs are the times, not the tape measure, so times are fitted. The moment t0 at which the body
begins to be pushed is fitted as well: a clock that a gun or a first movement started tells of it,
within what people react in, and one of which nothing is known does not.
Source: samozino-2016, jovanovic-2022.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from aqvision.core.splits import Splits, TimingStart
from aqvision.core.types import FloatArray

# How far times lie off a curve that is true of no athlete to the last step, worth four splits.
# Chosen: a gate with one beam errs by some 10 ms, and those of 52 athletes scatter by about 15 ms.
_TIME_SD_S, _TIME_FREEDOM = 0.015, 4.0
# When the push begins on the clock, mean and SD. Chosen: the first movement that is seen is not
# quite the first push, and runners react to a gun in 0.1 to 0.25 s.
_BEGINS_S = {TimingStart.MOVEMENT: (0.0, 0.03), TimingStart.GUN: (0.16, 0.04)}
_TOP_MPS, _TAU_S = (3.5, 14.0), (0.2, 5.0)
_FIRST_GUESS = (8.0, 1.1)
_MAX_MISFIT_S = 0.08
_N_PASSES = 200
_DAMPING, _MAX_DAMPING, _ENOUGH, _LEAST_STEP, _SINGULAR = 1e-3, 1e8, 1e-12, 1e-7, 1e14


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SprintCurve:
    """A sprint from standing, as a curve that was fitted to its times.

    Parameters
    ----------
    top_mps, tau_s, start_s
        The speed that is neared, the time constant, and when the push begins on the clock.
    covariance
        (3, 3) of log(top_mps), log(tau_s) and start_s.
    freedom
        Degrees of freedom of the covariance.
    misfit_s
        Root mean square by which times lie off the curve.
    """

    top_mps: float
    tau_s: float
    start_s: float
    covariance: FloatArray
    freedom: float
    misfit_s: float

    def speed_mps(self, time_s: FloatArray) -> FloatArray:
        """Give the speed at some times on the clock.

        Parameters
        ----------
        time_s
            (n,) times; before the start the runner stands.
        """
        since = np.maximum(time_s - self.start_s, 0.0)
        return np.asarray(-self.top_mps * np.expm1(-since / self.tau_s))


def time_at(
    distance_m: FloatArray, top_mps: float, tau_s: float, start_s: float = 0.0
) -> FloatArray:
    """Tell when a runner passes some places.

    Parameters
    ----------
    distance_m
        (n,) places of more than 0 m.
    top_mps, tau_s, start_s
        As for :class:`SprintCurve`.

    Returns
    -------
    ndarray
        (n,) times in s.

    Examples
    --------
    >>> time_at(np.array([10.0, 20.0]), 9.5, 1.15).round(2).tolist()
    [2.0, 3.18]
    """
    return np.asarray(start_s + tau_s * _elapsed(distance_m / (top_mps * tau_s)))


def fit_sprint(splits: Splits) -> SprintCurve | None:
    """Fit the curve of a sprint to split times.

    Parameters
    ----------
    splits
        Four or more, or three where it is known what started the clock.

    Returns
    -------
    SprintCurve or None
        None where no sprint from standing has such times.
    """
    distance_m, time_s = np.array(splits.distance_m), np.array(splits.time_s)
    prior = _BEGINS_S.get(splits.start)
    fitted = _least_squares(distance_m, time_s, prior)
    if fitted is None:
        return None
    (log_top, log_tau, start_s), normal = fitted
    top_mps, tau_s = float(np.exp(log_top)), float(np.exp(log_tau))
    off = time_s - time_at(distance_m, top_mps, tau_s, start_s)
    misfit_s = float(np.sqrt(np.mean(off**2)))
    if misfit_s > _MAX_MISFIT_S or not _is_a_sprint(top_mps, tau_s):
        return None
    freedom = _TIME_FREEDOM + len(off) - (2 if prior else 3)
    variance = (_TIME_FREEDOM * _TIME_SD_S**2 + float(off @ off)) / freedom
    return SprintCurve(
        top_mps=top_mps,
        tau_s=tau_s,
        start_s=float(start_s),
        covariance=np.asarray(np.linalg.inv(normal) * (variance / _TIME_SD_S**2)),
        freedom=freedom,
        misfit_s=misfit_s,
    )


def _elapsed(z: FloatArray) -> FloatArray:
    """Solve s - 1 + exp(-s) = z for s."""
    branch = [special.lambertw(complex(at)).real for at in -np.exp(-1 - z)]
    return np.asarray(1 + z + np.array(branch))


def _is_a_sprint(top_mps: float, tau_s: float) -> bool:
    values = ((top_mps, _TOP_MPS), (tau_s, _TAU_S))
    return all(low < value < high for value, (low, high) in values)


def _least_squares(
    distance_m: FloatArray, time_s: FloatArray, prior: tuple[float, float] | None
) -> tuple[FloatArray, FloatArray] | None:
    """Fit by Levenberg and Marquardt: (3,) parameters and the (3, 3) normal matrix."""
    at = np.array([*np.log(_FIRST_GUESS), 0.0 if prior is None else prior[0]])
    off, slopes = _residuals(at, distance_m, time_s, prior)
    damping = _DAMPING
    for _ in range(_N_PASSES):
        normal = slopes.T @ slopes
        step = np.linalg.solve(normal + damping * np.diag(np.diag(normal)), slopes.T @ off)
        new_off, new_slopes = _residuals(at + step, distance_m, time_s, prior)
        if not new_off @ new_off <= off @ off:
            damping *= 10
            if damping > _MAX_DAMPING:
                break
            continue
        gained = float(off @ off - new_off @ new_off)
        at, off, slopes, damping = at + step, new_off, new_slopes, damping / 10
        if gained <= _ENOUGH * (1 + float(off @ off)) and np.abs(step).max() < _LEAST_STEP:
            break
    normal = slopes.T @ slopes
    return (at, normal) if np.linalg.cond(normal) < _SINGULAR and np.isfinite(at).all() else None


def _residuals(
    at: FloatArray, distance_m: FloatArray, time_s: FloatArray, prior: tuple[float, float] | None
) -> tuple[FloatArray, FloatArray]:
    """Give times less those of the curve, in standard deviations, and its slopes, (n, 3)."""
    top_mps, tau_s = np.exp(np.clip(at[:2], -3.0, 5.0))
    z = distance_m / (top_mps * tau_s)
    elapsed = _elapsed(z)
    by_top = -tau_s * z / -np.expm1(-elapsed)
    slopes = np.column_stack([by_top, tau_s * elapsed + by_top, np.ones(len(z))]) / _TIME_SD_S
    off = (time_s - at[2] - tau_s * elapsed) / _TIME_SD_S
    if prior is None:
        return off, slopes
    mean_s, sd_s = prior
    return np.append(off, (mean_s - at[2]) / sd_s), np.vstack([slopes, [0.0, 0.0, 1 / sd_s]])
