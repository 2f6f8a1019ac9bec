"""Two ladders of one athlete -> what changed in how each metric follows speed.

A day moves all runs of it alike, so it moves no slope: how days differ plays no part here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aqvision.comparison.families import false_discovery_rates
from aqvision.comparison.interval import Difference, half_width, p_value
from aqvision.comparison.judging import PRIMARY_RATE, Verdict
from aqvision.comparison.variance import welch_satterthwaite
from aqvision.core.settings import ComparisonSettings
from aqvision.core.skeleton import Side
from aqvision.coupling.ladder import Ladder, Row
from aqvision.coupling.slopes import Retention, retention_of, speeds_of_retention

_LEAST_SHARED_MPS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderChange:
    """One metric of one side, after minus before.

    ``slope`` is in its unit a m/s, ``retention`` a part of one, between speeds that both ladders
    hold; NaN where there are none. ``q`` is the false discovery rate among all of them.
    """

    metric: str
    side: Side | None
    slope: Difference
    p: float
    q: float
    retention: Difference
    verdict: Verdict


def compare_ladders(
    before: Ladder, after: Ladder, settings: ComparisonSettings
) -> tuple[LadderChange, ...]:
    """Compare how each metric follows speed before and after.

    Parameters
    ----------
    before, after
        Ladders of one athlete.
    settings
        What priors are worth, and how sure intervals are.
    """
    earlier = {(row.metric, row.side): row for row in before.rows}
    pairs = {
        f"{row.metric} {row.side}": (earlier[row.metric, row.side], row)
        for row in after.rows
        if (row.metric, row.side) in earlier
    }
    slopes = {key: _slopes(*pair, settings.confidence_level) for key, pair in pairs.items()}
    counted = {key: slopes[key][1] for key, (_, row) in pairs.items() if row.counts}
    rates = false_discovery_rates(counted)
    ratios = (before.ratio, after.ratio)
    return tuple(
        LadderChange(
            metric=row.metric,
            side=row.side,
            slope=slopes[key][0],
            p=slopes[key][1],
            q=rates.get(key, float("nan")),
            retention=_retentions(old, row, ratios, settings),
            verdict=_verdict(slopes[key][0], rates.get(key, 1.0), old, row),
        )
        for key, (old, row) in pairs.items()
    )


def _slopes(before: Row, after: Row, level: float) -> tuple[Difference, float]:
    """Give the difference of two slopes with its interval, and its p-value."""
    old, new = before.slope, after.slope
    value = new.interval.value - old.interval.value
    return _difference(value, (old.se, new.se), (old.freedom, new.freedom), level)


def _difference(
    value: float, errors: tuple[float, float], freedoms: tuple[float, float], level: float
) -> tuple[Difference, float]:
    se = float(np.hypot(*errors))
    freedom = welch_satterthwaite([error**2 for error in errors], freedoms)
    return Difference.within(value, half_width(se, freedom, level)), p_value(value, se, freedom)


def _retentions(
    before: Row, after: Row, ratios: tuple[float, float], settings: ComparisonSettings
) -> Difference:
    """Give the difference of what is kept between two speeds that lie in both ladders."""
    spans = [speeds_of_retention(row.track) for row in (before, after)]
    shared = [span for span in spans if span is not None]
    if len(shared) < 2:
        return Difference()
    low, high = max(span[0] for span in shared), min(span[1] for span in shared)
    if high - low < _LEAST_SHARED_MPS:
        return Difference()
    old, new = (
        _kept(row, ratio, settings, (low, high))
        for row, ratio in zip((before, after), ratios, strict=True)
    )
    if not np.isfinite(old.part + new.part):
        return Difference()
    errors, freedoms = (old.se, new.se), (old.freedom, new.freedom)
    return _difference(new.part - old.part, errors, freedoms, settings.confidence_level)[0]


def _kept(
    row: Row, ratio: float, settings: ComparisonSettings, speeds_mps: tuple[float, float]
) -> Retention:
    free, level = settings.prior_freedom, settings.confidence_level
    return retention_of(row.track, ratio, free, level, speeds_mps)


def _verdict(slope: Difference, q: float, before: Row, after: Row) -> Verdict:
    """Judge by what the difference of slopes makes over the speeds of the shorter ladder."""
    span = min(float(np.ptp(row.track.speed_mps)) for row in (before, after))
    worthwhile = after.track.worthwhile
    if q <= PRIMARY_RATE and abs(slope.value) * span > worthwhile:
        return Verdict.CHANGED
    if slope.at_most * span < worthwhile:
        return Verdict.NO_CHANGE
    return Verdict.CANNOT_TELL
