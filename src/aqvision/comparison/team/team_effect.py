"""Runs of a team, metric by metric -> the group's effects: intervals, spread, verdicts.

The effect as run holds whatever speed brings; that at the same speed sets each athlete's runs
beside one another at speeds of both sides. Both are judged as the metrics of one athlete are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aqvision.comparison.families import false_discovery_rates
from aqvision.comparison.interval import Difference, half_width, p_value
from aqvision.comparison.judging import PRIMARY_RATE, Verdict, verdict_of
from aqvision.comparison.prior import prior_of
from aqvision.comparison.speed_matched import LADDER
from aqvision.comparison.team.mixed_model import GroupFit, Withheld, fit_group
from aqvision.comparison.team.team_runs import RunTable, TeamRun
from aqvision.core.settings import ComparisonSettings
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.metrics.registry import METRICS, Metric

FEWEST_ATHLETES = 5
"""From which on the group's interval holds the truth as often as it says."""
_SPEED = "speed_mps"
_NAN = float("nan")
_UNKNOWN = Difference()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEffect:
    """How a metric changed in a group, in its unit; NaN with a ``reason`` where it is withheld.

    ``spread_sd`` is how far athletes differ in their change, days included; ``others`` is where
    the change of one more athlete like them lies, with the same chance as the interval. Both are
    NaN where one run a side does not tell. ``slope_per_mps`` is NaN where no slope was needed.
    ``q`` is the false discovery rate at which it would be called changed.
    """

    difference: Difference = _UNKNOWN
    se: float = _NAN
    degrees_of_freedom: float = _NAN
    p: float = _NAN
    q: float = _NAN
    verdict: Verdict = Verdict.CANNOT_TELL
    spread_sd: float = _NAN
    others: Difference = _UNKNOWN
    slope_per_mps: float = _NAN
    n_athletes: int = 0
    n_runs: tuple[int, int] = (0, 0)
    reason: str = ""
    hint: str = ""

    @property
    def is_told(self) -> bool:
        """Tell whether it has an interval."""
        return not self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamEffect:
    """What became of one metric in the group, as run and at the same speed.

    ``worthwhile`` is the change to exceed, ``days_sd`` how far two days of an athlete who has not
    changed differ: so much of the spread days alone would make.
    """

    metric: str
    worthwhile: float
    days_sd: float
    as_run: GroupEffect
    same_speed: GroupEffect


def team_effects(
    runs: Mapping[str, Sequence[TeamRun]],
    worthwhile: Mapping[str, float],
    settings: ComparisonSettings,
) -> list[TeamEffect]:
    """Measure and judge the changes of a group, all metrics together.

    Parameters
    ----------
    runs
        By metric, of those named beforehand: the runs of everybody.
    worthwhile
        By metric the change that has to be exceeded, in its unit.
    settings
        The chance that an interval holds the truth.
    """
    found = [_measure(METRICS[name], own, worthwhile[name], settings) for name, own in runs.items()]
    as_run, same_speed = (
        _judged({one.metric: getattr(one, kind) for one in found}, worthwhile)
        for kind in ("as_run", "same_speed")
    )
    return [
        replace(one, as_run=as_run[one.metric], same_speed=same_speed[one.metric]) for one in found
    ]


def _measure(
    metric: Metric, runs: Sequence[TeamRun], worthwhile: float, settings: ComparisonSettings
) -> TeamEffect:
    known = [run.value for run in runs if np.isfinite(run.value)]
    prior = prior_of(metric, float(np.mean(known)) if known else _NAN, settings)
    table = RunTable.of(runs, prior.run_variance)
    level = settings.confidence_level
    return TeamEffect(
        metric=metric.name,
        worthwhile=worthwhile,
        days_sd=float(np.sqrt(2 * prior.day_variance)),
        as_run=_effect(table, level, with_speed=False),
        same_speed=_at_same_speed(metric, table, level),
    )


def _at_same_speed(metric: Metric, table: RunTable, level: float) -> GroupEffect:
    """Fit the slope over speed as well, where speeds of an athlete differ enough for it."""
    if metric.name == _SPEED:
        return _withheld(table, _("it is the speed itself"))
    shared = table.at_shared_speeds()
    found = _effect(shared, level, with_speed=not shared.is_at_one_speed)
    return found if found.is_told else replace(found, hint=LADDER)


def _effect(table: RunTable, level: float, *, with_speed: bool) -> GroupEffect:
    if table.n_athletes < FEWEST_ATHLETES:
        few = _("it takes {least} athletes whose runs can be set side by side, and here are {n}")
        return _withheld(table, few.format(n=table.n_athletes, least=FEWEST_ATHLETES))
    fit = fit_group(table, with_speed=with_speed)
    if isinstance(fit, Withheld):
        return _withheld(table, fit.reason)
    return _told(fit, table, level)


def _withheld(table: RunTable, reason: str) -> GroupEffect:
    return GroupEffect(n_athletes=table.n_athletes, n_runs=table.n_runs, reason=reason)


def _told(fit: GroupFit, table: RunTable, level: float) -> GroupEffect:
    """Give the interval of a group's effect by Student's t, and where others' changes lie."""
    apart = float(np.hypot(fit.se, fit.spread_sd))
    return GroupEffect(
        difference=_within(fit.effect, fit.se, fit.degrees_of_freedom, level),
        se=fit.se,
        degrees_of_freedom=fit.degrees_of_freedom,
        p=p_value(fit.effect, fit.se, fit.degrees_of_freedom),
        spread_sd=fit.spread_sd,
        others=_within(fit.effect, apart, fit.degrees_of_freedom, level),
        slope_per_mps=fit.slope_per_mps,
        n_athletes=table.n_athletes,
        n_runs=table.n_runs,
    )


def _within(value: float, se: float, degrees_of_freedom: float, level: float) -> Difference:
    if not np.isfinite(se):
        return _UNKNOWN
    return Difference.within(value, half_width(se, degrees_of_freedom, level))


def _judged(
    effects: Mapping[str, GroupEffect], worthwhile: Mapping[str, float]
) -> dict[str, GroupEffect]:
    """Judge the effects of all metrics as one family."""
    q = false_discovery_rates({name: one.p for name, one in effects.items() if one.is_told})
    return {
        name: replace(
            one,
            q=q[name],
            verdict=verdict_of(
                one.difference,
                worthwhile[name],
                passes=q[name] <= PRIMARY_RATE,
                primary=True,
                of_the_athlete=True,
            ),
        )
        if one.is_told
        else one
        for name, one in effects.items()
    }
