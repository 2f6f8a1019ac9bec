"""Table of steps -> step rate and speed of a clip, as lines through all touchdowns, with errors.

The mean of single step times is that of the first and the last touchdown, and errs by theirs. A
line through all touchdowns averages over them: at 30 frames/s, where a touchdown is known to a
frame, this is worth most (measured: docs/accuracy.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aqvision.core.types import FloatArray

_SHARED = "touchdown_shared_s"
_MIN_TOUCHDOWNS = 3
# A bend of the line is told from scatter where it leaves two degrees of freedom.
_MIN_FREE_FOR_BEND = 3
_MIN_FREE_FOR_SCATTER = 2
# Chosen: steps of a runner differ by some 2 % of 0.24 s, each by both its touchdowns.
_OWN_UNEVENNESS_S = 0.0035
_NAN = float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class _Chains:
    """Touchdowns of unbroken chains of steps, three or more in each.

    ``used`` are the rows of the table, ``chain`` the number of each one's chain, ``number`` its
    place in the chain, ``foot`` 0.5 for the left and -0.5 for the right.
    """

    used: npt.NDArray[np.int64]
    chain: npt.NDArray[np.int64]
    number: FloatArray
    foot: FloatArray

    def line_through(self, x: FloatArray, y: FloatArray, y_se: FloatArray) -> tuple[float, float]:
        """Fit one slope, with an intercept a chain and an offset between the feet.

        The feet may land unevenly in turn, which is no error of the slope, and neither is a steady
        bend: the slope is then the mean one. The error is never below what ``y_se`` alone gives.
        """
        owner = self.chain[:, None] == np.unique(self.chain)
        from_middle = x - owner @ (owner.T @ x / owner.sum(axis=0))
        basis = np.column_stack([from_middle, self.foot, owner.astype(np.float64)])
        weights = np.linalg.pinv(basis)[0]
        by_measuring = float(np.linalg.norm(weights * y_se))
        n_free = len(y) - basis.shape[1]
        if n_free >= _MIN_FREE_FOR_BEND:
            basis, n_free = np.column_stack([basis, from_middle**2]), n_free - 1
        if n_free < 1:
            return float(weights @ y), by_measuring
        left = y - basis @ np.linalg.lstsq(basis, y, rcond=None)[0]
        by_scatter = float(np.sqrt(left @ left / n_free) * np.linalg.norm(weights))
        return float(weights @ y), max(by_scatter, by_measuring)


def measure_step_rate(steps: pd.DataFrame) -> tuple[float, float]:
    """Fit one step time to all touchdowns of a clip, through gaps in the chain of steps.

    Parameters
    ----------
    steps
        A row a step in order of time with ``side``, ``touchdown_s``, ``touchdown_se_s`` and
        ``step_time_s``; the latter is NaN where the next row does not follow directly.

    Returns
    -------
    tuple
        Step rate and its standard error in Hz; NaN with fewer than three touchdowns in a chain.
        The error is that of scatter about the line, or by the errors of the touchdowns alone
        where that is more.
    """
    chains = _find_chains(steps, _column(steps, "step_time_s"))
    if chains is None:
        return _NAN, _NAN
    time_s, time_se_s = _touchdowns(steps, chains)
    step_s, se_s = chains.line_through(chains.number, time_s, time_se_s)
    return 1 / step_s, se_s / step_s**2


def touchdown_unevenness(steps: pd.DataFrame) -> float:
    """Tell how many times more touchdowns scatter about their line than runner and errors allow.

    Parameters
    ----------
    steps
        As for :func:`measure_step_rate`.

    Returns
    -------
    float
        About 1 or less where the errors are right; NaN where too few touchdowns, or no error of
        theirs, are known.
    """
    needed = {"touchdown_s", "touchdown_se_s", "step_time_s"}
    chains = _find_chains(steps, _column(steps, "step_time_s")) if needed <= set(steps) else None
    if chains is None:
        return _NAN
    time_s, se_s = _touchdowns(steps, chains)
    owner = chains.chain[:, None] == np.unique(chains.chain)
    steady = [chains.number, chains.foot, chains.number**2]
    basis = np.column_stack([*steady, owner.astype(np.float64)])
    n_free, expected = len(time_s) - np.linalg.matrix_rank(basis), float(np.mean(se_s**2))
    expected += _OWN_UNEVENNESS_S**2 if expected > 0 else 0.0
    if n_free < _MIN_FREE_FOR_SCATTER or not expected > 0:
        return _NAN
    left = time_s - basis @ np.linalg.lstsq(basis, time_s, rcond=None)[0]
    return float(np.sqrt(left @ left / n_free / expected))


def measure_speed(steps: pd.DataFrame, placing_se_m: float) -> tuple[float, float]:
    """Fit one speed to the places and times of all touchdowns of a clip.

    While the athlete speeds up, it is the mean speed over the distance that the steps cover.

    Parameters
    ----------
    steps
        As for :func:`measure_step_rate`, with ``step_length_m``.
    placing_se_m
        Standard error of the place of one foot in m; NaN where it is not known.

    Returns
    -------
    tuple
        Speed and its standard error in m/s, without that of the scale; NaN with fewer than three
        touchdowns in a chain.
    """
    length_m = _column(steps, "step_length_m")
    chains = _find_chains(steps, length_m * _column(steps, "step_time_s"))
    if chains is None:
        return _NAN, _NAN
    time_s, time_se_s = _touchdowns(steps, chains)
    # each chain has an intercept of its own, so what lies between chains does not matter
    place_m = np.concatenate([[0.0], np.cumsum(np.nan_to_num(length_m[:-1]))])[chains.used]
    speed, _ = chains.line_through(time_s, place_m, np.zeros(len(time_s)))
    place_se_m = np.hypot(np.nan_to_num(placing_se_m), speed * time_se_s)
    return chains.line_through(time_s, place_m, place_se_m)


def _find_chains(steps: pd.DataFrame, linked: FloatArray) -> _Chains | None:
    """Find rows that follow each other directly, which is where ``linked`` is known."""
    broken = np.concatenate([[False], ~np.isfinite(linked[:-1])])
    chain = np.cumsum(broken)
    starts = np.flatnonzero(np.concatenate([[True], broken[1:]]))
    used = np.flatnonzero(np.bincount(chain)[chain] >= _MIN_TOUCHDOWNS)
    if not len(used):
        return None
    foot = np.where(steps["side"].to_numpy()[used] == "left", 0.5, -0.5)
    number = (np.arange(len(linked)) - starts[chain])[used].astype(np.float64)
    return _Chains(used, chain[used], number, foot)


def _touchdowns(steps: pd.DataFrame, chains: _Chains) -> tuple[FloatArray, FloatArray]:
    """Give times of touchdown and their own standard errors, 0 where these are not known.

    What all of them share moves a line and does not turn it.
    """
    time_s, se_s = (_column(steps, name)[chains.used] for name in ("touchdown_s", "touchdown_se_s"))
    shared_s = _column(steps, _SHARED)[chains.used] if _SHARED in steps else np.zeros(len(se_s))
    return time_s, np.nan_to_num(np.sqrt(np.maximum(se_s**2 - shared_s**2, 0.0)))


def _column(steps: pd.DataFrame, name: str) -> FloatArray:
    return steps[name].to_numpy(dtype=np.float64)
