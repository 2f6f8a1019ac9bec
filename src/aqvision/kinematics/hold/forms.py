"""HeldPath -> how well each form of an answer fits at each frame of it.

A form is a quick way out, half a cosine, and a way back that falls off as exp(-t / return_s), of
unit size, about a posture that is fitted along. Paths and forms are held against each other as the
new of each frame, so generalised least squares. Source: aitken-1936
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.hold.path import Frames, HeldPath
from aqvision.kinematics.hold.whitening import ORDER, Whitener

_BEFORE_S, _AFTER_S = 1.5, 4.0
_RISES_S = np.array([0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3, 0.4])
# The last is for a posture that does not come back.
_RETURNS_S = np.append(np.geomspace(0.12, 4.0, 24), 60.0)
# Of a frame: when the top is.
_LATE_FRAMES = np.array([-1 / 3, 0.0, 1 / 3])


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Fits:
    """All forms held against a path at all frames.

    Parameters
    ----------
    forms
        (K, 3) rise, return, and how much later than its frame the top is, in seconds.
    top_s
        (M,) times of the frames that were tried as the top.
    sizes
        (M, K, 2) of the best fit with the top at a frame, across and up, in leg lengths.
    told
        (M, K) by how many of its standard errors a size differs from nothing.
    """

    forms: FloatArray
    top_s: FloatArray
    sizes: FloatArray
    told: FloatArray


def course_of(since_top_s: FloatArray, forms: FloatArray) -> FloatArray:
    """Give courses of unit size over time, (K, N).

    Parameters
    ----------
    since_top_s
        (N,) times from the frame of the top.
    forms
        (K, 3) rise, return, and how much later the top is, in seconds.
    """
    rise, back, top = (forms[:, i : i + 1] for i in range(3))
    since = since_top_s - top
    out = 0.5 * (1 + np.cos(np.pi * np.clip(-since / rise, 0.0, 1.0)))
    return np.where(since < 0, out, np.exp(-np.maximum(since, 0.0) / back))


def fit_forms(path: HeldPath, whitener: Whitener, tops: Frames) -> Fits:
    """Hold all forms against a path, with the top at each of some frames.

    Parameters
    ----------
    path
        Of the hips, without drift.
    whitener
        The model of its sway.
    tops
        (N,) frames at which the top may be.
    """
    before, after = (round(s * path.rate_hz) for s in (_BEFORE_S, _AFTER_S))
    forms = _forms(path.rate_hz)
    shapes = whitener.new(course_of(np.arange(-before, after + 1) / path.rate_hz, forms).T)
    counts = path.known.copy()
    counts[:ORDER] = False
    new = (whitener.new(path.xy_leg) @ whitener.root) * counts[:, None]
    column = np.column_stack([counts, new])
    padded = np.pad(column, ((before, after), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, len(shapes), axis=0)[tops]
    n_known, of_shape = np.maximum(windows[:, 0].sum(axis=1), 1.0), windows[:, 0] @ shapes
    lengths = windows[:, 0] @ shapes**2 - of_shape**2 / n_known[:, None]
    gains = windows[:, 1:] @ shapes
    gains -= windows[:, 1:].sum(axis=2)[..., None] * (of_shape / n_known[:, None])[:, None]
    lengths = np.maximum(lengths, 1e-9)
    return Fits(
        forms=forms,
        top_s=path.time_s[tops],
        sizes=np.moveaxis(gains / lengths[:, None], 1, 2) @ np.linalg.inv(whitener.root),
        told=np.sqrt((gains**2).sum(axis=1) / lengths),
    )


def _forms(rate_hz: float) -> FloatArray:
    """All forms that are tried, (K, 3)."""
    mesh = np.meshgrid(_RISES_S, _RETURNS_S, _LATE_FRAMES / rate_hz, indexing="ij")
    return np.stack([m.ravel() for m in mesh], axis=1)
