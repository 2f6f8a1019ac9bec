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
FORM_S = _BEFORE_S + _AFTER_S
"""How long a part of a hold tells of an answer."""
_RISES_S = np.array([0.05, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3, 0.4])
# The last is for a posture that does not come back.
_RETURNS_S = np.append(np.geomspace(0.12, 4.0, 31), 60.0)
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


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Fitter:
    """All forms, made ready to be held against paths of one sway and one frame rate.

    Parameters
    ----------
    whitener
        The model of the sway.
    forms
        (K, 3) rise, return, and how much later than its frame the top is, in seconds.
    shapes
        (L, K) what is new in each frame of a form.
    n_before
        How many of those frames come before the top.
    """

    whitener: Whitener
    forms: FloatArray
    shapes: FloatArray
    n_before: int

    def fit(self, path: HeldPath, tops: Frames) -> Fits:
        """Hold all forms against a path, with the top at each of some frames.

        Parameters
        ----------
        path
            Of the hips, without drift.
        tops
            (N,) frames at which the top may be.
        """
        known, new = self._windows(path, tops)
        n_known, of_shape = np.maximum(known.sum(axis=1), 1.0), known @ self.shapes
        lengths = known @ self.shapes**2 - of_shape**2 / n_known[:, None]
        lengths = np.maximum(lengths, 1e-9)[:, None]
        of_posture = new.sum(axis=2) / n_known[:, None]
        gains = new @ self.shapes - of_posture[..., None] * of_shape[:, None]
        return Fits(
            forms=self.forms,
            top_s=path.time_s[tops],
            sizes=np.moveaxis(gains / lengths, 1, 2) @ np.linalg.inv(self.whitener.root),
            told=np.sqrt((gains**2 / lengths).sum(axis=1)),
        )

    def _windows(self, path: HeldPath, tops: Frames) -> tuple[FloatArray, FloatArray]:
        """Give what counts about each top, (M, L), and what is new there, (M, 2, L)."""
        counts = path.known.astype(float)
        counts[:ORDER] = 0.0
        new = (self.whitener.new(path.xy_leg) @ self.whitener.root) * counts[:, None]
        beyond = (self.n_before, len(self.shapes) - 1 - self.n_before)
        padded = np.pad(np.column_stack([counts, new]), (beyond, (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, len(self.shapes), axis=0)[tops]
        return windows[:, 0], windows[:, 1:]


def fitter_for(whitener: Whitener, rate_hz: float) -> Fitter:
    """Make all forms ready for one sway.

    Parameters
    ----------
    whitener
        The model of the sway.
    rate_hz
        Frames a second.
    """
    before, after = (round(s * rate_hz) for s in (_BEFORE_S, _AFTER_S))
    forms = _forms(rate_hz)
    courses = course_of(np.arange(-before, after + 1) / rate_hz, forms)
    return Fitter(whitener=whitener, forms=forms, shapes=whitener.new(courses.T), n_before=before)


def _forms(rate_hz: float) -> FloatArray:
    """All forms that are tried, (K, 3)."""
    mesh = np.meshgrid(_RISES_S, _RETURNS_S, _LATE_FRAMES / rate_hz, indexing="ij")
    return np.stack([m.ravel() for m in mesh], axis=1)
