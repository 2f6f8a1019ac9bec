"""Angles + steps -> the swing leg: how it recovers and attacks forward."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import between, derivative, fit_harmonics, peak, value_at
from aqvision.kinematics.steps import Step
from aqvision.pose.skeleton import opposite

_RETRACTION_S = 0.04
_THIGH_HARMONICS = 3
_SURE_LABELS = 0.9
_NAN = float("nan")


def measure_swing_leg(
    motion: Motion, angles: pd.DataFrame, steps: tuple[Step, ...]
) -> pd.DataFrame:
    """Measure the swing that ends with each step's touchdown, a row a step.

    Returns
    -------
    DataFrame
        The swing-leg columns of the metric registry; NaN where the swing was not in view.
        Source: biomechanics-notes, clark-ryan-2022.
    """
    rows = [{**_swing(motion, angles, step), **_retraction(motion, angles, step)} for step in steps]
    return pd.DataFrame(rows)


def _swing(motion: Motion, angles: pd.DataFrame, step: Step) -> dict[str, float]:
    names = (
        "thigh_flexion_peak_deg",
        "knee_flexion_peak_deg",
        "thigh_range_deg",
        "thigh_angular_velocity_mean_dps",
        "thigh_angular_acceleration_peak_dps2",
        "thigh_separation_touchdown_deg",
        "knee_gap_touchdown_frac",
        "recovery_time_s",
    )
    if step.previous is None:
        return dict.fromkeys(names, _NAN)
    time, side = motion.time_s, step.side
    toeoff, touchdown = step.previous.toeoff_s, step.contact.touchdown_s
    window = between(time, toeoff, touchdown)
    thigh = angles[f"{side}_thigh_deg"].to_numpy()
    knee = angles[f"{side}_knee_flexion_deg"].to_numpy()
    values = (
        peak(time[window], thigh[window])[1],
        peak(time[window], knee[window])[1],
        *_oscillation(motion, angles, step),
        *_knees_together(motion, angles, step),
        touchdown - toeoff,
    )
    return dict(zip(names, values, strict=True))


def _oscillation(motion: Motion, angles: pd.DataFrame, step: Step) -> tuple[float, float, float]:
    """Thigh range over the stride, its mean speed 2 r f and peak acceleration (2 pi f)^2 r/2.

    Acceleration is derived from the fit: differentiating pose twice yields noise.
    """
    if step.previous is None:
        return _NAN, _NAN, _NAN
    start, stop = step.previous.touchdown_s, step.contact.touchdown_s
    window = between(motion.time_s, start, stop)
    frequency = 1 / (stop - start)
    thigh = angles[f"{step.side}_thigh_deg"].to_numpy()[window]
    fit = fit_harmonics(motion.time_s[window], thigh, frequency, _THIGH_HARMONICS, drift=False)
    if fit is None:
        return _NAN, _NAN, _NAN
    return fit.range, 2 * fit.range * frequency, (2 * np.pi * frequency) ** 2 * fit.range / 2


def _knees_together(motion: Motion, angles: pd.DataFrame, step: Step) -> tuple[float, float]:
    """Stance minus swing thigh, and the knees' gap, when the other foot touches down.

    Both turn their sign when the legs are exchanged, which happens most as the knees pass, so
    they are given only where left and right are sure. Source: biomechanics-notes.
    """
    if step.between is None:
        return _NAN, _NAN
    instant = step.between.touchdown_s
    if not value_at(motion.time_s, motion.legs_certainty, instant) > _SURE_LABELS:
        return _NAN, _NAN
    other = opposite(step.side)
    separation = angles[f"{other}_thigh_deg"] - angles[f"{step.side}_thigh_deg"]
    gap = motion.point(f"{step.side}_knee")[:, 0] - motion.point(f"{other}_knee")[:, 0]
    return (
        value_at(motion.time_s, separation.to_numpy(), instant),
        value_at(motion.time_s, gap, instant),
    )


def _retraction(motion: Motion, angles: pd.DataFrame, step: Step) -> dict[str, float]:
    """Mean turn of the thigh over the last 40 ms before touchdown; negative = backward."""
    touchdown = step.contact.touchdown_s
    speed = derivative(angles[f"{step.side}_thigh_deg"].to_numpy(), motion.time_s)
    window = between(motion.time_s, touchdown - _RETRACTION_S, touchdown)
    known = window.sum() >= 2 and np.isfinite(speed[window]).all()
    return {"retraction_velocity_dps": float(speed[window].mean()) if known else _NAN}
