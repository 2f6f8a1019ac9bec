"""Motion + steps -> how arms and legs, and the legs themselves, cancel each other's momentum."""

from __future__ import annotations

import numpy as np
import pandas as pd

from aqvision.core.wording import _
from aqvision.kinematics.coordination.momentum import BodyPoints, find_body_points, measure_stride
from aqvision.kinematics.metrics.metric import Evidence, Grade, Metric, Need, Pillar, needs
from aqvision.kinematics.metrics.variation import MOMENTUM, PART, PHASE
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.steps import Step

MOMENTUM_METRICS = (
    Metric(
        name="arm_leg_momentum_ratio", label=_("Turn of the arms against the legs"), unit="",
        pillar=Pillar.TOGETHER,
        definition=_(
            "How much of the turn about the body's long axis that the legs make the arms make as "
            "well, by the near arm. Two thirds of it are read, and of its changes."
        ),
        source="hinrichs-1987", evidence=Evidence.REMEMBERED, mdc_60hz=0.15, mdc_240hz=0.1,
        needs=needs(Need.ARMS_TOO, Need.FAST_JOINT), best=Grade.C, relative=True, main=True,
        sided=False, change_only=True,
        variation=MOMENTUM,
    ),
    Metric(
        name="arm_leg_momentum_phase_deg", label=_("Timing of the arms' turn against the legs'"),
        unit="deg", pillar=Pillar.TOGETHER,
        definition=_(
            "Phase of the turn that the arms make ahead of that of the legs; 180 = exactly against "
            "it."
        ),
        source="hinrichs-1987", evidence=Evidence.REMEMBERED, mdc_60hz=12.0, mdc_240hz=8.0,
        needs=needs(Need.ARMS_TOO, Need.FAST_JOINT), best=Grade.C, sided=False, change_only=True,
        variation=PHASE,
    ),
    Metric(
        name="leg_momentum_cancellation_frac", label=_("Legs cancelling each other"), unit="",
        pillar=Pillar.TOGETHER,
        definition=_(
            "How far the swing of one leg takes up that of the other, seen from the side; 100 % = "
            "all of it."
        ),
        source="herr-2008", evidence=Evidence.REMEMBERED, mdc_60hz=0.04, mdc_240hz=0.03,
        needs=needs(Need.FAST_JOINT), best=Grade.B, main=True, sided=False,
        most_growth=0.08,
        variation=PART,
    ),
    Metric(
        name="body_momentum_cancellation_frac", label=_("Whole body cancelling"), unit="",
        pillar=Pillar.TOGETHER,
        definition=_(
            "How far legs, arms and trunk together take up one another's swing, seen from the "
            "side; 100 % = all of it."
        ),
        source="herr-2008", evidence=Evidence.REMEMBERED, mdc_60hz=0.05, mdc_240hz=0.04,
        needs=needs(Need.ARMS_TOO, Need.FAST_JOINT), best=Grade.C, sided=False, most_growth=0.08,
        variation=PART,
    ),
)  # fmt: skip

_NAMES = tuple(metric.name for metric in MOMENTUM_METRICS)


def measure_momentum(motion: Motion, steps: tuple[Step, ...]) -> pd.DataFrame:
    """Measure angular momentum over the near foot's strides.

    Parameters
    ----------
    motion
        The athlete over T frames, in leg lengths.
    steps
        N steps in order of time.

    Returns
    -------
    DataFrame
        N rows, a column for each of ``MOMENTUM_METRICS``; NaN in the rows of the far foot and where
        the stride was not in view. ``arm_leg_momentum_phase_deg`` in [0, 360).
        Source: hinrichs-1987, herr-2008.
    """
    lasting = [step.stride_s for step in steps if step.stride_end is not None]
    if not lasting:
        return pd.DataFrame(np.nan, index=range(len(steps)), columns=list(_NAMES))
    start_s, stop_s = steps[0].contact.touchdown_s, steps[-1].contact.toeoff_s
    body = find_body_points(motion, start_s, stop_s, float(np.median(lasting)))
    return pd.DataFrame([_row(body, step) for step in steps], columns=list(_NAMES))


def _row(body: BodyPoints, step: Step) -> dict[str, float]:
    stride = None
    if step.side == body.near_side and step.stride_end is not None:
        stride = measure_stride(body, step.contact.touchdown_s, step.stride_s)
    if stride is None:
        return dict.fromkeys(_NAMES, float("nan"))
    against = stride.arms_over_legs
    values = (
        abs(against),
        float(np.angle(against, deg=True)) % 360,
        stride.leg_cancellation_frac,
        stride.body_cancellation_frac,
    )
    return dict(zip(_NAMES, values, strict=True))
