"""HeldPath -> the answers to knocks in it: when, how far, and how fast the body comes back.

The answer that stands out of the sway most plainly is fitted and taken out, then the next, until
none is left; each is fitted again without the others. How far a fit may be off, the sway of the
same hold tells: the answer is laid over other parts of it, and fitted there again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.hold.drift import robust_line
from aqvision.kinematics.hold.forms import FORM_S, Fits, Fitter, course_of, fitter_for
from aqvision.kinematics.hold.path import Frames, HeldPath
from aqvision.kinematics.hold.whitening import fit_whitener

# All chosen on simulated holds: by how many standard errors an answer differs from nothing, how far
# it goes at least, and what part of that the path itself goes meanwhile.
_TOLD, _LEAST_LEG, _GONE_FRAC = 5.5, 0.012, 0.5
# An answer so near to an end, or to another, is seen too little of.
_SEEN_S, _APART_S = 0.5, 0.5
# Of two even coordinates the median distance is 1.18 spreads.
_MEDIAN_SPREADS = 1.18
_MOST, _N_REFITS = 12, 2
_NEAR_S = 0.14
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
        shape = course_of(time_s - self.time_s - self.rise_s, form)
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
    place, slope = robust_line(path, path.known)
    path = path.moved_to(path.xy_leg - place - slope * path.time_s[:, None])
    found: list[Perturbation] = []
    for _round in range(_MOST):
        answer = _plainest(path, found)
        if answer is None:
            break
        found = _refitted(path, [*found, answer])
    return tuple(_with_errors(path, a, found) for a in sorted(found, key=lambda a: a.time_s))


def quiet_frames(path: HeldPath, found: Sequence[Perturbation]) -> Frames:
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


def without(path: HeldPath, found: Sequence[Perturbation]) -> HeldPath:
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


def _plainest(path: HeldPath, found: list[Perturbation]) -> Perturbation | None:
    """Fit the answer that is told most plainly; None where none stands out of the sway."""
    rest = without(path, found)
    tops = _looked_at(path, found)
    if not tops.any():
        return None
    fits = _fitter(path, found).fit(rest, tops)
    # what a form fits anywhere by chance, where the model of the sway says too little of it
    by_chance = np.maximum(np.median(fits.told, axis=0) / _MEDIAN_SPREADS, 1.0)
    told = fits.told / by_chance
    told[np.linalg.norm(fits.sizes, axis=2) < _LEAST_LEG] = 0.0
    while told.max() >= _TOLD:
        top, form = np.unravel_index(np.argmax(told), told.shape)
        answer = _answer(rest, fits, int(top), int(form))
        if _goes_out(rest, answer):
            return answer
        told[top] = 0.0
    return None


def _fitter(path: HeldPath, found: list[Perturbation]) -> Fitter:
    """Make all forms ready for the sway that the answers found so far leave."""
    return fitter_for(fit_whitener(without(path, found), quiet_frames(path, found)), path.rate_hz)


def _looked_at(path: HeldPath, found: list[Perturbation]) -> Frames:
    """Tell the frames in which an answer may have its top, (N,)."""
    away_s = np.minimum(path.time_s - path.time_s[0], path.time_s[-1] - path.time_s)
    apart = [np.abs(path.time_s - a.time_s - a.rise_s) >= _APART_S for a in found]
    return np.asarray(path.known & (away_s >= _SEEN_S) & np.all([away_s >= 0, *apart], axis=0))


def _goes_out(rest: HeldPath, answer: Perturbation) -> bool:
    """Tell whether the path itself goes where an answer says, and did not go there before."""
    start_s, way = answer.time_s, np.array([answer.across_leg, answer.up_leg])
    ends_s = np.array([-_LEAD_S - answer.rise_s, -_LEAD_S, 0.0, answer.rise_s]) + start_s
    places = np.column_stack([np.interp(ends_s, rest.time_s, axis) for axis in rest.xy_leg.T])
    before, _lead, now = np.diff(places @ way)
    return bool(now >= _GONE_FRAC * way @ way and before <= _GONE_FRAC * now)


def _refitted(path: HeldPath, found: list[Perturbation]) -> list[Perturbation]:
    """Fit each answer again, with the others taken out and the sway known better."""
    for _round in range(_N_REFITS):
        for i, answer in enumerate(found):
            rest = without(path, found)
            again = _fit_near(rest, _fitter(path, found), answer)
            found = [*found[:i], again, *found[i + 1 :]]
    return found


def _fit_near(rest: HeldPath, fitter: Fitter, answer: Perturbation) -> Perturbation:
    """Lay an answer over a path without it and fit it there again, from about the same time."""
    laid = rest.moved_to(rest.xy_leg + answer.course(rest.time_s))
    near = np.abs(rest.time_s - answer.time_s - answer.rise_s) <= _NEAR_S
    fits = fitter.fit(laid, near)
    top, form = np.unravel_index(np.argmax(fits.told), fits.told.shape)
    return _answer(laid, fits, int(top), int(form))


def _answer(path: HeldPath, fits: Fits, top: int, form: int) -> Perturbation:
    rise, back, late = fits.forms[form]
    across, up = fits.sizes[top, form]
    top_s = float(fits.top_s[top] + late)
    seen_s = float(path.time_s[-1]) - top_s
    return Perturbation(
        time_s=float(top_s - rise),
        peak_leg=float(np.hypot(across, up)),
        peak_se_leg=float("nan"),
        across_leg=float(across),
        up_leg=float(up),
        return_s=float(back) if back <= min(_MAX_RETURN_S, seen_s) else float("nan"),
        return_se_s=float("nan"),
        rise_s=float(rise),
        decay_s=float(back),
    )


def _with_errors(path: HeldPath, answer: Perturbation, found: list[Perturbation]) -> Perturbation:
    """Lay the answer over the rest of the hold and fit it there: the scatter is its error."""
    rest, fitter = without(path, found), _fitter(path, found)
    starts_s = np.linspace(_SEEN_S, rest.duration_s - _SEEN_S - answer.rise_s, _N_PLACES)
    fits = [_fit_near(rest, fitter, replace(answer, time_s=float(s))) for s in starts_s]
    peaks = np.array([fit.peak_leg for fit in fits])
    backs = np.array([fit.decay_s for fit in fits])
    # as few parts as lie beside each other are known, and the answer's own is one of them
    n_parts = max(rest.duration_s / FORM_S, 1.5)
    small = np.sqrt(n_parts / (n_parts - 1))
    return replace(
        answer,
        peak_se_leg=float(small * np.sqrt(np.mean((peaks - answer.peak_leg) ** 2))),
        return_se_s=float(small * np.sqrt(np.mean((backs - answer.return_s) ** 2))),
    )
