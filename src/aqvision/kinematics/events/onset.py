"""Path of a foot -> the time at which rest and motion meet, below one frame, with its error.

A foot that lands is stopped by an impact: its speed jumps to nothing. A foot that lifts off is let
go: its speed grows from nothing. Both are fitted on unfiltered points, over every time in question
at once, as rest on one side and motion on the other. How fast the foot moves off differs little
between the steps of a clip, so all ends of one kind learn their usual motion from each other.
Chosen: thresholds alone call a contact 15 to 25 ms too long (measured: docs/accuracy.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from aqvision.core.fitting import HUBER_SDS, huber_weight
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.windows import LASTS_S, EventWindow, Scatter

GRID_S = 0.001
_SEARCH_S = 0.045
_N_REWEIGH = 3
_TINY = 1e-12
_SHARED = 0.3
_LEAST_PROBABILITY = 1e-3


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class EventTime:
    """When an event happened and its standard error, in seconds.

    Parameters
    ----------
    at_s, se_s, shared_s
        The time, its standard error, and the part of that which all such events of a clip share.
    misfit
        RMS that the fit leaves, in standard deviations of the points.
    times_s, probability
        (J,) times in question, from rest to motion, and the probability of each; both are empty
        where they were not weighed.
    """

    at_s: float
    se_s: float
    misfit: float
    shared_s: float = 0.0
    times_s: FloatArray = field(default_factory=lambda: np.empty(0))
    probability: FloatArray = field(default_factory=lambda: np.empty(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class OnsetPrior:
    """What is known of a foot's motion before a clip is seen, in leg lengths and seconds.

    Parameters
    ----------
    speed, acceleration
        The path is ``speed`` times past plus half ``acceleration`` times past squared.
    speed_sd, acceleration_sd
        How far the usual motion of a clip may differ.
    speed_step_sd, acceleration_step_sd
        How far a step may differ from the usual one.
    ramps_s
        With these the speed does not jump: it grows evenly to ``speed`` within a ramp. All of them
        compete.
    drift_sd
        How fast a resting point may creep.
    """

    speed: float
    speed_sd: float
    speed_step_sd: float
    acceleration: float = 0.0
    acceleration_sd: float = 0.0
    acceleration_step_sd: float = 0.0
    ramps_s: tuple[float, ...] = ()
    drift_sd: float = 0.25

    @property
    def mean(self) -> FloatArray:
        """Expected speed and acceleration, (2,)."""
        return np.array([self.speed, self.acceleration])

    @property
    def variance(self) -> FloatArray:
        """Variance of the usual motion of a clip, (2,)."""
        return np.array([self.speed_sd, max(self.acceleration_sd, _TINY)]) ** 2

    @property
    def step_variance(self) -> FloatArray:
        """Variance of a step about the usual motion, (2,)."""
        return np.array([self.speed_step_sd, max(self.acceleration_step_sd, _TINY)]) ** 2


def detect_onsets(windows: Sequence[EventWindow], prior: OnsetPrior) -> list[EventTime]:
    """Find when motion begins or ends in all windows of one kind; they learn from each other.

    Parameters
    ----------
    windows
        K windows of one clip; the paths grow with motion.
    prior
        What is known of the motion beforehand.

    Returns
    -------
    list of EventTime
        K times, with standard errors and the probability of every time in question.
    """
    alone = _expect(prior)
    equations = [_set_up(window, prior) for window in windows]
    solved = [_solve(one, alone) for one in equations]
    if len(windows) > 1:
        expected = [_learn(solved, prior, i) for i in range(len(windows))]
        solved = [_solve(one, usual) for one, usual in zip(equations, expected, strict=True)]
    return [s.event for s in solved]


@dataclass(frozen=True, slots=True, eq=False)
class _Expected:
    """What an onset is held to: mean and variance of speed and acceleration, share of each ramp."""

    mean: FloatArray
    variance: FloatArray
    ramps: FloatArray
    drift_variance: float


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    """The event, its motion (2,) with its variance, and the probability of each ramp."""

    event: EventTime
    motion: FloatArray
    motion_variance: FloatArray
    ramps: FloatArray


def _expect(prior: OnsetPrior) -> _Expected:
    n = max(1, len(prior.ramps_s))
    variance = prior.variance + prior.step_variance
    return _Expected(prior.mean, variance, np.full(n, 1 / n), prior.drift_sd**2)


def _learn(solved: Sequence[_Solved], prior: OnsetPrior, left_out: int) -> _Expected:
    """Take the usual motion from all ends but one: what each saw beyond what it was held to."""
    start, within = _expect(prior), prior.step_variance
    others = [s for i, s in enumerate(solved) if i != left_out]
    variance = np.array([s.motion_variance for s in others])
    precision = np.maximum(1 / variance - 1 / start.variance, _TINY)
    motion = np.array([s.motion for s in others])
    seen = (motion / variance - start.mean / start.variance) / precision
    weight = 1 / (within + 1 / precision)
    total = 1 / prior.variance + weight.sum(axis=0)
    mean = (start.mean / prior.variance + (weight * seen).sum(axis=0)) / total
    evidence = _SHARED * np.sum([np.log(s.ramps + _LEAST_PROBABILITY) for s in others], axis=0)
    ramps = np.exp(evidence - evidence.max()) + _LEAST_PROBABILITY
    return _Expected(mean, within + 1 / total, ramps / ramps.sum(), start.drift_variance)


@dataclass(frozen=True, slots=True, eq=False)
class _Equations:
    """A window as equations: ``basis`` (J, K, N, 4) by time, ramp and frame, whitened.

    The columns are level and drift of the rest, speed and acceleration of the motion.
    """

    times: FloatArray
    basis: FloatArray
    path: FloatArray
    sign: float


def _set_up(window: EventWindow, prior: OnsetPrior) -> _Equations:
    order = np.argsort(window.sign * window.time_s)
    time = window.sign * window.time_s[order]
    frame_s = float(np.median(np.diff(time)))
    reach = max(_SEARCH_S, frame_s)
    times = window.sign * window.rough_s + np.arange(-reach, reach + GRID_S / 2, GRID_S)
    since = time - times[:, None]
    past, before = np.maximum(0.0, since), np.minimum(0.0, since)
    columns = [
        np.stack([np.ones_like(past), before, *_motion_columns(past, ramp_s)], axis=-1)
        for ramp_s in prior.ramps_s or (0.0,)
    ]
    whiten = _whitener(time, window.scatter)
    basis = np.einsum("mn,jknp->jkmp", whiten, np.stack(columns, axis=1))
    return _Equations(times, basis, whiten @ window.path[order], window.sign)


def _motion_columns(past: FloatArray, ramp_s: float) -> tuple[FloatArray, FloatArray]:
    """Path at a speed of 1 and at an acceleration of 1; with a ramp there is no second."""
    if ramp_s == 0:
        return past, 0.5 * past**2
    inside = np.minimum(past, ramp_s)
    return inside**2 / (2 * ramp_s) + (past - inside), np.zeros_like(past)


def _whitener(time_s: FloatArray, scatter: Scatter) -> FloatArray:
    """(N, N) matrix that turns this scatter into noise of unit variance, anew in each frame."""
    apart_s = np.abs(time_s[:, None] - time_s)
    lasting = scatter.lasting_sd**2 * np.exp(-apart_s / LASTS_S)
    noise = scatter.sd**2 * np.eye(len(time_s)) + lasting
    return np.asarray(np.linalg.inv(np.linalg.cholesky(noise)))


def _solve(equations: _Equations, expected: _Expected) -> _Solved:
    """Weigh every time and ramp by how well the frames fit; outliers count less (Huber)."""
    centre = np.array([0.0, 0.0, *expected.mean])
    precision = np.array([_TINY, 1 / expected.drift_variance, *(1 / expected.variance)])
    basis, target = equations.basis, equations.path
    weight = np.ones(basis.shape[:3])
    for _ in range(_N_REWEIGH):
        weighted = basis * weight[..., None]
        normal = np.swapaxes(weighted, -1, -2) @ basis + np.diag(precision)
        right = weighted.swapaxes(-1, -2) @ target + precision * centre
        fit = np.linalg.solve(normal, right[..., None])[..., 0]
        residual = np.abs(target - (basis @ fit[..., None])[..., 0])
        weight = huber_weight(residual, HUBER_SDS)
    loss = np.where(residual < HUBER_SDS, 0.5 * residual**2, HUBER_SDS * (residual - HUBER_SDS / 2))
    held = 0.5 * (precision * (fit - centre) ** 2).sum(axis=-1)
    log = np.log(expected.ramps) - loss.sum(axis=-1) - held - 0.5 * np.linalg.slogdet(normal)[1]
    probability = np.exp(log - log.max())
    return _posterior(equations, probability / probability.sum(), fit, normal, residual)


def _posterior(
    equations: _Equations,
    probability: FloatArray,
    fit: FloatArray,
    normal: FloatArray,
    residual: FloatArray,
) -> _Solved:
    by_time = probability.sum(axis=1)
    mean = float(by_time @ equations.times)
    spread = float(np.sqrt(by_time @ (equations.times - mean) ** 2))
    variance = np.linalg.inv(normal)[..., [2, 3], [2, 3]]
    motion = np.einsum("jk,jkp->p", probability, fit[..., 2:])
    motion_variance = np.einsum("jk,jkp->p", probability, variance + (fit[..., 2:] - motion) ** 2)
    best = np.unravel_index(int(probability.argmax()), probability.shape)
    misfit = float(np.sqrt(np.mean(residual[best] ** 2)))
    times_s = equations.sign * equations.times
    event = EventTime(
        at_s=equations.sign * mean,
        se_s=max(spread, GRID_S / 2),
        misfit=misfit,
        times_s=times_s,
        probability=by_time,
    )
    return _Solved(event, motion, motion_variance, probability.sum(axis=0))
