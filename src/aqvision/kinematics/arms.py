"""Angles + steps -> the arms: how far and how fast they swing, and in time with which leg."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.skeleton import opposite
from aqvision.kinematics.geometry import wrap_deg
from aqvision.kinematics.signals import HarmonicFit, between, fit_harmonics
from aqvision.kinematics.steps import Step

_HARMONICS = 2
_TURN_HARMONICS = 5
_SHOULDER = (
    "shoulder_range_deg",
    "shoulder_flexion_max_deg",
    "shoulder_flexion_min_deg",
    "shoulder_flexion_mean_deg",
)
_NAN = float("nan")


def measure_arms(angles: pd.DataFrame, steps: tuple[Step, ...]) -> pd.DataFrame:
    """Measure the arm of each step's own side over the stride that the step begins.

    Returns
    -------
    DataFrame
        The arm columns of the metric registry, a row a step; NaN where the stride was not in
        view. Ranges and extremes come from a harmonic fit, which noise does not inflate.
        ``arm_leg_phase`` is against the opposite thigh: 0 = in time, positive = the arm is ahead.
        Source: biomechanics-notes, lamoth-2002.
    """
    return pd.DataFrame([_row(angles, step) for step in steps])


def fit_stride(
    angles: pd.DataFrame, column: str, step: Step, n_harmonics: int = _HARMONICS
) -> HarmonicFit | None:
    """Fit one angle over the stride from this step's touchdown to the same foot's next."""
    if step.stride_end is None:
        return None
    start = step.contact.touchdown_s
    time = angles["time_s"].to_numpy()
    window = between(time, start, start + step.stride_s)
    values = angles[column].to_numpy()[window]
    return fit_harmonics(
        time[window], values, 1 / step.stride_s, n_harmonics, origin_s=start, drift=False
    )


def phase_between_deg(first: HarmonicFit | None, second: HarmonicFit | None) -> float:
    """Phase by which the first signal is ahead of the second, in [-180, 180); NaN if unknown."""
    if first is None or second is None:
        return _NAN
    return wrap_deg(first.phase_deg - second.phase_deg)


def _row(angles: pd.DataFrame, step: Step) -> dict[str, float]:
    side = step.side
    upper_arm = fit_stride(angles, f"{side}_upper_arm_deg", step)
    other_thigh = f"{opposite(side)}_thigh_deg"
    turns = fit_stride(angles, other_thigh, step, _TURN_HARMONICS)
    return {
        **_shoulder(fit_stride(angles, f"{side}_shoulder_flexion_deg", step)),
        **_elbow(fit_stride(angles, f"{side}_elbow_deg", step)),
        "upper_arm_angular_velocity_peak_dps": (
            _NAN if upper_arm is None else upper_arm.velocity_peak
        ),
        "arm_leg_phase_deg": phase_between_deg(upper_arm, fit_stride(angles, other_thigh, step)),
        "arm_same_leg_phase_deg": phase_between_deg(
            upper_arm, fit_stride(angles, f"{side}_thigh_deg", step)
        )
        % 360,
        "arm_reversal_lag_s": _reversal_lag(upper_arm, turns),
    }


def _shoulder(fit: HarmonicFit | None) -> dict[str, float]:
    values = (_NAN,) * 4 if fit is None else (fit.range, fit.turn()[1], fit.turn(-1)[1], fit.mean)
    return dict(zip(_SHOULDER, values, strict=True))


def _elbow(fit: HarmonicFit | None) -> dict[str, float]:
    values = (_NAN, _NAN) if fit is None else (fit.range, fit.mean)
    return dict(zip(("elbow_range_deg", "elbow_mean_deg"), values, strict=True))


def _reversal_lag(arm: HarmonicFit | None, thigh: HarmonicFit | None) -> float:
    """Time by which the arm turns round after the thigh, mean of the front and the back turn."""
    if arm is None or thigh is None:
        return _NAN
    stride_s = 1 / arm.frequency_hz
    lags = [arm.turn(sign)[0] - thigh.turn(sign)[0] for sign in (1, -1)]
    # each turn comes once a stride, so a lag is known up to whole strides
    return float(np.mean([lag - stride_s * round(lag / stride_s) for lag in lags]))
