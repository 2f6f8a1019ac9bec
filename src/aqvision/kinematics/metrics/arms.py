"""Angles + steps -> the arms: how far and how fast they swing, and in time with which leg."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.skeleton import opposite
from aqvision.core.wording import _
from aqvision.kinematics.harmonics import HarmonicFit
from aqvision.kinematics.metrics.metric import Evidence, Grade, Metric, Need, Pillar, needs
from aqvision.kinematics.metrics.strides import (
    TURN_HARMONICS,
    Angles,
    fit_stride,
    phase_between_deg,
)
from aqvision.kinematics.metrics.variation import ANGLE, ARM_RANGE, LAG, PHASE, VELOCITY
from aqvision.kinematics.steps import Step

_NEEDS = needs(Need.FAR_ARM, Need.FAST_JOINT)

ARMS = (
    Metric(
        name="shoulder_range_deg", label=_("Arm swing at the shoulder"), unit="deg",
        pillar=Pillar.ARMS,
        definition=_(
            "Full travel of the upper arm against the trunk over a stride, by harmonic fit."
        ),
        source="macadam-2018", evidence=Evidence.FOUND, mdc_60hz=12.0, mdc_240hz=10.0,
        needs=_NEEDS, best=Grade.B, main=True,
        variation=ARM_RANGE,
    ),
    Metric(
        name="shoulder_flexion_max_deg", label=_("Arm furthest forward"), unit="deg",
        pillar=Pillar.ARMS,
        definition=_("Largest angle of the upper arm in front of the trunk line, by harmonic fit."),
        source="macadam-2018", evidence=Evidence.REMEMBERED, mdc_60hz=10.0, mdc_240hz=8.0,
        needs=_NEEDS, best=Grade.B,
        variation=ANGLE,
    ),
    Metric(
        name="shoulder_flexion_min_deg", label=_("Arm furthest back"), unit="deg",
        pillar=Pillar.ARMS,
        definition=_(
            "Least angle of the upper arm against the trunk line, by harmonic fit; negative = "
            "behind it."
        ),
        source="macadam-2018", evidence=Evidence.REMEMBERED, mdc_60hz=10.0, mdc_240hz=8.0,
        needs=_NEEDS, best=Grade.B,
        variation=ANGLE,
    ),
    Metric(
        name="shoulder_flexion_mean_deg", label=_("Arm carried forward or back"), unit="deg",
        pillar=Pillar.ARMS,
        definition=_(
            "Mean angle of the upper arm against the trunk line over a stride; negative = carried "
            "more behind."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=8.0, mdc_240hz=7.0,
        needs=_NEEDS, best=Grade.B,
        variation=ANGLE,
    ),
    Metric(
        name="elbow_range_deg", label=_("Elbow range"), unit="deg", pillar=Pillar.ARMS,
        definition=_("How far the elbow opens and closes over a stride, by harmonic fit."),
        source="macadam-2018", evidence=Evidence.FOUND, mdc_60hz=12.0, mdc_240hz=10.0,
        needs=_NEEDS, best=Grade.B,
        variation=ARM_RANGE,
    ),
    Metric(
        name="elbow_mean_deg", label=_("Elbow angle"), unit="deg", pillar=Pillar.ARMS,
        definition=_("Mean angle at the elbow over a stride; 180 = straight."),
        source="macadam-2018", evidence=Evidence.FOUND, mdc_60hz=10.0, mdc_240hz=8.0,
        needs=_NEEDS, best=Grade.B, main=True,
        variation=ANGLE,
    ),
    Metric(
        name="upper_arm_angular_velocity_peak_dps", label=_("Upper-arm peak speed"), unit="deg/s",
        pillar=Pillar.ARMS,
        definition=_("Fastest turn of the upper arm, from the harmonic fit."),
        source="macadam-2018", evidence=Evidence.FOUND, mdc_60hz=0.12, mdc_240hz=0.1,
        needs=_NEEDS, best=Grade.B, relative=True,
        variation=VELOCITY,
    ),
    Metric(
        name="arm_leg_phase_deg", label=_("Arm against opposite thigh"), unit="deg",
        pillar=Pillar.ARMS,
        definition=_(
            "Phase of the upper arm ahead of the opposite thigh; 0 = in time, 360 = one stride."
        ),
        source="lamoth-2002", evidence=Evidence.FOUND, mdc_60hz=12.0, mdc_240hz=8.0,
        needs=_NEEDS, best=Grade.B, main=True,
        variation=PHASE,
    ),
    Metric(
        name="arm_same_leg_phase_deg", label=_("Arm against thigh of its side"), unit="deg",
        pillar=Pillar.ARMS,
        definition=_(
            "Phase of the upper arm ahead of the thigh of the same side; 180 = exactly against it."
        ),
        source="lamoth-2002", evidence=Evidence.FOUND, mdc_60hz=12.0, mdc_240hz=8.0,
        needs=_NEEDS, best=Grade.B,
        variation=PHASE, repeats="arm_leg_phase_deg",
    ),
    Metric(
        name="arm_reversal_lag_s", label=_("Arm turns after the thigh"), unit="s",
        pillar=Pillar.ARMS,
        definition=_(
            "Time by which the upper arm turns round after the opposite thigh, mean of the front "
            "and the back turn; negative = before it."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=0.015, mdc_240hz=0.01,
        needs=_NEEDS, best=Grade.B,
        variation=LAG,
    ),
)  # fmt: skip

_SHOULDER = (
    "shoulder_range_deg",
    "shoulder_flexion_max_deg",
    "shoulder_flexion_min_deg",
    "shoulder_flexion_mean_deg",
)
_NAN = float("nan")


def measure_arms(angles: Angles, steps: tuple[Step, ...]) -> pd.DataFrame:
    """Measure the arm of each step's own side over the stride that the step begins.

    Parameters
    ----------
    angles
        T values of each angle in degrees, the columns of ``measure_angles``.
    steps
        N steps in order of time.

    Returns
    -------
    DataFrame
        N rows, a column for each of ``ARMS``; NaN where the stride was not in view. Ranges and
        extremes come from a harmonic fit, which noise does not inflate. ``arm_leg_phase_deg`` is
        against the opposite thigh: 0 = in time, positive = the arm is ahead.
        Source: macadam-2018, lamoth-2002.
    """
    return pd.DataFrame([_row(angles, step) for step in steps])


def _row(angles: Angles, step: Step) -> dict[str, float]:
    side = step.side
    upper_arm = fit_stride(angles, f"{side}_upper_arm_deg", step)
    own_thigh = fit_stride(angles, f"{side}_thigh_deg", step)
    other_thigh = fit_stride(angles, f"{opposite(side)}_thigh_deg", step)
    turns = fit_stride(angles, f"{opposite(side)}_thigh_deg", step, TURN_HARMONICS)
    return {
        **_shoulder(fit_stride(angles, f"{side}_shoulder_flexion_deg", step)),
        **_elbow(fit_stride(angles, f"{side}_elbow_deg", step)),
        "upper_arm_angular_velocity_peak_dps": (
            _NAN if upper_arm is None else upper_arm.velocity_peak
        ),
        "arm_leg_phase_deg": phase_between_deg(upper_arm, other_thigh),
        "arm_same_leg_phase_deg": phase_between_deg(upper_arm, own_thigh) % 360,
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
