"""Points -> angles. Segment angles run from downward vertical, positive = distal end forward."""

from __future__ import annotations

import numpy as np

from aqvision.core.types import FloatArray


def segment_angle_deg(proximal: FloatArray, distal: FloatArray) -> FloatArray:
    """Angle of a segment from downward vertical in degrees, positive when it points forward.

    Parameters
    ----------
    proximal, distal
        (..., 2) points, x in the running direction and y up.

    Returns
    -------
    ndarray
        (...) degrees in (-180, 180].

    Examples
    --------
    >>> round(float(segment_angle_deg(np.array([0.0, 1.0]), np.array([1.0, 0.0]))), 6)
    45.0
    """
    along = distal - proximal
    return np.asarray(np.degrees(np.arctan2(along[..., 0], -along[..., 1])))


def included_angle_deg(first: FloatArray, vertex: FloatArray, last: FloatArray) -> FloatArray:
    """Angle at a joint between its two neighbours in degrees, 180 = straight.

    Parameters
    ----------
    first, vertex, last
        (..., 2) points.

    Returns
    -------
    ndarray
        (...) degrees in [0, 180].

    Examples
    --------
    >>> a, b, c = np.array([1.0, 0.0]), np.zeros(2), np.array([0.0, 1.0])
    >>> round(float(included_angle_deg(a, b, c)), 6)
    90.0
    """
    u, v = first - vertex, last - vertex
    cross = u[..., 0] * v[..., 1] - u[..., 1] * v[..., 0]
    return np.asarray(np.degrees(np.abs(np.arctan2(cross, np.sum(u * v, axis=-1)))))


def wrap_deg(angle: float) -> float:
    """Bring an angle into [-180, 180).

    Parameters
    ----------
    angle
        Degrees.

    Returns
    -------
    float
        Degrees.

    Examples
    --------
    >>> wrap_deg(190.0)
    -170.0
    """
    return (angle + 180.0) % 360.0 - 180.0


def wrap_series_deg(angle: FloatArray) -> FloatArray:
    """Bring angles into [-180, 180).

    Parameters
    ----------
    angle
        (...) degrees; NaN stays NaN.

    Returns
    -------
    ndarray
        (...) degrees.
    """
    return np.asarray((angle + 180.0) % 360.0 - 180.0)
