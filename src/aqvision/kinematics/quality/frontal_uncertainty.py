"""FrontalMotion + steps -> how far each metric of each step may be off by measuring alone.

As for a side view, points and instants are moved at random by their standard deviations and all is
measured again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from aqvision.kinematics.frontal.motion import FrontalMotion
from aqvision.kinematics.frontal.steps import FrontalStep
from aqvision.kinematics.metrics.frontal import measure_frontal_steps
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.kinematics.quality.uncertainty import N_DRAWS, SEED, errors_of_draws, smooth_noise


def measure_frontal_errors(
    motion: FrontalMotion, steps: pd.DataFrame, spans: Sequence[FrontalStep]
) -> pd.DataFrame:
    """Find the standard error of each metric of each step.

    Parameters
    ----------
    steps
        The steps as measured: a row a step, a column a metric.
    spans
        When each of them was.

    Returns
    -------
    DataFrame
        Rows as in ``steps``, a column a metric, in its unit; NaN where it was not measured. The
        same input gives the same numbers.
    """
    names = [name for name in METRICS if name in steps]
    random = np.random.default_rng(SEED)
    draws = [_redraw(motion, spans, random)[names] for _ in range(N_DRAWS)]
    return errors_of_draws(steps[names], draws)


def _redraw(
    motion: FrontalMotion, spans: Sequence[FrontalStep], random: np.random.Generator
) -> pd.DataFrame:
    shift = smooth_noise(motion.xy_px.shape, motion.rate_hz, random) * motion.sd_px[:, :, None]
    moved = replace(motion, xy_px=motion.xy_px + shift)
    return measure_frontal_steps(moved, _jittered(spans, random))


def _jittered(spans: Sequence[FrontalStep], random: np.random.Generator) -> tuple[FrontalStep, ...]:
    """Move each passing of the feet once, as the end of one step and the start of the next."""
    off = {
        instant: random.standard_normal() * se
        for step in spans
        for instant, se in ((step.start_s, step.start_se_s), (step.end_s, step.end_se_s))
    }
    return tuple(
        replace(s, start_s=s.start_s + off[s.start_s], end_s=s.end_s + off[s.end_s]) for s in spans
    )
