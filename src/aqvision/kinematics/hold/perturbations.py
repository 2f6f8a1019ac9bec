"""HeldPath -> the answers to knocks in it: when, how far, and how fast the body comes back.

An answer is a quick way out, half a cosine, and a way back that falls off as exp(-t / return_s).
The largest is fitted and taken out, then the next, until none stands out of the sway. How far a
fit may be off, the sway of the same hold tells: the answer is laid over other parts of it, and
fitted there again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.hold.drift import robust_line
from aqvision.kinematics.hold.path import Frames, HeldPath

# All chosen on simulated holds. What goes beyond three spreads of the sway is looked at; an answer
# is what fits 4.7 times as large as its form fits the rest of the hold.
_LOOKED_AT_SPREADS, _LEAST_LEG, _LEAST_TIMES = 3.0, 0.012, 4.7
_N_LOOKED_AT = 6
# An answer so near to an end is seen too little of.
_SEEN_S = 0.5
# Of two even coordinates the median distance is 1.18 spreads.
_MEDIAN_SPREADS = 1.18
_DETECT_HZ = 6.0
_MAX_RISE_S, _LOW_FRAC = 0.5, 0.4
_MOST = 12
_BEFORE_S, _AFTER_S = 1.5, 4.0
_RISES_S = np.array([0.05, 0.1, 0.15, 0.2, 0.3, 0.4])
# The last is for a posture that does not come back.
_RETURNS_S = np.append(np.geomspace(0.12, 4.0, 31), 60.0)
_TOPS_S = np.linspace(-0.14, 0.14, 15)
# Fits need no more frames a second than this.
_FIT_HZ = 30.0
_MAX_RETURN_S = 3.0
_N_PLACES = 16
_OUT_OF_IT, _LEAD_S = 2.0, 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Perturbation:
    """The answer of the body to one knock.

    Attributes
    ----------
    time_s
        When the body begins to give way, from the first frame.
    peak_leg, peak_se_leg
        How far it goes from the posture before, in leg lengths, and the standard error.
    across_leg, up_leg
        The same in the picture.
    return_s, return_se_s
        Time constant of the way back, from the peak to 1/e of it; NaN where the body does not
        come back while it is seen.
    rise_s
        From the beginning to the peak.
    decay_s
        Time constant that was fitted, also where it is too long to be told.
    """

    time_s: float
    peak_leg: float
    peak_se_leg: float
    across_leg: float
    up_leg: float
    return_s: float
    return_se_s: float
    rise_s: float
    decay_s: float

    def course(self, time_s: FloatArray) -> FloatArray:
        """Give the answer over time, (N, 2) leg lengths.

        Parameters
        ----------
        time_s
            (N,) times.
        """
        form = np.array([[self.rise_s, self.decay_s, 0.0]])
        shape = _shapes(time_s - self.time_s - self.rise_s, form)
        return np.asarray(shape[0][:, None] * [self.across_leg, self.up_leg])

    def covers(self, time_s: FloatArray) -> Frames:
        """Tell the frames in which the answer is not over, (N,).

        Parameters
        ----------
        time_s
            (N,) times.
        """
        end_s = self.time_s + self.rise_s + _OUT_OF_IT * min(self.decay_s, _MAX_RETURN_S)
        return np.asarray((time_s >= self.time_s - _LEAD_S) & (time_s <= end_s))


def find_perturbations(path: HeldPath) -> tuple[Perturbation, ...]:
    """Find the answers to knocks in a hold, in order of time.

    Parameters
    ----------
    path
        Of the hips, unfiltered.
    """
    path = _thinned(path)
    found: list[Perturbation] = []
    place, slope = robust_line(path, path.known)
    rest = path.moved_to(path.xy_leg - place - slope * path.time_s[:, None])
    for _round in range(_MOST):
        answer = _largest(rest, quiet_frames(path, found))
        if answer is None:
            break
        found.append(answer)
        rest = rest.moved_to(rest.xy_leg - answer.course(rest.time_s))
    return tuple(_with_errors(a, rest) for a in sorted(found, key=lambda a: a.time_s))


def quiet_frames(path: HeldPath, found: tuple[Perturbation, ...] | list[Perturbation]) -> Frames:
    """Tell the frames that are known and lie in no answer, (N,).

    Parameters
    ----------
    path
        Of the hips.
    found
        The answers.
    """
    quiet = path.known.copy()
    for answer in found:
        quiet &= ~answer.covers(path.time_s)
    return quiet


def without(path: HeldPath, found: tuple[Perturbation, ...]) -> HeldPath:
    """Take the answers to knocks out of a path.

    Parameters
    ----------
    path
        Of the hips.
    found
        The answers.
    """
    return path.moved_to(path.xy_leg - sum(a.course(path.time_s) for a in found))


def _thinned(path: HeldPath) -> HeldPath:
    """Leave frames out that fits do not need, after a filter that lets nothing fold down."""
    every = int(path.rate_hz / _FIT_HZ + 1e-6)
    if every < 2:
        return path
    slow = path.below(_FIT_HZ / 3)
    return HeldPath(time_s=path.time_s[::every], xy_leg=slow[::every], known=path.known[::every])


def _largest(rest: HeldPath, quiet: Frames) -> Perturbation | None:
    """Fit an answer where the path stands out most; None where none stands out of the sway."""
    if not quiet.any():
        return None
    size = np.linalg.norm(rest.below(_DETECT_HZ), axis=1)
    spread = float(np.median(size[quiet])) / _MEDIAN_SPREADS
    for top in _tops(rest, size, max(_LOOKED_AT_SPREADS * spread, _LEAST_LEG)):
        answer = _fit(rest, top)
        if answer.peak_leg >= _LEAST_TIMES * _by_chance_leg(rest, answer):
            return answer
    return None


def _by_chance_leg(rest: HeldPath, answer: Perturbation) -> float:
    """Give the spread of the size with which an answer's form fits anywhere in the hold."""
    top = int(np.argmin(np.abs(rest.time_s - answer.time_s - answer.rise_s)))
    window = _window(rest, top)
    form = np.linalg.norm(answer.course(rest.time_s[window]), axis=1) / answer.peak_leg
    form -= form.mean()
    places = np.lib.stride_tricks.sliding_window_view(rest.xy_leg, len(form), axis=0)
    sizes = np.linalg.norm(places @ form, axis=1) / (form @ form)
    return float(np.median(sizes)) / _MEDIAN_SPREADS


