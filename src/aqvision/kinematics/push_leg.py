"""Angles + steps -> the push leg: how it meets the ground and how it leaves it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.types import FloatArray
from aqvision.kinematics.geometry import included_angle_deg
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import between, derivative, peak, value_at
from aqvision.kinematics.steps import Step

_LATE_SWING_S = 0.06


def measure_push_leg(motion: Motion, angles: pd.DataFrame, steps: tuple[Step, ...]) -> pd.DataFrame:
    """Measure the leg on the ground, a row a step.

    Returns
    -------
    DataFrame
        The push-leg columns of the metric registry; NaN where not measured.
        Source: biomechanics-notes.
    """
    return pd.DataFrame([_row(motion, angles, step) for step in steps])


def _row(motion: Motion, angles: pd.DataFrame, step: Step) -> dict[str, float]:
    time = motion.time_s
    side, touchdown, toeoff = step.side, step.contact.touchdown_s, step.contact.toeoff_s

    def at(column: str, instant: float) -> float:
        return value_at(time, angles[column].to_numpy(), instant)

    return {
        "touchdown_distance_frac": _touchdown_distance(motion, step),
        "thigh_angle_toeoff_deg": at(f"{side}_thigh_deg", toeoff),
        "knee_flexion_toeoff_deg": at(f"{side}_knee_flexion_deg", toeoff),
        "knee_extension_range_stance_deg": _knee_extension(
            time, angles[f"{side}_knee_flexion_deg"].to_numpy(), touchdown, toeoff
        ),
        "hip_extension_toeoff_deg": -at(f"{side}_hip_flexion_deg", toeoff),
        "thigh_extension_velocity_peak_dps": _extension_velocity(
            time, angles[f"{side}_thigh_deg"].to_numpy(), touchdown, toeoff
        ),
        "hip_knee_lag_s": _hip_knee_lag(
            time,
            angles[f"{side}_thigh_deg"].to_numpy(),
            angles[f"{side}_knee_flexion_deg"].to_numpy(),
            (touchdown, toeoff),
        ),
        "trunk_leg_line_toeoff_deg": value_at(time, _trunk_leg_line(motion, step), toeoff),
    }


def _touchdown_distance(motion: Motion, step: Step) -> float:
    """Ball of the foot ahead of the hips at touchdown, in leg lengths."""
    ahead = motion.ball(step.side)[:, 0] - motion.middle("hip")[:, 0]
    return value_at(motion.time_s, ahead, step.contact.touchdown_s)


def _knee_extension(
    time: FloatArray, flexion: FloatArray, touchdown: float, toeoff: float
) -> float:
    """Extension of the knee from its deepest bend in stance to its straightest after it."""
    instants = np.linspace(touchdown, toeoff, 60)
    bend = np.interp(instants, time, flexion)
    if not np.isfinite(bend).all():
        return float("nan")
    deepest = int(np.argmax(bend))
    return float(bend[deepest] - bend[deepest:].min())


def _extension_velocity(
    time: FloatArray, thigh: FloatArray, touchdown: float, toeoff: float
) -> float:
    """Fastest backward turn of the thigh from late swing to toe-off, as a positive number."""
    window = between(time, touchdown - _LATE_SWING_S, toeoff)
    speed = derivative(thigh, time)[window]
    return -float(speed.min()) if len(speed) and np.isfinite(speed).all() else float("nan")


def _hip_knee_lag(
    time: FloatArray, thigh: FloatArray, knee: FloatArray, stance: tuple[float, float]
) -> float:
    """Time in stance from the thigh's fastest backward turn to the knee's fastest opening."""
    window = between(time, *stance)
    turns, opens = (
        peak(time[window], derivative(angle, time)[window], sign=-1)[0] for angle in (thigh, knee)
    )
    return opens - turns


def _trunk_leg_line(motion: Motion, step: Step) -> FloatArray:
    """Angle ankle - hips - shoulders; 180 = one straight line."""
    ankle = motion.point(f"{step.side}_ankle")
    return included_angle_deg(ankle, motion.middle("hip"), motion.middle("shoulder"))
