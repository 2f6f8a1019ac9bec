"""Key values -> smooth curves: the splines and harmonics that the sprint is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import BSpline

Array = NDArray[np.float64]
Curve = Callable[[Array], Array]

DEGREE = 5
MATCHING_DEGREE = 40


def quintic_curve(start_s: float, end_s: float, coefficients: Array) -> BSpline:
    """B-spline of degree five on even knots; its end values are the end coefficients."""
    n_intervals = len(coefficients) - DEGREE
    knots = np.linspace(start_s, end_s, n_intervals + 1)
    padded = np.concatenate([[start_s] * DEGREE, knots, [end_s] * DEGREE])
    return BSpline(padded, coefficients, DEGREE)


@dataclass(frozen=True, slots=True)
class Key:
    """A curve has this derivative (0 value, 1 velocity, 2 acceleration) at this time."""

    time_s: float
    target: float
    order: int = 0


def least_jerk_curve(keys: Sequence[Key], n_intervals: int = 24) -> BSpline:
    """Curve that meets all keys with the least integral of squared jerk.

    A quintic B-spline on even knots between the first and the last key; continuous up to the
    fourth derivative.
    """
    start_s, end_s = keys[0].time_s, keys[-1].time_s
    n_coefficients, n_keys = n_intervals + DEGREE, len(keys)
    basis = quintic_curve(start_s, end_s, np.eye(n_coefficients))
    samples_s = np.linspace(start_s, end_s, 8 * n_intervals + 1)
    jerk = basis(samples_s, nu=3) * (end_s - start_s) ** 3
    cost = jerk.T @ jerk / len(samples_s)
    demands = np.array([basis(key.time_s, nu=key.order) for key in keys])
    sizes = np.linalg.norm(demands, axis=1)
    demands /= sizes[:, None]
    targets = np.array([key.target for key in keys]) / sizes
    system = np.block([[cost, demands.T], [demands, np.zeros((n_keys, n_keys))]])
    solution = np.linalg.solve(system, np.concatenate([np.zeros(n_coefficients), targets]))
    return quintic_curve(start_s, end_s, solution[:n_coefficients])


def end_rates(curve: Curve, start_s: float, end_s: float) -> tuple[Array, Array]:
    """Find value, velocity and acceleration of a smooth curve at both ends of an interval.

    The curve is replaced by its Chebyshev interpolant, exact to rounding for analytic curves, so
    nothing outside the interval is asked for.

    Returns
    -------
    start, end : (3,) arrays
        Value, first and second derivative in units per second.
    """
    interpolant = np.polynomial.Chebyshev.interpolate(
        curve, deg=MATCHING_DEGREE, domain=[start_s, end_s]
    )
    rows = [interpolant, interpolant.deriv(1), interpolant.deriv(2)]
    ends = np.array([[row(start_s), row(end_s)] for row in rows])
    return ends[:, 0], ends[:, 1]


def harmonic(phase: Array, peak_at: float, order: int = 1) -> Array:
    """Cosine of unit amplitude with a peak at phase `peak_at` (fractions of a stride)."""
    return np.asarray(np.cos(2.0 * np.pi * order * (phase - peak_at)))
