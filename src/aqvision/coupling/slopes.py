"""Track -> a straight line over speed or force: slope, interval, what is left over, what is kept.

Values err, speeds are taken as they are. How far runs leave the line is weighed with the prior by
degrees of freedom, as in a comparison. Source: hopkins-2004, satterthwaite-1946.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aqvision.comparison.interval import Difference, half_width, p_value
from aqvision.core.types import FloatArray
from aqvision.coupling.couplings import Kept
from aqvision.coupling.tracks import Track

_SLOW_FRAC, _FAST_FRAC = 0.70, 0.95
# Chosen: who began above this part of the top speed filmed no ladder to tell it from.
_SLOWEST_START_FRAC = 0.85
_HALF_CYCLE_DEG = 180.0
_NAN = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """How a metric follows speed, or force: in its unit a m/s, or a body weight.

    ``interval`` holds the slope and the ends of its interval; ``se`` and ``freedom`` are those of
    Student's t, ``p`` the chance of so steep a line where there is none, ``residual_sd`` how far
    runs lie from it.
    """

    interval: Difference
    se: float
    freedom: float
    p: float
    residual_sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What part is kept from one speed to another, both within those filmed.

    ``part`` is 1 where nothing changes; of a phase, 1 less the shift in parts of half a cycle. NaN
    where that means nothing, or the slowest run was too fast to tell.
    """

    part: float = _NAN
    low: float = _NAN
    high: float = _NAN
    se: float = _NAN
    freedom: float = _NAN
    from_mps: float = _NAN
    to_mps: float = _NAN


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """Coefficients (p,) of columns, and their covariance (p, p)."""

    coefficients: FloatArray
    covariance: FloatArray
    freedom: float


@dataclass(frozen=True, slots=True, eq=False)
class FittedLine:
    """Values of a fit at n places, and their standard errors, both (n,)."""

    value: FloatArray
    se: FloatArray
    freedom: float


def slope_over_speed(track: Track, ratio: float, prior_freedom: float, level: float) -> Slope:
    """Fit a line over speed.

    Parameters
    ----------
    track, ratio
        What is followed, and how much this athlete's runs vary in parts of the registry's.
    prior_freedom
        Degrees of freedom that the prior is worth.
    level
        Chance that the interval holds the truth, 0 to 1.
    """
    return _slope(track, track.speed_mps, ratio, prior_freedom, level)


def slope_over_force(track: Track, ratio: float, prior_freedom: float, level: float) -> Slope:
    """Fit a line over the mean force of a stance; NaN where contact was not timed in every run.

    Parameters
    ----------
    track, ratio, prior_freedom, level
        As for :func:`slope_over_speed`.
    """
    force = track.force_bw
    if not np.isfinite(force).all() or np.ptp(force) <= 0:
        return Slope(interval=Difference(), se=_NAN, freedom=_NAN, p=_NAN, residual_sd=_NAN)
    return _slope(track, force, ratio, prior_freedom, level)


def straight_line(
    track: Track, over: FloatArray, places: FloatArray, ratio: float, prior_freedom: float
) -> FittedLine:
    """Give the points of a line over speed or force.

    Parameters
    ----------
    track
        What is followed.
    over, places
        (n,) speed or force of the rungs, (m,) where the line is wanted.
    ratio, prior_freedom
        As for :func:`slope_over_speed`.
    """
    return _points(_fit(track, _columns(over), ratio, prior_freedom), _columns(places))


def bent_line(
    track: Track, break_mps: float, places: FloatArray, ratio: float, prior_freedom: float
) -> FittedLine:
    """Give the points of a line that is bent at one speed.

    Parameters
    ----------
    track, break_mps
        What is followed, and the speed above which it changes.
    places
        (m,) speeds where the line is wanted.
    ratio, prior_freedom
        As for :func:`slope_over_speed`.
    """
    known, wanted = (
        np.column_stack([track.without_bend(speed), np.maximum(0.0, speed - break_mps)])
        for speed in (track.speed_mps, places)
    )
    return _points(_fit(track, known, ratio, prior_freedom), wanted)


def _points(line: _Line, columns: FloatArray) -> FittedLine:
    variance = np.einsum("ij,jk,ik->i", columns, line.covariance, columns)
    return FittedLine(columns @ line.coefficients, np.sqrt(variance), line.freedom)


def _columns(over: FloatArray) -> FloatArray:
    return np.column_stack([np.ones_like(over), over])


def _slope(track: Track, over: FloatArray, ratio: float, free: float, level: float) -> Slope:
    line = _fit(track, _columns(over), ratio, free)
    value, se = float(line.coefficients[1]), float(np.sqrt(line.covariance[1, 1]))
    left = track.value - _columns(over) @ line.coefficients
    return Slope(
        interval=Difference.within(value, half_width(se, line.freedom, level)),
        se=se,
        freedom=line.freedom,
        p=p_value(value, se, line.freedom),
        residual_sd=float(np.sqrt(left @ left / (len(left) - 2))),
    )


def _fit(track: Track, design: FloatArray, ratio: float, prior_freedom: float) -> _Line:
    root = np.linalg.cholesky(track.covariance(ratio))
    columns, values = np.linalg.solve(root, design), np.linalg.solve(root, track.value)
    inverse = np.linalg.pinv(columns.T @ columns)
    coefficients = inverse @ (columns.T @ values)
    left = values - columns @ coefficients
    freedom = prior_freedom + max(len(values) - design.shape[1], 0)
    scale = (prior_freedom + float(left @ left)) / freedom
    return _Line(coefficients, scale * inverse, freedom)


def speeds_of_retention(track: Track) -> tuple[float, float] | None:
    """Give 70 and 95 % of the top speed filmed, the first not below the slowest run.

    Parameters
    ----------
    track
        What is followed.

    Returns
    -------
    tuple of float or None
        Speeds in m/s; None where even the slowest run was faster than 85 % of the top.
    """
    slowest, top = float(track.speed_mps.min()), float(track.speed_mps.max())
    if slowest > _SLOWEST_START_FRAC * top:
        return None
    return max(_SLOW_FRAC * top, slowest), _FAST_FRAC * top


def retention_of(
    track: Track,
    ratio: float,
    prior_freedom: float,
    level: float,
    speeds_mps: tuple[float, float] | None,
) -> Retention:
    """Tell what part a line keeps from one speed to another.

    Parameters
    ----------
    track, ratio, prior_freedom, level
        As for :func:`slope_over_speed`.
    speeds_mps
        The two speeds, within those filmed; None where there are none.
    """
    kept = track.coupling.kept
    if kept == Kept.NOT_TOLD or speeds_mps is None:
        return Retention()
    line = _fit(track, _columns(track.speed_mps), ratio, prior_freedom)
    slow, fast = (line.coefficients @ [1.0, speed] for speed in speeds_mps)
    if kept == Kept.HALF_CYCLE:
        part = 1 - abs(fast - slow) / _HALF_CYCLE_DEG
        change = np.array([0.0, (speeds_mps[1] - speeds_mps[0]) / _HALF_CYCLE_DEG])
    else:
        part = fast / slow
        change = np.array([slow - fast, slow * speeds_mps[1] - fast * speeds_mps[0]]) / slow**2
    se = float(np.sqrt(change @ line.covariance @ change))
    half = half_width(se, line.freedom, level)
    return Retention(
        part=float(part),
        low=max(float(part) - half, 0.0),
        high=min(float(part) + half, 1.0) if kept == Kept.HALF_CYCLE else float(part) + half,
        se=se,
        freedom=line.freedom,
        from_mps=speeds_mps[0],
        to_mps=speeds_mps[1],
    )
