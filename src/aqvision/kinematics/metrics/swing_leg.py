"""Angles + steps -> the swing leg: how it recovers and attacks forward."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.wording import _
from aqvision.kinematics.harmonics import HarmonicFit
from aqvision.kinematics.metrics.metric import (
    Evidence,
    Grade,
    Metric,
    Need,
    Pillar,
    needs,
)
from aqvision.kinematics.metrics.strides import TURN_HARMONICS, Angles, fit_swing_thigh
from aqvision.kinematics.metrics.thighs import THIGHS, measure_thighs
from aqvision.kinematics.metrics.variation import ANGLE, LEG_DISTANCE, PART, RECOVERY, VELOCITY
from aqvision.kinematics.motion import GroundKind, Motion
from aqvision.kinematics.signals import between, derivative, peak, value_at
from aqvision.kinematics.steps import Step

_SWING = (
    Metric(
        name="thigh_flexion_peak_deg", label=_("Thigh lift"), unit="deg", pillar=Pillar.SWING,
        definition=_("Highest angle of the swinging thigh in front of vertical."),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=6.0, mdc_240hz=5.0,
        main=True,
        variation=ANGLE,
    ),
    Metric(
        name="knee_flexion_peak_deg", label=_("Heel recovery (knee bend)"), unit="deg",
        pillar=Pillar.SWING,
        definition=_("Deepest bend of the knee in swing; 0 = straight."),
        source="mann-2011", evidence=Evidence.REMEMBERED, mdc_60hz=8.0, mdc_240hz=7.0,
        needs=needs(Need.FAST_JOINT),
        variation=ANGLE,
    ),
    Metric(
        name="heel_hip_distance_min_frac", label=_("Heel to hip in recovery"), unit="leg",
        pillar=Pillar.SWING,
        definition=_("Shortest distance of the heel from the hip in swing, in leg lengths."),
        source="mann-2011", evidence=Evidence.REMEMBERED, mdc_60hz=0.06, mdc_240hz=0.05,
        needs=needs(Need.FAST_JOINT), best=Grade.B,
        variation=LEG_DISTANCE,
    ),
    Metric(
        name="thigh_range_deg", label=_("Thigh range"), unit="deg", pillar=Pillar.SWING,
        definition=_("Full travel of the thigh over a stride, by harmonic fit."),
        source="clark-ryan-2022", evidence=Evidence.FOUND, mdc_60hz=6.0,
        mdc_240hz=5.0, main=True,
        variation=ANGLE,
    ),
    Metric(
        name="thigh_angular_velocity_mean_dps", label=_("Thigh mean speed"), unit="deg/s",
        pillar=Pillar.SWING,
        definition=_("Twice the thigh range times the stride frequency."),
        source="clark-ryan-2022", evidence=Evidence.FOUND,
        mdc_60hz=0.08, mdc_240hz=0.06, relative=True,
        variation=VELOCITY, repeats="thigh_range_deg",
    ),
    Metric(
        name="thigh_angular_acceleration_peak_dps2", label=_("Thigh peak acceleration"),
        unit="deg/s²",
        pillar=Pillar.SWING,
        definition=_("Peak acceleration of the thigh, derived from range and stride frequency."),
        source="clark-ryan-2022", evidence=Evidence.FOUND,
        mdc_60hz=0.15, mdc_240hz=0.1, needs=needs(Need.FAST_JOINT), best=Grade.B, relative=True,
        variation=VELOCITY, repeats="thigh_range_deg",
    ),
    Metric(
        name="thigh_reversal_back_frac", label=_("Thigh turns forward"), unit="",
        pillar=Pillar.SWING,
        definition=_(
            "When the trailing thigh stops going back and turns forward, as a part of the stride "
            "from this foot's touchdown."
        ),
        source="lenthall-2024", evidence=Evidence.FOUND, mdc_60hz=0.03,
        mdc_240hz=0.025, needs=needs(Need.INSTANTS, Need.FAST_JOINT), best=Grade.C,
        variation=PART,
    ),
    Metric(
        name="thigh_reversal_front_frac", label=_("Thigh turns back"), unit="", pillar=Pillar.SWING,
        definition=_(
            "When the lifted thigh stops rising and turns back, as a part of the stride from this "
            "foot's touchdown."
        ),
        source="lenthall-2024", evidence=Evidence.FOUND, mdc_60hz=0.025,
        mdc_240hz=0.02, needs=needs(Need.INSTANTS, Need.FAST_JOINT), best=Grade.B,
        variation=PART,
    ),
    Metric(
        name="recovery_time_s", label=_("Recovery time"), unit="s", pillar=Pillar.SWING,
        definition=_("Time from toe-off to the same foot's next touchdown."),
        source="weyand-2000", evidence=Evidence.REMEMBERED, mdc_60hz=0.009, mdc_240hz=0.005,
        needs=needs(Need.TIMING), best=Grade.B, main=True,
        variation=RECOVERY,
    ),
    Metric(
        name="retraction_velocity_dps", label=_("Thigh retraction"), unit="deg/s",
        pillar=Pillar.SWING,
        definition=_(
            "Mean turn of the thigh in the last 40 ms before touchdown; negative = backward."
        ),
        source="clark-2023", evidence=Evidence.FOUND, mdc_60hz=0.2, mdc_240hz=0.15,
        needs=needs(Need.INSTANTS, Need.TURN_SPEED), best=Grade.B, relative=True,
        variation=VELOCITY,
    ),
    Metric(
        name="foot_speed_touchdown_mps", label=_("Foot over the ground before landing"), unit="m/s",
        pillar=Pillar.SWING,
        definition=_(
            "Mean speed of the ball of the foot over the ground in the last 20 ms before "
            "touchdown; positive = still moving forward."
        ),
        source="clark-2023", evidence=Evidence.FOUND, mdc_60hz=0.8, mdc_240hz=0.5,
        needs=needs(Need.INSTANTS, Need.TURN_SPEED, Need.SCALE, Need.STILL_GROUND), best=Grade.C,
        variation=VELOCITY,
    ),
)  # fmt: skip

SWING = (*_SWING, *THIGHS)

_TRAVEL_HARMONICS = 3  # hold the travel of a thigh
_RETRACTION_S = 0.04
_LANDING_S = 0.02
_NAN = float("nan")
_RECOVERY_NAMES = (
    "thigh_flexion_peak_deg",
    "knee_flexion_peak_deg",
    "heel_hip_distance_min_frac",
    "recovery_time_s",
)
_TRAVEL_NAMES = (
    "thigh_range_deg",
    "thigh_angular_velocity_mean_dps",
    "thigh_angular_acceleration_peak_dps2",
)
_REVERSAL_NAMES = ("thigh_reversal_back_frac", "thigh_reversal_front_frac")


def measure_swing_leg(motion: Motion, angles: Angles, steps: tuple[Step, ...]) -> pd.DataFrame:
    """Measure the swing that ends with each step's touchdown.

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
        N rows, a column for each of ``SWING``; NaN where the swing was not in view.
        Source: clark-ryan-2022, lenthall-2024, miyashiro-2019, clark-2023.
    """
    return pd.DataFrame([_row(motion, angles, step) for step in steps])


def _row(motion: Motion, angles: Angles, step: Step) -> dict[str, float]:
    return {
        **_recovery(motion, angles, step),
        **_travel(fit_swing_thigh(angles, step, _TRAVEL_HARMONICS)),
        **_reversals(fit_swing_thigh(angles, step, TURN_HARMONICS)),
        **measure_thighs(motion, angles, step),
        **_retraction(motion, angles, step),
        **_foot_speed(motion, step),
    }


def _recovery(motion: Motion, angles: Angles, step: Step) -> dict[str, float]:
    if step.previous is None:
        return dict.fromkeys(_RECOVERY_NAMES, _NAN)
    time, side = motion.time_s, step.side
    toeoff, touchdown = step.previous.toeoff_s, step.contact.touchdown_s
    window = between(time, toeoff, touchdown)
    thigh = angles[f"{side}_thigh_deg"]
    knee = angles[f"{side}_knee_flexion_deg"]
    to_hip = np.hypot(*(motion.point(f"{side}_heel") - motion.point(f"{side}_hip")).T)
    values = (
        peak(time[window], thigh[window])[1],
        peak(time[window], knee[window])[1],
        peak(time[window], to_hip[window], sign=-1)[1],
        touchdown - toeoff,
    )
    return dict(zip(_RECOVERY_NAMES, values, strict=True))


def _travel(fit: HarmonicFit | None) -> dict[str, float]:
    """Range r, mean speed 2 r f and peak acceleration (2 pi f)^2 r / 2.

    Acceleration is derived from the fit: differentiating pose twice yields noise.
    Source: clark-ryan-2022.
    """
    if fit is None:
        return dict.fromkeys(_TRAVEL_NAMES, _NAN)
    reach, rate = fit.range, fit.frequency_hz
    values = (reach, 2 * reach * rate, (2 * np.pi * rate) ** 2 * reach / 2)
    return dict(zip(_TRAVEL_NAMES, values, strict=True))


def _reversals(fit: HarmonicFit | None) -> dict[str, float]:
    """When the thigh turns round at the back and at the front, as parts of the stride."""
    if fit is None:
        return dict.fromkeys(_REVERSAL_NAMES, _NAN)
    times = (fit.turn(sign)[0] - fit.origin_s for sign in (-1, 1))
    return dict(zip(_REVERSAL_NAMES, (time * fit.frequency_hz for time in times), strict=True))


def _retraction(motion: Motion, angles: Angles, step: Step) -> dict[str, float]:
    """Mean turn of the thigh over the last 40 ms before touchdown; negative = backward."""
    touchdown = step.contact.touchdown_s
    speed = derivative(angles[f"{step.side}_thigh_deg"], motion.time_s)
    window = between(motion.time_s, touchdown - _RETRACTION_S, touchdown)
    known = window.sum() >= 2 and np.isfinite(speed[window]).all()
    return {"retraction_velocity_dps": float(speed[window].mean()) if known else _NAN}


def _foot_speed(motion: Motion, step: Step) -> dict[str, float]:
    """Mean speed of the ball of the foot along the ground over the last 20 ms, in metres/s.

    Over so short a time the filter takes off some 0.1 m/s; it is given where the ground stands
    still in the picture and the scale is known.
    """
    landing = step.contact.touchdown_s
    ball_x = motion.ball(step.side)[:, 0]
    before, after = (value_at(motion.time_s, ball_x, t) for t in (landing - _LANDING_S, landing))
    still = 1.0 if motion.ground == GroundKind.TRACK else _NAN
    speed = (after - before) / _LANDING_S * motion.metres_per_leg * still
    return {"foot_speed_touchdown_mps": speed}
