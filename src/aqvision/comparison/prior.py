"""Metric -> what is held of an athlete's variation before any clip is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aqvision.core.settings import ComparisonSettings
from aqvision.kinematics.metrics.registry import Metric


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How much more, or less, than the prior this athlete's runs and days vary: variance ratios."""

    runs: float = 1.0
    days: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What is held of an athlete before any clip is looked at, in the metric's unit squared.

    ``run_variance`` is that of a run's mean about the day's without its steps, worth
    ``run_freedom`` degrees of freedom; ``day_variance`` that of a day about the athlete's, worth
    ``day_freedom``, of which ``n_sessions`` earlier sessions of the athlete tell.
    """

    run_variance: float
    run_freedom: float
    day_variance: float
    day_freedom: float
    n_sessions: int = 0

    def scaled(self, steadiness: Steadiness) -> Prior:
        """Fit the variances to what all metrics together say of an athlete.

        Parameters
        ----------
        steadiness
            How much more, or less, the athlete varies.
        """
        return replace(
            self,
            run_variance=self.run_variance * steadiness.runs,
            day_variance=self.day_variance * steadiness.days,
        )


def prior_of(metric: Metric, value: float, settings: ComparisonSettings) -> Prior:
    """Take the prior of a metric from the registry.

    Parameters
    ----------
    metric, value
        What is compared, and its mean, for what varies in parts of it.
    settings
        What the prior is worth.
    """
    return Prior(
        run_variance=metric.variation.run_sd_of(value) ** 2,
        run_freedom=settings.prior_freedom,
        day_variance=metric.variation.day_sd_of(value) ** 2,
        day_freedom=settings.prior_freedom,
    )
