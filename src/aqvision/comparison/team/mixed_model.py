"""Runs of a team -> the group's effect: a linear mixed model, fitted by restricted likelihood.

``value = mean + athlete + (effect + athlete's own) * period + slope * speed + run``

Athletes, their own changes and runs are random; runs weigh by what their steps and measuring make
them err. The variances are fitted by statsmodels. Its intervals take them as known, which is too
sure with few athletes: error and degrees of freedom are those of Kenward and Roger instead.
Source: laird-ware-1982, kenward-roger-1997, seabold-perktold-2010.
"""

from __future__ import annotations

import warnings
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from aqvision.comparison.team.small_sample import Block, contrast_of
from aqvision.comparison.team.team_runs import RunTable
from aqvision.core.types import FloatArray
from aqvision.core.wording import as_recorded as _

_EFFECT, _SLOPE = 1, 2
# Tried in turn until one settles. They need no slopes: where a variance is zero the slope of the
# likelihood is none, and a climb by slopes may end there though it is no top.
_METHODS = ["powell", "nm"]
# Chosen: fewer runs beyond the first of each athlete and side tell hardly how runs differ.
_LEAST_REPEATED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFit:
    """The group's effect in the metric's unit, and how sure it is.

    ``spread_sd`` is how far athletes differ in their own change, NaN where one run a side does not
    tell it from how runs differ; ``slope_per_mps`` is NaN where no speed was given.
    """

    effect: float
    se: float
    degrees_of_freedom: float
    spread_sd: float
    run_sd: float
    slope_per_mps: float


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why there is no fit."""

    reason: str


def fit_group(runs: RunTable, *, with_speed: bool) -> GroupFit | Withheld:
    """Fit the model of a group.

    With hardly more than one run a side, how athletes differ in their change is a part of how runs
    differ.

    Parameters
    ----------
    runs
        Of two athletes or more.
    with_speed
        Whether the slope over speed is fitted; all speeds are known then.

    Returns
    -------
    GroupFit or Withheld
        Withheld where the variances did not settle, or period and speed cannot be told apart.
    """
    with_spread = runs.n_repeated >= _LEAST_REPEATED
    unit = float(np.std(runs.value)) or 1.0
    weights = runs.variance / runs.variance.mean()
    value = (runs.value - runs.value.mean()) / unit
    fixed = _fixed_part(runs, with_speed=with_speed)
    if np.linalg.matrix_rank(_within_athletes(fixed[:, 1:], runs)) < fixed.shape[1] - 1:
        return Withheld(_("speed changed by the same in everybody, so it cannot be told apart"))
    random = np.column_stack([np.ones_like(value), fixed[:, _EFFECT]])[:, : 1 + with_spread]
    found = _variances(value, fixed, random, runs.athlete, weights)
    if found is None:
        return Withheld(_("the model did not settle on how athletes and runs differ"))
    blocks = [
        Block(value[own], fixed[own], random[own], weights[own])
        for own in (runs.athlete == number for number in range(runs.n_athletes))
    ]
    told = contrast_of(blocks, found, _EFFECT)
    return GroupFit(
        effect=float(told.fixed[_EFFECT]) * unit,
        se=told.se * unit,
        degrees_of_freedom=min(told.degrees_of_freedom, runs.n_athletes - 1.0),
        spread_sd=float(np.sqrt(found[1])) * unit if with_spread else float("nan"),
        run_sd=float(np.sqrt(found[-1])) * unit,
        slope_per_mps=float(told.fixed[_SLOPE]) * unit if with_speed else float("nan"),
    )


def _fixed_part(runs: RunTable, *, with_speed: bool) -> FloatArray:
    """Columns of the mean, the period from -1/2 to 1/2, and the speed about the athlete's own."""
    period = runs.is_after - 0.5
    columns = [np.ones_like(period), period, *([runs.own_speed_mps] if with_speed else [])]
    return np.column_stack(columns)


def _within_athletes(columns: FloatArray, runs: RunTable) -> FloatArray:
    """Take the athlete's mean off each column: what is left tells of a change."""
    left = columns.copy()
    for number in range(runs.n_athletes):
        own = runs.athlete == number
        left[own] -= left[own].mean(axis=0)
    return left


def _variances(
    value: FloatArray,
    fixed: FloatArray,
    random: FloatArray,
    athlete: np.ndarray,
    weights: FloatArray,
) -> tuple[float, ...] | None:
    """Fit the variances of the random columns and of runs; None where they do not settle.

    Rows are divided by the root of their weight: runs err alike then, as the fit takes for given.
    """
    from statsmodels.regression.mixed_linear_model import MixedLM, VCSpec

    root = np.sqrt(weights)[:, np.newaxis]
    level, *others = (random / root).T[:, :, np.newaxis]
    rows = [athlete == number for number in np.unique(athlete)]
    more = VCSpec(
        [str(n) for n in range(len(others))],
        [[["own"] for _own in rows] for _other in others],
        [[other[own] for own in rows] for other in others],
    )
    model = MixedLM(value / root[:, 0], fixed / root, athlete, level, more if others else None)
    with warnings.catch_warnings(), suppress(np.linalg.LinAlgError, ValueError):
        warnings.simplefilter("ignore")  # what it doubts is asked of the result below
        found = model.fit(reml=True, method=_METHODS)
        variances = (*np.diag(np.asarray(found.cov_re)), *found.vcomp, found.scale)
        if found.converged and np.all(np.isfinite(variances)) and found.scale > 0:
            return tuple(float(max(one, 0.0)) for one in variances)
    return None
