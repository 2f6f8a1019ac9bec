"""Touchdowns of a clip -> its step rate: the slope of a line through all of them, with its error.

The mean of single step times is that of the first and the last touchdown, and errs by theirs. A
line through all touchdowns averages over them: at 30 frames/s, where a touchdown is known to a
frame, this is worth most. Source: biomechanics-notes.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

_MIN_TOUCHDOWNS = 3


def measure_step_rate(steps: pd.DataFrame) -> tuple[float, float]:
    """Fit one step time to all touchdowns, through gaps in the chain of steps.

    Parameters
    ----------
    steps
        A row a step in order of time with ``side``, ``touchdown_s`` and ``step_time_s``; the
        latter is NaN where the next row does not follow directly.

    Returns
    -------
    tuple
        Step rate and its standard error in Hz; NaN with fewer than three touchdowns in a chain,
        and no error where the line leaves no freedom.
    """
    chain, number = _chains(steps["step_time_s"].to_numpy(dtype=np.float64))
    sizes = np.bincount(chain)
    used = sizes[chain] >= _MIN_TOUCHDOWNS
    if not used.any():
        return float("nan"), float("nan")
    owner = chain[used][:, None] == np.unique(chain[used])
    # the feet may land unevenly in turn, which is no error of the rate
    foot = np.where(steps["side"].to_numpy()[used] == "left", 0.5, -0.5)
    basis = np.column_stack([number[used], foot, owner.astype(np.float64)])
    time_s = steps["touchdown_s"].to_numpy(dtype=np.float64)[used]
    fit, *_ = np.linalg.lstsq(basis, time_s, rcond=None)
    freedom = len(time_s) - basis.shape[1]
    step_s = float(fit[0])
    if freedom < 1:
        return 1 / step_s, float("nan")
    left_s = time_s - basis @ fit
    spread = np.linalg.inv(basis.T @ basis)[0, 0]
    se_s = float(np.sqrt(left_s @ left_s / freedom * spread))
    return 1 / step_s, se_s / step_s**2


def _chains(step_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give each row the number of its unbroken chain of steps, and its place in it."""
    broken = np.concatenate([[False], ~np.isfinite(step_s[:-1])])
    chain = np.cumsum(broken)
    starts = np.flatnonzero(np.concatenate([[True], broken[1:]]))
    return chain, np.arange(len(step_s)) - starts[chain]
