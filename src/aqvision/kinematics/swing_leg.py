"""Angles + steps -> the swing leg: how it recovers and attacks forward."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.skeleton import opposite
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import between, derivative, peak, value_at
from aqvision.kinematics.steps import Step
from aqvision.kinematics.thighs import measure_thighs

_RETRACTION_S = 0.04
_LANDING_S = 0.02
_SURE_LABELS = 0.9
_NAN = float("nan")
_SWING_NAMES = (
    "thigh_flexion_peak_deg",
    "knee_flexion_peak_deg",
    "heel_hip_distance_min_frac",
    "recovery_time_s",
)
_TOUCHDOWN_NAMES = (
    "thigh_separation_touchdown_deg",
    "swing_thigh_touchdown_deg",
    "knee_gap_touchdown_frac",
)


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
    return pd.DataFrame([_row(motion, angles, step) for step in steps])


def _row(motion: Motion, angles: pd.DataFrame, step: Step) -> dict[str, float]:
    return {
        **_swing(motion, angles, step),
        **measure_thighs(motion.time_s, angles, step),
        **_knees_together(motion, angles, step),
        **_retraction(motion, angles, step),
        **_foot_speed(motion, step),
    }


def _swing(motion: Motion, angles: pd.DataFrame, step: Step) -> dict[str, float]:
    if step.previous is None:
        return dict.fromkeys(_SWING_NAMES, _NAN)
    time, side = motion.time_s, step.side
    toeoff, touchdown = step.previous.toeoff_s, step.contact.touchdown_s
    window = between(time, toeoff, touchdown)
    thigh = angles[f"{side}_thigh_deg"].to_numpy()
    knee = angles[f"{side}_knee_flexion_deg"].to_numpy()
    to_hip = np.hypot(*(motion.point(f"{side}_heel") - motion.point(f"{side}_hip")).T)
    values = (
        peak(time[window], thigh[window])[1],
        peak(time[window], knee[window])[1],
        peak(time[window], to_hip[window], sign=-1)[1],
        touchdown - toeoff,
    )
    return dict(zip(_SWING_NAMES, values, strict=True))


def _knees_together(motion: Motion, angles: pd.DataFrame, step: Step) -> dict[str, float]:
    """Stance minus swing thigh, swing thigh and the knees' gap when the other foot touches down.

    They turn their sign or place when the legs are exchanged, which happens most as the knees
    pass, so they are given only where left and right are sure. Source: biomechanics-notes.
    """
    if step.between is None:
        return dict.fromkeys(_TOUCHDOWN_NAMES, _NAN)
    instant = step.between.touchdown_s
    if not value_at(motion.time_s, motion.legs_certainty, instant) > _SURE_LABELS:
        return dict.fromkeys(_TOUCHDOWN_NAMES, _NAN)
    other = opposite(step.side)
    swing = angles[f"{step.side}_thigh_deg"].to_numpy()
    separation = angles[f"{other}_thigh_deg"].to_numpy() - swing
    gap = motion.point(f"{step.side}_knee")[:, 0] - motion.point(f"{other}_knee")[:, 0]
    values = (value_at(motion.time_s, series, instant) for series in (separation, swing, gap))
    return dict(zip(_TOUCHDOWN_NAMES, values, strict=True))


def _foot_speed(motion: Motion, step: Step) -> dict[str, float]:
    """Mean speed of the ball of the foot along the ground over the last 20 ms, in metres/s.

    Over so short a time the filter takes off some 0.1 m/s; it is given where the ground stands
    still in the picture and the scale is known.
    """
    landing = step.contact.touchdown_s
    ball_x = motion.ball(step.side)[:, 0]
    before, after = (value_at(motion.time_s, ball_x, t) for t in (landing - _LANDING_S, landing))
    still = 1.0 if motion.ground == "track" else _NAN
    speed = (after - before) / _LANDING_S * motion.metres_per_leg * still
    return {"foot_speed_touchdown_mps": speed}


def _retraction(motion: Motion, angles: pd.DataFrame, step: Step) -> dict[str, float]:
    """Mean turn of the thigh over the last 40 ms before touchdown; negative = backward."""
    touchdown = step.contact.touchdown_s
    speed = derivative(angles[f"{step.side}_thigh_deg"].to_numpy(), motion.time_s)
    window = between(motion.time_s, touchdown - _RETRACTION_S, touchdown)
    known = window.sum() >= 2 and np.isfinite(speed[window]).all()
    return {"retraction_velocity_dps": float(speed[window].mean()) if known else _NAN}
