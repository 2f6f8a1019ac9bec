"""Angles + step -> the thighs against each other while one swings and the other pushes."""

from __future__ import annotations

from aqvision.core.skeleton import opposite
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
from aqvision.kinematics.metrics.strides import Angles, fit_thigh_separation
from aqvision.kinematics.metrics.variation import ANGLE, LAG, LEG_DISTANCE, VELOCITY
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.signals import value_at
from aqvision.kinematics.steps import Step

THIGHS = (
    Metric(
        name="thigh_separation_touchdown_deg", label=_("Thighs apart at touchdown"), unit="deg",
        pillar=Pillar.SWING,
        definition=_(
            "Angle from the swinging thigh to the standing one as the other foot lands; small or "
            "negative = the swing leg has caught up."
        ),
        source="miyashiro-2019", evidence=Evidence.FOUND, mdc_60hz=8.0,
        mdc_240hz=7.0, needs=needs(Need.INSTANTS), best=Grade.B, main=True,
        variation=ANGLE,
    ),
    Metric(
        name="swing_thigh_touchdown_deg", label=_("Swing thigh at touchdown"), unit="deg",
        pillar=Pillar.SWING,
        definition=_(
            "Angle of the swinging thigh from vertical as the other foot lands; negative = still "
            "behind the hip."
        ),
        source="miyashiro-2019", evidence=Evidence.FOUND, mdc_60hz=7.0,
        mdc_240hz=6.0, needs=needs(Need.INSTANTS), best=Grade.B,
        variation=ANGLE, repeats="thigh_separation_touchdown_deg",
    ),
    Metric(
        name="knee_gap_touchdown_frac", label=_("Knee gap at touchdown"), unit="leg",
        pillar=Pillar.SWING,
        definition=_(
            "Swinging knee ahead of the standing knee as the other foot lands, in leg lengths."
        ),
        source="miyashiro-2019", evidence=Evidence.FOUND, mdc_60hz=0.06,
        mdc_240hz=0.05, needs=needs(Need.INSTANTS), best=Grade.B,
        variation=LEG_DISTANCE, repeats="thigh_separation_touchdown_deg",
    ),
    Metric(
        name="scissor_velocity_touchdown_dps", label=_("Scissor speed at touchdown"), unit="deg/s",
        pillar=Pillar.SWING,
        definition=_(
            "How fast the swinging thigh moves forward against the standing one as the other foot "
            "lands, by harmonic fit."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=0.12, mdc_240hz=0.1,
        needs=needs(Need.INSTANTS), best=Grade.B, relative=True,
        variation=VELOCITY,
    ),
    Metric(
        name="thigh_separation_toeoff_deg", label=_("Thighs apart at toe-off"), unit="deg",
        pillar=Pillar.SWING,
        definition=_(
            "Angle from the pushing thigh to the swinging one as the pushing foot leaves, by "
            "harmonic fit."
        ),
        source="mcmillan-2018", evidence=Evidence.REMEMBERED, mdc_60hz=8.0, mdc_240hz=7.0,
        needs=needs(Need.INSTANTS), best=Grade.B,
        variation=ANGLE,
    ),
    Metric(
        name="scissor_velocity_toeoff_dps", label=_("Scissor speed at toe-off"), unit="deg/s",
        pillar=Pillar.SWING,
        definition=_(
            "How fast the thighs still open as the pushing foot leaves, by harmonic fit; negative "
            "= they close again."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=200.0, mdc_240hz=150.0,
        needs=needs(Need.INSTANTS), best=Grade.C, grows_with_noise=True,
        variation=VELOCITY,
    ),
    Metric(
        name="thigh_separation_peak_deg", label=_("Thighs furthest apart"), unit="deg",
        pillar=Pillar.SWING,
        definition=_("Largest angle from the pushing thigh to the swinging one, by harmonic fit."),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=8.0, mdc_240hz=7.0,
        best=Grade.B,
        variation=ANGLE,
    ),
    Metric(
        name="thigh_separation_peak_lag_s", label=_("Thighs furthest apart after toe-off"),
        unit="s",
        pillar=Pillar.SWING,
        definition=_("Time from toe-off to the thighs' largest angle; negative = before toe-off."),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=0.015, mdc_240hz=0.01,
        needs=needs(Need.TIMING), best=Grade.B,
        variation=LAG,
    ),
)  # fmt: skip

_SURE_LABELS = 0.9
_NAN = float("nan")
_OPENING_NAMES = (
    "scissor_velocity_touchdown_dps",
    "thigh_separation_toeoff_deg",
    "scissor_velocity_toeoff_dps",
    "thigh_separation_peak_deg",
    "thigh_separation_peak_lag_s",
)
_TOUCHDOWN_NAMES = (
    "thigh_separation_touchdown_deg",
    "swing_thigh_touchdown_deg",
    "knee_gap_touchdown_frac",
)


def measure_thighs(motion: Motion, angles: Angles, step: Step) -> dict[str, float]:
    """Measure how the thighs pass and open in the swing that ends with a step's touchdown.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths.
    angles
        T values of each angle in degrees, the columns of ``measure_angles``.
    step
        The step of the swinging leg.

    Returns
    -------
    dict
        A value for each of ``THIGHS``; NaN where not measured. Source: miyashiro-2019.
    """
    return {
        **_opening(fit_thigh_separation(angles, step), step),
        **_at_touchdown(motion, angles, step),
    }


def _opening(fit: HarmonicFit | None, step: Step) -> dict[str, float]:
    """How the thighs pass and open while the other foot is on the ground and leaves it."""
    if fit is None or step.between is None:
        return dict.fromkeys(_OPENING_NAMES, _NAN)
    touchdown, toeoff = step.between.touchdown_s, step.between.toeoff_s
    widest_s, widest = fit.turn()
    values = (
        fit.velocity_at(touchdown),
        fit.at(toeoff),
        fit.velocity_at(toeoff),
        widest,
        widest_s - toeoff,
    )
    return dict(zip(_OPENING_NAMES, values, strict=True))


def _at_touchdown(motion: Motion, angles: Angles, step: Step) -> dict[str, float]:
    """Stance minus swing thigh, swing thigh and the knees' gap when the other foot touches down.

    They turn their sign or place when the legs are exchanged, which happens most as the knees
    pass, so they are given only where left and right are sure (measured: docs/accuracy.md).
    """
    if step.between is None:
        return dict.fromkeys(_TOUCHDOWN_NAMES, _NAN)
    instant = step.between.touchdown_s
    if not value_at(motion.time_s, motion.legs_certainty, instant) > _SURE_LABELS:
        return dict.fromkeys(_TOUCHDOWN_NAMES, _NAN)
    other = opposite(step.side)
    swing = angles[f"{step.side}_thigh_deg"]
    separation = angles[f"{other}_thigh_deg"] - swing
    gap = motion.point(f"{step.side}_knee")[:, 0] - motion.point(f"{other}_knee")[:, 0]
    values = (value_at(motion.time_s, series, instant) for series in (separation, swing, gap))
    return dict(zip(_TOUCHDOWN_NAMES, values, strict=True))
