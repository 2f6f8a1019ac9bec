"""How far a metric varies from run to run and from day to day in an athlete who has not changed.

A comparison knows little of the athlete's own variation from the few clips it is given. These
values stand in for it, and give way to what the clips and a history show. Between days the mean of
three treadmill sprints of men varied by 3.5 % at most; steps of adolescents by 3.8 to 7.5 %. No
study splits that into runs and days for angles of a video: those are assumed.
Source: girard-2016, meyers-2015.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """Standard deviations of the mean of a run about the day's, and of a day about the athlete's.

    Parameters
    ----------
    run_sd, day_sd
        In the metric's unit; a part of the value if ``relative``.
    source
        Key in docs/sources.md, or "assumed".
    relative
        Whether the two follow the value.
    """

    run_sd: float
    day_sd: float
    source: str = "assumed"
    relative: bool = False

    def run_sd_of(self, value: float) -> float:
        """Give the standard deviation from run to run.

        Parameters
        ----------
        value
            Mean of the metric, in its unit.

        Returns
        -------
        float
            In the metric's unit.

        >>> CONTACT.run_sd_of(0.1)
        0.003
        """
        return self.run_sd * abs(value) if self.relative else self.run_sd

    def day_sd_of(self, value: float) -> float:
        """Give the standard deviation from day to day.

        Parameters
        ----------
        value
            Mean of the metric, in its unit.

        Returns
        -------
        float
            In the metric's unit.
        """
        return self.day_sd * abs(value) if self.relative else self.day_sd


CONTACT = Variation(run_sd=0.03, day_sd=0.03, source="girard-2016", relative=True)
PACE = Variation(run_sd=0.015, day_sd=0.015, source="girard-2016", relative=True)
SUPPORT = Variation(run_sd=0.033, day_sd=0.033, source="girard-2016", relative=True)
RECOVERY = Variation(run_sd=0.02, day_sd=0.02, source="girard-2016", relative=True)
ANGLE = Variation(run_sd=2.25, day_sd=2.25)
ARM_RANGE = Variation(run_sd=4.0, day_sd=4.0)
TRUNK_SWAY = Variation(run_sd=1.0, day_sd=1.0)
VELOCITY = Variation(run_sd=0.035, day_sd=0.035, relative=True)
PHASE = Variation(run_sd=3.5, day_sd=3.5)
LEG_DISTANCE = Variation(run_sd=0.015, day_sd=0.015)
LAG = Variation(run_sd=0.004, day_sd=0.004)
MOMENTUM = Variation(run_sd=0.05, day_sd=0.05, relative=True)
STEADINESS_DEG = Variation(run_sd=0.6, day_sd=0.6)
CARRY_OVER = Variation(run_sd=0.15, day_sd=0.15)
PART = Variation(run_sd=0.015, day_sd=0.015)
WIDTH = Variation(run_sd=0.015, day_sd=0.015)
