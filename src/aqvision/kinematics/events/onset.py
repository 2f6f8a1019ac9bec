"""Path of a foot -> the instant at which rest and motion meet, below one frame, with its error.

A foot that lands is stopped by an impact: its speed jumps to nothing. A foot that lifts off is let
go: its speed grows from nothing. Both are fitted on unfiltered points, over every instant in
question at once, as rest on one side and a rise on the other. How fast steps of one clip rise
differs little, so all ends of one kind learn their usual rise together. Source: biomechanics-notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from aqvision.core.fitting import HUBER_SDS, huber_weight
from aqvision.core.types import FloatArray
from aqvision.kinematics.events.onset_priors import Rise
from aqvision.kinematics.signals import between

GRID_S = 0.001
_SEARCH_S = 0.045
_MIN_POINTS = 5
_MIN_MOVING = 2
_N_REWEIGH = 3
_MAX_RISE = 0.12
_TINY = 1e-12
_SHARED = 0.3
_LEAST_CHANCE = 1e-3
_DEFAULT_SCATTER = 0.008
LASTS_S = 0.015
"""How long the errors last that a point keeps from frame to frame: they fade as exp(-t / 15 ms)."""


@dataclass(frozen=True, slots=True)
class Scatter:
    """Standard deviations of a point: of what each frame adds anew, and of what lasts."""

    sd: float = _DEFAULT_SCATTER
    lasting_sd: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Instant:
    """When it happened and its standard error, in seconds; ``misfit`` is the RMS left, in SDs.

    ``times_s`` are the (J,) times in question, from rest to motion, ``chance`` the probability of
    each; both are empty where an instant was not weighed.
    """

    at_s: float
    se_s: float
    misfit: float
    times_s: FloatArray = field(default_factory=lambda: np.empty(0))
    chance: FloatArray = field(default_factory=lambda: np.empty(0))


@dataclass(frozen=True, slots=True, eq=False)
class End:
    """One end of a contact as it was seen: (N,) frames around it, in order of time.

    ``sign`` is 1 where motion follows rest, -1 where rest follows motion; ``rough_s`` is a guess.
    """

    time_s: FloatArray
    path: FloatArray
    rough_s: float
    sign: float
    scatter: Scatter


def cut_end(
    time_s: FloatArray,
    path: FloatArray,
    rough_s: float,
    resting_s: float,
    moving_s: float,
    scatter: Scatter,
) -> End | None:
    """Cut the frames around an end out of a path.

    Parameters
    ----------
    time_s, path
        (T,) frames and height, or place along the track, in leg lengths; NaN where unknown.
    rough_s
        A guess of the instant.
    resting_s, moving_s
        How far to look into the rest and into the motion. ``resting_s`` after ``moving_s`` asks for
        a landing.

    Returns
    -------
    End or None
        None when too few points are known.
    """
    sign = 1.0 if moving_s > resting_s else -1.0
    known = np.isfinite(path) & between(time_s, min(resting_s, moving_s), max(resting_s, moving_s))
    moving = known & ((time_s - rough_s) * sign > 0)
    if known.sum() < _MIN_POINTS or moving.sum() < _MIN_MOVING:
        return None
    known &= ~_far_off(time_s, path, known & ~moving, moving, sign)
    return End(time_s[known], path[known], rough_s, sign, scatter)


@dataclass(frozen=True, slots=True, eq=False)
class _Usual:
    """What an end is held to: mean and variance of speed and acceleration, share of each onset."""

    mean: FloatArray
    variance: FloatArray
    onsets: FloatArray
    drift_variance: float


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    """Probability of every instant and onset (J, K), and the rise (2,) with its variance."""

    instant: Instant
    rise: FloatArray
    rise_variance: FloatArray
    onsets: FloatArray


def _far_off(
    time_s: FloatArray,
    path: FloatArray,
    resting: npt.NDArray[np.bool_],
    moving: npt.NDArray[np.bool_],
    sign: float,
) -> npt.NDArray[np.bool_]:
    """Mark moving frames too far from the rest to tell when it ended, but for the first ones."""
    level = float(np.median(path[resting])) if resting.any() else float(np.median(path[moving]))
    nearest = np.sort(sign * time_s[moving])[_MIN_MOVING - 1]
    with np.errstate(invalid="ignore"):
        return np.asarray(moving & (np.abs(path - level) > _MAX_RISE) & (sign * time_s > nearest))


def find_instants(ends: Sequence[End], rise: Rise) -> list[Instant]:
    """Find the instants of all ends of one kind in a clip; they learn from each other.

    Parameters
    ----------
    ends
        Where to look; the paths grow with motion.
    rise
        What is known of the rise beforehand.

    Returns
    -------
    list of Instant
        One an end.
    """
    alone = _before_seeing(rise)
    systems = [_system(end, rise) for end in ends]
    solved = [_solve(system, alone) for system in systems]
    if len(ends) > 1:
        held_to = [_learn(solved, rise, i) for i in range(len(ends))]
        solved = [_solve(system, usual) for system, usual in zip(systems, held_to, strict=True)]
    return [s.instant for s in solved]


def _before_seeing(rise: Rise) -> _Usual:
    n = max(1, len(rise.onsets_s))
    mean = np.array([rise.speed, rise.acceleration])
    return _Usual(mean, _spread(rise) + _step_spread(rise), np.full(n, 1 / n), rise.drift_sd**2)


def _spread(rise: Rise) -> FloatArray:
    return np.array([rise.speed_sd, max(rise.acceleration_sd, _TINY)]) ** 2


def _step_spread(rise: Rise) -> FloatArray:
    return np.array([rise.speed_step_sd, max(rise.acceleration_step_sd, _TINY)]) ** 2


def _learn(solved: Sequence[_Solved], rise: Rise, left_out: int) -> _Usual:
    """Take the usual rise from all ends but one: what each saw beyond what it was held to."""
    start, within = _before_seeing(rise), _step_spread(rise)
    others = [s for i, s in enumerate(solved) if i != left_out]
    variance = np.array([s.rise_variance for s in others])
    precision = np.maximum(1 / variance - 1 / start.variance, _TINY)
    seen = (np.array([s.rise for s in others]) / variance - start.mean / start.variance) / precision
    weight = 1 / (within + 1 / precision)
    total = 1 / _spread(rise) + weight.sum(axis=0)
    mean = (start.mean / _spread(rise) + (weight * seen).sum(axis=0)) / total
    evidence = _SHARED * np.sum([np.log(s.onsets + _LEAST_CHANCE) for s in others], axis=0)
    onsets = np.exp(evidence - evidence.max()) + _LEAST_CHANCE
    return _Usual(mean, within + 1 / total, onsets / onsets.sum(), start.drift_variance)


@dataclass(frozen=True, slots=True, eq=False)
class _System:
    """An end as equations: ``basis`` (J, K, N, 4) by instant, onset and frame, whitened.

    The columns are level and drift of the rest, speed and acceleration of the rise.
    """

    instants: FloatArray
    basis: FloatArray
    path: FloatArray
    sign: float


def _system(end: End, rise: Rise) -> _System:
    order = np.argsort(end.sign * end.time_s)
    time = end.sign * end.time_s[order]
    frame_s = float(np.median(np.diff(time)))
    reach = max(_SEARCH_S, frame_s)
    instants = end.sign * end.rough_s + np.arange(-reach, reach + GRID_S / 2, GRID_S)
    since = time - instants[:, None]
    past, before = np.maximum(0.0, since), np.minimum(0.0, since)
    columns = [
        np.stack([np.ones_like(past), before, *_rise_columns(past, onset)], axis=-1)
        for onset in rise.onsets_s or (0.0,)
    ]
    whiten = _whitener(time, end.scatter)
    basis = np.einsum("mn,jknp->jkmp", whiten, np.stack(columns, axis=1))
    return _System(instants, basis, whiten @ end.path[order], end.sign)


def _rise_columns(past: FloatArray, onset_s: float) -> tuple[FloatArray, FloatArray]:
    """Path at a speed of 1 and at an acceleration of 1; with an onset there is no second."""
    if onset_s == 0:
        return past, 0.5 * past**2
    inside = np.minimum(past, onset_s)
    return inside**2 / (2 * onset_s) + (past - inside), np.zeros_like(past)


def _whitener(time_s: FloatArray, scatter: Scatter) -> FloatArray:
    """(N, N) matrix that turns this scatter into noise of unit variance, anew in each frame."""
    apart_s = np.abs(time_s[:, None] - time_s)
    lasting = scatter.lasting_sd**2 * np.exp(-apart_s / LASTS_S)
    noise = scatter.sd**2 * np.eye(len(time_s)) + lasting
    return np.asarray(np.linalg.inv(np.linalg.cholesky(noise)))


def _solve(system: _System, usual: _Usual) -> _Solved:
    """Weigh every instant and onset by how well the frames fit; outliers count less (Huber)."""
    centre = np.array([0.0, 0.0, *usual.mean])
    precision = np.array([_TINY, 1 / usual.drift_variance, *(1 / usual.variance)])
    scaled, target = system.basis, system.path
    weight = np.ones(scaled.shape[:3])
    for _ in range(_N_REWEIGH):
        weighted = scaled * weight[..., None]
        normal = np.swapaxes(weighted, -1, -2) @ scaled + np.diag(precision)
        right = weighted.swapaxes(-1, -2) @ target + precision * centre
        fit = np.linalg.solve(normal, right[..., None])[..., 0]
        residual = np.abs(target - (scaled @ fit[..., None])[..., 0])
        weight = huber_weight(residual, HUBER_SDS)
    loss = np.where(residual < HUBER_SDS, 0.5 * residual**2, HUBER_SDS * (residual - HUBER_SDS / 2))
    held = 0.5 * (precision * (fit - centre) ** 2).sum(axis=-1)
    chance = np.log(usual.onsets) - loss.sum(axis=-1) - held - 0.5 * np.linalg.slogdet(normal)[1]
    chance = np.exp(chance - chance.max())
    return _posterior(system, chance / chance.sum(), fit, normal, residual)


def _posterior(
    system: _System, chance: FloatArray, fit: FloatArray, normal: FloatArray, residual: FloatArray
) -> _Solved:
    by_instant = chance.sum(axis=1)
    mean = float(by_instant @ system.instants)
    spread = float(np.sqrt(by_instant @ (system.instants - mean) ** 2))
    variance = np.linalg.inv(normal)[..., [2, 3], [2, 3]]
    rise = np.einsum("jk,jkp->p", chance, fit[..., 2:])
    rise_variance = np.einsum("jk,jkp->p", chance, variance + (fit[..., 2:] - rise) ** 2)
    best = np.unravel_index(int(chance.argmax()), chance.shape)
    misfit = float(np.sqrt(np.mean(residual[best] ** 2)))
    times_s = system.sign * system.instants
    se_s = max(spread, GRID_S / 2)
    instant = Instant(system.sign * mean, se_s, misfit, times_s, by_instant)
    return _Solved(instant, rise, rise_variance, chance.sum(axis=0))
