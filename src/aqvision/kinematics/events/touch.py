"""When feet came to rest and what the ground did to them -> when they first touched, at 50 N.

A contact begins with force, not with rest: at 50 N the ball of the foot is still some 10 mm above
its stance, and sole and soft tissue settle within the next 10 ms. A foot that still travels forward
at that time is braked by the ground, and its push tells the touch. A foot that was stopped before
it landed is placed: it rests as it touches. A runner lands in one way, so one for the clip, weighed
by all its landings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.core.types import FloatArray
from aqvision.kinematics.events.braking import Braking
from aqvision.kinematics.events.onset import GRID_S, EventTime

# From 50 N to the middle of the push, and from there to rest: two athletes on force plates, as
# markers, exact joints and pictures (docs/accuracy.md).
_PUSH_LAG_S, _PUSH_LAG_SD_S = 0.0055, 0.002
_SETTLING_S, _SETTLING_SD_S = 0.010, 0.004
_PLACED_SD_S = 0.002
# A push that came longer before rest is the leg's own.
_LONGEST_SETTLING_S = 0.016
# Without a push in common, push and rest lie anywhere within this.
_ANYWHERE_S = 0.05
_MOST_LOG_ODDS, _MOST_FOR_ONE = 4.0, 2.0
# How far the posterior of rest is wider than its errors.
_REST_CALIBRATION = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class _Ways:
    """Probabilities of the touch if the foot is braked or placed, and how much tells for braked."""

    braked: FloatArray
    placed: FloatArray
    log_odds: float


def find_touches(
    rests: Sequence[EventTime | None],
    brakings: Sequence[Braking | None],
    seen_early_s: float = 0.0,
) -> list[EventTime | None]:
    """Find when each foot first touched.

    Parameters
    ----------
    rests
        When N feet of a clip came to rest, with the probability of every time in question.
    brakings
        What the ground did to each of them; None where that is not seen.
    seen_early_s
        How much before it rests a placed foot is seen at rest.

    Returns
    -------
    list of EventTime or None
        N touches; None where there is no rest.

    Examples
    --------
    >>> find_touches([None], [None])
    [None]
    """
    ways = [
        None if rest is None else _weigh(rest, braking, seen_early_s)
        for rest, braking in zip(rests, brakings, strict=True)
    ]
    odds = sum(np.clip(w.log_odds, -_MOST_FOR_ONE, _MOST_FOR_ONE) for w in ways if w)
    share = float(1 / (1 + np.exp(-np.clip(odds, -_MOST_LOG_ODDS, _MOST_LOG_ODDS))))
    return [
        None if rest is None or way is None else _touch(rest, way, share)
        for rest, way in zip(rests, ways, strict=True)
    ]


def _weigh(rest: EventTime, braking: Braking | None, seen_early_s: float) -> _Ways:
    seen = rest.probability ** (1 / _REST_CALIBRATION**2)
    placed = _earlier(rest.times_s, seen / seen.sum(), -seen_early_s, _PLACED_SD_S)
    if braking is None:
        return _Ways(placed, placed, -_MOST_FOR_ONE)
    pushed = _earlier(rest.times_s, _on_grid(braking, rest), _PUSH_LAG_S, _PUSH_LAG_SD_S)
    settled = _earlier(rest.times_s, seen / seen.sum(), _SETTLING_S, _SETTLING_SD_S)
    both = settled / max(settled.sum(), np.finfo(float).tiny) * pushed
    evidence = float(both.sum()) * braking.certainty * _ANYWHERE_S / GRID_S
    log_odds = float(np.log(max(evidence, np.exp(-2 * _MOST_FOR_ONE))))
    return _Ways(both, placed, log_odds)


def _on_grid(braking: Braking, rest: EventTime) -> FloatArray:
    """Give the probability of the push on the times of the rest, without the leg's own."""
    near = braking.times_s > rest.at_s - _LONGEST_SETTLING_S
    if not near.any():
        return np.zeros_like(rest.times_s)
    times_s, probability = braking.times_s[near], braking.probability[near]
    return np.interp(rest.times_s, times_s, probability, left=0.0, right=0.0)


def _earlier(times_s: FloatArray, probability: FloatArray, by_s: float, sd_s: float) -> FloatArray:
    """Move probabilities on a grid to earlier times, and blur them."""
    apart = (times_s[:, None] - times_s + by_s) / sd_s
    kernel = np.exp(-0.5 * apart**2) / (sd_s * np.sqrt(2 * np.pi))
    return np.asarray(kernel @ probability * GRID_S)


def _touch(rest: EventTime, ways: _Ways, share: float) -> EventTime:
    parts = (ways.braked, share), (ways.placed, 1 - share)
    probability = sum(
        (part * w / max(part.sum(), np.finfo(float).tiny) for part, w in parts),
        start=np.zeros_like(rest.times_s),
    )
    probability = probability / probability.sum()
    at_s = float(probability @ rest.times_s)
    se_s = float(np.sqrt(probability @ (rest.times_s - at_s) ** 2))
    return replace(rest, at_s=at_s, se_s=max(se_s, GRID_S / 2), probability=probability)
