"""HoldRecord -> a number of it with its error, as runs have means; and what it is judged by."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import numpy as np

from aqvision.analysis.hold_store import HoldRecord
from aqvision.comparison.hold_metrics import HoldMetric
from aqvision.comparison.prior import Prior
from aqvision.comparison.values import ClipMean
from aqvision.core.settings import ComparisonSettings

_NAN = float("nan")
RETURN = "return_s"
Number = tuple[float, float]
"""A value and its standard error, in the metric's unit; NaN where not known."""


def number_of(record: HoldRecord, name: str) -> Number:
    """Read a number of a hold with its standard error.

    Parameters
    ----------
    record, name
        The hold, and a key of ``HOLD_METRICS``.
    """
    if name == RETURN:
        return _mean_return(record.returns_s)
    found = record.estimates.get(name)
    return (_NAN, _NAN) if found is None else (found.value, found.se)


def _mean_return(returns_s: Sequence[Number]) -> Number:
    """Average over the knocks after which the athlete came back."""
    back = [row for row in returns_s if math.isfinite(row[0])]
    if not back:
        return _NAN, _NAN
    if len(back) == 1:
        return back[0]
    values = np.array([value for value, _se in back])
    return float(values.mean()), float(values.std(ddof=1)) / math.sqrt(len(values))


def hold_mean(number: Number, day: dt.date | None) -> ClipMean:
    """Take a number of a hold for what the mean of a clip is of runs.

    Parameters
    ----------
    number, day
        Value and standard error, and when it was filmed.
    """
    value, se = number
    # an error that is not known is left to how holds differ, which holds that of measuring too
    variance = se**2 if math.isfinite(se) else 0.0
    return ClipMean(
        value=value, step_variance=variance, measurement_variance=variance, shared_variance=0.0,
        n=1, day=day,
    )  # fmt: skip


def hold_prior(metric: HoldMetric, level: float, settings: ComparisonSettings) -> Prior:
    """Say what is held of an athlete's holds before any is looked at.

    Parameters
    ----------
    metric, level
        What is compared, and its mean, for what varies in parts of it.
    settings
        What the prior is worth.
    """
    return Prior(
        run_variance=metric.variation.run_sd_of(level) ** 2,
        run_freedom=settings.prior_freedom,
        day_variance=metric.variation.day_sd_of(level) ** 2,
        day_freedom=settings.prior_freedom,
    )
