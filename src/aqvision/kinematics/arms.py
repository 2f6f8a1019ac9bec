"""Angles + steps -> the arms: how far and how fast they swing, and in time with which leg."""

from __future__ import annotations

import pandas as pd

from aqvision.kinematics.geometry import wrap_deg
from aqvision.kinematics.signals import HarmonicFit, between, fit_harmonics
from aqvision.kinematics.steps import Step
from aqvision.pose.skeleton import opposite

_HARMONICS = 2
_NAN = float("nan")


def measure_arms(angles: pd.DataFrame, steps: tuple[Step, ...]) -> pd.DataFrame:
    """Measure the arm of each step's own side over the stride that the step begins.

    Returns
    -------
    DataFrame
        The arm columns of the metric registry, a row a step; NaN where the stride was not in
        view. Ranges come from a harmonic fit, which noise does not inflate. ``arm_leg_phase``
        is against the opposite thigh: 0 = in time, positive = the arm is ahead.
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
    shoulder = fit_stride(angles, f"{side}_shoulder_flexion_deg", step)
    upper_arm = fit_stride(angles, f"{side}_upper_arm_deg", step)
    elbow = fit_stride(angles, f"{side}_elbow_deg", step)
    thigh = fit_stride(angles, f"{opposite(side)}_thigh_deg", step)
    return {
        "shoulder_range_deg": _NAN if shoulder is None else shoulder.range,
        "elbow_range_deg": _NAN if elbow is None else elbow.range,
        "elbow_mean_deg": _NAN if elbow is None else elbow.mean,
        "upper_arm_angular_velocity_peak_dps": (
            _NAN if upper_arm is None else upper_arm.velocity_peak
        ),
        "arm_leg_phase_deg": phase_between_deg(upper_arm, thigh),
    }
