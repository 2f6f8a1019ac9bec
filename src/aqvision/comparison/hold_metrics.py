"""What is told of a hold -> its numbers: name, label, unit, and how far holds of one athlete vary.

How far holds differ that nobody trained for is assumed throughout: no study of holds against
fluctuating bands tells it.
"""

from __future__ import annotations

from dataclasses import dataclass

from aqvision.core.wording import _
from aqvision.kinematics.metrics.variation import Variation

_SWAY = Variation(run_sd=0.25, day_sd=0.25, relative=True)
_AREA = Variation(run_sd=0.50, day_sd=0.50, relative=True)
_RETURN = Variation(run_sd=0.30, day_sd=0.30, relative=True)
_SLOW = Variation(run_sd=0.20, day_sd=0.20, relative=True)
_SHARE = Variation(run_sd=0.10, day_sd=0.10)
_DRIFT_MM_PER_S, _DRIFT_LEG_PER_S = 0.4, 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldMetric:
    """One number of a hold.

    Parameters
    ----------
    name, label, unit
        Name in files, label for people, unit ("" for a part of one).
    variation
        How far it varies from hold to hold and from day to day in an athlete who has not changed.
    main
        Drawn on the time line, and set beside sprints.
    in_legs
        Name of the same in leg lengths, for holds without a scale; "" where it needs none.
    digits
        Shown beyond those that are usual for the unit.
    """

    name: str
    label: str
    unit: str
    variation: Variation
    main: bool = False
    in_legs: str = ""
    digits: int = 0


HOLD_METRICS = {
    metric.name: metric
    for metric in (
        HoldMetric(
            name="sway_rms_mm", label=_("Sway"), unit="mm", variation=_SWAY, main=True,
            in_legs="sway_rms_leg_lengths",
        ),
        HoldMetric(
            name="sway_rms_leg_lengths", label=_("Sway"), unit="leg", variation=_SWAY, main=True,
            digits=2,
        ),
        HoldMetric(
            name="return_s", label=_("Return after a knock"), unit="s", variation=_RETURN,
            main=True,
        ),
        HoldMetric(
            name="sway_ellipse95_cm2", label=_("Area of sway"), unit="cm²", variation=_AREA,
            in_legs="sway_ellipse95_leg_lengths2",
        ),
        HoldMetric(
            name="sway_ellipse95_leg_lengths2", label=_("Area of sway"), unit="leg²",
            variation=_AREA,
        ),
        HoldMetric(
            name="drift_mm_per_s", label=_("Drift"), unit="mm/s",
            variation=Variation(run_sd=_DRIFT_MM_PER_S, day_sd=_DRIFT_MM_PER_S),
            in_legs="drift_leg_lengths_per_s",
        ),
        HoldMetric(
            name="drift_leg_lengths_per_s", label=_("Drift"), unit="leg/s",
            variation=Variation(run_sd=_DRIFT_LEG_PER_S, day_sd=_DRIFT_LEG_PER_S),
        ),
        HoldMetric(
            name="time_in_band_frac", label=_("Time in the set posture"), unit="", variation=_SHARE,
        ),
        HoldMetric(
            name="median_frequency_hz", label=_("Median frequency of sway"), unit="1/s",
            variation=_SLOW,
        ),
    )
}  # fmt: skip
"""All that a time line knows of holds, what it shows first at the top."""
