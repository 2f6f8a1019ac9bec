"""Angles + step -> harmonic fits over the stride that the step begins or that its swing ends.

Range, extremes and phase of a fit are not inflated by noise, as maximum less minimum is.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from aqvision.core.skeleton import opposite
from aqvision.core.types import FloatArray
from aqvision.kinematics.geometry import wrap_deg
from aqvision.kinematics.harmonics import HarmonicFit, fit_harmonics
from aqvision.kinematics.signals import between
from aqvision.kinematics.steps import Step

_STRIDE_HARMONICS = 2
TURN_HARMONICS = 5
"""When a limb turns round takes five harmonics; its travel needs two or three."""

Angles = Mapping[str, FloatArray]
"""(T,) values of each column of ``measure_angles``: read hundreds of times a run, so no table."""


def columns_of(table: pd.DataFrame) -> dict[str, FloatArray]:
    """Give the columns of a table as arrays.

    Parameters
    ----------
    table
        T rows of numbers, as ``measure_angles`` gives them.

    Returns
    -------
    dict
        (T,) values by column.
    """
    return {str(name): column.to_numpy(dtype=np.float64) for name, column in table.items()}


def fit_stride(
    angles: Angles, column: str, step: Step, n_harmonics: int = _STRIDE_HARMONICS
) -> HarmonicFit | None:
    """Fit one angle over the stride from this step's touchdown to the same foot's next.

    Parameters
    ----------
    angles
        ``time_s`` and the column, in degrees.
    column
        Name of the angle.
    step
        The step that begins the stride.
    n_harmonics
        Number of harmonics of the stride frequency.

    Returns
    -------
    HarmonicFit or None
        None where the stride or too much of the angle was not in view.
    """
    if step.stride_end is None:
        return None
    start = step.contact.touchdown_s
    span = (start, start + step.stride_s)
    return _fit(angles, angles[column], span, 1 / step.stride_s, n_harmonics)


def fit_swing_thigh(angles: Angles, step: Step, n_harmonics: int) -> HarmonicFit | None:
    """Fit the swinging thigh from the touchdown before its swing to the one after it.

    Parameters
    ----------
    angles
        ``time_s`` and both thighs, in degrees.
    step
        The step whose touchdown ends the swing.
    n_harmonics
        Number of harmonics; three hold the travel of a thigh, five tell when it turns round.

    Returns
    -------
    HarmonicFit or None
        None where the swing or too much of the thigh was not in view.
    """
    return _fit_swing(angles, angles[f"{step.side}_thigh_deg"], step, n_harmonics)


def fit_thigh_separation(angles: Angles, step: Step) -> HarmonicFit | None:
    """Fit the angle from the other thigh to the swinging one; the other foot lands mid-way.

    Parameters
    ----------
    angles
        ``time_s`` and both thighs, in degrees.
    step
        The step whose touchdown ends the swing.

    Returns
    -------
    HarmonicFit or None
        None where the swing or too much of a thigh was not in view.
    """
    own, other = (angles[f"{s}_thigh_deg"] for s in (step.side, opposite(step.side)))
    return _fit_swing(angles, own - other, step, TURN_HARMONICS)


def phase_between_deg(first: HarmonicFit | None, second: HarmonicFit | None) -> float:
    """Give the phase by which the first signal is ahead of the second.

    Parameters
    ----------
    first, second
        Fits at one frequency.

    Returns
    -------
    float
        Degrees in [-180, 180), of the first harmonics; NaN if a fit is missing.
        Source: lamoth-2002.
    """
    if first is None or second is None:
        return float("nan")
    return wrap_deg(first.phase_deg - second.phase_deg)


def _fit_swing(
    angles: Angles, values: FloatArray, step: Step, n_harmonics: int
) -> HarmonicFit | None:
    if step.previous is None:
        return None
    start, stop = step.previous.touchdown_s, step.contact.touchdown_s
    return _fit(angles, values, (start, stop), 1 / (stop - start), n_harmonics)


def _fit(
    angles: Angles,
    values: FloatArray,
    span: tuple[float, float],
    frequency_hz: float,
    n_harmonics: int,
) -> HarmonicFit | None:
    time = angles["time_s"]
    inside = between(time, *span)
    return fit_harmonics(
        time[inside], values[inside], frequency_hz, n_harmonics, origin_s=span[0], drift=False
    )
