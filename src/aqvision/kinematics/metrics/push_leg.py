"""Angles + steps -> the push leg: how it meets the ground and how it leaves it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.kinematics.geometry import included_angle_deg
from aqvision.kinematics.metrics.metric import (
    Evidence,
    Grade,
    Metric,
    Need,
    Pillar,
    needs,
)
from aqvision.kinematics.metrics.strides import Angles
from aqvision.kinematics.metrics.variation import ANGLE, LAG, LEG_DISTANCE, VELOCITY
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import between, derivative, peak, value_at
from aqvision.kinematics.steps import Step

PUSH = (
    Metric(
        name="touchdown_distance_frac", label=_("Touchdown distance"), unit="leg",
        pillar=Pillar.PUSH,
        definition=_("How far the ball of the foot lands ahead of the hips, in leg lengths."),
        source="nagahara-2014", evidence=Evidence.FOUND, mdc_60hz=0.05, mdc_240hz=0.04,
        needs=needs(Need.INSTANTS), best=Grade.B, main=True,
        variation=LEG_DISTANCE,
    ),
    Metric(
        name="thigh_angle_toeoff_deg", label=_("Thigh at toe-off"), unit="deg", pillar=Pillar.PUSH,
        definition=_(
            "Angle of the pushing thigh from vertical as the foot leaves; negative = behind the "
            "hip."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=6.0, mdc_240hz=5.0,
        needs=needs(Need.INSTANTS), main=True,
        variation=ANGLE,
    ),
    Metric(
        name="knee_flexion_toeoff_deg", label=_("Knee bend at toe-off"), unit="deg",
        pillar=Pillar.PUSH,
        definition=_("Bend of the pushing knee as the foot leaves; 0 = straight."),
        source="mann-2011", evidence=Evidence.REMEMBERED, mdc_60hz=8.0, mdc_240hz=7.0,
        needs=needs(Need.INSTANTS),
        variation=ANGLE,
    ),
    Metric(
        name="knee_extension_range_stance_deg", label=_("Knee extension in stance"), unit="deg",
        pillar=Pillar.PUSH,
        definition=_(
            "How far the knee opens from its deepest bend on the ground to its straightest after "
            "it."
        ),
        source="miyashiro-2019", evidence=Evidence.FOUND, mdc_60hz=8.0,
        mdc_240hz=7.0, needs=needs(Need.INSTANTS), best=Grade.B, main=True,
        variation=ANGLE,
    ),
    Metric(
        name="hip_extension_toeoff_deg", label=_("Hip extension at toe-off"), unit="deg",
        pillar=Pillar.PUSH,
        definition=_("Angle of the pushing thigh behind the line of the trunk as the foot leaves."),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=10.0, mdc_240hz=8.0,
        needs=needs(Need.INSTANTS), best=Grade.B, main=True,
        variation=ANGLE,
    ),
    Metric(
        name="thigh_extension_velocity_peak_dps", label=_("Thigh drive-back speed"), unit="deg/s",
        pillar=Pillar.PUSH,
        definition=_("Fastest backward turn of the thigh from late swing to toe-off."),
        source="clark-2020", evidence=Evidence.FOUND, mdc_60hz=0.1,
        mdc_240hz=0.08, needs=needs(Need.INSTANTS, Need.TURN_SPEED), best=Grade.B, relative=True,
        main=True,
        variation=VELOCITY,
    ),
    Metric(
        name="trunk_leg_line_toeoff_deg", label=_("Trunk-leg line at toe-off"), unit="deg",
        pillar=Pillar.PUSH,
        definition=_("Angle ankle - hips - shoulders as the foot leaves; 180 = one straight line."),
        source="mcmillan-2018", evidence=Evidence.REMEMBERED, mdc_60hz=8.0, mdc_240hz=7.0,
        needs=needs(Need.INSTANTS),
        variation=ANGLE,
    ),
    Metric(
        name="hip_knee_lag_s", label=_("Knee after hip"), unit="s", pillar=Pillar.PUSH,
        definition=_(
            "Time on the ground from the thigh's fastest backward turn to the knee's fastest "
            "opening; positive = hip first."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=0.02, mdc_240hz=0.012,
        needs=needs(Need.INSTANTS, Need.TURN_SPEED), best=Grade.C,
        variation=LAG,
    ),
)  # fmt: skip

_LATE_SWING_S = 0.06  # the thigh turns back before the foot lands


def measure_push_leg(motion: Motion, angles: Angles, steps: tuple[Step, ...]) -> pd.DataFrame:
    """Measure the leg on the ground.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths.
    angles
        T values of each angle in degrees, the columns of ``measure_angles``.
    steps
        N steps in order of time.

    Returns
    -------
    DataFrame
        N rows, a column for each of ``PUSH``; NaN where not measured.
        Source: nagahara-2014, miyashiro-2019, clark-2020.
    """
    return pd.DataFrame([_row(motion, angles, step) for step in steps])


def _row(motion: Motion, angles: Angles, step: Step) -> dict[str, float]:
    time = motion.time_s
    side, touchdown, toeoff = step.side, step.contact.touchdown_s, step.contact.toeoff_s

    def at(column: str, instant: float) -> float:
        return value_at(time, angles[column], instant)

    return {
        "touchdown_distance_frac": _touchdown_distance(motion, step),
        "thigh_angle_toeoff_deg": at(f"{side}_thigh_deg", toeoff),
        "knee_flexion_toeoff_deg": at(f"{side}_knee_flexion_deg", toeoff),
        "knee_extension_range_stance_deg": _knee_extension(
            time, angles[f"{side}_knee_flexion_deg"], touchdown, toeoff
        ),
        "hip_extension_toeoff_deg": -at(f"{side}_hip_flexion_deg", toeoff),
        "thigh_extension_velocity_peak_dps": _extension_velocity(
            time, angles[f"{side}_thigh_deg"], touchdown, toeoff
        ),
        "hip_knee_lag_s": _hip_knee_lag(
            time,
            angles[f"{side}_thigh_deg"],
            angles[f"{side}_knee_flexion_deg"],
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
    times = np.linspace(touchdown, toeoff, 60)
    bend = np.interp(times, time, flexion)
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
