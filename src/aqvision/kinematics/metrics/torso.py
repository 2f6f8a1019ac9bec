"""Angles + steps -> the torso: how it leans and how it turns against the legs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.skeleton import Side
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.kinematics.geometry import wrap_deg
from aqvision.kinematics.harmonics import HarmonicFit, fit_harmonics
from aqvision.kinematics.metrics.metric import Evidence, Grade, Metric, Pillar
from aqvision.kinematics.metrics.strides import Angles, fit_stride, phase_between_deg
from aqvision.kinematics.metrics.variation import ANGLE, ARM_RANGE, PHASE, TRUNK_SWAY
from aqvision.kinematics.signals import between
from aqvision.kinematics.steps import Step

TORSO = (
    Metric(
        name="trunk_lean_deg", label=_("Trunk lean"), unit="deg", pillar=Pillar.TORSO,
        definition=_("Mean angle of the line hips - shoulders from vertical; positive = forward."),
        source="nagahara-2018", evidence=Evidence.FOUND, mdc_60hz=6.0, mdc_240hz=5.0, main=True,
        sided=False,
        variation=ANGLE,
    ),
    Metric(
        name="trunk_lean_sd_deg", label=_("Trunk lean unsteadiness"), unit="deg",
        pillar=Pillar.TORSO,
        definition=_(
            "How far the lean strays from its mean within a stride: standard deviation, by "
            "harmonic fit."
        ),
        source="definition", evidence=Evidence.DEFINED, mdc_60hz=2.0, mdc_240hz=1.5,
        best=Grade.B, main=True, sided=False,
        variation=TRUNK_SWAY,
    ),
    Metric(
        name="trunk_lean_range_deg", label=_("Trunk rocking"), unit="deg", pillar=Pillar.TORSO,
        definition=_("How far the trunk rocks forward and back within a stride, by harmonic fit."),
        source="nagahara-2018", evidence=Evidence.FOUND, mdc_60hz=5.0, mdc_240hz=4.0, best=Grade.B,
        sided=False,
        variation=TRUNK_SWAY, repeats="trunk_lean_sd_deg",
    ),
    Metric(
        name="thorax_rotation_range_deg", label=_("Thorax rotation"), unit="deg",
        pillar=Pillar.TORSO,
        definition=_(
            "Full turn of the shoulder line over a stride, from its offset in the side view; wider "
            "arms alone make it read more."
        ),
        source="measured-thorax", evidence=Evidence.COMPUTED, mdc_60hz=12.0, mdc_240hz=10.0,
        best=Grade.C, main=True, sided=False,
        variation=ARM_RANGE,
    ),
    Metric(
        name="thorax_arm_phase_deg", label=_("Thorax against near arm"), unit="deg",
        pillar=Pillar.TORSO,
        definition=_(
            "Phase of the thorax rotation ahead of the near upper arm; 0 = in time. Withheld where "
            "the arms alone could make it."
        ),
        source="lamoth-2002", evidence=Evidence.FOUND, mdc_60hz=25.0, mdc_240hz=20.0, best=Grade.C,
        sided=False,
        variation=PHASE,
    ),
)  # fmt: skip

_MIN_AMPLITUDE_TO_NOISE = 3.0
_DRIFT_HARMONICS = 2
# The far shoulder is hidden and guessed from the arms, so a part of the near upper arm's swing
# passes for rotation: between nearly nothing and this share of it, body by body, as measured by
# python -m validation (docs/accuracy.md, thorax rotation).
MOST_ARM_LEAK = 0.4
_MAX_LEAK_TURN_DEG = 20.0


def measure_torso(angles: Angles, steps: tuple[Step, ...], near_side: Side) -> pd.DataFrame:
    """Measure the torso over strides that do not overlap: those of the near foot.

    Parameters
    ----------
    angles
        T values of each angle in degrees, the columns of ``measure_angles``.
    steps
        N steps in order of time.
    near_side
        The side of the body that faces the camera.

    Returns
    -------
    DataFrame
        N rows, a column for each of ``TORSO``; NaN in the rows of the far foot and where the
        stride was not in view. Rotation range is twice the amplitude at stride frequency; its
        phase (near shoulder forward) is against the near upper arm and is given only where the
        rotation stands out three times above its noise.
        Source: nagahara-2018, lamoth-2002; measured: docs/accuracy.md.
    """
    steady = {**angles, "thorax_yaw_deg": _without_drift(angles, steps)}
    return pd.DataFrame([_row(steady, step, near_side) for step in steps])


def _without_drift(angles: Angles, steps: tuple[Step, ...]) -> FloatArray:
    """Thorax yaw less its slow turn, over all strides in view; NaN where that cannot be told.

    The camera sees the shoulders ever more from behind while the athlete runs past. Over one
    stride this looks like rotation: it took 6 degrees off a range of 14.
    """
    time, yaw = angles["time_s"], angles["thorax_yaw_deg"]
    strides = [step.stride_s for step in steps if step.stride_end is not None]
    if not strides:
        return np.full_like(yaw, np.nan)
    seen = between(time, steps[0].contact.touchdown_s, steps[-1].contact.toeoff_s)
    fit = fit_harmonics(time[seen], yaw[seen], 1 / float(np.median(strides)), _DRIFT_HARMONICS)
    return yaw - fit.slope_per_s * time if fit else np.full_like(yaw, np.nan)


def _row(angles: Angles, step: Step, near_side: Side) -> dict[str, float]:
    row = dict.fromkeys((metric.name for metric in TORSO), float("nan"))
    if step.side != near_side:
        return row
    lean = fit_stride(angles, "trunk_lean_deg", step)
    yaw = fit_stride(angles, "thorax_yaw_deg", step, n_harmonics=1)
    if lean is not None:
        row["trunk_lean_deg"] = lean.mean
        row["trunk_lean_sd_deg"] = lean.sd
        row["trunk_lean_range_deg"] = lean.range
    if yaw is not None:
        row["thorax_rotation_range_deg"] = 2 * yaw.amplitude
        arm = fit_stride(angles, f"{near_side}_upper_arm_deg", step)
        row["thorax_arm_phase_deg"] = _phase_deg(yaw, arm, near_side)
    return row


def _phase_deg(yaw: HarmonicFit, arm: HarmonicFit | None, near_side: Side) -> float:
    """Phase of the near shoulder ahead of its arm; NaN where noise or the arm may have made it."""
    if arm is None:
        return float("nan")
    sign = 1 if near_side == "right" else -1
    read = sign * yaw.amplitude * np.exp(1j * np.radians(phase_between_deg(yaw, arm)))
    leak = MOST_ARM_LEAK * arm.amplitude
    least, middle, most = read, read - leak / 2, read - leak
    apart = wrap_deg(float(np.angle(most * np.conj(least), deg=True)))
    clear = min(abs(least), abs(most)) > _MIN_AMPLITUDE_TO_NOISE * yaw.residual_sd
    sure = clear and abs(apart) <= _MAX_LEAK_TURN_DEG
    return float(np.angle(middle, deg=True)) if sure else float("nan")
