"""Angles + step -> the thighs over the stride that ends with its touchdown, by harmonic fit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.skeleton import opposite
from aqvision.core.types import FloatArray
from aqvision.kinematics.signals import HarmonicFit, between, fit_harmonics
from aqvision.kinematics.steps import Step

# Three harmonics hold the travel of a thigh; when it turns, and how two of them open, takes five.
_HARMONICS = 3
_TURN_HARMONICS = 5
_NAN = float("nan")
_TRAVEL = (
    "thigh_range_deg",
    "thigh_angular_velocity_mean_dps",
    "thigh_angular_acceleration_peak_dps2",
)
_TURNS = ("thigh_reversal_back_frac", "thigh_reversal_front_frac")
_OPENING = (
    "scissor_velocity_touchdown_dps",
    "thigh_separation_toeoff_deg",
    "scissor_velocity_toeoff_dps",
    "thigh_separation_peak_deg",
    "thigh_separation_peak_lag_s",
)


def fit_thigh(
    time_s: FloatArray, angles: pd.DataFrame, step: Step, n_harmonics: int = _HARMONICS
) -> HarmonicFit | None:
    """Fit the swinging thigh from the touchdown before its swing to the one after it."""
    return _fit(time_s, angles[f"{step.side}_thigh_deg"].to_numpy(), step, n_harmonics)


def fit_turns(time_s: FloatArray, angles: pd.DataFrame, step: Step) -> HarmonicFit | None:
    """Fit the swinging thigh closely enough to tell when it turns round."""
    return fit_thigh(time_s, angles, step, _TURN_HARMONICS)


def fit_apart(time_s: FloatArray, angles: pd.DataFrame, step: Step) -> HarmonicFit | None:
    """Fit the angle from the other thigh to the swinging one; the other foot lands mid-way."""
    own, other = (angles[f"{s}_thigh_deg"].to_numpy() for s in (step.side, opposite(step.side)))
    return _fit(time_s, own - other, step, _TURN_HARMONICS)


def measure_thighs(time_s: FloatArray, angles: pd.DataFrame, step: Step) -> dict[str, float]:
    """Read travel, speed, turns and opening of the thighs off their fits; NaN where unknown.

    Source: biomechanics-notes, clark-ryan-2022, lenthall-2024.
    """
    return {
        **_travel(fit_thigh(time_s, angles, step)),
        **_turns(fit_turns(time_s, angles, step)),
        **_opening(fit_apart(time_s, angles, step), step),
    }


def _fit(
    time_s: FloatArray, values: FloatArray, step: Step, n_harmonics: int
) -> HarmonicFit | None:
    if step.previous is None:
        return None
    start, stop = step.previous.touchdown_s, step.contact.touchdown_s
    window = between(time_s, start, stop)
    return fit_harmonics(
        time_s[window], values[window], 1 / (stop - start), n_harmonics, start, drift=False
    )


def _travel(fit: HarmonicFit | None) -> dict[str, float]:
    """Range r, mean speed 2 r f and peak acceleration (2 pi f)^2 r / 2.

    Acceleration is derived from the fit: differentiating pose twice yields noise.
    """
    if fit is None:
        return dict.fromkeys(_TRAVEL, _NAN)
    reach, rate = fit.range, fit.frequency_hz
    values = (reach, 2 * reach * rate, (2 * np.pi * rate) ** 2 * reach / 2)
    return dict(zip(_TRAVEL, values, strict=True))


def _turns(fit: HarmonicFit | None) -> dict[str, float]:
    """When the thigh turns round at the back and at the front, as parts of the stride."""
    if fit is None:
        return dict.fromkeys(_TURNS, _NAN)
    times = (fit.turn(sign)[0] - fit.origin_s for sign in (-1, 1))
    return dict(zip(_TURNS, (time * fit.frequency_hz for time in times), strict=True))


def _opening(fit: HarmonicFit | None, step: Step) -> dict[str, float]:
    """How the thighs pass and open while the other foot is on the ground and leaves it."""
    if fit is None or step.between is None:
        return dict.fromkeys(_OPENING, _NAN)
    touchdown, toeoff = step.between.touchdown_s, step.between.toeoff_s
    widest_s, widest = fit.turn()
    values = (
        fit.velocity_at(touchdown),
        fit.at(toeoff),
        fit.velocity_at(toeoff),
        widest,
        widest_s - toeoff,
    )
    return dict(zip(_OPENING, values, strict=True))
