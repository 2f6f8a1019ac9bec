"""Angles -> rotation matrices: (T,) radians to (T, 3, 3), right-handed."""

import numpy as np

from samples.generator.curves import Array


def _assemble(rows: list[list[Array]]) -> Array:
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def about_x(angle: Array) -> Array:
    """About the running direction; positive lowers the right side."""
    cosine, sine = np.cos(angle), np.sin(angle)
    one, zero = np.ones_like(cosine), np.zeros_like(cosine)
    return _assemble([[one, zero, zero], [zero, cosine, -sine], [zero, sine, cosine]])


def about_y(angle: Array) -> Array:
    """About the axis to the athlete's left; positive tilts the top forward."""
    cosine, sine = np.cos(angle), np.sin(angle)
    one, zero = np.ones_like(cosine), np.zeros_like(cosine)
    return _assemble([[cosine, zero, sine], [zero, one, zero], [-sine, zero, cosine]])


def about_z(angle: Array) -> Array:
    """About the vertical; positive brings the right side forward."""
    cosine, sine = np.cos(angle), np.sin(angle)
    one, zero = np.ones_like(cosine), np.zeros_like(cosine)
    return _assemble([[cosine, -sine, zero], [sine, cosine, zero], [zero, zero, one]])