def _tops(rest: HeldPath, size: FloatArray, least: float) -> list[int]:
    """List the frames that stand out after a quick way out, the farthest first."""
    reach = max(2, round(_MAX_RISE_S * rest.rate_hz))
    higher = np.maximum(np.append(size[1:], 0.0), np.append(0.0, size[:-1]))
    away_s = np.minimum(rest.time_s - rest.time_s[0], rest.time_s[-1] - rest.time_s)
    seen = rest.known & (away_s >= _SEEN_S)
    tops = np.flatnonzero((size >= higher) & (size >= least) & seen)
    quick = [int(t) for t in tops if size[max(0, t - reach) : t + 1].min() < _LOW_FRAC * size[t]]
    return sorted(quick, key=lambda t: -size[t])[:_N_LOOKED_AT]


def _shapes(since_top_s: FloatArray, forms: FloatArray) -> FloatArray:
    """Courses of unit size over time, (K, N): of (K, 3) rise, return, and when the top is."""
    rise, back, top = (forms[:, i : i + 1] for i in range(3))
    since = since_top_s - top
    out = 0.5 * (1 + np.cos(np.pi * np.clip(-since / rise, 0.0, 1.0)))
    return np.where(since < 0, out, np.exp(-np.maximum(since, 0.0) / back))


def _forms() -> FloatArray:
    """All forms that are tried, (K, 3)."""
    mesh = np.meshgrid(_RISES_S, _RETURNS_S, _TOPS_S, indexing="ij")
    return np.stack([m.ravel() for m in mesh], axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class _Fitter:
    """All forms at the frames about a top, made ready to be held against a path."""

    forms: FloatArray
    shapes: FloatArray
    length: FloatArray

    def best(self, xy_leg: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Find the form that fits best, (3,), and its size across and up, (2,)."""
        gain = self.shapes @ (xy_leg - xy_leg.mean(axis=0))
        best = int(np.argmax((gain**2).sum(axis=1) / self.length))
        return self.forms[best], gain[best] / self.length[best]


@lru_cache(maxsize=32)
def _fitter(n_before: int, n_after: int, rate_hz: float) -> _Fitter:
    """Prepare all forms at so many frames before a top, at it and after it."""
    forms = _forms()
    shapes = _shapes(np.arange(-n_before, n_after + 1) / rate_hz, forms)
    shapes -= shapes.mean(axis=1, keepdims=True)
    return _Fitter(forms, shapes, np.maximum((shapes**2).sum(axis=1), 1e-12))


def _window(path: HeldPath, top: int) -> slice:
    """Frames about a top, as far as the path goes."""
    before, after = (round(s * path.rate_hz) for s in (_BEFORE_S, _AFTER_S))
    return slice(max(0, top - before), min(len(path.time_s), top + after + 1))


def _fitter_of(path: HeldPath, window: slice, top: int) -> _Fitter:
    return _fitter(top - window.start, window.stop - 1 - top, round(path.rate_hz, 6))


def _fit(rest: HeldPath, top: int) -> Perturbation:
    window = _window(rest, top)
    (rise, back, late), size = _fitter_of(rest, window, top).best(rest.xy_leg[window])
    top_s = float(rest.time_s[top])
    seen_s = float(rest.time_s[window][-1]) - top_s
    return Perturbation(
        time_s=float(top_s + late - rise),
        peak_leg=float(np.hypot(*size)),
        peak_se_leg=float("nan"),
        across_leg=float(size[0]),
        up_leg=float(size[1]),
        return_s=float(back) if back <= min(_MAX_RETURN_S, seen_s) else float("nan"),
        return_se_s=float("nan"),
        rise_s=float(rise),
        decay_s=float(back),
    )


def _with_errors(answer: Perturbation, rest: HeldPath) -> Perturbation:
    """Lay the answer over the rest of the hold and fit it there: the scatter is its error."""
    top = int(np.argmin(np.abs(rest.time_s - answer.time_s - answer.rise_s)))
    window = _window(rest, top)
    fitter, course = _fitter_of(rest, window, top), answer.course(rest.time_s[window])
    n = len(course)
    starts = np.linspace(0, len(rest.time_s) - n, _N_PLACES).astype(int)
    fits = [fitter.best(rest.xy_leg[s : s + n] + course) for s in dict.fromkeys(starts)]
    peaks = np.array([np.hypot(*size) for _form, size in fits])
    backs = np.array([form[1] for form, _size in fits])
    # as few parts as lie beside each other are known, and the answer's own is one of them
    n_parts = max(len(rest.time_s) / n, 1.5)
    small = np.sqrt(n_parts / (n_parts - 1))
    return replace(
        answer,
        peak_se_leg=float(small * np.sqrt(np.mean((peaks - answer.peak_leg) ** 2))),
        return_se_s=float(small * np.sqrt(np.mean((backs - answer.return_s) ** 2))),
    )
